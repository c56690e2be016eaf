// Follows, blocks, profiles, moves and reports of people here, as activities to those who must hear of them.
#include "activitypub/follows_seen.hpp"
#include "activitypub/keys.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/telling.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "follows/follows.hpp"
#include "moderation/moderation.hpp"

namespace activitypub {

namespace {

constexpr std::int64_t a_block = 1;  // blocks::Changed::what
constexpr base::Time profile_pause = 20 * base::second;

// One who lives here, and one who lives elsewhere: nothing leaves for others.
struct Pair { accounts::Account here, there; };
std::optional<Pair> pair(db::Read& read, AccountId here, AccountId there) {
    auto mine = accounts::find(read, here), other = accounts::find(read, there);
    // Who was removed is told of as a whole, and not follow by follow.
    if (!mine || !other || !mine->is_local() || mine->hidden() || other->is_local()) return std::nullopt;
    return Pair{*mine, *other};
}

void send(db::Write& write, Pair const& between, std::string activity) {
    send_to(write, {.author = between.here.id, .activity = std::move(activity)}, {between.there.id});
}

void take_back_follow(db::Write& write, Pair const& between) {
    auto number = deeds(write, between.here.id, "follow", between.there.id.value);
    if (number) send(write, between, undo_of(follow_of(between.here, between.there, number), between.here));
}

void refuse_follower(db::Write& write, Pair const& between) {
    auto uri = follow_uri(write, between.there.id, between.here.id);
    if (uri.empty()) return;  // they took it back themselves
    send(write, between, reject_of(named_follow(uri, between.there, between.here), between.here));
    forget_follow(write, between.there.id, between.here.id);
}

void requested(db::Write& write, follows::Requested const& event) {
    auto between = pair(write, event.follower, event.followed);
    if (!between) return;
    note_told(write, between->here);
    send(write, *between, follow_of(between->here, between->there, count_deed(write, event.follower, "follow", event.followed.value)));
}

void withdrawn(db::Write& write, follows::Withdrawn const& event) {
    if (auto asked = pair(write, event.follower, event.followed); asked && event.by != event.followed) take_back_follow(write, *asked);
    if (auto between = pair(write, event.followed, event.follower)) refuse_follower(write, *between);
}

void began(db::Write& write, follows::Began const& event) {
    auto between = pair(write, event.followed, event.follower);
    auto uri = between ? follow_uri(write, event.follower, event.followed) : std::string();
    if (uri.empty()) return;
    note_told(write, between->here);
    send(write, *between, accept_of(named_follow(uri, between->there, between->here), between->here));
}

void ended(db::Write& write, follows::Ended const& event) {
    if (auto followed = pair(write, event.follower, event.followed)) take_back_follow(write, *followed);
    if (auto between = pair(write, event.followed, event.follower)) refuse_follower(write, *between);
}

void blocked(db::Write& write, blocks::Changed const& event) {
    auto between = event.what == a_block ? pair(write, event.account, event.other) : std::nullopt;
    if (!between) return;
    auto number = event.on ? count_deed(write, event.account, "block", event.other.value) : deeds(write, event.account, "block", event.other.value);
    if (!number) return;
    auto block = block_of(between->here, between->there, number);
    send(write, *between, event.on ? block : undo_of(block, between->here));
}

void moved(db::Write& write, accounts::Moved const& event) {
    auto from = accounts::find(write, event.from), to = accounts::find(write, event.to);
    if (from && to && from->is_local()) send_to_followers(write, {.author = from->id, .activity = move_of(*from, *to)});
}

// The key signs this last word, and its server answers 410 from now on.
void removed(db::Write& write, accounts::Removed const& event) {
    auto name = write.one(sql::name_of_account, {event.account}, [](db::Row const& row) { return row.text(0); });
    // Without a key it never said anything, and nobody ever asked for it.
    if (!name || !stored_public_key(write, event.account)) return;
    accounts::Account gone;
    gone.username = *name;
    send_everywhere(write, {.author = event.account, .activity = delete_of(gone)});
    forget(write, event.account);  // of its posts nothing more is said
}

void reported(db::Write& write, moderation::Reported const& event) {
    auto report = moderation::find_report(write, event.report);
    auto about = report && report->forwarded ? accounts::find(write, report->target) : std::nullopt;
    if (!about || about->is_local()) return;
    std::vector<std::string> named{about->uri()};
    for (auto id : report->posts)
        if (auto post = posts::find_unchecked(write, id); post && !post->is_local()) named.push_back(post->remote_uri);
    // By the server: who reports is nobody's business elsewhere.
    send_to(write, {.author = the_server, .activity = flag_of(report->id.value, named, report->comment), .urgent = true}, {about->id});
}

void changed(db::Write& write, accounts::Changed const& event) {
    if (!is_told(write, event.account) && names_elsewhere(write, event.account).empty()) return;
    jobs::add(write, "activitypub.update_actor", event.account.text(), write.now + profile_pause, event.account.text());
}

}  // namespace

void tell_of_people(db::Write& write, base::Event const& event) {
    // With a second number only counts changed: a post is not a new portrait of its author to every server.
    if (event.kind == accounts::Changed::kind && event.ids[1]) return;
    if (event.kind == accounts::Changed::kind) changed(write, base::from_event<accounts::Changed>(event));
    else if (event.kind == follows::Requested::kind) requested(write, base::from_event<follows::Requested>(event));
    else if (event.kind == follows::Withdrawn::kind) withdrawn(write, base::from_event<follows::Withdrawn>(event));
    else if (event.kind == follows::Began::kind) began(write, base::from_event<follows::Began>(event));
    else if (event.kind == follows::Ended::kind) ended(write, base::from_event<follows::Ended>(event));
    else if (event.kind == blocks::Changed::kind) blocked(write, base::from_event<blocks::Changed>(event));
    else if (event.kind == accounts::Moved::kind) moved(write, base::from_event<accounts::Moved>(event));
    else if (event.kind == accounts::Removed::kind) removed(write, base::from_event<accounts::Removed>(event));
    else if (event.kind == moderation::Reported::kind) reported(write, base::from_event<moderation::Reported>(event));
}

}  // namespace activitypub
