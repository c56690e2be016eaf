// The shapes of the Mastodon API, from our own words. Each function writes one whole JSON value.
#pragma once
#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "follows/follows.hpp"
#include "mastodon/status_cache.hpp"
#include "notifications/notifications.hpp"
#include "posts/posts.hpp"
#include <string>
#include <string_view>

namespace mastodon {

std::string account_json(accounts::Account const&);
// For oneself: with `source` and `role`, and the addresses that only their owner needs.
std::string own_account_json(accounts::Account const&, std::int64_t follow_requests);

// `application` is JSON: an app, or null.
StatusParts status_parts(posts::Post const&, accounts::Account const& author, std::string_view application);
unsigned char bits_of(posts::Marks const&);

void write(base::Json&, follows::Relationship const&);
void write(base::Json&, posts::Tag const&, base::Time now);
void write_app(base::Json&, accounts::App const&);
// `account` and `status` are JSON; an empty status is left out.
void write(base::Json&, notifications::Notification const&, std::string_view account, std::string_view status);

std::string absolute(std::string_view address);      // with the site's address in front when it has none
std::string day_of(base::Time);                      // 2026-11-22
std::string midnight_of(base::Time);                 // apps show the day somebody joined, not the moment
std::string avatar_address(accounts::Account const&);
std::string header_address(accounts::Account const&);

}  // namespace mastodon
