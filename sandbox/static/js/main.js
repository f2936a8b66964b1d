// Starts the page: asks the server what this person sees, draws it, and passes gestures on. Nothing is decided here.

import { tick } from "./clock.js";
import { drawComposer, typeFor } from "./composer.js";
import { h, icon } from "./element.js";
import { homeItems } from "./home.js";
import { keyed } from "./keyed.js";
import { messageItems, plainText } from "./messages.js";
import { drawModal } from "./modal.js";
import { gesture, look, people } from "./server.js";
import { drawSidebar } from "./sidebar.js";
import { say, loadTexts } from "./texts.js";
import { failed } from "./toast.js";
import { drawTop, startTop } from "./top.js";
import { drawWelcome, showWelcome } from "./welcome.js";

const PACE = 700;
const scroll = document.getElementById("scroll");
let user = null;
let place = null;
let view = null;
let drawn = "";
let spoken = "";
let followed = null;

const world = {
  get user() { return user; },
  get app() { return view.app; },
  get commands() { return view.commands; },
  get shortcuts() { return view.shortcuts; },
  now: () => Date.now() / 1000 + view.clock.offset,
  home: () => view.home,
  names: {
    one: (id) => view.people.find((person) => person.id === id),
    person: (id) => view.people.find((person) => person.id === id)?.real_name,
    channel: (id) => view.channels.find((channel) => channel.id === id)?.name,
    people: () => view.people,
    channels: () => view.channels,
  },
  play: (id) => go(id, null),
  playCommand: async (id, command) => {
    await go(id, "im");
    typeFor(`${command} `);
  },
  help: () => {
    showWelcome(view, world);
    scroll.scrollTop = 0;
    document.querySelector("#welcome button").focus();
  },
  command: (channel, text) => told("command", { channel, text }, ["operation_timeout", "dispatch_failed", "unknown_command"]),
  speak: (channel, text) => told("message", { channel, text }),
  click: (target, what) => told("click", { ...target, ...what }, target.view ? ["operation_timeout", "http_error", "connection_failed"] : []),
  submit: (view_id, values) => told("submit", { view_id, values }, null),
  close: (view_id) => told("close", { view_id }),
  shortcut: (callback_id, message) => told("shortcut", { callback_id, message }),
  switchTo: async (value) => {
    const said = gesture("switch", { value });
    await refresh();
    const result = await said;
    if (result.ok && place === "home") await gesture("home/open", { user, tab: "home" });
    await refresh();
    return result;
  },
  moveClock: (body) => told("clock", body),
};

start();

async function start() {
  await loadTexts();
  startTop(world);
  window.addEventListener("hashchange", followHash);
  await followHash();
  setInterval(() => (tick(), document.hidden || refresh()), PACE);
}

async function followHash() {
  const [wanted, where] = location.hash.slice(1).split("/");
  const known = (await people()).filter((one) => !one.is_bot && one.id !== "USLACKBOT");
  const chosen = known.find((one) => one.id === wanted) ?? known[0];
  const moved = location.hash !== followed || !user;
  if (!moved) return;
  followed = location.hash;
  user = chosen.id;
  place = where || null;
  await refresh(true);
  if (place === "home") await gesture("home/open", { user, tab: "home" });
}

async function go(id, where) {
  let target = where;
  if (where === "im") target = `D${id.slice(1)}`;
  location.hash = target ? `#${id}/${target}` : `#${id}`;
  await followHash();
}

async function refresh(force = false) {
  const asked = user;
  try {
    const fresh = await look(asked);
    document.getElementById("lost").hidden = true;
    if (asked !== user || (!fresh && !force)) return;
    if (fresh) view = fresh;
    draw();
  } catch (problem) {
    if (!(problem instanceof TypeError)) throw problem;
    document.getElementById("lost").hidden = false;
  }
}

// A gesture, and at once what came of it. `quiet` lists refusals that the server already shows in its own place.
async function told(path, body, quiet = []) {
  const said = await gesture(path, { user, ...body });
  await refresh();
  if (quiet && !quiet.includes(said.error)) failed(said);
  return said;
}

function draw() {
  const direct = view.channels.find((one) => one.kind === "im");
  if (place !== "home" && !view.channels.some((one) => one.id === place)) place = busiest(direct);
  const channel = view.channels.find((one) => one.id === place);
  drawTop(view, world);
  drawSidebar(view, place, world);
  drawPlace(channel);
  drawWelcome(view, world);
  drawList(channel);
  drawComposer(channel, world);
  drawModal(view.modals, world);
  if (channel?.unread && !document.hidden) gesture("read", { user, channel: channel.id });
}

// Somebody who is played anew lands where something new is; else with the app.
function busiest(direct) {
  if (direct.unread) return direct.id;
  return view.channels.find((one) => one.unread)?.id ?? direct.id;
}

function drawPlace(channel) {
  const header = document.getElementById("place");
  const name = channel ? (channel.kind === "im" ? view.app.real_name : channel.name) : say("app_home");
  const symbol = !channel ? "home" : channel.kind === "im" ? "chat" : channel.announcement ? "announce" : "channel";
  const sign = JSON.stringify([name, symbol]);
  if (header.dataset.sign === sign) return;
  header.dataset.sign = sign;
  header.replaceChildren(icon(symbol), h("h1", {}, name));
  document.title = `${name} · ${view.team.name}`;
}

function drawList(channel) {
  const list = document.getElementById("list");
  const here = `${user}/${place}`;
  const moved = here !== drawn;
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  list.className = channel ? "list" : "list home";
  list.setAttribute("role", channel ? "log" : "region");
  list.setAttribute("aria-live", "off");
  list.setAttribute("aria-label", channel ? say("messages_label", { channel: channel.kind === "im" ? view.app.real_name : channel.name }) : say("home_heading"));
  if (moved) list.replaceChildren();
  keyed(list, channel ? messageItems(channel, world) : homeItems(view.home, world));
  const explained = moved && !document.getElementById("welcome").hidden;
  if (explained) scroll.scrollTop = 0;
  else if (channel && (moved || atEnd)) scroll.scrollTop = scroll.scrollHeight;
  if (!channel && moved) scroll.scrollTop = 0;
  announce(channel, moved);
  drawn = here;
}

function announce(channel, moved) {
  const last = channel?.messages.at(-1);
  const mark = last ? `${channel.id}/${last.ts}` : "";
  if (!moved && last && mark !== spoken && last.user !== user) {
    document.getElementById("announce").textContent = `${world.names.person(last.user) ?? ""}: ${plainText(last)}`;
  }
  spoken = mark;
}
