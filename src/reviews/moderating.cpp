// Reports, decisions and appeals: moderators alone take a review away, in the open, and another one looks when asked to.
#include "base/time.hpp"
#include "moderation/moderation.hpp"
#include "reviews/moderating.hpp"
#include "reviews/queries.hpp"
#include "teams/teams.hpp"
#include <array>

namespace reviews {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::int64_t longest_words = 1000;

struct Said { std::string_view code, words; };
constexpr std::array<Said, 6> reasons{{{"not_a_visit", "It is not about a visit."}, {"names_somebody", "It tells private things about somebody."}, {"insulting", "It insults or threatens somebody."},
                                       {"not_about_care", "It is not about care."}, {"advertising", "It advertises something."}, {"unlawful", "The law forbids it."}}};
constexpr std::string_view acts[] = {"review.keep", "review.remove", "review.put_back"};

Decision decision_in(db::Row const& row) {
    return {.id = row.id<ReviewDecisionId>(0), .review = row.id<ReviewId>(1), .act = static_cast<Act>(row.integer(2)), .moderator = row.id<AccountId>(3), .reason = row.text(4), .words = row.text(5), .at = row.integer(6)};
}

Result<Review> standing_one(db::Read& read, ReviewId id) {
    auto review = find(read, id);
    if (!review || review->standing == Standing::withdrawn) return std::unexpected(not_there());
    return *review;
}

Result<std::string> said(std::string_view field, std::string_view typed) {
    auto text = TRY(plain_text(field, typed, longest_words));
    if (text.empty()) return refuse_field(std::string(field), "ERR_BLANK", "Say why.");
    return text;
}

Decision decided(db::Write& write, AccountId moderator, Review const& review, Act act, std::string_view reason, std::string const& words) {
    Decision made{.id = write.new_id<ReviewDecisionId>(), .review = review.id, .act = act, .moderator = moderator, .reason = std::string(reason), .words = words, .at = write.now};
    write.run(sql::insert_decision, {made.id, review.id, static_cast<std::int64_t>(act), moderator, made.reason, words, write.now});
    write.run(sql::close_reports, {review.id, made.id});
    moderation::record(write, moderator, acts[static_cast<std::size_t>(act)], "review/" + review.id.text(), reason.empty() ? std::string_view(words) : reason);
    if (act == Act::keep) return made;
    write.run(sql::set_standing, {review.id, static_cast<std::int64_t>(act == Act::remove ? Standing::removed : Standing::shown), act == Act::remove ? std::string(reason) : std::string()});
    rescore(write, review.location);
    write.emit(Changed{review.id, review.location});
    return made;
}

Result<Appeal> appealed(db::Write& write, ReviewId id, AccountId organization, std::string_view typed) {
    auto const decision = last_decision(write, id);
    auto const against = organization ? Act::keep : Act::remove;
    if (!decision || decision->act != against) return refuse(Why::not_found, "There is no decision to appeal against.");
    if (organization && write.number(sql::reported_for, {decision->id, organization}) == 0) return refuse(Why::forbidden, "Only who reported a review appeals against keeping it.");
    if (appeal_of(write, decision->id)) return refuse(Why::conflict, "There is an appeal already.");
    auto const words = TRY(said("words", typed));
    Appeal made{.id = write.new_id<ReviewAppealId>(), .decision = decision->id, .organization = organization, .words = words, .day = day_of(write.now), .decided_by = {}, .answer = {}};
    write.run(sql::insert_appeal, {made.id, made.decision, organization, words, made.day});
    return made;
}

}  // namespace

Appeal appeal_in(db::Row const& row) {
    return {.id = row.id<ReviewAppealId>(0), .decision = row.id<ReviewDecisionId>(1), .organization = row.id<AccountId>(2), .words = row.text(3), .day = row.text(4), .decided_by = row.id<AccountId>(5),
            .decided_at = row.integer(6), .granted = row.boolean(7), .answer = row.text(8)};
}

std::vector<Report> open_reports(db::Read& read, std::int64_t after, int limit) {
    return read.rows(sql::open_reports, {after, limit}, [](db::Row const& row) {
        return Report{row.integer(0), row.id<ReviewId>(1), row.id<AccountId>(2), row.id<AccountId>(3), row.text(4), row.text(5), row.integer(6)};
    });
}
std::vector<Appeal> waiting_appeals(db::Read& read, ReviewAppealId after, int limit) { return read.rows(sql::waiting_appeals, {after, limit}, appeal_in); }
std::int64_t waiting_for_moderators(db::Read& read) { return read.number(sql::count_open_reports, {}) + read.number(sql::count_waiting_appeals, {}); }

std::string_view text_of(Reason reason) { return reasons[static_cast<std::size_t>(reason)].code; }
std::string_view words_of(Reason reason) { return reasons[static_cast<std::size_t>(reason)].words; }
std::optional<Reason> reason_of(std::string_view text) {
    for (std::size_t i = 0; i < reasons.size(); ++i)
        if (reasons[i].code == text) return static_cast<Reason>(i);
    return std::nullopt;
}

Result<Done> report(db::Write& write, ReviewId id, AccountId reporter, Reason reason, std::string_view typed, AccountId organization) {
    auto const review = TRY(public_one(write, id));
    if (review.standing != Standing::shown) return std::unexpected(not_there());
    if (organization) TRY(teams::allow(write, organization, reporter, teams::Role::responder));
    auto const location = directory::find(write, review.location);
    if (organization && (!location || location->organization != organization)) return std::unexpected(not_there());
    auto const words = TRY(plain_text("words", typed, longest_words));
    // Pressed twice, it is one report.
    if (write.number(sql::open_report_by, {id, reporter}) > 0) return Done{};
    write.run(sql::insert_report, {write.new_id<ReviewId>(), id, reporter, organization, text_of(reason), words, write.now});
    return Done{};
}

std::optional<Decision> last_decision(db::Read& read, ReviewId id) { return read.one(sql::last_decision, {id}, decision_in); }
std::optional<Decision> find_decision(db::Read& read, ReviewDecisionId id) { return read.one(sql::decision, {id}, decision_in); }
std::optional<Appeal> appeal_of(db::Read& read, ReviewDecisionId id) { return read.one(sql::appeal_of, {id}, appeal_in); }

Result<Decision> keep(db::Write& write, AccountId moderator, ReviewId id, std::string_view typed) {
    auto const review = TRY(standing_one(write, id));
    if (review.standing == Standing::removed) return refuse(Why::conflict, "It was taken away already.");
    return decided(write, moderator, review, Act::keep, {}, TRY(said("words", typed)));
}

Result<Decision> remove(db::Write& write, AccountId moderator, ReviewId id, Reason reason, std::string_view typed) {
    auto const review = TRY(standing_one(write, id));
    if (review.standing == Standing::removed) return refuse(Why::conflict, "It was taken away already.");
    auto const location = directory::find(write, review.location);
    if (location && directory::works_for(write, moderator, location->organization)) return refuse(Why::forbidden, "Nobody decides about reviews of their own employer.");
    return decided(write, moderator, review, Act::remove, text_of(reason), TRY(said("words", typed)));
}

Result<Appeal> appeal(db::Write& write, ReviewId id, std::string_view key, std::string_view words) {
    if (!is_key(write, id, key)) return std::unexpected(not_there());
    return appealed(write, id, {}, words);
}
Result<Appeal> appeal_own(db::Write& write, ReviewId id, AccountId author, std::string_view words) {
    if (!is_author(write, id, author)) return std::unexpected(not_there());
    return appealed(write, id, {}, words);
}
Result<Appeal> appeal_as(db::Write& write, ReviewId id, AccountId organization, AccountId person, std::string_view words) {
    TRY(teams::allow(write, organization, person, teams::Role::responder));
    auto made = TRY(appealed(write, id, organization, words));
    teams::record(write, organization, person, "reviews.appeal", id.text());
    return made;
}

Result<Done> answer_appeal(db::Write& write, AccountId moderator, ReviewAppealId id, bool grant, std::string_view typed) {
    auto const appeal = write.one(sql::find_appeal, {id}, appeal_in);
    if (!appeal) return refuse(Why::not_found, "There is no such appeal.");
    if (appeal->decided_by) return refuse(Why::conflict, "This appeal was answered already.");
    auto const decision = *find_decision(write, appeal->decision);
    if (decision.moderator == moderator) return refuse(Why::forbidden, "Somebody else answers: this was your own decision.");
    auto const review = TRY(standing_one(write, decision.review));
    auto const answer = TRY(said("answer", typed));
    write.run(sql::decide_appeal, {id, moderator, write.now, grant, answer});
    moderation::record(write, moderator, grant ? "review.appeal_granted" : "review.appeal_rejected", "review/" + review.id.text(), answer);
    if (!grant) return Done{};
    if (decision.act == Act::remove) decided(write, moderator, review, Act::put_back, {}, answer);
    else decided(write, moderator, review, Act::remove, write.one(sql::reason_reported, {decision.id, appeal->organization}, [](db::Row const& row) { return row.text(0); }).value_or("not_about_care"), answer);
    return Done{};
}

}  // namespace reviews
