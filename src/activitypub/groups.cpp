// Passes on what is posted to groups, and notes what was.
#include "activitypub/groups.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/telling.hpp"
#include "activitypub/vocabulary.hpp"
#include "crypto/crypto.hpp"
#include "follows/follows.hpp"
#include "http/document.hpp"
#include <algorithm>

namespace activitypub {

using base::Done, base::Result;

namespace {

constexpr std::string_view share_job = "activitypub.share_in_group";

std::optional<accounts::Account> group(db::Read& read, AccountId id) {
    auto account = accounts::find(read, id);
    if (!account || account->kind != accounts::Kind::group || account->hidden()) return std::nullopt;
    return account;
}

bool takes_from(db::Read& read, accounts::Account const& group, AccountId author) {
    return group.id != author && (!group.is_local() || follows::is_follower(read, author, group.id));
}

std::string announce_of(accounts::Account const& group, std::string_view activity) {
    // The same activity is announced once, under one name.
    auto named = http::Document::read(activity);
    auto id = named ? std::string((*named)["id"].text()) : std::string();
    base::Json out;
    out.object().key("@context").raw(plain_context).pair("id", group.uri() + "#announces/" + short_hash(id.empty() ? activity : id));
    out.pair("type", "Announce").pair("actor", group.uri());
    write_addressing(out, {{std::string(everyone)}, {group.uri() + "/followers"}});
    return out.key("object").raw(activity).end().take();
}

}  // namespace

std::vector<AccountId> groups_of(db::Read& read, PostId post) {
    return read.rows(sql::groups_of_post, {post}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

void post_to_groups(db::Write& write, posts::Post const& post, std::vector<AccountId> const& addressed) {
    if (!is_open(post) || post.local_only || post.boost_of) return;
    auto all = addressed;
    if (post.reply_to)
        for (auto id : groups_of(write, post.reply_to)) all.push_back(id);
    for (auto id : all) {
        auto found = group(write, id);
        if (!found || !takes_from(write, *found, post.author) || !write.run(sql::put_group_post, {post.id, id})) continue;
        if (found->is_local() && !post.reply_to) jobs::add(write, share_job, id.text() + " " + post.id.text());
    }
}

bool is_for_group_here(db::Read& read, AccountId author, std::vector<AccountId> const& addressed) {
    return std::ranges::any_of(addressed, [&](AccountId id) {
        auto found = group(read, id);
        return found && found->is_local() && takes_from(read, *found, author);
    });
}

void pass_on(db::Write& write, std::vector<AccountId> const& groups, std::string_view activity, PostId about, base::Time leaves) {
    for (auto id : groups) {
        auto found = group(write, id);
        if (!found || !found->is_local()) continue;
        note_told(write, *found);
        send_to_followers(write, {.author = id, .activity = announce_of(*found, activity), .about = about, .not_before = leaves});
    }
}

void pass_on_of_member(db::Write& write, std::vector<AccountId> const& groups, AccountId member, std::string_view activity) {
    auto theirs = groups;
    std::erase_if(theirs, [&](AccountId id) { return !follows::is_follower(write, member, id); });
    pass_on(write, theirs, activity);
}

void note_groups(db::Write& write, base::Event const& event) {
    if (event.kind != posts::Published::kind) return;
    auto published = base::from_event<posts::Published>(event);
    if (published.boost_of) return;
    auto made = posts::just_made(published.post);
    // What came from elsewhere is noted where it is received, with all that it is addressed to.
    if (!made || (made->post.mentions.empty() && !made->post.reply_to)) return;
    std::vector<AccountId> named;
    for (auto const& mention : made->post.mentions) named.push_back(mention.account);
    post_to_groups(write, made->post, named);
}

void forget_groups(db::Write& write, base::Event const& event) {
    if (event.kind == posts::Deleted::kind) write.run(sql::forget_post_in_groups, {base::from_event<posts::Deleted>(event).post});
    if (event.kind == accounts::Removed::kind) write.run(sql::forget_group, {base::from_event<accounts::Removed>(event).account});
}

void add_group_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(share_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto space = job.payload.find(' ');
        auto by = base::parse<AccountId>(std::string_view(job.payload).substr(0, space));
        auto post = space == job.payload.npos ? std::nullopt : base::parse<PostId>(std::string_view(job.payload).substr(space + 1));
        if (!by || !post) return Done{};
        // Gone by now, or not to be shared by its author's wish: nothing is left to do.
        (void)database.write([&](db::Write& write) { return posts::boost(write, *by, *post); });
        return Done{};
    });
}

}  // namespace activitypub
