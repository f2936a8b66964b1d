// The input elements that hold one typed value: text, number, date, time. Choices and files have files of their own.

import { fire } from "./actions.js";
import { choiceList, combobox, isList, select } from "./choices.js";
import { h } from "./element.js";
import { remember, valueOf } from "./entered.js";
import { fileField } from "./filefield.js";

const TYPES = {
  plain_text_input: "text",
  url_text_input: "url",
  email_text_input: "email",
  number_input: "number",
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
};

export function isGroup(type) {
  return isList(type) || type === "file_input";
}

// `wish` says which element, where it stands, and whether a change is sent to the app at once.
export function field(wish) {
  const { block, element, surface } = wish;
  const held = {
    ...wish,
    value: valueOf(surface.key, block.block_id, element, surface.state),
    mark: `${block.block_id}/${element.action_id}`,
    keep: (value) => remember(surface.key, block.block_id, element, value),
    change: (value, node) => changed(wish, value, node),
  };
  if (element.type === "file_input") return fileField(held);
  if (isList(element.type)) return choiceList(held);
  if (element.type === "external_select") return combobox(held);
  return element.type.endsWith("_select") ? select(held) : typed(held);
}

async function changed({ block, element, surface, fires }, value, node) {
  remember(surface.key, block.block_id, element, value);
  if (fires) await fire({ block, element, surface, value, node });
}

function typed(held) {
  const { element, id, described, error, value, mark } = held;
  const tag = element.multiline ? "textarea" : "input";
  const node = h(tag, {
    id,
    class: "control",
    type: element.multiline ? undefined : TYPES[element.type],
    rows: element.multiline ? 4 : undefined,
    step: element.type === "number_input" ? (element.is_decimal_allowed ? "any" : "1") : undefined,
    min: element.min_value,
    max: element.max_value,
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load,
    "aria-describedby": described,
    "aria-invalid": error ? "true" : undefined,
    "data-focus": mark,
    value: shown(element, value),
  });
  listen(node, held);
  return node;
}

function listen(node, held) {
  const { element, fires } = held;
  const read = () => (element.type === "datetimepicker" ? seconds(node.value) : node.value);
  const picks = element.type.endsWith("picker");
  node.addEventListener("input", () => held.keep(read()));
  if (picks) node.addEventListener("change", () => held.change(read(), node));
  if (!fires || picks) return;
  const moments = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (moments.includes("on_character_entered")) node.addEventListener("input", () => held.change(read(), node));
  if (moments.includes("on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      held.change(read(), node);
    });
  }
}

function shown(element, value) {
  if (value === null || value === undefined) return "";
  if (element.type !== "datetimepicker") return String(value);
  const local = new Date(value * 1000 - new Date(value * 1000).getTimezoneOffset() * 60000);
  return local.toISOString().slice(0, 16);
}

function seconds(text) {
  return text ? Math.floor(new Date(text).getTime() / 1000) : null;
}
