// What an app asks through masto.js, one call a step, in order. entities.mjs compares every answer with the type that
// masto.js declares for it.
import type { mastodon } from "masto";

type Client = mastodon.rest.Client;
export interface People {
  ada: Client; ben: Client; admin: Client; adaId: string; benId: string; picture: Blob; endpoint: string;
}
const kept: Record<string, string> = {};
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

export const steps = {
  async instanceV1({ ada }: People) { return ada.v1.instance.fetch(); },
  async instanceV2({ ada }: People) { return ada.v2.instance.fetch(); },
  async peers({ ada }: People) { return ada.v1.instance.peers.list(); },
  async activity({ ada }: People) { return ada.v1.instance.activity.list(); },
  async extendedDescription({ ada }: People) { return ada.v1.instance.extendedDescription.fetch(); },
  async languagesOfInstance({ ada }: People) { return ada.v1.instance.languages.list(); },
  async blockedDomainsOfInstance({ ada }: People) { return ada.v1.instance.domainBlocks.fetch(); },
  async customEmojis({ ada }: People) { return ada.v1.customEmojis.list(); },

  async ownAccount({ ada }: People) { return ada.v1.accounts.verifyCredentials(); },
  async changedAccount({ ada }: People) {
    return ada.v1.accounts.updateCredentials({
      displayName: "Ada", note: "Nurse #asthma", avatar: "", locked: false, discoverable: true,
      source: { privacy: "public", sensitive: false, language: "en" }, fieldsAttributes: [{ name: "Ward", value: "7" }],
    } as mastodon.rest.v1.UpdateCredentialsParams);
  },
  async account({ ada, benId }: People) { return ada.v1.accounts.$select(benId).fetch(); },
  async lookedUp({ ada }: People) { return ada.v1.accounts.lookup({ acct: "ben" }); },
  async severalAccounts({ ada, adaId, benId }: People) { return ada.v1.accounts.fetch({ id: [adaId, benId] }); },
  async peopleFound({ ada }: People) { return ada.v1.accounts.search.list({ q: "ben" }); },
  async followed({ ada, benId }: People) { return ada.v1.accounts.$select(benId).follow({ notify: true }); },
  async followedBack({ ben, adaId }: People) { return ben.v1.accounts.$select(adaId).follow(); },
  async relationships({ ada, benId }: People) { return ada.v1.accounts.relationships.fetch({ id: [benId] }); },
  async noted({ ada, benId }: People) { return ada.v1.accounts.$select(benId).note.create({ comment: "From the course" }); },
  async familiar({ ada, benId }: People) { return ada.v1.accounts.familiarFollowers.fetch([benId]); },
  async followers({ ada, adaId }: People) { return ada.v1.accounts.$select(adaId).followers.list(); },
  async following({ ada, adaId }: People) { return ada.v1.accounts.$select(adaId).following.list(); },
  async endorsed({ ada, benId }: People) { return ada.v1.accounts.$select(benId).pin(); },
  async endorsements({ ada }: People) { return ada.v1.endorsements.list(); },
  async featuredTag({ ada }: People) { return ada.v1.featuredTags.create({ name: "asthma" }); },
  async featuredTags({ ada }: People) { return ada.v1.featuredTags.list(); },
  async suggestedTags({ ada }: People) { return ada.v1.featuredTags.suggestions.list(); },
  async featuredTagsOf({ ben, adaId }: People) { return ben.v1.accounts.$select(adaId).featuredTags.list(); },
  async preferences({ ada }: People) { return ada.v1.preferences.fetch(); },
  async directory({ ada }: People) { return ada.v1.directory.list({ local: true }); },
  async suggestions({ ada }: People) { return ada.v2.suggestions.list(); },

  async media({ ada, picture }: People) {
    const media = await ada.v2.media.create({ file: picture, description: "A red square", focus: "0.1,-0.2" });
    kept.media = media.id;
    return media;
  },
  async post({ ada }: People) {
    const post = await ada.v1.statuses.create({ status: "Shaking an #inhaler, for @ben https://example.org/leaflet", language: "en", visibility: "public" });
    kept.post = post.id;
    return post;
  },
  async postWithMedia({ ada }: People) {
    const post = await ada.v1.statuses.create({ mediaIds: [kept.media], status: "A picture", sensitive: true, spoilerText: "red" });
    kept.withMedia = post.id;
    return post;
  },
  async mediaOfPost({ ben }: People) { return ben.v1.statuses.$select(kept.withMedia).fetch(); },
  async postWithPoll({ ada }: People) {
    const post = await ada.v1.statuses.create({ status: "Which day?", poll: { options: ["Monday", "Friday"], expiresIn: 3600 } });
    kept.poll = post.poll!.id;
    return post;
  },
  async voted({ ben }: People) { return ben.v1.polls.$select(kept.poll).votes.create({ choices: [1] }); },
  async poll({ ada }: People) { return ada.v1.polls.$select(kept.poll).fetch(); },
  async reply({ ben }: People) {
    const reply = await ben.v1.statuses.create({ status: "@ada thank you", inReplyToId: kept.post });
    kept.reply = reply.id;
    return reply;
  },
  async quote({ ben }: People) {
    const quote = await ben.v1.statuses.create({ status: "Read this", quotedStatusId: kept.post });
    kept.quote = quote.id;
    return quote;
  },
  async quotes({ ada }: People) { return ada.v1.statuses.$select(kept.post).quotes.list(); },
  async edited({ ada }: People) { return ada.v1.statuses.$select(kept.post).update({ status: "Shaking an #inhaler well, for @ben" }); },
  async history({ ada }: People) { return ada.v1.statuses.$select(kept.post).history.list(); },
  async source({ ada }: People) { return ada.v1.statuses.$select(kept.post).source.fetch(); },
  async context({ ada }: People) { return ada.v1.statuses.$select(kept.post).context.fetch(); },
  async favourite({ ben }: People) { return ben.v1.statuses.$select(kept.post).favourite(); },
  async boost({ ben }: People) { return ben.v1.statuses.$select(kept.post).reblog(); },
  async bookmark({ ben }: People) { return ben.v1.statuses.$select(kept.post).bookmark(); },
  async pin({ ada }: People) { return ada.v1.statuses.$select(kept.post).pin(); },
  async mutedThread({ ada }: People) { return ada.v1.statuses.$select(kept.post).mute(); },
  async unmutedThread({ ada }: People) { return ada.v1.statuses.$select(kept.post).unmute(); },
  async boostedBy({ ada }: People) { return ada.v1.statuses.$select(kept.post).rebloggedBy.list(); },
  async favouritedBy({ ada }: People) { return ada.v1.statuses.$select(kept.post).favouritedBy.list(); },
  async favourites({ ben }: People) { return ben.v1.favourites.list(); },
  async bookmarks({ ben }: People) { return ben.v1.bookmarks.list(); },
  async postsOf({ ben, adaId }: People) { return ben.v1.accounts.$select(adaId).statuses.list({ excludeReplies: true }); },
  async scheduled({ ada }: People) {
    const scheduled = await ada.v1.statuses.create({ status: "Tomorrow", scheduledAt: soon(60) } as mastodon.rest.v1.CreateScheduledStatusParams) as unknown as mastodon.v1.ScheduledStatus;
    kept.scheduled = scheduled.id;
    return scheduled;
  },
  async moved({ ada }: People) { return ada.v1.scheduledStatuses.$select(kept.scheduled).update({ scheduledAt: soon(120) }); },
  async scheduledPosts({ ada }: People) { return ada.v1.scheduledStatuses.list(); },

  async home({ ada }: People) { return ada.v1.timelines.home.list(); },
  async everybody({ ada }: People) { return ada.v1.timelines.public.list({ local: true }); },
  async tagged({ ada }: People) { return ada.v1.timelines.tag.$select("inhaler").list(); },
  async list({ ada }: People) {
    const list = await ada.v1.lists.create({ title: "Ward", exclusive: false });
    kept.list = list.id;
    return list;
  },
  async lists({ ada }: People) { return ada.v1.lists.list(); },
  async listMember({ ada, benId }: People) {
    await ada.v1.lists.$select(kept.list).accounts.create({ accountIds: [benId] });
    return ada.v1.lists.$select(kept.list).accounts.list();
  },
  async listTimeline({ ada }: People) { return ada.v1.timelines.list.$select(kept.list).list(); },
  async listsWith({ ada, benId }: People) { return ada.v1.accounts.$select(benId).lists.list(); },
  async tag({ ada }: People) { return ada.v1.tags.$select("inhaler").fetch(); },
  async followedTag({ ada }: People) { return ada.v1.tags.$select("inhaler").follow(); },
  async followedTags({ ada }: People) { return ada.v1.followedTags.list(); },
  async markers({ ada }: People) {
    return ada.v1.markers.create({ home: { lastReadId: kept.post }, notifications: { lastReadId: kept.post } });
  },

  async message({ ben }: People) { return ben.v1.statuses.create({ status: "@ada a word in private", visibility: "direct" }); },
  async conversations({ ada }: People) {
    const conversations = await ada.v1.conversations.list();
    kept.conversation = conversations[0].id;
    return conversations;
  },
  async readConversation({ ada }: People) { return ada.v1.conversations.$select(kept.conversation).read(); },

  async notifications({ ada }: People) {
    const notifications = await ada.v1.notifications.list();
    kept.notification = notifications[0].id;
    return notifications;
  },
  async notification({ ada }: People) { return ada.v1.notifications.$select(kept.notification).fetch(); },
  async groups({ ada }: People) { return ada.v2.notifications.list(); },
  async unread({ ada }: People) { return ada.v2.notifications.unreadCount.fetch(); },
  async policy({ ada }: People) { return ada.v2.notifications.policy.fetch(); },
  async changedPolicy({ ada }: People) { return ada.v2.notifications.policy.update({ forNotFollowing: "filter" }); },
  async notificationRequests({ ada }: People) { return ada.v1.notifications.requests.list(); },
  async push({ ada, endpoint }: People) {
    return ada.v1.push.subscription.create({
      subscription: { endpoint, keys: {
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", auth: "BTBZMqHH6r4Tts7J_aSIgg" } },
      data: { alerts: { mention: true, favourite: true } }, policy: "all",
    });
  },
  async pushAgain({ ada }: People) { return ada.v1.push.subscription.fetch(); },

  async found({ ada }: People) { return ada.v2.search.list({ q: "inhaler" }); },
  async filter({ ada }: People) {
    const filter = await ada.v2.filters.create({
      title: "Not now", context: ["home", "public"], filterAction: "warn", expiresIn: 3600,
      keywordsAttributes: [{ keyword: "relapse", wholeWord: true }],
    });
    kept.filter = filter.id;
    return filter;
  },
  async filters({ ada }: People) { return ada.v2.filters.list(); },
  async keywords({ ada }: People) { return ada.v2.filters.$select(kept.filter).keywords.list(); },
  async filteredPost({ ada }: People) { return ada.v2.filters.$select(kept.filter).statuses.create({ statusId: kept.reply }); },
  async filtered({ ada }: People) { return ada.v1.statuses.$select(kept.post).context.fetch(); },
  async oldFilters({ ada }: People) { return ada.v1.filters.list(); },

  async muted({ ada, benId }: People) { return ada.v1.accounts.$select(benId).mute({ duration: 600 }); },
  async mutes({ ada }: People) { return ada.v1.mutes.list(); },
  async unmuted({ ada, benId }: People) { return ada.v1.accounts.$select(benId).unmute(); },
  async blockedDomains({ ada }: People) { await ada.v1.domainBlocks.create({ domain: "spam.example" }); return ada.v1.domainBlocks.list(); },
  async announcements({ ada }: People) { return ada.v1.announcements.list(); },
  async trendingTags({ ada }: People) { return ada.v1.trends.tags.list(); },
  async trendingPosts({ ada }: People) { return ada.v1.trends.statuses.list(); },
  async trendingLinks({ ada }: People) { return ada.v1.trends.links.list(); },
  async report({ ada, benId }: People) {
    const report = await ada.v1.reports.create({ accountId: benId, statusIds: [kept.reply], comment: "Unkind", category: "other" });
    kept.report = report.id;
    return report;
  },

  async adminAccounts({ admin }: People) { return admin.v1.admin.accounts.list({ local: true }); },
  async adminAccount({ admin, benId }: People) { return admin.v1.admin.accounts.$select(benId).fetch(); },
  async adminReports({ admin }: People) { return admin.v1.admin.reports.list(); },
  async adminReport({ admin }: People) { return admin.v1.admin.reports.$select(kept.report).fetch(); },
  async adminAssigned({ admin }: People) { return admin.v1.admin.reports.$select(kept.report).assignToSelf(); },
  async adminResolved({ admin }: People) { return admin.v1.admin.reports.$select(kept.report).resolve(); },
  async adminDomainBlock({ admin }: People) { return admin.v1.admin.domainBlocks.create({ domain: "ads.example", severity: "suspend" }); },
  async adminDomainBlocks({ admin }: People) { return admin.v1.admin.domainBlocks.list(); },
  async adminDomainAllow({ admin }: People) { return admin.v1.admin.domainAllows.create({ domain: "friend.example" }); },
  async adminEmailBlock({ admin }: People) { return admin.v1.admin.emailDomainBlocks.create({ domain: "throwaway.example" }); },
  async adminIpBlock({ admin }: People) { return admin.v1.admin.ipBlocks.create({ ip: "203.0.113.0/24", severity: "sign_up_block", comment: "", expiresIn: 3600 }); },
  async adminHash({ admin }: People) { return admin.v1.admin.canonicalEmailBlocks.create({ email: "mallory@example.org" }); },
  async adminMeasures({ admin }: People) {
    return admin.v1.admin.measures.create({ keys: ["active_users", "new_users"], startAt: soon(-14_400), endAt: soon(0) });
  },
  async adminDimensions({ admin }: People) {
    return admin.v1.admin.dimensions.create({ keys: ["languages", "software_versions"], startAt: soon(-14_400), endAt: soon(0) });
  },
  async adminRetention({ admin }: People) {
    return admin.v1.admin.retention.create({ startAt: soon(-14_400), endAt: soon(0), frequency: "day" });
  },
  async adminTrendingTags({ admin }: People) { return admin.v1.admin.trends.tags.list(); },

  async blocked({ ada, benId }: People) { return ada.v1.accounts.$select(benId).block(); },
  async blocks({ ada }: People) { return ada.v1.blocks.list(); },
  async removed({ ada }: People) { return ada.v1.statuses.$select(kept.post).remove(); },
};
