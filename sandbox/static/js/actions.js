// Buttons and overflow menus, and the sending of a click with everything that was filled in around it.

import { confirmed } from "./confirm.js";
import { h, icon } from "./element.js";
import { forSending } from "./entered.js";
import { menuButton } from "./menu.js";
import { unescape } from "./mrkdwn.js";
import { say } from "./texts.js";

export function button(block, element, surface) {
  const style = element.style ? ` ${element.style}` : "";
  const node = h("button", {
    type: "button",
    class: `button${style}`,
    "aria-label": element.accessibility_label,
    "data-focus": `${block.block_id}/${element.action_id}`,
  }, unescape(element.text.text));
  node.addEventListener("click", async () => {
    if (element.url) window.open(element.url, "_blank", "noopener");
    await fire({ block, element, surface, value: element.value ?? null, node });
  });
  return node;
}

export function overflow(block, element, surface) {
  const opener = h("button", { type: "button", class: "icon-button bordered", "aria-label": say("more_actions"),
    "data-focus": `${block.block_id}/${element.action_id}` }, icon("more"));
  return menuButton(opener, say("more_actions"), () =>
    element.options.map((option) => ({
      text: unescape(option.text.text),
      description: option.description?.text,
      pick: () => {
        if (option.url) window.open(option.url, "_blank", "noopener");
        return fire({ block, element, surface, value: option.value, node: opener });
      },
    })),
  );
}

// Resolves to false when the person thought better of it.
export async function fire({ block, element, surface, value, node }) {
  if (!(await confirmed(element.confirm, surface.names))) return false;
  if (node.getAttribute("aria-busy") === "true") return false;
  node.setAttribute("aria-busy", "true");
  const values = forSending(surface.key, surface.blocks());
  await surface.click({ block_id: block.block_id, action_id: element.action_id, value, values });
  node.removeAttribute("aria-busy");
  return true;
}
