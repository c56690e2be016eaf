// Accounts, relationships, tags, apps and notifications as apps read them. Every field that Mastodon has is present: apps
// read them without asking whether they are.
#include "mastodon/entities.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "html/html.hpp"

namespace mastodon {

namespace {

using base::Json;

void empty_list(Json& out, std::string_view name) { out.key(name).array().end(); }

void write_fields(Json& out, accounts::Account const& account, bool as_typed) {
    out.array();
    for (auto const& field : account.fields) {
        out.object().pair("name", field.name);
        out.pair("value", as_typed ? field.value : accounts::value_html(account, field).markup).key("verified_at");
        field.verified_at ? out.value(base::iso8601(field.verified_at)) : out.null();
        out.end();
    }
    out.end();
}

}  // namespace

// Mastodon's numbers: apps compare them to draw a badge.
void write_role(Json& out, http::Role role) {
    bool admin = role == http::Role::admin, member = role == http::Role::member;
    out.object().pair("id", admin ? "3" : member ? "-99" : "1").pair("name", admin ? "Administrator" : member ? "" : "Moderator");
    out.pair("color", "").pair("permissions", admin ? "1" : member ? "0" : "1308").pair("highlighted", !member).end();
}

namespace {

void write_public(Json& out, accounts::Account const& account, std::string_view emojis) {
    auto avatar = avatar_address(account), header = header_address(account);
    out.pair("id", account.id.text()).pair("username", account.username).pair("acct", account.handle());
    out.pair("display_name", account.name).pair("locked", account.locked).pair("bot", account.kind == accounts::Kind::service);
    out.pair("discoverable", account.discoverable).pair("indexable", account.indexable).pair("group", account.kind == accounts::Kind::group);
    out.pair("created_at", midnight_of(account.created_at)).pair("note", accounts::note_html(account).markup);
    out.pair("url", account.url()).pair("uri", account.uri());
    out.pair("avatar", avatar).pair("avatar_static", avatar).pair("header", header).pair("header_static", header);
    out.pair("followers_count", account.followers).pair("following_count", account.following).pair("statuses_count", account.posts);
    out.key("last_status_at");
    account.last_post_at ? out.value(day_of(account.last_post_at)) : out.null();
    out.pair("hide_collections", account.hide_collections);
    out.key("emojis").raw(emojis);
    write_fields(out.key("fields"), account, false);
    out.key("roles").array();
    if (account.role != http::Role::member) write_role(out, account.role);
    out.end();
}

}  // namespace

std::string absolute(std::string_view address) {
    if (!address.starts_with('/')) return std::string(address);
    return base::site_url() + std::string(address);
}

std::string day_of(base::Time time) { return base::iso8601(time).substr(0, 10); }
std::string midnight_of(base::Time time) { return day_of(time) + "T00:00:00.000Z"; }

std::string avatar_address(accounts::Account const& account) {
    if (!account.avatar.empty()) return absolute(account.avatar);
    // Our pages draw a landscape; apps take pictures only, so the same one was drawn beforehand.
    auto const mixed = static_cast<std::uint64_t>(account.id.value) * 0x9E3779B97F4A7C15ull >> 40;
    return absolute(html::asset("landscape-" + std::to_string(mixed / 6 % 4 + 1) + "-" + std::to_string(mixed % 6 + 1) + ".webp"));
}

std::string header_address(accounts::Account const& account) {
    return absolute(account.header.empty() ? html::asset("landscape-wide.webp") : account.header);
}

std::string account_json(accounts::Account const& account, std::string_view emojis, std::string_view moved) {
    Json out;
    out.object();
    write_public(out, account, emojis);
    if (account.silenced_at) out.pair("limited", true);
    if (!moved.empty()) out.key("moved").raw(moved);
    out.end();
    return out.take();
}

std::string own_account_json(accounts::Account const& account, accounts::Preferences const& wanted, std::int64_t follow_requests, std::string_view emojis) {
    Json out;
    out.object();
    write_public(out, account, emojis);
    out.key("source").object().pair("privacy", wanted.visibility).pair("sensitive", wanted.sensitive);
    out.pair("language", wanted.language.empty() ? account.language : wanted.language);
    out.pair("note", account.note).pair("follow_requests_count", follow_requests).pair("hide_collections", account.hide_collections);
    out.pair("discoverable", account.discoverable).pair("indexable", account.indexable).pair("quote_policy", wanted.quote_policy);
    write_fields(out.key("fields"), account, true);
    empty_list(out, "attribution_domains");
    out.end();
    write_role(out.key("role"), account.role);
    out.end();
    return out.take();
}

unsigned char bits_of(posts::Marks const& marks) {
    return static_cast<unsigned char>(marks.favourited | marks.boosted << 1 | marks.bookmarked << 2 | marks.pinned << 3 | marks.muted << 4);
}

void write(Json& out, follows::Relationship const& between) {
    out.object().pair("id", between.id.text()).pair("following", between.following);
    bool wished = between.following || between.requested;
    out.pair("showing_reblogs", wished && between.showing_boosts).pair("notifying", between.notifying);
    out.key("languages").array();
    for (auto const& language : between.languages) out.value(language);
    auto const& standing = between.standing;
    out.end().pair("followed_by", between.followed_by).pair("blocking", standing.blocking).pair("blocked_by", standing.blocked_by);
    out.pair("muting", standing.muting).pair("muting_notifications", standing.muting_notifications).key("muting_expires_at");
    standing.muted_until ? out.value(base::iso8601(standing.muted_until)) : out.null();
    out.pair("requested", between.requested).pair("requested_by", between.requested_by);
    out.pair("domain_blocking", standing.domain_blocking).pair("endorsed", between.endorsed).pair("note", between.note).end();
}

void write_history(Json& out, std::vector<posts::Day> const& days) {
    out.key("history").array();
    for (auto const& day : days) {
        out.object().pair("day", std::to_string(day.at / base::second)).pair("uses", std::to_string(day.uses));
        out.pair("accounts", std::to_string(day.accounts)).end();
    }
    out.end();
}

void write(Json& out, posts::Tag const& tag, base::Time now) {
    out.object().pair("id", std::to_string(tag.id)).pair("name", tag.name);
    out.pair("url", base::site_url() + "/tags/" + http::percent_encode(tag.name));
    auto history = tag.history;
    for (int back = static_cast<int>(history.size()); back < 7; ++back) history.push_back({(now / base::day - back) * base::day});
    write_history(out, history);
    out.pair("following", tag.following).pair("featuring", tag.featuring).end();
}

void write_app(Json& out, accounts::App const& app) {
    out.object().pair("name", app.name).key("website");
    app.website.empty() ? out.null() : out.value(app.website);
    out.end();
}

void write(Json& out, notifications::Notification const& told, std::string_view account, std::string_view status) {
    out.object().pair("id", std::to_string(told.id)).pair("type", type_for_apps(told.kind)).pair("created_at", base::iso8601(told.at));
    out.pair("group_key", notifications::group_key(told)).key("account").raw(account);
    if (!status.empty()) out.key("status").raw(status);
    out.end();
}

}  // namespace mastodon
