// Brings a list on the screen up to date and leaves alone what did not change, so that nobody loses focus or text.

export function keyed(container, items) {
  const old = new Map([...container.children].map((node) => [node.itemKey, node]));
  const held = holdFocus(container);
  let previous = null;
  for (const item of items) {
    const node = current(old, item);
    old.delete(item.key);
    const place = previous ? previous.nextSibling : container.firstChild;
    if (node !== place) container.insertBefore(node, place);
    previous = node;
  }
  for (const gone of old.values()) gone.remove();
  if (held) giveFocus(container, held);
}

function current(old, item) {
  const known = old.get(item.key);
  if (known && known.itemSign === item.sign) return known;
  const fresh = item.build();
  fresh.itemKey = item.key;
  fresh.itemSign = item.sign;
  if (known) known.replaceWith(fresh);
  return fresh;
}

function holdFocus(container) {
  const active = document.activeElement;
  if (!active || !container.contains(active)) return null;
  const place = active.closest("[data-focus]");
  return { active, mark: place && place.dataset.focus, start: active.selectionStart, end: active.selectionEnd };
}

// What had the focus may have been made anew, or only moved: moving takes the focus away too.
function giveFocus(container, { active, mark, start, end }) {
  if (document.activeElement === active) return;
  const again = active.isConnected ? active : mark && container.querySelector(`[data-focus="${CSS.escape(mark)}"]`);
  if (!again) return;
  again.focus();
  if (typeof start === "number" && again.setSelectionRange) again.setSelectionRange(start, end);
}
