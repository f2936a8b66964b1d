// Turns Slack's mrkdwn into nodes: bold, italic, strike, code, quotes, lists, links and mentions.

import { h } from "./element.js";
import { slackDate } from "./moment.js";

const INLINE = new RegExp(
  [
    "(?<code>`[^`\\n]+`)",
    "(?<angle><[^>\\n]+>)",
    "(?<url>https?:\\/\\/[^\\s<>|*]+[^\\s<>|*.,;:!?)])",
    "(?<![\\w*])\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>[^\\s_](?:[^\\n]*?[^\\s_])?)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
  ].join("|"),
  "g",
);

export function mrkdwn(text, names) {
  const parts = text.split(/```\n?([\s\S]*?)```/);
  return parts.flatMap((part, place) => {
    if (place % 2) return [h("pre", {}, unescape(part.replace(/\n$/, "")))];
    return part ? lines(part, names) : [];
  });
}

export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

function lines(text, names) {
  const nodes = [];
  for (const [kind, group] of grouped(text.replace(/^\n|\n$/g, "").split("\n"))) {
    if (kind === "quote") nodes.push(h("blockquote", {}, joined(group.map((line) => line.replace(QUOTE, "")), names)));
    else if (kind === "list") nodes.push(h("ul", {}, group.map((line) => h("li", {}, inline(line.replace(BULLET, ""), names)))));
    else nodes.push(h("span", { class: "text" }, joined(group, names)));
  }
  return nodes;
}

const QUOTE = /^(?:&gt;|>) ?/;
const BULLET = /^\s*[•◦▪-]\s+/;

function grouped(rows) {
  const groups = [];
  for (const row of rows) {
    const kind = QUOTE.test(row) ? "quote" : BULLET.test(row) ? "list" : "text";
    if (groups.at(-1)?.[0] === kind) groups.at(-1)[1].push(row);
    else groups.push([kind, [row]]);
  }
  return groups;
}

function joined(rows, names) {
  return rows.flatMap((row, place) => (place ? [h("br"), ...inline(row, names)] : inline(row, names)));
}

function inline(text, names) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(unescape(text.slice(last, match.index)), piece(match.groups, names));
    last = match.index + match[0].length;
  }
  return [...nodes, unescape(text.slice(last))];
}

function piece(found, names) {
  if (found.code) return h("code", {}, unescape(found.code.slice(1, -1)));
  if (found.angle) return angle(found.angle.slice(1, -1), names);
  if (found.url) return link(unescape(found.url), unescape(found.url));
  if (found.bold) return h("strong", {}, inline(found.bold, names));
  if (found.italic) return h("em", {}, inline(found.italic, names));
  return h("s", {}, inline(found.strike, names));
}

function angle(body, names) {
  const [target, label] = body.split("|");
  if (target.startsWith("@")) return h("span", { class: "mention" }, `@${names.person(target.slice(1)) ?? label ?? "?"}`);
  if (target.startsWith("#")) return h("span", { class: "mention" }, `#${names.channel(target.slice(1)) ?? label ?? "?"}`);
  if (target.startsWith("!date^")) return dateOf(target, label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, label ?? `@${target.slice(1)}`);
  return link(unescape(target), unescape(label ?? target.replace(/^mailto:/, "")));
}

function dateOf(target, label) {
  const [, seconds, pattern] = target.split("^");
  return h("time", { title: label }, slackDate(Number(seconds), pattern));
}

export function link(href, label) {
  if (!/^(https?|mailto|tel):/i.test(href)) return label;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label);
}
