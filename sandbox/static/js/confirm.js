// Asks "are you sure", with the words of the app.

import { h } from "./element.js";
import { mrkdwn, unescape } from "./mrkdwn.js";

export function confirmed(wish, names) {
  if (!wish) return Promise.resolve(true);
  const dialog = document.getElementById("confirm");
  return new Promise((resolve) => {
    const answer = (said) => () => (dialog.close(), resolve(said));
    const style = wish.style === "danger" ? "danger" : "primary";
    const text = wish.text.type === "mrkdwn" ? mrkdwn(wish.text.text, names) : unescape(wish.text.text);
    dialog.replaceChildren(
      h("h2", { id: "confirm-title" }, wish.title.text),
      h("div", { id: "confirm-text", class: "confirm-text" }, text),
      h("div", { class: "foot" },
        h("button", { type: "button", class: "button", onclick: answer(false) }, wish.deny.text),
        h("button", { type: "button", class: `button ${style}`, onclick: answer(true) }, wish.confirm.text)),
    );
    dialog.oncancel = (event) => (event.preventDefault(), answer(false)());
    dialog.showModal();
  });
}
