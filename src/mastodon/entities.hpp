// The shapes of the Mastodon API, from our own words. Each function writes one whole JSON value.
#pragma once
#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "filters/filters.hpp"
#include "follows/follows.hpp"
#include "lists/lists.hpp"
#include "links/links.hpp"
#include "mastodon/status_cache.hpp"
#include "media/media.hpp"
#include "notifications/notifications.hpp"
#include "polls/polls.hpp"
#include "posts/posts.hpp"
#include <string>
#include <string_view>

namespace mastodon {

std::string account_json(accounts::Account const&, std::string_view emojis = "[]", std::string_view moved = {});  // moved: that account's JSON
// For oneself: with `source` and `role`, and the addresses that only their owner needs.
std::string own_account_json(accounts::Account const&, accounts::Preferences const&, std::int64_t follow_requests, std::string_view emojis = "[]");

// `application` is JSON: an app, or null.
StatusParts status_parts(posts::Post const&, accounts::Account const& author, std::string_view application, std::string_view emojis = "[]");
unsigned char bits_of(posts::Marks const&);

void write(base::Json&, follows::Relationship const&);
void write(base::Json&, lists::List const&);
void write(base::Json&, posts::Tag const&, base::Time now);
void write(base::Json&, media::Attachment const&);
void write_app(base::Json&, accounts::App const&);
void write_role(base::Json&, http::Role);
// A visitor's poll has no votes of theirs. `emojis` is JSON: those that its choices use.
void write(base::Json&, polls::Poll const&, base::Time now, AccountId viewer, polls::Voted const*, std::string_view emojis = "[]");
void write(base::Json&, links::Card const&);
void write_members(base::Json&, links::Card const&);  // without the braces: trends add to them
void write_history(base::Json&, std::vector<posts::Day> const&);
// What a status met of its viewer's filters: a JSON array, for `filtered`.
std::string filter_results(PostId, std::vector<filters::Match> const&);
// The custom emoji that texts use, as JSON, for the three above.
std::string emojis_in(db::Read&, std::vector<std::string_view> const& texts, std::string_view domain = {});  // domain: where they were written, "" for here
std::string emojis_in(db::Read&, accounts::Account const&);
std::string emojis_in(db::Read&, posts::Post const&, std::string_view domain);
std::string emojis_in(db::Read&, polls::Poll const&);
// `account` and `status` are JSON; an empty status is left out.
void write(base::Json&, notifications::Notification const&, std::string_view account, std::string_view status);
// Apps know Mastodon's kinds only: what happens to a question under an alert is a change of the alert's post.
inline std::string_view type_for_apps(std::string_view kind) { return notifications::is_about_alert(kind) ? "update" : kind; }

std::string absolute(std::string_view address);      // with the site's address in front when it has none
std::string day_of(base::Time);                      // 2026-11-22
std::string midnight_of(base::Time);                 // apps show the day somebody joined, not the moment
std::string avatar_address(accounts::Account const&);
std::string header_address(accounts::Account const&);

}  // namespace mastodon
