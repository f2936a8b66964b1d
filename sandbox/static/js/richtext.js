// Draws a rich_text block: sections, lists, quotes and preformatted text.

import { h } from "./element.js";
import { link } from "./mrkdwn.js";

export function richText(block, names) {
  return h("div", { class: "rich" }, block.elements.map((part) => partOf(part, names)));
}

function partOf(part, names) {
  const inner = (part.elements ?? []).map((one) => (one.elements && !one.text ? partOf(one, names) : leaf(one, names)));
  if (part.type === "rich_text_list") {
    return h(part.style === "ordered" ? "ol" : "ul", {}, inner.map((one) => h("li", {}, one)));
  }
  if (part.type === "rich_text_quote") return h("blockquote", { class: "text" }, inner);
  if (part.type === "rich_text_preformatted") return h("pre", {}, inner);
  return h("div", { class: "text" }, inner);
}

function leaf(one, names) {
  if (one.type === "user") return h("span", { class: "mention" }, `@${names.person(one.user_id) ?? "?"}`);
  if (one.type === "channel") return h("span", { class: "mention" }, `#${names.channel(one.channel_id) ?? "?"}`);
  if (one.type === "broadcast") return h("span", { class: "mention" }, `@${one.range}`);
  if (one.type === "emoji") return `:${one.name}:`;
  const node = one.type === "link" ? link(one.url, one.text ?? one.url) : (one.text ?? "");
  return styled(node, one.style ?? {});
}

function styled(node, style) {
  let done = node;
  if (style.code) done = h("code", {}, done);
  if (style.bold) done = h("strong", {}, done);
  if (style.italic) done = h("em", {}, done);
  return style.strike ? h("s", {}, done) : done;
}
