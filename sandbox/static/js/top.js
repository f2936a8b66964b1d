// The bar at the top: who is played, the drawer on a phone, the switch, the clock and the help button.

import { drawClock } from "./clock.js";
import { h, icon } from "./element.js";
import { drawSwitch, startSwitch } from "./switch.js";
import { say } from "./texts.js";

const player = document.getElementById("player");
const drawerButton = document.getElementById("drawer-button");

export function startTop(world) {
  player.addEventListener("change", () => world.play(player.value));
  drawerButton.append(icon("menu"));
  drawerButton.addEventListener("click", () => setDrawer(!document.body.classList.contains("drawer")));
  document.getElementById("sidebar").addEventListener("click", () => setDrawer(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && setDrawer(false));
  document.getElementById("main").addEventListener("click", () => setDrawer(false));
  const help = h("button", { type: "button", class: "icon-button", "aria-label": say("welcome_open"), onclick: world.help }, icon("help"));
  startSwitch(world);
  document.getElementById("tools").append(h("div", { class: "clock", id: "clock" }), help);
}

export function drawTop(view, world) {
  const people = view.people.filter((one) => !one.is_bot && one.id !== "USLACKBOT" && (!one.deleted || one.id === view.user.id));
  while (player.options.length > people.length) player.options[player.options.length - 1].remove();
  people.forEach((one, place) => {
    const option = player.options[place] ?? player.appendChild(document.createElement("option"));
    const text = label(one, view.user.id);
    if (option.value !== one.id) option.value = one.id;
    if (option.textContent !== text) option.textContent = text;
  });
  if (player.value !== view.user.id) player.value = view.user.id;
  const news = view.people.some((one) => one.unread && one.id !== view.user.id && !one.is_bot);
  drawerButton.classList.toggle("dotted", news || view.channels.some((one) => one.unread));
  drawSwitch(view.switch);
  drawClock(view.clock, world);
}

function label(one, me) {
  const name = one.title ? `${one.real_name} · ${one.title}` : one.real_name;
  return one.unread && one.id !== me ? `● ${name} (${say("unread_suffix", { count: one.unread })})` : name;
}

function setDrawer(open) {
  document.body.classList.toggle("drawer", open);
  drawerButton.setAttribute("aria-expanded", String(open));
  drawerButton.setAttribute("aria-label", say(open ? "menu_close" : "menu_open"));
}
