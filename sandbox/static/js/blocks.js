// Draws Block Kit blocks. A surface (modal, home, message) hands in where its gestures go and what it remembers.

import { button, overflow } from "./actions.js";
import { h, newId } from "./element.js";
import { field, isGroup } from "./fields.js";
import { mrkdwn, unescape } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { say } from "./texts.js";

export function blockItems(blocks, surface) {
  return blocks.map((block, place) => ({
    key: block.block_id ?? `#${place}`,
    sign: JSON.stringify([block, surface.errors?.[block.block_id] ?? null]),
    build: () => drawBlock(block, surface),
  }));
}

export function drawBlock(block, surface) {
  const draw = BLOCKS[block.type];
  const node = draw ? draw(block, surface) : h("p", { class: "quiet" }, block.type);
  node.classList.add("block", `block-${block.type}`);
  return node;
}

export function textOf(object, names) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, names) : [h("span", { class: "text" }, unescape(object.text))];
}

const BLOCKS = {
  header: (block, surface) => h(surface.target.home ? "h2" : "h3", {}, unescape(block.text.text)),
  divider: () => h("hr"),
  section: (block, surface) => section(block, surface),
  context: (block, surface) =>
    h("div", {}, block.elements.map((one) => (one.type === "image" ? picture(one, "small") : h("span", {}, textOf(one, surface.names))))),
  actions: (block, surface) =>
    h("div", { role: "group" }, block.elements.map((one) => interactive(block, one, surface, labelFor(one, "")))),
  image: (block) => h("figure", {}, picture(block, "large"), block.title ? h("figcaption", {}, block.title.text) : null),
  input: (block, surface) => input(block, surface),
  rich_text: (block, surface) => richText(block, surface.names),
  markdown: (block, surface) => h("div", {}, mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, "*$1*"), surface.names)),
};

function section(block, surface) {
  const words = h("div", { class: "section-text" }, block.text ? textOf(block.text, surface.names) : null);
  if (block.fields) {
    words.append(h("div", { class: "section-fields" }, block.fields.map((one) => h("div", {}, textOf(one, surface.names)))));
  }
  const extra = block.accessory;
  if (!extra) return h("div", {}, words);
  const label = labelFor(extra, words.textContent);
  const side = extra.type === "image" ? picture(extra, "side") : interactive(block, extra, surface, label);
  const wide = isGroup(extra.type) ? "section-wide" : "";
  return h("div", { class: `with-accessory ${wide}` }, words, h("div", { class: "accessory" }, side));
}

function labelFor(element, around) {
  return element.placeholder?.text ?? (around.trim() || say("menu_label"));
}

function interactive(block, element, surface, label) {
  if (element.type === "button") return button(block, element, surface);
  if (element.type === "overflow") return overflow(block, element, surface);
  const id = newId();
  const control = field({ block, element, surface, id, label, fires: true });
  if (!isGroup(element.type)) {
    control.querySelector(`#${id}`)?.setAttribute("aria-label", label);
    if (control.id === id) control.setAttribute("aria-label", label);
    return control;
  }
  return h("fieldset", { class: "bare" }, h("legend", { class: "sr" }, label), control);
}

function input(block, surface) {
  const { element } = block;
  const id = newId();
  const error = surface.errors?.[block.block_id];
  const described = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const label = [unescape(block.label.text), block.optional ? h("span", { class: "optional" }, ` (${say("optional")})`) : null];
  const control = field({ block, element, surface, id, label: block.label.text, described, error, fires: Boolean(block.dispatch_action) });
  const after = [
    error ? h("p", { class: "field-error", id: `${id}-error` }, error) : null,
    block.hint ? h("p", { class: "hint", id: `${id}-hint` }, unescape(block.hint.text)) : null,
  ];
  if (isGroup(element.type)) {
    return h("fieldset", { class: error ? "field wrong" : "field", "aria-describedby": described }, h("legend", {}, label), control, after);
  }
  return h("div", { class: error ? "field wrong" : "field" }, h("label", { for: id }, label), control, after);
}

// Pictures from elsewhere are not fetched: nothing leaves this computer. Their description is shown instead.
function picture(image, size) {
  const url = image.image_url ?? "";
  if (url.startsWith(location.origin)) return h("img", { src: url, alt: image.alt_text, class: `picture ${size}` });
  return h("span", { class: `picture missing ${size}` }, say("image_not_loaded", { alt: image.alt_text }));
}
