// Another server of the open social web, on Fedify: node fedify_peer.mjs PORT FORM. The test tells it what to do over
// POST /control and reads what it got from GET /control.
import { createServer } from "node:http";
import { Temporal } from "@js-temporal/polyfill";
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import {
  Accept, Announce, Create, Delete, Endpoints, Follow, Group, Like, Mention, Move, Note, Person, PUBLIC_COLLECTION, Reject, Tombstone, Undo, Update,
} from "@fedify/vocab";

const [port, form] = process.argv.slice(2);
const origin = `http://127.0.0.1:${port}`;
const got = [];
const notes = new Map();
const people = new Map();  // identifier -> {name, keys, kind, aliases, followers}

const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock: form || undefined });

federation.setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
  const who = people.get(identifier);
  if (!who) return null;
  const keys = await ctx.getActorKeyPairs(identifier);
  return new (who.kind === "Group" ? Group : Person)({
    id: ctx.getActorUri(identifier), preferredUsername: identifier, name: who.name, url: ctx.getActorUri(identifier),
    inbox: ctx.getInboxUri(identifier), followers: ctx.getFollowersUri(identifier), endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
    publicKey: keys[0].cryptographicKey, assertionMethods: keys.map((key) => key.multikey), aliases: who.aliases.map((alias) => new URL(alias)),
  });
}).setKeyPairsDispatcher(async (_, identifier) => people.get(identifier)?.keys ?? []);

federation.setFollowersDispatcher("/users/{identifier}/followers", async (_, identifier) => ({ items: people.get(identifier)?.followers ?? [] }));

federation.setObjectDispatcher(Note, "/notes/{id}", (_, { id }) => notes.get(id) ?? null);

const listeners = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
for (const kind of [Accept, Announce, Create, Delete, Follow, Like, Move, Reject, Undo, Update]) {
  listeners.on(kind, async (ctx, activity) => {
    const object = await activity.getObject({ ...ctx, suppressError: true }).catch(() => null);
    got.push({ type: kind.name, id: activity.id?.href, actor: activity.actorId?.href, object: activity.objectId?.href ?? object?.id?.href,
      kind: object?.constructor.name, content: object?.content?.toString(), name: object?.name?.toString(), target: activity.targetId?.href });
    if (kind !== Follow) return;
    const identifier = ctx.parseUri(activity.objectId)?.identifier;
    const follower = await activity.getActor(ctx);
    const who = people.get(identifier);
    if (!who || !follower) return;
    who.followers.push({ id: follower.id, inboxId: follower.inboxId, endpoints: follower.endpoints });
    await ctx.sendActivity({ identifier }, follower, new Accept({ id: new URL(`${origin}/accepts/${crypto.randomUUID()}`), actor: activity.objectId, object: activity }));
  });
}

const named = (path) => new URL(`${origin}/${path}/${crypto.randomUUID()}`);

function noteOf(ctx, by, { id, text, reply, mention }) {
  return new Note({ id: ctx.getObjectUri(Note, { id }), attribution: ctx.getActorUri(by), content: `<p>${text}</p>`, mediaType: "text/html", to: PUBLIC_COLLECTION,
    ccs: [ctx.getFollowersUri(by), ...(mention ? [new URL(mention)] : [])], replyTarget: reply ? new URL(reply) : null,
    tags: mention ? [new Mention({ href: new URL(mention), name: "@somebody" })] : [], published: Temporal.Now.instant() });
}

async function make(ctx, asked) {
  const { what, by, object } = asked;
  const actor = ctx.getActorUri(by);
  const open = { to: PUBLIC_COLLECTION, cc: ctx.getFollowersUri(by) };
  if (what === "follow") return new Follow({ id: named("follows"), actor, object: new URL(object) });
  if (what === "create") {
    const note = noteOf(ctx, by, asked);
    notes.set(asked.id, note);
    return new Create({ id: named("creates"), actor, object: note, ...open });
  }
  if (what === "update") {
    const note = notes.get(asked.id).clone({ content: `<p>${asked.text}</p>`, updated: Temporal.Now.instant() });
    notes.set(asked.id, note);
    return new Update({ id: named("updates"), actor, object: note, ...open });
  }
  if (what === "delete") {
    const id = ctx.getObjectUri(Note, { id: asked.id });
    notes.delete(asked.id);
    return new Delete({ id: named("deletes"), actor, object: new Tombstone({ id }), ...open });
  }
  if (what === "like") return new Like({ id: new URL(`${origin}/likes/${asked.id}`), actor, object: new URL(object) });
  if (what === "unlike") return new Undo({ id: named("undos"), actor, object: new Like({ id: new URL(`${origin}/likes/${asked.id}`), actor, object: new URL(object) }) });
  if (what === "to group") {
    const note = noteOf(ctx, by, { ...asked, mention: asked.to });
    notes.set(asked.id, note);
    return new Create({ id: named("creates"), actor, object: note, to: PUBLIC_COLLECTION, cc: new URL(asked.to) });
  }
  if (what === "announce") return new Announce({ id: named("announces"), actor, object: new URL(object), ...open });
  if (what === "move") return new Move({ id: named("moves"), actor, object: actor, target: new URL(object), ...open });
  throw new Error(`unknown: ${what}`);
}

async function control(asked) {
  if (asked.what === "person") {
    people.set(asked.by, { name: asked.name ?? asked.by, kind: asked.kind ?? "Person", aliases: asked.aliases ?? [], followers: [],
      keys: [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")] });
    return { id: `${origin}/users/${asked.by}` };
  }
  const ctx = federation.createContext(new URL(origin), undefined);
  if (asked.what === "lookup") {
    const found = await ctx.lookupObject(asked.object, { documentLoader: await ctx.getDocumentLoader({ identifier: asked.by }) });
    return { type: found?.constructor.name, id: found?.id?.href, name: found?.name?.toString(), content: found?.content?.toString() };
  }
  const to = await ctx.lookupObject(asked.to, { documentLoader: await ctx.getDocumentLoader({ identifier: asked.by }) });
  const activity = await make(ctx, asked);
  await ctx.sendActivity({ identifier: asked.by }, to, activity);
  return { id: activity.id.href, object: activity.objectId?.href };
}

async function answer(incoming) {
  const body = await new Promise((done) => {
    const parts = [];
    incoming.on("data", (part) => parts.push(part)).on("end", () => done(Buffer.concat(parts)));
  });
  if (incoming.url === "/control") return Response.json(incoming.method === "POST" ? await control(JSON.parse(body)) : got);
  const request = new Request(origin + incoming.url, { method: incoming.method, headers: Object.entries(incoming.headersDistinct).flatMap(([name, all]) => all.map((value) => [name, value])),
    body: body.length ? body : undefined });
  return federation.fetch(request, { contextData: undefined, onNotFound: () => new Response("", { status: 404 }), onNotAcceptable: () => new Response("", { status: 406 }) });
}

createServer(async (incoming, outgoing) => {
  const response = await answer(incoming).catch((error) => Response.json({ error: String(error.stack ?? error) }, { status: 500 }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()));
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
