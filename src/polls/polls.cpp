// The rules of polls: what a poll may ask, who votes once, and what an edit or a removal does to the votes.
#include "polls/polls.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "polls/queries.hpp"
#include "polls/schema.hpp"
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace polls {

using base::Done, base::refuse_field, base::Result;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::string_view end_job = "polls.end";

std::string as_kept(std::string_view title) { return base::trim(base::normalize(title)); }

std::vector<std::string> titles_of(Draft const& draft) {
    std::vector<std::string> titles;
    for (auto const& each : draft.options) titles.push_back(as_kept(each));
    return titles;
}

Result<Done> check_option(std::string_view title) {
    // Bytes first: counting graphemes of a million characters is work for nothing.
    if (title.size() > longest_option * 32 || base::graphemes(title) > longest_option)
        return refuse_field("poll[options]", "ERR_TOO_LONG", "Poll options cannot be longer than " + std::to_string(longest_option) + " characters each");
    if (as_kept(title).empty()) return refuse_field("poll[options]", "ERR_BLANK", "Poll options cannot be empty");
    return Done{};
}

// A poll whose end was moved keeps the jobs for its earlier ends: they find that its time has not come.
void add_end(db::Write& write, PostId post, base::Time at) {
    jobs::add(write, end_job, post.text(), at, post.text() + "/" + std::to_string(at));
}

bool asks_the_same(Poll const& poll, Draft const& draft) {
    return poll.multiple == draft.multiple &&
           std::ranges::equal(poll.options, titles_of(draft), {}, &Option::title);
}

Result<Done> check_vote(db::Read& read, Poll const& poll, AccountId voter, std::vector<int> const& choices) {
    if (poll.is_over(read.now)) return refuse_field("choices", "ERR_ENDED", "The poll has already ended");
    if (poll.author == voter) return refuse_field("choices", "ERR_OWN_POLL", "You cannot vote in your own polls");
    bool known = std::ranges::all_of(choices, [&](int each) { return each >= 0 && each < static_cast<int>(poll.options.size()); });
    if (!known || choices.empty()) return refuse_field("choices", "ERR_INVALID", "The chosen vote option does not exist");
    if (choices.size() > 1 && !poll.multiple) return refuse_field("choices", "ERR_TOO_MANY", "This poll takes one choice only");
    if (read.number(sql::has_voted, {poll.post, voter})) return refuse_field("choices", "ERR_TAKEN_ALREADY", "You have already voted on this poll");
    return Done{};
}

}  // namespace

Result<Done> check(Draft const& draft) {
    if (draft.options.size() < 2) return refuse_field("poll[options]", "ERR_TOO_FEW", "Poll options must have more than one item");
    if (draft.options.size() > static_cast<std::size_t>(most_options()))
        return refuse_field("poll[options]", "ERR_TOO_MANY", "Poll options can't contain more than " + std::to_string(most_options()) + " items");
    std::unordered_set<std::string> seen;
    for (auto const& each : draft.options) {
        TRY(check_option(each));
        if (!seen.insert(as_kept(each)).second) return refuse_field("poll[options]", "ERR_DUPLICATE", "Poll options contain duplicate items");
    }
    if (draft.seconds < shortest_seconds) return refuse_field("poll[expires_in]", "ERR_TOO_SOON", "Poll expires at is too soon");
    if (draft.seconds > longest_seconds) return refuse_field("poll[expires_in]", "ERR_TOO_LATE", "Poll expires at is too far into the future");
    return Done{};
}

Result<Done> create(db::Write& write, PostId post, AccountId author, Draft const& draft) {
    TRY(check(draft));
    auto expires_at = write.now + draft.seconds * 1000;
    write.run(sql::insert_poll, {post, author, expires_at, draft.multiple, draft.hide_totals});
    std::int64_t position = 0;
    for (auto const& title : titles_of(draft)) write.run(sql::insert_option, {post, position++, title});
    add_end(write, post, expires_at);
    return Done{};
}

Result<Done> replace(db::Write& write, PostId post, AccountId author, std::optional<Draft> const& draft) {
    if (draft) TRY(check(*draft));
    auto before = find(write, post);
    if (before && draft && asks_the_same(*before, *draft)) {
        auto expires_at = write.now + draft->seconds * 1000;
        write.run(sql::move_end, {post, expires_at, draft->hide_totals});
        add_end(write, post, expires_at);
        return Done{};
    }
    if (before) remove(write, post);
    if (draft) return create(write, post, author, *draft);
    return Done{};
}

void remove(db::Write& write, PostId post) {
    write.run(sql::delete_votes, {post});
    write.run(sql::delete_options, {post});
    write.run(sql::delete_poll, {post});
}

Result<Done> keep_told(db::Write& write, PostId post, AccountId author, Told const& told) {
    constexpr std::size_t most = 50;
    constexpr std::int64_t most_votes = 1'000'000'000;
    std::vector<Option> options;
    for (auto const& each : told.options) {
        auto title = base::shorten(as_kept(each.title.substr(0, 4000)), 4 * longest_option);
        if (!title.empty() && options.size() < most) options.push_back({title, std::clamp<std::int64_t>(each.votes, 0, most_votes)});
    }
    if (options.size() < 2) return refuse_field("poll[options]", "ERR_TOO_FEW", "Poll options must have more than one item");
    std::int64_t votes = 0;
    for (auto const& option : options) votes += option.votes;
    auto voters = std::clamp<std::int64_t>(told.voters ? told.voters : told.multiple ? 0 : votes, 0, votes);
    // Without an end, and for one past all reason: ten years.
    auto latest = write.now + 10 * 366 * base::day;
    auto expires_at = told.expires_at > 0 ? std::min(told.expires_at, latest) : latest;
    auto before = find(write, post);
    if (before && (before->multiple != told.multiple || !std::ranges::equal(before->options, options, {}, &Option::title, &Option::title))) {
        remove(write, post);
        before.reset();
    }
    if (!before) {
        write.run(sql::insert_poll, {post, author, expires_at, told.multiple, false});
        for (std::size_t i = 0; i < options.size(); ++i) write.run(sql::insert_option, {post, i, options[i].title});
    } else if (before->expires_at != expires_at) {
        write.run(sql::move_end, {post, expires_at, false});
    }
    if (told.expires_at > 0 && expires_at < latest) add_end(write, post, expires_at);
    // Never fewer than we know of: our own members' votes may not have arrived there yet.
    for (std::size_t i = 0; i < options.size(); ++i) write.run(sql::set_option_votes, {post, i, options[i].votes});
    write.run(sql::set_poll_votes, {post, votes, voters});
    write.run(sql::at_least_our_voters, {post});
    if (before) write.emit(Counted{post});
    return Done{};
}

void forget(db::Write& write, AccountId account) {
    std::unordered_map<PostId, std::int64_t> votes_in;
    write.each(sql::all_votes_of, {account}, [&](db::Row const& row) { ++votes_in[row.id<PostId>(0)]; });
    auto votes = write.rows(sql::all_votes_of, {account}, [](db::Row const& row) { return std::pair{row.id<PostId>(0), row.integer(1)}; });
    write.run(sql::delete_votes_of, {account});
    for (auto const& [post, position] : votes) write.run(sql::count_option, {post, position, -1});
    for (auto const& [post, count] : votes_in) {
        write.run(sql::count_poll, {post, -count, -1});
        write.emit(Counted{post});
    }
    for (auto post : write.rows(sql::polls_by, {account}, [](db::Row const& row) { return row.id<PostId>(0); })) remove(write, post);
}

Result<Poll> vote(db::Write& write, PostId post, AccountId voter, std::vector<int> const& asked) {
    auto poll = find(write, post);
    if (!poll) return base::refuse(base::Why::not_found, "There is no such poll.");
    auto choices = asked;
    std::ranges::sort(choices);
    choices.erase(std::ranges::unique(choices).begin(), choices.end());
    TRY(check_vote(write, *poll, voter, choices));
    for (auto choice : choices) {
        write.run(sql::insert_vote, {post, voter, choice});
        write.run(sql::count_option, {post, choice, 1});
    }
    write.run(sql::count_poll, {post, choices.size(), 1});
    write.emit(Counted{post});
    write.emit(VoteCast{post, voter});
    return *find(write, post);
}

Result<Poll> add_vote(db::Write& write, PostId post, AccountId voter, int choice) {
    auto poll = find(write, post);
    bool voted = poll && write.number(sql::has_voted, {post, voter});
    if (!poll || !voted || !poll->multiple) return vote(write, post, voter, {choice});
    if (poll->is_over(write.now) || choice < 0 || choice >= static_cast<int>(poll->options.size()))
        return refuse_field("choices", "ERR_INVALID", "The chosen vote option does not exist");
    if (write.run(sql::insert_vote, {post, voter, choice})) {
        write.run(sql::count_option, {post, choice, 1});
        write.run(sql::count_poll, {post, 1, 0});
        write.emit(Counted{post});
    }
    return *find(write, post);
}

}  // namespace polls
