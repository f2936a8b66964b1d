// The app's home tab.

import { blockItems } from "./blocks.js";
import { h } from "./element.js";
import { forgetMissing } from "./entered.js";
import { say } from "./texts.js";

export function homeItems(view, world) {
  if (!view) return [empty(world)];
  const surface = {
    key: `home:${view.id}`,
    target: { home: true },
    state: view.state,
    names: world.names,
    user: world.user,
    blocks: () => world.home().blocks,
    click: (what) => world.click({ home: true }, what),
  };
  forgetMissing(surface.key, view.blocks);
  const items = blockItems(view.blocks, surface).map((item) => ({ ...item, key: `home/${view.id}/${item.key}` }));
  return view.warning ? [{ key: "warning", sign: view.warning, build: () => h("p", { class: "warning", role: "alert" }, view.warning) }, ...items] : items;
}

function empty(world) {
  const app = world.app.real_name;
  const command = world.commands[0]?.command ?? "/";
  return {
    key: "home/empty",
    sign: app,
    build: () => h("div", { class: "beginning" }, h("p", {}, h("strong", {}, say("home_empty", { app }))), h("p", {}, say("home_empty_hint", { command }))),
  };
}
