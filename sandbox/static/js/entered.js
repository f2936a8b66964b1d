// What a person has filled in but not sent yet, per modal, home tab or message. The page's memory between redraws.

const surfaces = new Map();

export function entered(surface) {
  if (!surfaces.has(surface)) surfaces.set(surface, {});
  return surfaces.get(surface);
}

export function remember(surface, block, element, value) {
  const rows = entered(surface);
  rows[block] ??= {};
  rows[block][element.action_id] = { type: element.type, value };
}

// The page's own memory goes first; then what the server knows; then what the app began with.
export function valueOf(surface, block, element, state) {
  const own = entered(surface)[block]?.[element.action_id];
  if (own && own.type === element.type) return own.value;
  const known = state?.values?.[block]?.[element.action_id];
  return known ? fromSlack(known) : fromSlack(beginning(element));
}

export function forSending(surface, blocks) {
  const present = new Set(blocks.flatMap(inside).map(([block, action]) => `${block}/${action}`));
  const sent = {};
  for (const [block, row] of Object.entries(entered(surface))) {
    for (const [action, { value }] of Object.entries(row)) {
      if (present.has(`${block}/${action}`)) (sent[block] ??= {})[action] = value;
    }
  }
  return sent;
}

// A field that the app took away and puts back later must not come back filled in.
export function forgetMissing(surface, blocks) {
  const present = new Map(blocks.flatMap(inside).map(([block, action, type]) => [`${block}/${action}`, type]));
  for (const [block, row] of Object.entries(entered(surface))) {
    for (const [action, { type }] of Object.entries(row)) {
      if (present.get(`${block}/${action}`) !== type) delete row[action];
    }
  }
}

function inside(block) {
  const found = [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])];
  return found.filter((element) => element?.action_id).map((e) => [block.block_id, e.action_id, e.type]);
}

function fromSlack(held) {
  for (const [key, value] of Object.entries(held)) {
    if (key === "type") continue;
    if (key === "selected_options") return (value ?? []).map((option) => option.value);
    if (key === "selected_option") return held.type === "external_select" ? value : (value?.value ?? null);
    if (key === "files") return value ?? [];
    return value;
  }
  return null;
}

function beginning(element) {
  const found = Object.entries(element).find(([key]) => key.startsWith("initial_"));
  if (!found) return {};
  const [key, value] = found;
  const name = key === "initial_value" ? "value" : key.replace("initial_", "selected_");
  return { type: element.type, [name]: value };
}
