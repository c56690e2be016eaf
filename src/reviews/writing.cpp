// Writing, changing and withdrawing: who may, what may be said, and how nothing of it leads back to who did.
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "reviews/fairness.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include <algorithm>

namespace reviews {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

// Moments of publication are whole numbers of these, so that a batch holds what many people wrote.
constexpr base::Time batch = 6 * base::hour;

bool is_month(std::string_view text) {
    auto const digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    if (text.size() != 7 || text[4] != '-') return false;
    for (std::size_t i : {0, 1, 2, 3, 5, 6})
        if (!digit(i)) return false;
    auto const month = text.substr(5);
    return month >= "01" && month <= "12";
}

std::string two_years_before(std::string month) {
    auto const year = std::to_string(std::stoi(month.substr(0, 4)) - 2);
    return year + month.substr(4);
}

Result<Done> check_month(std::string_view month, base::Time now) {
    if (!is_month(month)) return refuse_field("month", "ERR_INVALID", "Choose the month of the visit.");
    auto const this_month = base::iso8601(now + base::day).substr(0, 7);  // somewhere it may be tomorrow already
    if (month > this_month) return refuse_field("month", "ERR_INVALID", "This month is still to come.");
    if (month < two_years_before(base::iso8601(now).substr(0, 7))) return refuse_field("month", "ERR_INVALID", "Reviews are of visits within the last two years.");
    return Done{};
}

// What is asked may have become less since: answers to what is not asked are dropped.
Result<Draft> checked(db::Write& write, Draft draft) {
    auto const location = directory::find(write, draft.location);
    if (!location || !location->active) return refuse(Why::not_found, "There is no such place.");
    if (draft.overall < 1 || draft.overall > 5) return refuse_field("overall", "ERR_BLANK", "Choose from 1 to 5 stars.");
    auto const asked = dimensions(write, location->specialty).size();
    for (std::size_t i = 0; i < most_dimensions; ++i) {
        if (i >= asked) draft.marks[i] = 0;
        if (draft.marks[i] < 0 || draft.marks[i] > 5) return refuse_field("marks", "ERR_INVALID", "Choose from 1 to 5, or leave it out.");
    }
    draft.told = TRY(plain_text("told", draft.told, longest_story));
    draft.signed_as = TRY(plain_text("signed_as", draft.signed_as, longest_signature));
    if (draft.signed_as.contains('\n')) return refuse_field("signed_as", "ERR_INVALID", "A name is one line.");
    if (draft.language.size() > 35) draft.language.clear();
    TRY(check_month(draft.month, write.now));
    return draft;
}

// Whoever posts very many from one place is rarely many people. IPv6 is counted by the network of a household.
std::string network_of(std::string_view address) {
    if (!address.contains(':')) return std::string(address);
    std::size_t end = 0;
    for (int colons = 0; end < address.size() && colons < 4; ++end) colons += address[end] == ':';
    return std::string(address.substr(0, end));
}

Result<Done> count_address(db::Write& write, std::string_view address) {
    if (address.empty() || most_per_address() <= 0) return Done{};
    auto const today = day_of(write.now);
    auto const bucket = pseudonym(write, "address", network_of(address) + " " + today);
    if (write.number(sql::written_from, {bucket}) >= most_per_address())
        return refuse(Why::too_many, "Very many reviews came from your network today. Please try again tomorrow.");
    write.run(sql::count_written, {bucket, today});
    return Done{};
}

Result<Done> check_author(db::Write& write, AccountId author, std::string const& reviewer, LocationId id) {
    auto const organization = directory::find(write, id)->organization;
    if (author == organization) return refuse(Why::forbidden, "Nobody can review themselves.");
    if (directory::works_for(write, author, organization)) return refuse(Why::forbidden, "Nobody can review their own employer.");
    auto const since = day_of(write.now - 365 * base::day);
    if (write.number(sql::reviewed_since, {reviewer, id, since}) > 0)
        return refuse(Why::conflict, "You reviewed this place within the last year. You can change that review.");
    return Done{};
}

base::Time drawn_moment(base::Time now) {
    auto const slots = wait_hours() * base::hour / batch;
    if (slots <= 0) return 0;
    return (now / batch + 1 + random_below(slots)) * batch;
}

void put_waiting(db::Write& write, ReviewId id, std::string const& reviewer, Draft const& draft, bool verified, std::string const& key_hash, base::Time due) {
    write.run(sql::delete_waiting, {id});
    write.run(sql::insert_waiting, {id, draft.location, reviewer, draft.overall, draft.marks[0], draft.marks[1], draft.marks[2], draft.marks[3], draft.marks[4], draft.told, draft.month, draft.signed_as,
                                    draft.language, verified, key_hash, due});
    if (wait_hours() <= 0) publish_due(write);
}

Result<Done> changed(db::Write& write, ReviewId id, Draft draft) {
    auto const before = find(write, id);
    auto const waiting = find_waiting(write, id);
    if (before && before->standing == Standing::removed) return refuse(Why::forbidden, "This review was taken away. You can appeal.");
    auto const& known = waiting ? *waiting : *before;
    draft.location = known.location;
    if (known.verified) draft.month = known.month;
    draft = TRY(checked(write, std::move(draft)));
    auto const due = waiting ? write.number(sql::due_at, {id}) : drawn_moment(write.now);
    auto const text = [&](db::Query const& query) { return *write.one(query, {id}, [](db::Row const& row) { return row.text(0); }); };
    auto const reviewer = text(sql::reviewer_of), key_hash = text(sql::key_of);
    put_waiting(write, id, reviewer, draft, known.verified, key_hash, due);
    return Done{};
}

// All that says anything of anybody goes; the place in the list stays for replies that everybody read.
Result<Done> taken_back(db::Write& write, ReviewId id) {
    auto const location = (find(write, id) ? find(write, id) : find_waiting(write, id))->location;
    write.run(sql::delete_waiting, {id});
    write.run(sql::delete_themes, {id});
    if (write.run(sql::withdraw, {id}) == 0) return Done{};
    rescore(write, location);
    write.emit(Changed{id, location});
    return Done{};
}

// reviews.json: found by computing the pseudonym anew.
std::string exported(db::Read& read, AccountId account) {
    base::Json json;
    json.object().key("written").array();
    for (auto const& each : reviews_by(read, account)) {
        json.object().pair("location", directory::address_of(each.location)).pair("overall", each.overall).pair("story", each.told).pair("month", each.month).pair("signed_as", each.signed_as);
        json.pair("verified_visit", each.verified).pair("published", each.published).key("marks").array();
        for (auto const mark : each.marks) json.value(mark);
        json.end().end();
    }
    json.end().key("reported").array();
    read.each(sql::reports_by, {account}, [&](db::Row const& row) {
        json.object().pair("review", row.text(1)).pair("reason", row.view(4)).pair("words", row.view(5)).pair("at", base::iso8601(row.integer(6))).end();
    });
    return json.end().end().take();
}

}  // namespace

Result<std::string> plain_text(std::string_view field, std::string_view typed, std::int64_t longest) {
    if (std::ssize(typed) > longest * 16) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    if (!base::is_utf8(typed)) return refuse_field(std::string(field), "ERR_INVALID", "This text cannot be read.");
    auto text = base::trim(base::normalize(typed));
    if (base::graphemes(text) > longest) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
        char const next = at + 1 < text.size() ? text[at + 1] : ' ';
        if (next == '/' || next == '!' || next == '?' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z'))
            return refuse_field(std::string(field), "ERR_INVALID", "Write plain text: markup such as <b> is not taken.");
    }
    return text;
}

Result<Written> write(db::Write& write, AccountId author, Draft const& typed, std::string_view address) {
    auto draft = typed;
    // A link from the place knows the month better than memory does.
    if (auto const visit = draft.token.empty() ? std::nullopt : open_visit(write, draft.token)) draft.month = visit->month;
    draft = TRY(checked(write, std::move(draft)));
    auto const reviewer = pseudonym(write, "reviewer", author.text());
    TRY(check_author(write, author, reviewer, draft.location));
    if (!draft.token.empty()) TRY(use_token(write, draft.token, draft.location));
    TRY(count_address(write, address));
    Written made{random_id(), crypto::new_token()};
    put_waiting(write, made.id, reviewer, draft, !draft.token.empty(), crypto::token_hash(made.key), drawn_moment(write.now));
    return made;
}

bool is_key(db::Read& read, ReviewId id, std::string_view key) {
    auto const hash = read.one(sql::key_of, {id}, [](db::Row const& row) { return row.text(0); });
    return hash && !hash->empty() && crypto::same(*hash, crypto::token_hash(key));
}

bool is_author(db::Read& read, ReviewId id, AccountId account) {
    auto const reviewer = read.one(sql::reviewer_of, {id}, [](db::Row const& row) { return row.text(0); });
    return account && reviewer && !reviewer->empty() && crypto::same(*reviewer, known_pseudonym(read, "reviewer", account.text()));
}

Result<Done> change(db::Write& write, ReviewId id, std::string_view key, Draft const& draft) {
    if (!is_key(write, id, key)) return std::unexpected(not_there());
    return changed(write, id, draft);
}
Result<Done> change_own(db::Write& write, ReviewId id, AccountId author, Draft const& draft) {
    if (!is_author(write, id, author)) return std::unexpected(not_there());
    return changed(write, id, draft);
}
Result<Done> withdraw(db::Write& write, ReviewId id, std::string_view key) {
    if (!is_key(write, id, key)) return std::unexpected(not_there());
    return taken_back(write, id);
}
Result<Done> withdraw_own(db::Write& write, ReviewId id, AccountId author) {
    if (!is_author(write, id, author)) return std::unexpected(not_there());
    return taken_back(write, id);
}

void publish_due(db::Write& write) {
    struct Due { ReviewId id; LocationId location; bool known; };
    auto due = write.rows(sql::due, {write.now}, [](db::Row const& row) { return Due{row.id<ReviewId>(0), row.id<LocationId>(1), row.boolean(2)}; });
    for (auto i = std::ssize(due); i > 1; --i) std::swap(due[static_cast<std::size_t>(i - 1)], due[static_cast<std::size_t>(random_below(i))]);
    for (auto const& each : due) {
        auto const told = find_waiting(write, each.id)->told;
        write.run(each.known ? sql::publish_change : sql::publish, {each.id, day_of(write.now)});
        write.run(sql::delete_waiting, {each.id});
        note_themes(write, each.id, told);
        rescore(write, each.location);
        if (each.known) write.emit(Changed{each.id, each.location});
        else write.emit(Published{each.id, each.location});
    }
    // Those whose authors' accounts are gone follow in batches too: at the same moment they would say whose they were.
    for (auto const id : write.rows(sql::leaving, {write.now}, [](db::Row const& row) { return row.id<ReviewId>(0); })) (void)taken_back(write, id);
    write.run(sql::forget_floods, {day_of(write.now)});
    write.run(sql::forget_visits, {day_of(write.now - token_lasts)});
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.every("reviews.publish", base::hour, [&database] {
        (void)database.write([](db::Write& write) -> Result<Done> {
            publish_due(write);
            return Done{};
        });
    });
    runner.every("reviews.fairness", base::day, [&database] {
        (void)database.write([](db::Write& write) -> Result<Done> {
            look_for_signals(write);
            rescore_all(write);
            return Done{};
        });
    });
}

void add_export() { accounts::add_to_export("reviews.json", exported); }

void forget_account(db::Write& write, AccountId account) {
    write.run(sql::forget_reporter, {account});
    write.run(sql::forget_signal_moderator, {account});
    for (auto const& query : {sql::forget_reply_author, sql::forget_reply_drafter, sql::forget_version_author, sql::forget_step_author}) write.run(query, {account});
    auto const reviewer = known_pseudonym(write, "reviewer", account.text());
    if (reviewer.empty()) return;
    write.run(sql::delete_waiting_of, {reviewer});
    write.run(sql::leave, {reviewer, std::max<base::Time>(drawn_moment(write.now), 1)});
    if (wait_hours() <= 0) publish_due(write);
}

}  // namespace reviews
