// A small menu under a button: opened by click, walked with the arrow keys, closed by Escape or by leaving it.

import { h } from "./element.js";

export function menuButton(button, label, choices) {
  const wrap = h("div", { class: "menu-wrap" }, button);
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => (wrap.querySelector(".menu") ? shut(wrap, button) : open(wrap, button, label, choices())));
  wrap.addEventListener("keydown", (event) => walk(event, wrap, button));
  wrap.addEventListener("focusout", (event) => {
    if (!wrap.contains(event.relatedTarget)) shut(wrap, button, false);
  });
  return wrap;
}

function open(wrap, button, label, choices) {
  const items = choices.map((choice) =>
    h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => (shut(wrap, button), choice.pick()) },
      h("span", {}, choice.text), choice.description ? h("small", {}, choice.description) : null),
  );
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, items);
  wrap.append(menu);
  button.setAttribute("aria-expanded", "true");
  const box = menu.getBoundingClientRect();
  if (box.bottom > window.innerHeight - 8) menu.classList.add("up");
  if (box.left < 8) menu.classList.add("right");
  items[0]?.focus();
}

function shut(wrap, button, focus = true) {
  const menu = wrap.querySelector(".menu");
  if (!menu) return;
  menu.classList.remove("menu"); // removing what has focus makes the browser report leaving it: that must find nothing
  if (focus) button.focus();
  menu.remove();
  button.setAttribute("aria-expanded", "false");
}

function walk(event, wrap, button) {
  const items = [...wrap.querySelectorAll("[role=menuitem]")];
  if (!items.length) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") shut(wrap, button);
  else if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
