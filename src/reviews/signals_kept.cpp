// Signs of fraud as they are kept: found by a job, counted less from then on, judged by a moderator; nothing is deleted.
#include "base/time.hpp"
#include "moderation/moderation.hpp"
#include "reviews/fairness.hpp"
#include "reviews/queries.hpp"
#include "reviews/scoring.hpp"
#include "reviews/signals.hpp"
#include <map>
#include <set>

namespace reviews {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

SignalCase case_in(db::Row const& row) {
    return {.id = row.id<SignalId>(0), .location = row.id<LocationId>(1), .kind = row.text(2), .why = row.text(3), .weight = row.real(4), .found_at = row.integer(5), .standing = static_cast<int>(row.integer(6))};
}

struct Everything { std::vector<std::string> texts; std::vector<Observed> seen; };
Everything everything(db::Read& read) {
    Everything made;
    std::map<std::string, std::int64_t> people;  // pseudonyms, numbered for as long as this takes
    read.each(sql::judged, {day_of(read.now - static_cast<base::Time>(counted_days) * base::day)}, [&](db::Row const& row) {
        auto const person = people.try_emplace(row.text(2), std::ssize(people)).first->second;
        auto const day = base::parse_iso8601(row.text(4)).value_or(0) / base::day;
        made.seen.push_back({.id = row.integer(0), .location = row.integer(1), .reviewer = person, .day = day, .overall = static_cast<int>(row.integer(3)), .told = {}});
        made.texts.push_back(row.text(5));
    });
    for (std::size_t i = 0; i < made.seen.size(); ++i) made.seen[i].told = made.texts[i];
    return made;
}

void weigh(db::Write& write, ReviewId id) {
    double weight = 1;
    for (auto const& each : signals(write, id)) weight *= each.weight;
    write.run(sql::set_weight, {id, weight});
}

}  // namespace

std::vector<Signal> signals(db::Read& read, ReviewId id) {
    return read.rows(sql::signals_about, {id}, [](db::Row const& row) { return Signal{row.text(0), row.text(1), row.real(2)}; });
}

// What was found once is not found again, whatever was decided: a dismissed sign stays dismissed.
std::int64_t look_for_signals(db::Write& write) {
    auto const all = everything(write);
    std::set<std::pair<std::int64_t, std::string>> known;
    write.each(sql::known_signals, {}, [&](db::Row const& row) { known.emplace(row.integer(0), row.text(1)); });
    std::int64_t made = 0;
    std::set<LocationId> places;
    for (auto const& each : all_suspicions(all.seen)) {
        std::vector<ReviewId> fresh;
        for (auto const which : each.which)
            if (!known.contains({all.seen[which].id, std::string(each.kind)})) fresh.push_back(ReviewId{all.seen[which].id});
        if (fresh.empty()) continue;
        auto const id = write.new_id<SignalId>();
        write.run(sql::insert_signal, {id, each.location, each.kind, each.why, each.weight, write.now});
        for (auto const review : fresh) {
            write.run(sql::put_signal_about, {id, review});
            weigh(write, review);
        }
        places.insert(LocationId{each.location});
        ++made;
    }
    for (auto const place : places) rescore(write, place);
    return made;
}

std::vector<SignalCase> waiting_signals(db::Read& read, std::int64_t after, int limit) { return read.rows(sql::waiting_signals, {after, limit}, case_in); }
std::vector<ReviewId> reviews_of(db::Read& read, SignalId id) {
    return read.rows(sql::reviews_of_signal, {id}, [](db::Row const& row) { return row.id<ReviewId>(0); });
}

Result<Done> decide_signal(db::Write& write, AccountId moderator, SignalId id, bool keep, std::string_view typed) {
    auto const found = write.one(sql::find_signal, {id}, case_in);
    if (!found) return refuse(Why::not_found, "There is no such sign.");
    if (found->standing != 0) return refuse(Why::conflict, "Somebody decided this already.");
    auto const words = TRY(plain_text("words", typed, 1000));
    if (words.empty()) return refuse_field("words", "ERR_BLANK", "Say why.");
    write.run(sql::decide_signal, {id, keep ? 1 : 2, moderator, words, write.now});
    moderation::record(write, moderator, keep ? "review.signal.keep" : "review.signal.dismiss", "signal/" + id.text(), words);
    for (auto const each : reviews_of(write, id)) weigh(write, each);
    rescore(write, found->location);
    return Done{};
}

}  // namespace reviews
