// masto.js: sockets with the token in Sec-WebSocket-Protocol, multipart token requests, camel case.
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";
import WebSocket from "ws";
import { approve, assert, ben, day, outOfBand, pictureBlob, pushKeys, scopes, url, within } from "./day.mjs";

let masto, accessToken, me, post, reply, list;

await day({
  async "signs in"() {
    const app = await createRestAPIClient({ url }).v1.apps.create({ clientName: "masto.js", redirectUris: outOfBand, scopes });
    const query = new URLSearchParams({ client_id: app.clientId, redirect_uri: outOfBand, scope: scopes, response_type: "code" });
    const code = await approve(`${url}/oauth/authorize?${query}`);
    const token = await createOAuthAPIClient({ url }).token.create({
      clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: outOfBand, code, grantType: "authorization_code" });
    accessToken = token.accessToken;
    masto = createRestAPIClient({ url, accessToken });
    me = await masto.v1.accounts.verifyCredentials();
    assert.equal(me.username, "ada");
  },
  async "posts with media"() {
    const media = await masto.v2.media.create({ file: pictureBlob(), description: "A red square" });
    post = await masto.v1.statuses.create({ status: "Red #colour", mediaIds: [media.id] });
    assert.equal(post.mediaAttachments[0].description, "A red square");
    const picture = await fetch(post.mediaAttachments[0].url);
    assert.equal(picture.status, 200);
  },
  async "asks with a poll"() {
    const asked = await masto.v1.statuses.create({ status: "Day?", poll: { options: ["Mon", "Tue"], expiresIn: 600, multiple: true } });
    await ben("POST", `/api/v1/polls/${asked.poll.id}/votes`, { choices: ["0", "1"] });
    const poll = await masto.v1.polls.$select(asked.poll.id).fetch();
    assert.deepEqual([poll.votesCount, poll.votersCount, poll.options[1].votesCount], [2, 1, 1]);
  },
  async "edits"() {
    const edited = await masto.v1.statuses.$select(post.id).update({ status: "Redder #colour", mediaIds: [post.mediaAttachments[0].id] });
    assert.ok(edited.editedAt);
    assert.equal((await masto.v1.statuses.$select(post.id).history.list()).length, 2);
    assert.equal((await masto.v1.statuses.$select(post.id).source.fetch()).text, "Redder #colour");
  },
  async "reads a thread"() {
    reply = await ben("POST", "/api/v1/statuses", { status: "@ada so red", in_reply_to_id: post.id });
    const thread = await masto.v1.statuses.$select(post.id).context.fetch();
    assert.deepEqual(thread.descendants.map((each) => each.id), [reply.id]);
  },
  async "pages through timelines"() {
    for (let i = 0; i < 5; ++i) await masto.v1.statuses.create({ status: `number ${i}` });
    const seen = [];
    for await (const page of masto.v1.timelines.public.list({ limit: 2, local: true })) {
      seen.push(...page.map((each) => each.id));
      if (seen.length >= 6) break;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.ok((await masto.v1.timelines.home.list()).length >= 6);
    assert.equal((await masto.v1.timelines.tag.$select("colour").list()).length, 1);
  },
  async "keeps a list"() {
    const other = await masto.v1.accounts.lookup({ acct: "ben" });
    await masto.v1.accounts.$select(other.id).follow();
    list = await masto.v1.lists.create({ title: "Ward" });
    await masto.v1.lists.$select(list.id).accounts.create({ accountIds: [other.id] });
    const said = await ben("POST", "/api/v1/statuses", { status: "for the list" });
    assert.ok((await masto.v1.timelines.list.$select(list.id).list()).some((each) => each.id === said.id));
  },
  async "filters"() {
    await masto.v2.filters.create({ title: "Loud", context: ["public", "home"], filterAction: "warn", keywordsAttributes: [{ keyword: "trombone" }] });
    const loud = await ben("POST", "/api/v1/statuses", { status: "my trombone" });
    const seen = (await masto.v1.timelines.public.list()).find((each) => each.id === loud.id);
    assert.equal(seen.filtered[0].filter.title, "Loud");
    assert.deepEqual(seen.filtered[0].keywordMatches, ["trombone"]);
  },
  async "searches"() {
    const found = await within(10, (async () => {
      for (;;) {
        const results = await masto.v2.search.list({ q: "redder", type: "statuses" });
        if (results.statuses.length > 0) return results;
        await new Promise((wait) => setTimeout(wait, 100));
      }
    })(), "search");
    assert.equal(found.statuses[0].id, post.id);
  },
  async "is notified"() {
    await ben("POST", `/api/v1/statuses/${post.id}/favourite`);
    const told = await masto.v1.notifications.list();
    assert.deepEqual(new Set(told.map((each) => each.type)), new Set(["mention", "favourite"]));
    const grouped = await masto.v2.notifications.list();
    assert.ok(grouped.notificationGroups.length >= 2);
  },
  async "subscribes to push"() {
    await masto.v1.push.subscription.create({ subscription: { endpoint: "https://push.example.org/1", keys: pushKeys }, data: { alerts: { mention: true } } });
    assert.equal((await masto.v1.push.subscription.fetch()).alerts.mention, true);
    await masto.v1.push.subscription.remove();
  },
  async "hears streams"() {
    const streaming = createStreamingAPIClient({ accessToken, streamingApiUrl: (await masto.v2.instance.fetch()).configuration.urls.streaming, implementation: WebSocket });
    const tag = streaming.hashtag.subscribe({ tag: "live" });
    const wards = streaming.list.subscribe({ list: list.id });
    const user = streaming.user.notification.subscribe();
    const next = async (events, wanted) => { for await (const event of events) if (event.event === wanted) return event.payload; };
    const heard = Promise.all([next(tag, "update"), next(wards, "update"), next(user, "notification")]);
    await streaming.prepare?.();
    await new Promise((wait) => setTimeout(wait, 500));
    await ben("POST", "/api/v1/statuses", { status: "@ada it is #live" });
    const [tagged, listed, told] = await within(10, heard, "streams");
    assert.equal(tagged.id, listed.id);
    assert.equal(told.type, "mention");
    streaming.close();
  },
  async "deletes"() {
    await masto.v1.statuses.$select(post.id).remove();
    await assert.rejects(masto.v1.statuses.$select(post.id).fetch(), (wrong) => wrong.statusCode === 404);
  },
});
