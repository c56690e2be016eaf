// What other servers asked for, as rows.
#include "activitypub/follows_seen.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/objects.hpp"
#include "activitypub/queries.hpp"
#include "base/json.hpp"

namespace activitypub {

namespace {
std::string first_text(db::Row const& row) { return row.text(0); }
}  // namespace

void keep_follow(db::Write& write, AccountId follower, AccountId followed, std::string_view uri) { write.run(sql::put_follow, {follower, followed, uri}); }

std::string follow_uri(db::Read& read, AccountId follower, AccountId followed) {
    return read.one(sql::follow_uri, {follower, followed}, first_text).value_or("");
}

std::string named_follow(std::string_view uri, accounts::Account const& follower, accounts::Account const& followed) {
    base::Json out;
    out.object().pair("type", "Follow").pair("id", uri).pair("actor", follower.uri()).pair("object", followed.uri());
    return out.end().take();
}

void forget_follow(db::Write& write, AccountId follower, AccountId followed) { write.run(sql::delete_follow, {follower, followed}); }

void accept_again(db::Write& write, AccountId follower, AccountId followed) {
    auto who = accounts::find(write, followed), asker = accounts::find(write, follower);
    auto uri = follow_uri(write, follower, followed);
    if (!who || !asker || uri.empty()) return;
    send_to(write, {.author = followed, .activity = accept_of(named_follow(uri, *asker, *who), *who)}, {follower});
}

void keep_quote_request(db::Write& write, PostId quoting, std::string_view uri) { write.run(sql::put_quote_request, {quoting, uri}); }

void keep_quote_stamp(db::Write& write, PostId quoting, std::string_view uri) { write.run(sql::put_stamp, {quoting, uri}); }

std::string quote_stamp(db::Read& read, PostId quoting) {
    if (auto known = read.one(sql::stamp_of, {quoting}, first_text)) return *known;
    auto post = posts::find_unchecked(read, quoting);
    auto quoted = post && post->quote.state == posts::QuoteState::accepted ? posts::find_unchecked(read, post->quote.post) : std::nullopt;
    auto author = quoted && quoted->is_local() ? accounts::find(read, quoted->author) : std::nullopt;
    return author ? stamp_uri(*author, quoting) : std::string();
}

void forget_quote_stamp(db::Write& write, PostId quoting) { write.run(sql::delete_stamp, {quoting}); }

std::optional<PostId> post_with_stamp(db::Read& read, std::string_view uri) {
    return read.one(sql::post_with_stamp, {uri}, [](db::Row const& row) { return row.id<PostId>(0); });
}

}  // namespace activitypub
