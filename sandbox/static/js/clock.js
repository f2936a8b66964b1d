// Shows the sandbox's time and lets a person move it.

import { h, icon } from "./element.js";
import { short } from "./moment.js";
import { say } from "./texts.js";

const MOVES = [
  ["clock_15m", { advance: 900 }],
  ["clock_1h", { advance: 3600 }],
  ["clock_1d", { advance: 86400 }],
  ["clock_1w", { advance: 604800 }],
  ["clock_morning", { set: "morning" }],
  ["clock_reset", { set: "now" }],
];

let shown = null;

export function drawClock(clock, world) {
  shown = clock;
  const box = document.getElementById("clock");
  if (!box.firstChild) build(box, world);
  tick();
}

export function tick() {
  const button = document.querySelector("#clock button");
  if (!button || !shown) return;
  const text = short(Date.now() / 1000 + shown.offset);
  if (button.dataset.text === text && button.dataset.offset === String(shown.offset)) return;
  button.dataset.text = text;
  button.dataset.offset = String(shown.offset);
  button.replaceChildren(icon("clock"), h("span", {}, text));
  button.setAttribute("aria-label", say("clock_button", { time: text }));
  button.classList.toggle("moved", Math.abs(shown.offset) > 59);
  document.querySelector("#clock .clock-state").textContent = say("clock_now", { time: text });
  document.querySelector("#clock .clock-difference").textContent = say("clock_difference", { amount: difference(shown.offset) });
}

function build(box, world) {
  const panel = h("div", { class: "clock-panel", hidden: true, role: "group", "aria-label": say("clock") },
    h("p", { class: "clock-state" }),
    h("p", { class: "clock-difference" }),
    h("p", { class: "quiet" }, say("clock_help")),
    h("div", { class: "clock-moves" }, MOVES.map(([key, body]) =>
      h("button", { type: "button", class: "button", onclick: () => world.moveClock(body) }, say(key)))));
  const button = h("button", { type: "button", class: "clock-button", "aria-expanded": "false" });
  const show = (open) => ((panel.hidden = !open), button.setAttribute("aria-expanded", String(open)));
  button.addEventListener("click", () => show(panel.hidden));
  box.addEventListener("keydown", (event) => event.key === "Escape" && (show(false), button.focus()));
  document.addEventListener("click", (event) => !event.composedPath().includes(box) && show(false));
  box.append(button, panel);
}

function difference(offset) {
  const minutes = Math.round(Math.abs(offset) / 60);
  if (!minutes) return say("clock_real");
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    days ? say(days === 1 ? "day_one" : "day_many", { count: days }) : "",
    hours ? say("hour_one", { count: hours }) : "",
    minutes % 60 ? say("minute_one", { count: minutes % 60 }) : "",
  ].filter(Boolean);
  return say(offset > 0 ? "clock_moved" : "clock_moved_back", { amount: parts.join(", ") });
}
