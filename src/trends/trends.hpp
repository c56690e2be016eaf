// Trends: hashtags, posts and links that many different people turn to just now. Staff reviews what may be shown.
#pragma once
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "links/links.hpp"
#include "posts/posts.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trends {

using base::AccountId, base::PostId;

extern db::Schema const schema;

inline base::Setting<std::int64_t> fewest_people{"trends.fewest_people", 3, "How many different people must have used a hashtag, shared a link or supported a post within two days before it can trend."};
inline base::Setting<bool> reviewed_only{"trends.reviewed_only", true, "Whether only trends that a moderator allowed are shown. What spreads fast is not always true."};

enum class Kind { tag, post, link };
std::string_view text_of(Kind);
std::optional<Kind> kind_of(std::string_view);

// Each person counts once for a subject, with the weight 2^(-age / 6 h) of the last time; the sum is the score.
struct Trend {
    Kind kind = Kind::tag;
    std::int64_t subject = 0;    // a hashtag's, post's or card's id
    double score = 0;
    std::int64_t people = 0;     // different ones, within two days
    bool reviewed = false, allowed = false;
    bool is_shown() const { return reviewed ? allowed : !reviewed_only(); }
};

// Highest score first. `offset` as Mastodon pages trends: the list is short and computed anew every five minutes.
struct Page { int offset = 0, limit = 10; };
std::vector<Trend> shown(db::Read&, Kind, Page);
std::vector<Trend> all(db::Read&, Kind, Page);  // with what waits for review or was refused: for moderators
struct Topic { std::string name; std::int64_t people = 0; };
std::vector<Topic> topics(db::Read&, int limit);  // the shown hashtags alone: cheap enough for every page
std::optional<Trend> find(db::Read&, Kind, std::int64_t subject);

// A decision holds until it is changed, also for the next time.
base::Result<base::Done> review(db::Write&, AccountId reviewer, Kind, std::int64_t subject, bool allowed);
void compute(db::Database&);

// Of a link, by days of UTC, today first: seven of them.
std::vector<posts::Day> history(db::Read&, std::int64_t card);

struct Reviewed { static constexpr std::string_view kind = "trends.reviewed"; AccountId reviewer; std::int64_t what, subject; };

void add_jobs(jobs::Runner&, db::Database&);
void add_pages(http::Router::Section pages);  // /explore, /admin/trends

}  // namespace trends
