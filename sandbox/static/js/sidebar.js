// The list of places to go to, and who else has something new.

import { avatar, h, icon } from "./element.js";
import { keyed } from "./keyed.js";
import { say } from "./texts.js";

const MOST_NEWS = 8;
const sidebar = document.getElementById("sidebar");

export function drawSidebar(view, place, world) {
  const channels = view.channels.filter((one) => one.kind === "channel");
  const direct = view.channels.find((one) => one.kind === "im");
  const app = view.app.real_name;
  const news = view.people.filter((one) => one.unread && one.id !== view.user.id && !one.is_bot).slice(0, MOST_NEWS);
  keyed(sidebar, [
    title("channels"),
    ...channels.map((one) => link(one.id, one.announcement ? "announce" : "channel", one.name, one.unread, place, world)),
    title("app_label"),
    link(direct.id, "chat", app, direct.unread, place, world),
    link("home", "home", say("app_home"), 0, place, world),
    ...(news.length ? [title("others_with_news"), ...news.map((one) => other(one, world))] : []),
  ]);
}

function title(key) {
  return { key: `title/${key}`, sign: "", build: () => h("h2", {}, say(key)) };
}

function link(id, symbol, name, unread, place, world) {
  const here = place === id;
  const fresh = here ? 0 : unread; // what is in front of somebody is being read
  return {
    key: `to/${id}`,
    sign: JSON.stringify([name, fresh, here, symbol, world.user]),
    build: () =>
      h("a", { href: `#${world.user}/${id}`, class: fresh ? "to unread" : "to", "aria-current": here ? "page" : undefined, "data-focus": `to/${id}` },
        icon(symbol), h("span", { class: "to-name" }, name),
        fresh ? h("span", { class: "count" }, String(fresh), h("span", { class: "sr" }, ` ${say("unread_here")}`)) : null),
  };
}

function other(one, world) {
  const label = say("switch_to", { name: one.real_name, count: one.unread });
  return {
    key: `news/${one.id}`,
    sign: JSON.stringify([one.real_name, one.unread]),
    build: () =>
      h("button", { type: "button", class: "to news", "aria-label": label, "data-focus": `news/${one.id}`, onclick: () => world.play(one.id) },
        avatar(one), h("span", { class: "to-name" }, one.real_name), h("span", { class: "count" }, String(one.unread))),
  };
}
