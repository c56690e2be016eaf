// Announcements: what the people who run the server tell everybody on it.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "emojis/emojis.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace announcements {

using base::AccountId;

extern db::Schema const schema;

inline constexpr int longest_text = 3000, most_reactions = 8;  // different ones under one announcement

struct Draft {
    std::string text;
    base::Time starts_at = 0, ends_at = 0;  // of what it is about, and when it goes; 0: none
    bool all_day = false;
};
struct Announcement {
    std::int64_t id = 0;
    Draft said;
    base::Time published_at = 0;  // 0: not published
    base::Time updated_at = 0;
    bool is_shown(base::Time now) const { return published_at && (said.ends_at == 0 || said.ends_at > now); }
};
struct Reaction { std::int64_t announcement = 0, id = 0; std::string name; std::int64_t count = 0; bool mine = false; };
struct Shown { Announcement announcement; bool read = false; std::vector<Reaction> reactions; };

// Rules. Who may say something to everybody is the route's question.
base::Result<Announcement> create(db::Write&, Draft const&);
base::Result<Announcement> change(db::Write&, std::int64_t id, Draft const&);
base::Result<Announcement> publish(db::Write&, std::int64_t id);
base::Result<Announcement> withdraw(db::Write&, std::int64_t id);
base::Result<base::Done> remove(db::Write&, std::int64_t id);
// Of those that are shown; others are not found.
base::Result<base::Done> dismiss(db::Write&, AccountId, std::int64_t id);
// `name` is one emoji, or the shortcode of a custom one.
base::Result<Reaction> react(db::Write&, AccountId, std::int64_t id, std::string_view name);
base::Result<Reaction> take_back(db::Write&, AccountId, std::int64_t id, std::string_view name);
void forget(db::Write&, AccountId);  // the account was removed

std::vector<Shown> shown(db::Read&, AccountId viewer);  // oldest first, read ones too
std::vector<Announcement> all(db::Read&, int limit);    // newest first, unpublished ones too
std::optional<Announcement> find(db::Read&, std::int64_t id);
std::optional<Reaction> find_reaction(db::Read&, std::int64_t reaction);
// Markup of a text, and whom it names.
html::Safe markup(db::Read&, std::string_view text);
std::vector<accounts::Account> named_in(db::Read&, std::string_view text);

struct Published { static constexpr std::string_view kind = "announcements.published"; std::int64_t announcement; };  // or changed
struct Withdrawn { static constexpr std::string_view kind = "announcements.withdrawn"; std::int64_t announcement; };  // deleted or over, too
struct Reacted { static constexpr std::string_view kind = "announcements.reacted"; std::int64_t announcement, reaction; };

void add_export();
void add_jobs(jobs::Runner&, db::Database&);  // ends them at their time
void add_pages(http::Router::Section);        // /admin/announcements, and the button that dismisses one
// What is news to the viewer, for the top of home; empty when nothing is.
html::Safe news(html::Words const&, http::Request const&, db::Read&);

}  // namespace announcements
