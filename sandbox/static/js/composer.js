// Where a person types: messages, and commands with the list that completes them.

import { h, icon } from "./element.js";
import { menuButton } from "./menu.js";
import { say } from "./texts.js";

const box = document.getElementById("composer");
const drafts = new Map();
let parts = null;
let at = "";

export function drawComposer(channel, world) {
  box.hidden = !channel;
  if (!channel) return;
  const key = `${world.user}/${channel.id}`;
  if (key === at) return;
  at = key;
  if (!channel.can_write) {
    parts = null;
    box.replaceChildren(h("p", { class: "readonly" }, say("composer_readonly")));
    return;
  }
  build(channel, world);
}

export function typeFor(text) {
  if (!parts) return;
  parts.input.value = text;
  changed();
  parts.input.focus();
}

function build(channel, world) {
  const name = channel.kind === "im" ? world.app.real_name : `#${channel.name}`;
  const input = h("textarea", { id: "message", rows: "1", placeholder: say("composer_placeholder"), role: "combobox", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": "command-list", autocomplete: "off" });
  const list = h("div", { class: "commands", id: "command-list", role: "listbox", "aria-label": say("commands_label"), hidden: true });
  parts = { input, list, world, channel, active: 0, rows: [] };
  input.value = drafts.get(at) ?? "";
  input.addEventListener("input", changed);
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", () => setTimeout(() => (list.hidden = true), 150));
  box.replaceChildren(
    h("form", { class: "composer-form", onsubmit: (event) => (event.preventDefault(), send()) }, list,
      h("label", { class: "sr", for: "message" }, say("composer_label", { channel: name })), input,
      h("div", { class: "composer-tools" },
        h("button", { type: "button", class: "icon-button", "aria-label": say("commands_label"), onclick: () => typeFor("/") }, icon("slash")),
        shortcutMenu(world),
        h("span", { class: "composer-hint" }, say("hint_enter")),
        h("button", { type: "submit", class: "send", "aria-label": say("send") }, icon("send")))));
  changed();
}

function shortcutMenu(world) {
  const usable = world.shortcuts.filter((one) => one.type === "global");
  if (!usable.length) return null;
  const opener = h("button", { type: "button", class: "icon-button", "aria-label": say("shortcuts") }, icon("bolt"));
  return menuButton(opener, say("shortcuts"), () =>
    usable.map((one) => ({ text: one.name, description: one.description, pick: () => world.shortcut(one.callback_id) })));
}

function changed() {
  const { input, list, world } = parts;
  drafts.set(at, input.value);
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
  const typed = input.value;
  const asking = /^\/\S*$/.test(typed);
  parts.rows = asking ? world.commands.filter((one) => one.command.startsWith(typed)) : [];
  parts.active = 0;
  list.hidden = !asking;
  input.setAttribute("aria-expanded", String(asking));
  if (asking) show();
}

function show() {
  const { list, rows, active, input } = parts;
  const items = rows.map((one, place) =>
    h("div", { role: "option", id: `command-${place}`, class: "command", "aria-selected": String(place === active),
      onmousedown: (event) => (event.preventDefault(), typeFor(`${one.command} `)) },
      h("strong", {}, one.command), one.usage_hint ? h("code", {}, one.usage_hint) : null, h("span", {}, one.description)));
  list.replaceChildren(h("p", { class: "quiet" }, say(rows.length ? "commands_help" : "no_commands")), ...items);
  if (rows.length) input.setAttribute("aria-activedescendant", `command-${active}`);
  else input.removeAttribute("aria-activedescendant");
}

function pressed(event) {
  const { input, list, rows } = parts;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const open = !list.hidden && rows.length > 0;
  const exact = rows.some((one) => one.command === input.value);
  if (open && step) {
    parts.active = (parts.active + step + rows.length) % rows.length;
    show();
  } else if (open && (event.key === "Tab" || (event.key === "Enter" && !exact))) {
    typeFor(`${rows[parts.active].command} `);
  } else if (!list.hidden && event.key === "Escape") {
    list.hidden = true;
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    send();
  } else {
    return;
  }
  event.preventDefault();
}

async function send() {
  const { input, world, channel } = parts;
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  changed();
  input.setAttribute("aria-busy", "true");
  const said = text.startsWith("/") ? await world.command(channel.id, text) : await world.speak(channel.id, text);
  input.removeAttribute("aria-busy");
  if (said.error === "connection_lost" && !input.value) typeFor(text);
}
