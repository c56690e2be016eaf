// What became of a story: planned, then changed; and the board of what an organization did because somebody said so.
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include "teams/teams.hpp"

namespace reviews {

using base::Done, base::refuse_field, base::Result;

namespace {

constexpr std::int64_t longest_step = 600;

Step step_in(db::Row const& row) { return {row.id<ReviewId>(0), static_cast<StepKind>(row.integer(1)), row.text(2), row.id<AccountId>(3), row.text(4), row.text(5)}; }

// Before everything, when there was no page before.
struct From { std::string day; std::int64_t review, kind; };
From from(Step const& after) {
    if (after.day.empty()) return {"9999", 0, 0};
    return {after.day, after.review.value, static_cast<std::int64_t>(after.kind)};
}

}  // namespace

std::string_view text_of(StepKind kind) { return kind == StepKind::planned ? "planned" : "changed"; }

std::vector<Step> steps(db::Read& read, ReviewId id) { return read.rows(sql::steps_of, {id}, step_in); }

Result<Done> set_step(db::Write& write, AccountId by, ReviewId id, StepKind kind, std::string_view typed) {
    auto const review = TRY(public_one(write, id));
    auto const location = directory::find(write, review.location);
    if (!location) return std::unexpected(not_there());
    TRY(teams::allow(write, location->organization, by, teams::Role::editor));
    auto const field = std::string(text_of(kind));
    if (review.standing != Standing::shown) return base::refuse(base::Why::conflict, "This review was taken away. There is nothing to reply to.");
    auto const text = TRY(plain_text(field, typed, longest_step));
    auto const number = static_cast<std::int64_t>(kind);
    if (text.empty()) {
        if (write.run(sql::delete_step, {id, number})) teams::record(write, location->organization, by, "review.step_removed", id.text(), field);
        return Done{};
    }
    auto const reply = reply_to(write, id);
    if (!reply || reply->told.empty()) return refuse_field(field, "ERR_INVALID", "Reply first: people want to be heard before they read of plans.");
    if (auto const held = check_reply(write, review, text); !held.empty()) return refuse_field(field, "ERR_HELD", "Some words could tell others that this person was there. Write of the change alone.");
    write.run(sql::put_step, {id, number, location->organization, location->id, text, by, day_of(write.now)});
    teams::record(write, location->organization, by, "review.step", id.text(), field);
    return Done{};
}

std::vector<Step> board_of(db::Read& read, LocationId location, Step const& after, int limit) {
    auto const [day, review, kind] = from(after);
    return read.rows(sql::board_of_location, {location, day, review, kind, limit}, step_in);
}

std::vector<Step> board_of(db::Read& read, AccountId organization, Step const& after, int limit) {
    auto const [day, review, kind] = from(after);
    return read.rows(sql::board_of_organization, {organization, day, review, kind, limit}, step_in);
}

}  // namespace reviews
