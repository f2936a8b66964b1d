// Talks to the driver API. It must not know what is on the screen.

const tags = new Map();

export async function look(user) {
  const headers = tags.has(user) ? { "If-None-Match": tags.get(user) } : {};
  const answer = await fetch(`/driver/view?user=${encodeURIComponent(user)}`, { headers, cache: "no-store" });
  if (answer.status === 304) return null;
  tags.clear();
  tags.set(user, answer.headers.get("ETag"));
  return answer.json();
}

export async function people() {
  return (await (await fetch("/driver/people", { cache: "no-store" })).json()).people;
}

export async function gesture(path, body) {
  try {
    const answer = await fetch(`/driver/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "connection_lost" };
  }
}

export async function upload(user, file) {
  const form = new FormData();
  form.append("user", user);
  form.append("file", file);
  try {
    return await (await fetch("/driver/upload", { method: "POST", body: form })).json();
  } catch {
    return { ok: false, error: "connection_lost" };
  }
}
