// The messages of the channel in front of the person, with their day lines, blocks and menus.

import { drawBlock } from "./blocks.js";
import { avatar, h, icon } from "./element.js";
import { menuButton } from "./menu.js";
import { day, dayKey, time } from "./moment.js";
import { mrkdwn } from "./mrkdwn.js";
import { say } from "./texts.js";

const TOGETHER = 300;

export function messageItems(channel, world) {
  const items = [start(channel, world)];
  let last = null;
  for (const message of channel.messages) {
    const seconds = Number(message.ts);
    if (!last || dayKey(Number(last.ts)) !== dayKey(seconds)) items.push(dayLine(seconds, world.now()));
    const joined = belongs(last, message);
    items.push({
      key: `${channel.id}/${message.ts}`,
      sign: JSON.stringify([message, joined, world.user]),
      build: () => drawMessage(channel, message, joined, world),
    });
    last = message;
  }
  return items;
}

export function plainText(message) {
  const box = h("div", {}, mrkdwn(message.text ?? "", { person: () => "", channel: () => "" }));
  return box.textContent;
}

function start(channel, world) {
  const im = channel.kind === "im";
  const line = im ? say("dm_start", { app: world.app.real_name }) : say("channel_start", { channel: channel.name });
  return {
    key: `${channel.id}/start`,
    sign: line,
    build: () => h("div", { class: "beginning" }, h("p", {}, h("strong", {}, line)), channel.announcement ? h("p", {}, say("announcement_note")) : null),
  };
}

function dayLine(seconds, now) {
  const key = dayKey(seconds);
  const names = { [dayKey(now)]: say("today"), [dayKey(now - 86400)]: say("yesterday") };
  const name = names[key] ?? day(seconds);
  return { key: `day/${key}`, sign: name, build: () => h("h2", { class: "day" }, h("span", {}, name)) };
}

function belongs(last, message) {
  if (!last || message.ephemeral || last.ephemeral || last.user !== message.user) return false;
  return Number(message.ts) - Number(last.ts) < TOGETHER && dayKey(Number(message.ts)) === dayKey(Number(last.ts));
}

function drawMessage(channel, message, joined, world) {
  const author = world.names.one(message.user);
  const name = author?.real_name ?? say("other_person");
  const head = h("p", { class: "message-head" }, h("strong", {}, name),
    author?.is_bot ? h("span", { class: "tag" }, say("app_tag")) : null, stamp(message));
  return h("article", { class: `message${joined ? " joined" : ""}${message.ephemeral ? " ephemeral" : ""}`, "aria-label": name },
    h("div", { class: "message-side" }, joined ? stamp(message) : avatar(author)),
    h("div", { class: "message-main" },
      message.ephemeral ? h("p", { class: "only-you" }, icon("eye"), say("only_you")) : null,
      joined ? h("p", { class: "sr" }, name) : head,
      body(channel, message, world),
      message.files ? h("ul", { class: "files" }, message.files.map((file) => h("li", {}, icon("file"), h("span", {}, file.name)))) : null,
      message.edited ? h("span", { class: "edited" }, `(${say("edited")})`) : null),
    tools(channel, message, name, world));
}

function stamp(message) {
  const seconds = Number(message.ts);
  return h("time", { datetime: new Date(seconds * 1000).toISOString() }, time(seconds));
}

function body(channel, message, world) {
  if (!message.blocks) return h("div", { class: "message-text" }, mrkdwn(message.text ?? "", world.names));
  const where = { channel: channel.id, ts: message.ts };
  const surface = {
    key: `message:${channel.id}/${message.ts}/${world.user}`,
    target: { message: where },
    state: null,
    names: world.names,
    user: world.user,
    blocks: () => message.blocks,
    click: (what) => world.click({ message: where }, what),
  };
  return h("div", { class: "message-blocks" }, message.blocks.map((block) => drawBlock(block, surface)));
}

function tools(channel, message, name, world) {
  const usable = world.shortcuts.filter((one) => one.type === "message");
  if (message.ephemeral || !usable.length) return null;
  const opener = h("button", { type: "button", class: "icon-button bordered", "aria-label": say("message_menu_of", { name }),
    "data-focus": `menu/${message.ts}` }, icon("more"));
  const where = { channel: channel.id, ts: message.ts };
  const menu = menuButton(opener, say("message_menu"), () =>
    usable.map((one) => ({ text: one.name, description: one.description, pick: () => world.shortcut(one.callback_id, where) })));
  return h("div", { class: "message-tools" }, menu);
}

