// Replies of an organization to what was said of it: drafted, checked, perhaps looked at by a colleague, then public.
#include "base/time.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include "teams/teams.hpp"
#include <algorithm>

namespace reviews {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::int64_t counted_for_days = 730, due_after_days = 14;

std::int64_t days_between(std::string_view from, std::string_view to) {
    auto const begin = base::parse_iso8601(from), end = base::parse_iso8601(to);
    return begin && end ? std::max<std::int64_t>((*end - *begin) / base::day, 0) : 0;
}

struct Place { Review review; directory::Location location; };
// The review, for those who may speak for its organization; others find nothing there to speak to.
Result<Place> place_of(db::Read& read, ReviewId id, AccountId by, teams::Role at_least) {
    auto const review = TRY(public_one(read, id));
    auto const location = directory::find(read, review.location);
    if (!location) return std::unexpected(not_there());
    TRY(teams::allow(read, location->organization, by, at_least));
    if (review.standing != Standing::shown) return refuse(Why::conflict, "This review was taken away. There is nothing to reply to.");
    return Place{review, *location};
}

Reply reply_in(db::Row const& row) {
    Reply made{.review = row.id<ReviewId>(0), .organization = row.id<AccountId>(1), .told = row.text(2), .author = row.id<AccountId>(3), .approved_by = row.id<AccountId>(4), .published = row.text(5), .changed = row.text(6)};
    made.draft = row.text(7), made.draft_by = row.id<AccountId>(8), made.asks = row.integer(9) == 2;
    return made;
}

}  // namespace

std::optional<Reply> reply_to(db::Read& read, ReviewId id) {
    auto found = read.one(sql::find_reply, {id}, reply_in);
    if (found && !found->published.empty())
        if (auto const review = find(read, id)) found->days = days_between(review->published, found->published);
    return found;
}

Result<Reply> draft_reply(db::Write& write, AccountId by, ReviewId id, std::string_view typed, bool ask_colleague) {
    auto const place = TRY(place_of(write, id, by, teams::Role::responder));
    auto const text = TRY(plain_text("text", typed, longest_reply));
    if (text.empty()) return refuse_field("text", "ERR_BLANK", "Write what you answer.");
    std::int64_t const state = ask_colleague ? 2 : 1;
    write.run(sql::put_draft, {id, place.location.organization, place.location.id, text, by, state});
    teams::record(write, place.location.organization, by, "review.reply_draft", id.text());
    return *reply_to(write, id);
}

Result<Done> drop_draft(db::Write& write, AccountId by, ReviewId id) {
    auto const place = TRY(place_of(write, id, by, teams::Role::responder));
    if (write.run(sql::drop_draft, {id})) teams::record(write, place.location.organization, by, "review.reply_draft_dropped", id.text());
    return Done{};
}

Result<Reply> publish_reply(db::Write& write, AccountId by, ReviewId id, bool looked) {
    auto const place = TRY(place_of(write, id, by, teams::Role::editor));
    auto const reply = reply_to(write, id);
    if (!reply || reply->draft.empty()) return refuse_field("text", "ERR_BLANK", "Write what you answer.");
    bool const colleague = by != reply->draft_by;
    if (reply->asks && !colleague) return refuse_field("text", "ERR_HELD", "You asked a colleague to look at it first.");
    if (!check_reply(write, place.review, reply->draft).empty() && !(colleague && looked)) return refuse_field("text", "ERR_HELD", "Some words could tell others that this person was there. Change them, or let a colleague decide.");
    auto const day = day_of(write.now);
    write.run(sql::insert_reply_version, {write.new_id<base::Id<struct ReplyVersionTag>>(), id, reply->draft, reply->draft_by, day});
    write.run(sql::publish_reply, {id, colleague ? by : AccountId{}, day});
    teams::record(write, place.location.organization, by, reply->told.empty() ? "review.reply" : "review.reply_changed", id.text());
    write.emit(Replied{id, place.location.organization, by});
    return *reply_to(write, id);
}

Result<Done> take_reply_back(db::Write& write, AccountId by, ReviewId id) {
    auto const place = TRY(place_of(write, id, by, teams::Role::editor));
    if (!write.run(sql::take_reply_back, {id})) return refuse(Why::not_found, "There is no reply.");
    teams::record(write, place.location.organization, by, "review.reply_taken_back", id.text());
    return Done{};
}

std::vector<ReplyVersion> reply_versions(db::Read& read, ReviewId id) {
    return read.rows(sql::reply_versions, {id}, [](db::Row const& row) { return ReplyVersion{row.text(0), row.id<AccountId>(1), row.text(2)}; });
}

std::vector<ReviewId> without_reply(db::Read& read, AccountId organization, int limit) {
    struct Waiting { ReviewId id; std::string published; };
    std::vector<Waiting> all;
    for (auto const& each : directory::all_locations_of(read, organization))
        read.each(sql::without_reply, {each.id, limit}, [&](db::Row const& row) { all.push_back({row.id<ReviewId>(0), row.text(1)}); });
    std::ranges::sort(all, std::greater{}, [](Waiting const& each) { return std::pair(std::string_view(each.published), each.id.value); });
    std::vector<ReviewId> first;
    for (auto const& each : all)
        if (std::ssize(first) < limit) first.push_back(each.id);
    return first;
}

std::vector<ReviewId> reply_drafts(db::Read& read, AccountId organization) {
    return read.rows(sql::drafts_of, {organization}, [](db::Row const& row) { return row.id<ReviewId>(0); });
}

Responses responses_of(db::Read& read, std::vector<LocationId> const& places) {
    Responses made;
    std::vector<std::int64_t> days;
    auto const since = day_of(read.now - counted_for_days * base::day), due = day_of(read.now - due_after_days * base::day);
    for (auto const place : places)
        read.each(sql::waits_of_replies, {place, since, due}, [&](db::Row const& row) {
            ++made.reviews;
            if (row.view(1).empty()) return;
            ++made.replied;
            days.push_back(days_between(row.view(0), row.view(1)));
        });
    if (days.empty()) return made;
    std::ranges::sort(days);
    auto const middle = days.size() / 2;
    made.median_days = days.size() % 2 ? static_cast<double>(days[middle]) : static_cast<double>(days[middle - 1] + days[middle]) / 2;
    return made;
}

}  // namespace reviews
