// The explanation for who comes here first. It stays away once it was closed.

import { h, icon } from "./element.js";
import { say } from "./texts.js";

const box = document.getElementById("welcome");
const KEY = "sandbox-welcome-closed";

export function drawWelcome(view, world) {
  if (!box.hidden || localStorage.getItem(KEY)) return;
  showWelcome(view, world);
}

export function showWelcome(view, world) {
  const humans = view.people.filter((one) => !one.is_bot && one.id !== "USLACKBOT" && !one.deleted);
  const [first, second] = humans;
  const tries = view.commands.slice(0, 2).map((one) =>
    h("button", { type: "button", class: "button primary", onclick: () => (close(), world.playCommand(first.id, one.command)) },
      say("welcome_command", { name: first.real_name.split(" ")[0], command: one.command })));
  if (second) {
    tries.push(h("button", { type: "button", class: "button", onclick: () => (close(), world.play(second.id)) },
      say("welcome_person", { name: second.real_name, title: second.title })));
  }
  box.setAttribute("aria-labelledby", "welcome-title");
  box.replaceChildren(
    h("button", { type: "button", class: "icon-button welcome-close", "aria-label": say("welcome_close"), onclick: close }, icon("close")),
    h("h2", { id: "welcome-title" }, say("welcome_title")),
    h("p", {}, say("welcome_intro", { team: view.team.name })),
    h("ol", {}, ["welcome_1", "welcome_2", "welcome_3", "welcome_4"].map((key) => h("li", {}, say(key)))),
    h("p", { class: "welcome-label" }, say("welcome_try")),
    h("div", { class: "welcome-buttons" }, tries));
  box.hidden = false;
}

function close() {
  box.hidden = true;
  localStorage.setItem(KEY, "1");
}
