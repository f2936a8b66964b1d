// The Dutch sentences of texts.json. Nothing that a person reads is written anywhere else.

let texts = {};

export async function loadTexts() {
  texts = await (await fetch("/texts.json")).json();
}

export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
