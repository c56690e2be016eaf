// megalodon: finds out by NodeInfo what it talks to; sockets with the token in the query.
import fs from "node:fs";
import generator, { detector } from "megalodon";
import { approve, assert, ben, day, outOfBand, picture, pushKeys, scopes, url, within } from "./day.mjs";

const make = generator.default ?? generator;
let client, post, list, other;

await day({
  async "detects Mastodon's API"() { assert.equal(await detector(url), "mastodon"); },
  async "signs in"() {
    const app = await make("mastodon", url).registerApp("megalodon", { scopes: scopes.split(" "), redirect_uris: outOfBand });
    const code = await approve(app.url);
    const token = await make("mastodon", url).fetchAccessToken(app.client_id, app.client_secret, code, outOfBand);
    client = make("mastodon", url, token.access_token ?? token.accessToken);
    assert.equal((await client.verifyAccountCredentials()).data.username, "ada");
  },
  async "posts with media"() {
    const media = (await client.uploadMedia(fs.createReadStream(picture), { description: "A red square" })).data;
    post = (await client.postStatus("Red #paint", { media_ids: [media.id] })).data;
    assert.equal(post.media_attachments[0].description, "A red square");
    assert.equal((await client.getMedia(media.id)).data.type, "image");
  },
  async "asks with a poll"() {
    const asked = (await client.postStatus("Day?", { poll: { options: ["Mon", "Tue"], expires_in: 600 } })).data;
    await ben("POST", `/api/v1/polls/${asked.poll.id}/votes`, { choices: [1] });
    assert.equal((await client.getPoll(asked.poll.id)).data.votes_count, 1);
  },
  async "edits"() {
    const edited = (await client.editStatus(post.id, { status: "Redder #paint" })).data;
    assert.ok(edited.edited_at);
    assert.equal((await client.getStatusSource(post.id)).data.text, "Redder #paint");
  },
  async "reads a thread"() {
    const reply = await ben("POST", "/api/v1/statuses", { status: "@ada indeed", in_reply_to_id: post.id });
    assert.equal((await client.getStatusContext(post.id)).data.descendants[0].id, reply.id);
  },
  async "pages through timelines"() {
    for (let i = 0; i < 4; ++i) await client.postStatus(`number ${i}`);
    const first = (await client.getLocalTimeline({ limit: 2 })).data;
    const second = (await client.getLocalTimeline({ limit: 2, max_id: first[1].id })).data;
    assert.ok(BigInt(second[0].id) < BigInt(first[1].id));
    assert.ok((await client.getHomeTimeline()).data.length >= 4);
    assert.equal((await client.getTagTimeline("paint")).data[0].id, post.id);
  },
  async "keeps a list"() {
    other = (await client.lookupAccount("ben")).data;
    await client.followAccount(other.id);
    list = (await client.createList("Ward")).data;
    await client.addAccountsToList(list.id, [other.id]);
    assert.equal((await client.getAccountsInList(list.id)).data[0].id, other.id);
    const said = await ben("POST", "/api/v1/statuses", { status: "for the list" });
    assert.ok((await client.getListTimeline(list.id)).data.some((each) => each.id === said.id));
  },
  async "filters"() {
    const filter = (await client.createFilter("trombone", ["home"])).data;
    assert.equal((await client.getFilters()).data[0].phrase, "trombone");
    await client.deleteFilter(filter.id);
  },
  async "searches"() { assert.equal((await client.search("ben", { type: "accounts" })).data.accounts[0].id, other.id); },
  async "relates"() {
    await client.muteAccount(other.id, false);
    assert.equal((await client.getMutes()).data[0].id, other.id);
    await client.unmuteAccount(other.id);
    assert.equal((await client.getRelationship(other.id)).data.muting, false);
    assert.deepEqual((await client.getDomainBlocks()).data, []);
  },
  async "is notified"() {
    const told = (await client.getNotifications()).data;
    assert.ok(told.some((each) => each.type === "mention"));
    await client.dismissNotification(told[0].id);
  },
  async "subscribes to push"() {
    await client.subscribePushNotification({ endpoint: "https://push.example.org/2", keys: pushKeys }, { alerts: { mention: true } });
    assert.equal((await client.getPushSubscription()).data.alerts.mention, true);
    await client.deletePushSubscription();
  },
  async "schedules and cancels"() {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const scheduled = (await client.postStatus("Later", { scheduled_at: at })).data;
    assert.equal((await client.getScheduledStatuses()).data[0].id, scheduled.id);
    await client.cancelScheduledStatus(scheduled.id);
  },
  async "hears streams"() {
    const stream = await client.userStreaming();
    const heard = new Promise((resolve) => stream.on("notification", resolve));
    await within(10, new Promise((resolve) => stream.on("connect", resolve)), "the socket");
    await ben("POST", "/api/v1/statuses", { status: "@ada can you hear me" });
    assert.equal((await within(10, heard, "a notification")).type, "mention");
    stream.stop();
  },
  async "deletes"() {
    await client.deleteStatus(post.id);
    await assert.rejects(client.getStatus(post.id), (wrong) => wrong.response.status === 404);
  },
});
