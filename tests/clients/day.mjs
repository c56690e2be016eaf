// A day of an app: steps in order, each told as it ends. What a person does in the browser is asked of whoever runs this.
//   {"approve": address}  asks for the code that the address gives     {"step": name, "fault": null | text}
import assert from "node:assert/strict";
import fs from "node:fs";
import readline from "node:readline";

const input = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");

export const [url, benToken] = process.argv.slice(2);
export const outOfBand = "urn:ietf:wg:oauth:2.0:oob";
export const scopes = "read write follow push";
export const picture = new URL("red.png", import.meta.url).pathname;
export const pictureBlob = () => new Blob([fs.readFileSync(picture)], { type: "image/png" });
export const pushKeys = {
  p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", auth: "BTBZMqHH6r4Tts7J_aSIgg",
};
export { assert };

export async function approve(address) {
  tell({ approve: String(address) });
  return (await input.next()).value;
}

// Another person does something through the plain API.
export async function ben(method, path, body) {
  const answer = await fetch(url + path, {
    method, headers: { Authorization: `Bearer ${benToken}`, "Content-Type": "application/json" }, body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

export async function within(seconds, promise, what) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what}: nothing within ${seconds} s`)), seconds * 1000); });
  try { return await Promise.race([promise, late]); } finally { clearTimeout(timer); }
}

export async function day(steps) {
  for (const [name, step] of Object.entries(steps)) {
    let fault = null;
    try { await within(30, step(), name); } catch (wrong) {
      const answer = wrong.response?.data ?? wrong.json ?? "";
      fault = `${wrong.message ?? JSON.stringify(wrong)} ${answer ? JSON.stringify(answer) : ""}`.trim();
    }
    tell({ step: name, fault });
  }
  process.exit(0);
}
