// A short notice at the bottom of the screen, for a gesture that failed outside a modal.

import { h, icon } from "./element.js";
import { say } from "./texts.js";

export function failed(result) {
  if (!result || result.ok) return;
  const known = { restricted_action: "restricted", connection_lost: "lost_connection" }[result.error];
  toast(known ? say(known) : say("gesture_failed", { error: result.error }));
}

function toast(text) {
  const node = h("p", { class: "toast" }, icon("warning"), h("span", {}, text));
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 8000);
}
