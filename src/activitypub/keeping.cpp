// Keeps actors and posts of other servers, and sends for what they name: what is answered, quoted, and said below.
#include "activitypub/keeping.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/groups.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "moderation/moderation.hpp"
#include <algorithm>

namespace activitypub {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr std::string_view parent_job = "activitypub.fetch_parent", replies_job = "activitypub.fetch_replies", quote_job = "activitypub.fetch_quote", actor_job = "activitypub.fetch_actor";
constexpr int highest = 50;            // how far up a thread is followed
constexpr std::size_t most_replies = 40;
constexpr int enough_tries = 4;
constexpr base::Time activities_kept = 3 * base::day;

bool rejects_media(db::Read& read, std::string_view host) {
    auto block = moderation::block_for(read, without_port(host));
    return block && block->reject_media;
}

// Texts of a job's payload, one a line: addresses hold no line breaks.
std::vector<std::string> lines_of(std::string_view payload) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at <= payload.size();) {
        auto end = std::min(payload.find('\n', at), payload.size());
        all.emplace_back(payload.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

// What will never work is not tried again; what may, a few times.
Result<Done> settled(Result<Done> const& outcome, int attempts) {
    if (outcome || outcome.error().why != Why::unavailable || attempts >= enough_tries) return Done{};
    return outcome;
}

Result<Done> fetch_parent(db::Database& database, std::vector<std::string> const& lines) {
    auto answer = base::parse<PostId>(lines.at(0));
    if (!answer) return Done{};
    auto parent = TRY(fetch_post(database, lines.at(1), std::atoi(lines.at(2).c_str()) + 1));
    return database.write([&](db::Write& write) -> Result<Done> {
        posts::connect(write, *answer, parent);
        write.run(sql::await_no_more, {*answer});
        return Done{};
    });
}

Result<Done> fetch_quote(db::Database& database, std::vector<std::string> const& lines) {
    auto quoting = base::parse<PostId>(lines.at(0));
    if (!quoting) return Done{};
    auto quoted = TRY(fetch_post(database, lines.at(1), 1));
    auto stamp = lines.at(2);
    bool proved = false;
    auto quoted_post = database.read([&](db::Read& read) { return posts::find_unchecked(read, quoted); });
    auto quoting_post = database.read([&](db::Read& read) { return posts::find_unchecked(read, *quoting); });
    if (!quoted_post || !quoting_post) return Done{};
    // The stamp counts when the quoted author's server serves it and it names both posts.
    if (!stamp.empty() && same_host(stamp, quoted_post->remote_uri))
        if (auto document = fetch_document(database, stamp, Redirects::same_host))
            proved = has_type(*document, {"QuoteAuthorization"}) && id_of((*document)["interactingObject"]) == quoting_post->remote_uri && id_of((*document)["interactionTarget"]) == quoted_post->remote_uri;
    return database.write([&](db::Write& write) -> Result<Done> {
        posts::set_quoted(write, *quoting, quoted, proved ? posts::QuoteState::accepted : posts::QuoteState::pending);
        return Done{};
    });
}

// Ids in a collection, its first pages: only of the host that serves it, or fetched from where they live.
std::vector<std::string> ids_in(db::Database& database, Document const& collection) {
    std::vector<std::string> ids;
    auto add = [&](Document const& page) {
        for (auto const* name : {"items", "orderedItems"})
            for (auto const& each : page[name].list(most_replies))
                if (auto id = id_of(each); is_proper(id) && ids.size() < most_replies) ids.push_back(id);
    };
    add(collection);
    auto page = collection["first"];
    for (int pages = 0; pages < 3 && page.is_there() && ids.size() < most_replies; ++pages) {
        if (page.is_text()) {
            auto fetched = fetch_document(database, std::string(page.text()), Redirects::same_host);
            if (!fetched) break;
            page = *fetched;
        }
        add(page);
        page = page["next"];
    }
    return ids;
}

Result<Done> fetch_replies(db::Database& database, std::string const& address) {
    auto collection = TRY(fetch_document(database, address, Redirects::same_host));
    for (auto const& id : ids_in(database, collection)) (void)fetch_post(database, id, 1);
    return Done{};
}

Result<Done> fetch_featured(db::Database& database, Actor const& actor) {
    auto address = database.read([&](db::Read& read) { return read.one(sql::actor_by_uri, {actor.uri}, [](db::Row const& row) { return row.text(10); }).value_or(""); });
    if (address.empty()) return Done{};
    auto collection = TRY(fetch_document(database, address, Redirects::same_host));
    std::vector<PostId> pinned;
    for (auto const& id : ids_in(database, collection))
        if (auto post = fetch_post(database, id, 1)) pinned.push_back(*post);
    return database.write([&](db::Write& write) -> Result<Done> { return posts::set_featured(write, actor.account, pinned), Done{}; });
}

// Those whose answer is asked for at once: a thread is read from its beginning.
void send_for(db::Write& write, PostId id, ReadPost const& post, Origin origin, int depth) {
    if (!post.parent.empty() && !post.received.reply_to) {
        write.run(sql::await_parent, {id, post.parent});
        fetch_parent_later(write, id, post.parent, depth);
    }
    if (!post.quoted.empty() && !post.received.quoted) {
        auto payload = id.text() + "\n" + post.quoted + "\n" + post.stamp;
        jobs::add(write, quote_job, payload, 0, id.text());
    }
    // The whole conversation where its server lists it, else what answers this post; of what somebody looks for alone.
    auto below = !post.context.empty() ? post.context : post.replies;
    if (origin == Origin::found && depth == 0 && !below.empty()) jobs::add(write, replies_job, below, 0, below);
}

// Before what uses them, so that whoever renders it finds them.
void keep_emojis(db::Write& write, Actor const& author, ReadPost const& post) {
    auto account = post.emojis.empty() || !post.received.fetch_media ? std::nullopt : accounts::find(write, author.account);
    if (account) emojis::keep_remote(write, account->domain, post.emojis);
}

// Those that could not have what they answer when they came.
void join_answers(db::Write& write, posts::Post const& parent) {
    auto waiting = write.rows(sql::awaiting_parent, {parent.remote_uri}, [](db::Row const& row) { return row.id<PostId>(0); });
    for (auto answer : waiting) posts::connect(write, answer, parent.id);
    if (!waiting.empty()) write.run(sql::forget_awaited, {parent.remote_uri});
}

// Who of the people here they say they were: it is asked for when one of these moves there.
void keep_aliases(db::Write& write, AccountId account, std::vector<std::string> const& named) {
    auto before = accounts::aliases(write, account);
    for (auto const& each : before)
        if (std::ranges::find(named, each.uri()) == named.end()) (void)accounts::remove_alias(write, account, each.id);
    for (auto const& uri : named) {
        auto other = accounts::find_by_uri(write, uri);
        if (other && other->is_local() && std::ranges::find(before, other->id, &accounts::Account::id) == before.end()) (void)accounts::add_alias(write, account, other->username);
    }
}

}  // namespace

Result<Actor> keep_actor(db::Write& write, ReadActor const& read) {
    auto remote = read.remote;
    auto host = host_of(remote.uri);
    if (rejects_media(write, host)) remote.avatar.clear(), remote.header.clear();
    else emojis::keep_remote(write, base::fold(remote.domain), read.emojis);
    bool is_new = !stored_actor(write, remote.uri);
    auto account = TRY(accounts::keep_remote(write, remote));
    auto before = write.number(sql::inbox_id_of_actor, {account});
    auto inbox = inbox_id(write, read.shared_inbox.empty() ? read.inbox : read.shared_inbox);
    write.run(sql::put_actor, {account, remote.uri, host, read.inbox, read.shared_inbox, inbox, read.followers, read.outbox, read.featured, read.key_id, read.key_pem, write.now});
    if (before && before != inbox) move_audience(write, account, inbox);
    keep_aliases(write, account, read.also_known_as);
    auto block = moderation::block_for(write, without_port(host));
    if (is_new && block && block->severity == moderation::DomainSeverity::silence) TRY(accounts::set_silenced(write, account, true));
    return *stored_actor(write, account);
}

Result<posts::Post> keep_post(db::Write& write, ReadPost& post, Actor const& author, Origin origin, int depth) {
    post.received.fetch_media = !rejects_media(write, author.host);
    bool known = posts::find_by_uri(write, post.received.uri).has_value();
    keep_emojis(write, author, post);
    auto kept = TRY(posts::receive(write, post.received));
    if (known) return kept;
    post_to_groups(write, kept, post.groups);
    join_answers(write, kept);
    send_for(write, kept.id, post, origin, depth);
    return kept;
}

Result<posts::Post> keep_edit(db::Write& write, PostId id, ReadPost& post, Actor const& author) {
    post.received.fetch_media = !rejects_media(write, author.host);
    keep_emojis(write, author, post);
    return posts::receive_edit(write, id, post.received);
}

void fetch_parent_later(db::Write& write, PostId answer, std::string_view parent, int height) {
    if (height >= highest) return;
    jobs::add(write, parent_job, answer.text() + "\n" + std::string(parent) + "\n" + std::to_string(height), 0, answer.text());
}

void fetch_actor_later(db::Write& write, std::string_view uri) { jobs::add(write, actor_job, uri, 0, uri); }

void add_fetching_jobs(jobs::Runner& runner, db::Database& database) {
    auto with_lines = [&database](Result<Done> (*work)(db::Database&, std::vector<std::string> const&)) {
        return [&database, work](jobs::Job const& job) -> Result<Done> {
            auto lines = lines_of(job.payload);
            return lines.size() == 3 ? settled(work(database, lines), job.attempts) : Result<Done>(Done{});
        };
    };
    runner.handle(std::string(parent_job), with_lines(fetch_parent));
    runner.handle(std::string(quote_job), with_lines(fetch_quote));
    runner.handle(std::string(replies_job), [&database](jobs::Job const& job) { return settled(fetch_replies(database, job.payload), job.attempts); });
    runner.handle(std::string(actor_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto actor = fetch_actor(database, job.payload, true);
        if (!actor) return settled(std::unexpected(actor.error()), job.attempts);
        return settled(fetch_featured(database, *actor), enough_tries);
    });
    runner.every("activitypub.sweep", base::day, [&database] {
        (void)database.write([](db::Write& write) -> Result<Done> { return write.run(sql::forget_old_activities, {write.now - activities_kept}), Done{}; });
    });
}

}  // namespace activitypub
