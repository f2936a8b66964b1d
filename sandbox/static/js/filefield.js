// The input element for files: a real upload, a list of what was chosen, and a way back.

import { h, icon } from "./element.js";
import { upload } from "./server.js";
import { say } from "./texts.js";

const LARGEST = 10 * 1024 * 1024;

export function fileField(held) {
  const { element, id, label, described, surface, mark } = held;
  const chosen = [...(held.value ?? [])];
  const most = element.max_files ?? 10;
  const status = h("p", { class: "hint", role: "status" });
  const list = h("ul", { class: "files" });
  const input = h("input", { id, type: "file", class: "sr file-input", multiple: most > 1, "aria-label": label, "aria-describedby": described, "data-focus": mark,
    accept: element.filetypes?.map((kind) => `.${kind}`).join(",") });
  const box = { chosen, list, status, held, input };
  input.addEventListener("change", async () => {
    for (const file of [...input.files]) await place(box, surface.user, file);
    input.value = "";
  });
  show(box);
  return h("div", { class: "file-field" }, input, h("label", { for: id, class: "button", "aria-hidden": "true" }, say("file_choose")), status, list);
}

async function place(box, user, file) {
  if (file.size > LARGEST) return (box.status.textContent = say("file_too_big"));
  box.status.textContent = say("file_uploading", { name: file.name });
  const done = await upload(user, file);
  box.status.textContent = done.ok ? "" : say("file_failed");
  if (done.ok) box.chosen.push(done.file);
  return show(box);
}

function show(box) {
  const { chosen, list, held } = box;
  const remove = (file) => () => (chosen.splice(chosen.indexOf(file), 1), show(box), box.input.focus());
  list.replaceChildren(...chosen.map((file) =>
    h("li", {}, icon("file"), h("span", {}, file.name),
      h("button", { type: "button", class: "icon-button", "aria-label": say("file_remove", { name: file.name }), onclick: remove(file) }, icon("close")))));
  held.keep(chosen.map((file) => ({ id: file.id, name: file.name })));
}
