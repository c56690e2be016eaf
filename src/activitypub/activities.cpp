// What is done with objects, as activities.
#include "activitypub/vocabulary.hpp"
#include "crypto/crypto.hpp"

namespace activitypub {

using base::Json;

namespace {

Json begun(std::string_view context, std::string const& id, std::string_view type, std::string const& actor) {
    Json out;
    out.object().key("@context").raw(context).pair("id", id).pair("type", type).pair("actor", actor);
    return out;
}

std::string with_post(db::Read& read, posts::Post const& post, accounts::Account const& author, std::string_view type, std::string const& id, base::Time at) {
    auto out = begun(object_context, id, type, author.uri());
    out.pair("published", seconds_of(at));
    write_addressing(out, addressing(read, post, author));
    return out.key("object").raw(object_of(read, post, author, false)).end().take();
}

// An activity of another as it is named in an answer: whole, without a context of its own, or by its id.
void write_named(Json& out, std::string_view activity) {
    if (!activity.starts_with('{')) {
        out.pair("object", activity);
        return;
    }
    out.key("object").raw(activity);
}

std::string answer(std::string_view type, std::string_view activity, accounts::Account const& who) {
    // The same question may be asked again, and must be answered again: each answer has an id of its own.
    auto id = who.uri() + (type == "Accept" ? "#accepts/" : "#rejects/") + crypto::hex(crypto::random_bytes(8));
    auto out = begun(plain_context, id, type, who.uri());
    write_named(out, activity);
    return out.end().take();
}

std::string numbered(accounts::Account const& who, std::string_view kind, std::string const& target, std::int64_t number) {
    return who.uri() + "#" + std::string(kind) + "/" + target + "/" + std::to_string(number);
}

std::string about_pin(std::string_view type, accounts::Account const& who, std::string_view post_uri, std::int64_t number) {
    auto out = begun(plain_context, numbered(who, type == "Add" ? "adds" : "removes", short_hash(post_uri), number), type, who.uri());
    write_addressing(out, {{std::string(everyone)}, {who.uri() + "/followers"}});
    return out.pair("object", post_uri).pair("target", who.uri() + "/collections/featured").end().take();
}

}  // namespace

std::string create_of(db::Read& read, posts::Post const& post, accounts::Account const& author) {
    return with_post(read, post, author, "Create", post.uri(author.username) + "/activity", post.created_at);
}

std::string update_of(db::Read& read, posts::Post const& post, accounts::Account const& author) {
    // Permissions may go back to what they were: the moment names it, not the content.
    auto id = post.uri(author.username) + "#updates/" + std::to_string(read.now);
    return with_post(read, post, author, "Update", id, read.now);
}

std::string delete_of(std::string_view post_uri, accounts::Account const& author) {
    auto out = begun(object_context, std::string(post_uri) + "#delete", "Delete", author.uri());
    write_addressing(out, {{std::string(everyone)}, {}});
    return out.key("object").object().pair("id", post_uri).pair("type", "Tombstone").end().end().take();
}

std::string delete_of(accounts::Account const& actor) {
    auto out = begun(plain_context, actor.uri() + "#delete", "Delete", actor.uri());
    write_addressing(out, {{std::string(everyone)}, {}});
    return out.pair("object", actor.uri()).end().take();
}

std::string announce_of(db::Read& read, PostId boost, base::Time at, posts::Visibility visibility, posts::Post const& boosted, accounts::Account const& booster) {
    auto author = accounts::find(read, boosted.author);
    posts::Post own;
    own.id = boost;
    auto out = begun(plain_context, own.uri(booster.username) + "/activity", "Announce", booster.uri());
    out.pair("published", seconds_of(at));
    auto addressed = addressing(visibility, booster, {});
    if (author) addressed.cc.push_back(author->uri());
    write_addressing(out, addressed);
    return out.pair("object", author ? boosted.uri(author->username) : boosted.remote_uri).end().take();
}

std::string announce_of(db::Read& read, posts::Post const& boost, accounts::Account const& booster) {
    auto boosted = posts::find_unchecked(read, boost.boost_of);
    return boosted ? announce_of(read, boost.id, boost.created_at, boost.visibility, *boosted, booster) : std::string();
}

std::string like_of(accounts::Account const& who, std::string_view post_uri, std::int64_t number) {
    return begun(plain_context, numbered(who, "likes", short_hash(post_uri), number), "Like", who.uri()).pair("object", post_uri).end().take();
}

std::string follow_of(accounts::Account const& follower, accounts::Account const& followed, std::int64_t number) {
    return begun(plain_context, numbered(follower, "follows", followed.id.text(), number), "Follow", follower.uri()).pair("object", followed.uri()).end().take();
}

std::optional<FollowIds> follow_in(std::string_view uri) {
    constexpr std::string_view mark = "#follows/";
    auto at = uri.find(mark);
    if (at == uri.npos) return std::nullopt;
    auto rest = uri.substr(at + mark.size());
    auto followed = base::parse<AccountId>(rest.substr(0, rest.find('/')));
    if (!followed) return std::nullopt;
    return FollowIds{std::string(uri.substr(0, at)), *followed};
}

std::string block_of(accounts::Account const& who, accounts::Account const& other, std::int64_t number) {
    return begun(plain_context, numbered(who, "blocks", other.id.text(), number), "Block", who.uri()).pair("object", other.uri()).end().take();
}

std::string undo_of(std::string_view activity, accounts::Account const& who) {
    // Its own id follows the one of what it takes back; both are ours, and written above.
    constexpr std::string_view mark = "\"id\":\"";
    auto start = activity.find(mark);
    auto from = start == activity.npos ? activity.size() : start + mark.size();
    auto id = std::string(activity.substr(from, activity.find('"', from) - from)) + "/undo";
    std::string inner(activity);
    // The context stands once, around both.
    if (auto context = "\"@context\":" + std::string(plain_context) + ","; inner.starts_with("{" + context)) inner.erase(1, context.size());
    auto out = begun(plain_context, id, "Undo", who.uri());
    return out.key("object").raw(inner).end().take();
}

std::string accept_of(std::string_view activity, accounts::Account const& who) { return answer("Accept", activity, who); }
std::string reject_of(std::string_view activity, accounts::Account const& who) { return answer("Reject", activity, who); }

std::string move_of(accounts::Account const& from, accounts::Account const& to) {
    auto out = begun(plain_context, from.uri() + "#moves/" + to.id.text(), "Move", from.uri());
    write_addressing(out, {{from.uri() + "/followers"}, {}});
    return out.pair("object", from.uri()).pair("target", to.uri()).end().take();
}

std::string add_of(accounts::Account const& who, std::string_view post_uri, std::int64_t number) { return about_pin("Add", who, post_uri, number); }
std::string remove_of(accounts::Account const& who, std::string_view post_uri, std::int64_t number) { return about_pin("Remove", who, post_uri, number); }

std::string vote_of(accounts::Account const& who, posts::Post const& question, std::string_view question_author, std::string_view choice, int place) {
    auto id = who.uri() + "#votes/" + question.id.text() + "/" + std::to_string(place);
    auto out = begun(plain_context, id + "/activity", "Create", who.uri());
    out.pair("to", question_author);
    out.key("object").object().pair("id", id).pair("type", "Note").pair("name", choice).pair("attributedTo", who.uri());
    return out.pair("to", question_author).pair("inReplyTo", question.remote_uri).end().end().take();
}

std::string flag_of(std::int64_t report, std::vector<std::string> const& about, std::string_view comment) {
    auto out = begun(plain_context, base::site_url() + "/actor#reports/" + short_hash(std::to_string(report)), "Flag", server_actor_uri());
    out.pair("content", comment).key("object").array();
    for (auto const& each : about) out.value(each);
    return out.end().end().take();
}

std::string stamp_uri(accounts::Account const& quoted_author, PostId quoting) { return quoted_author.uri() + "/quote_authorizations/" + quoting.text(); }

std::string stamp_of(accounts::Account const& quoted_author, PostId quoting, std::string_view quoting_uri, std::string_view quoted_uri) {
    Json out;
    out.object().key("@context").raw(object_context).pair("id", stamp_uri(quoted_author, quoting)).pair("type", "QuoteAuthorization");
    out.pair("attributedTo", quoted_author.uri()).pair("interactingObject", quoting_uri).pair("interactionTarget", quoted_uri);
    return out.end().take();
}

std::string quote_request_of(db::Read& read, posts::Post const& quoting, accounts::Account const& author, std::string_view quoted_uri) {
    auto out = begun(object_context, quoting.uri(author.username) + "#quote_request", "QuoteRequest", author.uri());
    return out.pair("object", quoted_uri).key("instrument").raw(object_of(read, quoting, author, false)).end().take();
}

std::string quote_request_named(std::string_view uri, std::string_view quoting_author, std::string_view quoted_uri, std::string_view quoting_uri) {
    Json out;
    out.object().pair("type", "QuoteRequest").pair("id", uri).pair("actor", quoting_author).pair("object", quoted_uri).pair("instrument", quoting_uri);
    return out.end().take();
}

std::string quote_accept_of(std::string_view request, accounts::Account const& who, std::string_view stamp) {
    auto out = begun(object_context, who.uri() + "#accepts/" + crypto::hex(crypto::random_bytes(8)), "Accept", who.uri());
    return out.key("object").raw(request).pair("result", stamp).end().take();
}

std::string stamp_deletion_of(accounts::Account const& who, std::string_view stamp) {
    auto out = begun(object_context, std::string(stamp) + "#delete", "Delete", who.uri());
    write_addressing(out, {{std::string(everyone)}, {}});
    return out.pair("object", stamp).end().take();
}

}  // namespace activitypub
