// The modal on top of the stack: drawn from the server's view, its typed text kept, its submission waited for.

import { blockItems } from "./blocks.js";
import { h, icon } from "./element.js";
import { forSending, forgetMissing } from "./entered.js";
import { keyed } from "./keyed.js";
import { unescape } from "./mrkdwn.js";
import { say } from "./texts.js";

const dialog = document.getElementById("modal");
let shown = null;
let parts = null;

export function drawModal(stack, world) {
  const view = stack.at(-1);
  if (!view) return leave();
  const surface = surfaceOf(view, world);
  if (shown !== view.id) frame(view, stack, world);
  shown = view.id;
  parts.title.textContent = unescape(view.title.text);
  parts.current = { view, surface, world };
  forgetMissing(surface.key, view.blocks);
  keyed(parts.body, blockItems(view.blocks, surface));
  parts.warning.replaceChildren(...(view.warning ? [icon("warning"), h("span", {}, view.warning)] : []));
  parts.warning.hidden = !view.warning;
  parts.submit.hidden = !view.submit;
  parts.submitText.textContent = view.submit ? unescape(view.submit.text) : "";
  parts.cancel.textContent = view.close ? unescape(view.close.text) : say(stack.length > 1 ? "modal_back" : "modal_cancel");
  if (!dialog.open) dialog.showModal();
  return focusFirst(view);
}

function leave() {
  shown = null;
  if (dialog.open) dialog.close();
  dialog.replaceChildren();
}

function surfaceOf(view, world) {
  return {
    key: `view:${view.id}`,
    target: { view: view.id },
    state: view.state,
    errors: view.errors,
    names: world.names,
    user: world.user,
    blocks: () => parts.current.view.blocks,
    click: (what) => world.click({ view: view.id }, what),
  };
}

function frame(view, stack, world) {
  const close = () => world.close(parts.current.view.id);
  parts = {
    title: h("h2", { id: "modal-title" }),
    body: h("div", { class: "modal-body" }),
    warning: h("p", { class: "warning", role: "alert", hidden: true }),
    cancel: h("button", { type: "button", class: "button", onclick: close }),
    submitText: h("span"),
    focused: null,
  };
  parts.submit = h("button", { type: "submit", class: "button primary" }, parts.submitText);
  const form = h("form", { novalidate: true, onsubmit: submitted },
    h("header", { class: "modal-head" }, parts.title,
      h("button", { type: "button", class: "icon-button", "aria-label": say("modal_close"), onclick: close }, icon("close"))),
    h("div", { class: "modal-scroll", tabindex: "-1" }, parts.body),
    parts.warning,
    h("footer", { class: "foot" }, h("span", { class: "busy", role: "status" }), parts.cancel, parts.submit));
  dialog.replaceChildren(form);
  dialog.oncancel = (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    close();
  };
}

async function submitted(event) {
  event.preventDefault();
  const { view, surface, world } = parts.current;
  if (parts.submit.getAttribute("aria-busy") === "true" || !view.submit) return;
  const mine = parts;
  mine.submit.setAttribute("aria-busy", "true");
  dialog.querySelector(".busy").textContent = say("modal_busy");
  const said = await world.submit(view.id, forSending(surface.key, view.blocks));
  mine.submit.removeAttribute("aria-busy");
  const busy = dialog.querySelector(".busy");
  if (busy) busy.textContent = "";
  if (said?.errors) dialog.querySelector(".wrong input, .wrong textarea, .wrong select")?.focus();
}

// Once per view: the first field, or the heading when there is none, so that a screen reader starts at the top.
function focusFirst(view) {
  if (parts.focused === view.id) return;
  parts.focused = view.id;
  const wanted = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".modal-body .control, .modal-body input");
  (wanted ?? dialog.querySelector(".modal-scroll")).focus();
  dialog.querySelector(".modal-scroll").scrollTop = 0;
}
