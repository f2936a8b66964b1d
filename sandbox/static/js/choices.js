// The input elements that let a person choose: menus, radio buttons, checkboxes, and menus that the app fills.

import { h, newId } from "./element.js";
import { unescape } from "./mrkdwn.js";
import { gesture } from "./server.js";
import { say } from "./texts.js";
import { textOf } from "./blocks.js";

const LISTS = ["radio_buttons", "checkboxes", "multi_static_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"];
const SEARCH_FROM = 9;

export function isList(type) {
  return LISTS.includes(type);
}

export function select(held) {
  const { element, id, described, error, value, mark } = held;
  const empty = element.placeholder?.text ?? say(element.type === "users_select" ? "choose_person" : "choose");
  const node = h("select", { id, class: "control", "aria-describedby": described, "aria-invalid": error ? "true" : undefined, "data-focus": mark },
    h("option", { value: "" }, empty), menuOptions(held));
  node.value = value ?? "";
  node.addEventListener("change", () => held.change(node.value || null, node));
  return node;
}

function menuOptions({ element, surface }) {
  const one = (row) => h("option", { value: row.value }, row.label);
  if (element.option_groups) {
    return element.option_groups.map((group) => h("optgroup", { label: unescape(group.label.text) }, group.options.map(rowOf).map(one)));
  }
  return rows(element, surface).map(one);
}

function rowOf(option) {
  return { value: option.value, label: unescape(option.text.text), text: option.text, description: option.description };
}

function rows(element, surface) {
  if (element.type.includes("users")) {
    const people = surface.names.people().filter((one) => !one.is_bot && !one.deleted && one.id !== "USLACKBOT");
    return people.map((one) => ({ value: one.id, label: one.title ? `${one.real_name} · ${one.title}` : one.real_name }));
  }
  if (element.type.includes("conversations") || element.type.includes("channels")) {
    const places = surface.names.channels().filter((one) => one.kind === "channel");
    return places.map((one) => ({ value: one.id, label: `#${one.name}` }));
  }
  const grouped = (element.option_groups ?? []).flatMap((group) => group.options);
  return [...(element.options ?? []), ...grouped].map(rowOf);
}

export function choiceList(held) {
  const { element, id, surface, mark } = held;
  const single = element.type === "radio_buttons";
  const chosen = new Set(single ? [held.value] : (held.value ?? []));
  const box = h("div", { class: element.type.startsWith("multi_") ? "choices framed" : "choices", id });
  const read = () => {
    const values = [...box.querySelectorAll("input:checked[name]")].map((one) => one.value);
    return single ? (values[0] ?? null) : values;
  };
  const list = rows(element, surface).map((row) => choice(row, { single, chosen, id, mark, surface, change: (node) => held.change(read(), node) }));
  if (element.type.startsWith("multi_") && list.length >= SEARCH_FROM) box.append(search(list));
  box.append(h("div", { class: "choices-scroll" }, list));
  return box;
}

function choice(row, { single, chosen, id, mark, surface, change }) {
  const own = newId();
  const node = h("input", { type: single ? "radio" : "checkbox", name: id, value: row.value, id: own, checked: chosen.has(row.value),
    "data-focus": `${mark}/${row.value}`, "aria-describedby": row.description ? `${own}-more` : undefined });
  node.addEventListener("change", () => change(node));
  const label = row.text ? textOf(row.text, surface.names) : row.label;
  return h("div", { class: "choice", "data-words": row.label.toLowerCase() }, node,
    h("span", {}, h("label", { for: own }, label),
      row.description ? h("small", { id: `${own}-more` }, textOf(row.description, surface.names)) : null));
}

function search(list) {
  const node = h("input", { type: "search", class: "control small", "aria-label": say("filter_list"), placeholder: say("filter_list") });
  node.addEventListener("input", () => {
    const wanted = node.value.toLowerCase();
    for (const row of list) row.hidden = !row.dataset.words.includes(wanted);
  });
  return node;
}

// A menu that the app fills while a person types.
export function combobox(held) {
  const { element, id, described, error, surface, block, mark } = held;
  const listId = `${id}-list`;
  const input = h("input", { id, type: "text", class: "control", role: "combobox", autocomplete: "off", "aria-expanded": "false",
    "aria-controls": listId, "aria-autocomplete": "list", "aria-describedby": described, "aria-invalid": error ? "true" : undefined,
    placeholder: element.placeholder?.text ?? say("type_to_search"), "data-focus": mark, value: held.value?.text ? unescape(held.value.text.text) : "" });
  const list = h("div", { id: listId, class: "suggestions", role: "listbox", hidden: true, "aria-label": held.label });
  const box = { input, list, held, active: -1, asked: 0 };
  const ask = async () => {
    const turn = (box.asked += 1);
    if (input.value.length < (element.min_query_length ?? 3)) return hide(box);
    const found = await gesture("suggest", { ...surface.target, user: surface.user, block_id: block.block_id, action_id: element.action_id, value: input.value });
    if (turn === box.asked) fill(box, found);
  };
  input.addEventListener("input", () => (held.keep(null), setTimeout(ask, 120)));
  input.addEventListener("focus", ask);
  input.addEventListener("blur", () => setTimeout(() => hide(box), 150));
  input.addEventListener("keydown", (event) => steer(event, box));
  return h("div", { class: "combo" }, input, list);
}

function fill(box, found) {
  const options = [...found.options, ...found.option_groups.flatMap((group) => group.options)];
  box.active = -1;
  const rows = options.map((option, place) =>
    h("div", { role: "option", id: `${box.list.id}-${place}`, class: "suggestion", onmousedown: (event) => (event.preventDefault(), pick(box, option)) },
      unescape(option.text.text), option.description ? h("small", {}, option.description.text) : null));
  box.options = options;
  box.list.replaceChildren(...(rows.length ? rows : [h("p", { class: "quiet" }, say("no_results"))]));
  box.list.hidden = false;
  box.input.setAttribute("aria-expanded", "true");
}

function pick(box, option) {
  box.asked += 1;
  box.input.value = unescape(option.text.text);
  hide(box);
  box.held.change(option, box.input);
}

function hide(box) {
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

function steer(event, box) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (box.list.hidden || (!step && event.key !== "Enter" && event.key !== "Escape")) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") return hide(box);
  if (event.key === "Enter") return box.options[box.active] && pick(box, box.options[box.active]);
  box.active = (box.active + step + box.options.length) % (box.options.length || 1);
  [...box.list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === box.active)));
  box.list.children[box.active]?.scrollIntoView({ block: "nearest" });
  box.input.setAttribute("aria-activedescendant", `${box.list.id}-${box.active}`);
}

