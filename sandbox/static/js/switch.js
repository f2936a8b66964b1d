// The choice that stands in the bar when whoever started the sandbox offers one, and what came of the last change.

import { h, icon } from "./element.js";
import { say } from "./texts.js";

const STAYS = 12000;
const PATIENCE = 4000;
const REFUSALS = { switch_busy: "switch_taken", connection_lost: "lost_connection" };
const box = document.getElementById("switch");
const menu = document.getElementById("switch-choice");
const told = document.getElementById("switch-told");
let latest = null;
let wanted = null;
let fading = 0;

export function startSwitch(world) {
  menu.addEventListener("change", () => choose(world));
  box.addEventListener("keydown", (event) => event.key === "Escape" && !menu.disabled && leave());
  document.addEventListener("click", (event) => !menu.disabled && !event.composedPath().includes(box) && silence());
}

export function drawSwitch(seen) {
  box.hidden = !seen;
  if (!seen || JSON.stringify(seen) === JSON.stringify(latest)) return;
  latest = seen;
  document.getElementById("switch-label").textContent = seen.label;
  menu.replaceChildren(...seen.choices.map((one) => h("option", { value: one.value }, one.label)));
  menu.value = wanted ?? seen.current;
  if (wanted !== null) return;
  if (seen.busy) wait();
  else if (menu.disabled) rest();
}

// Nothing is asked: what is chosen is made so. The menu says again what is in force when that did not work.
async function choose(world) {
  const focused = document.activeElement === menu;
  wanted = menu.value;
  wait();
  const result = await world.switchTo(wanted);
  wanted = null;
  rest();
  if (focused && document.activeElement === document.body) menu.focus();
  tell(result);
}

function wait() {
  menu.disabled = true;
  progress("switch_busy");
  fading = setTimeout(() => progress("switch_long"), PATIENCE);
}

function progress(key) {
  show("waits", h("span", { class: "spin", "aria-hidden": "true" }), say(key));
}

function rest() {
  menu.disabled = false;
  menu.value = latest.current;
  silence();
}

function tell(result) {
  const sentence = result.sentence ?? say(REFUSALS[result.error] ?? "switch_failed");
  show(result.ok ? "well" : "wrong", icon(result.ok ? "done" : "warning"), sentence);
  told.append(h("button", { type: "button", class: "icon-button", "aria-label": say("switch_close"), onclick: leave }, icon("close")));
  if (result.ok) fading = setTimeout(silence, STAYS);
}

function show(kind, mark, sentence) {
  clearTimeout(fading);
  told.className = `switch-told ${kind}`;
  const [first, ...more] = sentence.split("\n");
  told.replaceChildren(mark, h("div", {}, h("p", {}, first), more.map((line) => h("p", { class: "detail" }, line))));
}

function leave() {
  menu.focus();
  silence();
}

function silence() {
  clearTimeout(fading);
  if (!told.contains(document.activeElement)) told.replaceChildren();
}
