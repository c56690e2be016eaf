// Polls: a question with choices, attached to a post; one vote for each account.
#pragma once
#include "base/event.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "jobs/jobs.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polls {

using base::AccountId, base::PostId;

extern db::Schema const schema;

inline base::Setting<std::int64_t> most_options{"polls.most_options", 10, "How many choices a poll may have."};
inline constexpr int longest_option = 100;
inline constexpr std::int64_t shortest_seconds = 300, longest_seconds = 2'629'746;

struct Draft {
    std::vector<std::string> options;
    std::int64_t seconds = 0;  // how long it is open
    bool multiple = false;
    bool hide_totals = false;  // until it is over
};

struct Option { std::string title; std::int64_t votes = 0; };
struct Poll {
    PostId post;        // a poll's id is its post's
    AccountId author;
    std::vector<Option> options;
    base::Time expires_at = 0;
    bool multiple = false, hide_totals = false;
    std::int64_t votes = 0, voters = 0;
    bool is_over(base::Time now) const { return expires_at <= now; }
};

// Refused with the field at fault: poll[options], poll[expires_in].
base::Result<base::Done> check(Draft const&);
base::Result<base::Done> create(db::Write&, PostId, AccountId author, Draft const&);
// An edit of the post: changed choices throw the votes away; a poll that is gone is removed.
base::Result<base::Done> replace(db::Write&, PostId, AccountId author, std::optional<Draft> const&);
void remove(db::Write&, PostId);
// A poll of another server, whose word on its counts holds; brought within bounds. Kept anew each time it is told.
struct Told {
    std::vector<Option> options;
    base::Time expires_at = 0;  // 0: never
    bool multiple = false;
    std::int64_t voters = 0;    // 0: not told
};
base::Result<base::Done> keep_told(db::Write&, PostId, AccountId author, Told const&);
void forget(db::Write&, AccountId);  // the account was removed: its votes go

// `choices` count from 0. Refused when it is over, the voter voted before or wrote it, or a choice is not there. Whether
// the voter may see the post is the caller's question.
base::Result<Poll> vote(db::Write&, PostId, AccountId voter, std::vector<int> const& choices);

// One choice more, as other servers tell votes: each by itself. Where one choice may be made, it is the vote.
base::Result<Poll> add_vote(db::Write&, PostId, AccountId voter, int choice);

std::vector<Poll> of_posts(db::Read&, std::vector<PostId> const&);  // those that have one, in any order
std::optional<Poll> find(db::Read&, PostId);
struct Voted { PostId post; std::vector<int> choices; };
std::vector<Voted> votes_of(db::Read&, AccountId voter, std::vector<PostId> const&);  // only where there are some
std::vector<AccountId> voters(db::Read&, PostId);  // for the notification when it ends

struct Counted { static constexpr std::string_view kind = "polls.counted"; PostId post; };  // somebody voted
struct VoteCast { static constexpr std::string_view kind = "polls.vote_cast"; PostId post; AccountId voter; };
struct Ended { static constexpr std::string_view kind = "polls.ended"; PostId post; };      // its time is over, once

// {"votes": [{"post": id, "choices": [titles]}]}: what an account voted for, for the export of all its data.
std::string exported(db::Read&, AccountId voter);

void add_jobs(jobs::Runner&, db::Database&);  // ends polls at their time, also after a restart

}  // namespace polls
