// Asking, and having the same question. Who asks is known to nobody but, when they allow it, the agency.
#include "questions/inside.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "questions/queries.hpp"
#include "questions/schema.hpp"
#include <algorithm>

namespace questions {

using base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr int most_waiting = 5, most_compared = 300;
constexpr std::size_t most_similar = 5;
constexpr base::Time open_after_end = 30 * base::day;

Question question_in(db::Row const& row) {
    return {.id = row.id<QuestionId>(0), .chain = row.id<AlertId>(1), .alert = row.id<AlertId>(2), .organization = row.id<AccountId>(3), .asker = row.id<AccountId>(4),
            .named = row.boolean(5), .text = row.text(6), .wording = row.text(7), .asked_at = row.integer(8), .merged_into = row.id<QuestionId>(9),
            .state = static_cast<State>(row.integer(10)), .declined = static_cast<Reason>(row.integer(11)), .next_update = row.integer(12), .people = row.integer(13)};
}

Answer answer_in(db::Row const& row) {
    return {.question = row.id<QuestionId>(0), .version = row.integer(1), .author = row.id<AccountId>(2), .known = row.text(3), .not_known = row.text(4), .doing = row.text(5),
            .next_update = row.integer(6), .at = row.integer(7), .entry = row.integer(8), .taken_away = row.boolean(9)};
}

// Of those that are as alike, the older one comes first.
std::pair<double, std::int64_t> by_likeness(Resembling const& each) { return {each.likeness, -each.question.id.value}; }

// Somebody here must be able to answer, and still look at it.
Result<alerts::Alert> open_for_questions(db::Read& read, AlertId id) {
    auto const alert = alerts::find(read, id);
    if (!alert || !alert->is_ours() || alert->taken_away || !alerts::right_of(read, alert->issuer)) return base::refuse(Why::not_found, "Questions cannot be asked under this alert.");
    auto const last = newest(read, alert->chain);
    if (last->ended_at && last->ended_at < read.now - open_after_end) return base::refuse(Why::not_found, "This alert is long over. Questions are closed.");
    return *alert;
}

Result<std::string> checked(std::string_view typed) {
    auto const text = base::trim(base::normalize(typed));
    if (text.empty()) return base::refuse_field("text", "ERR_BLANK", "Write your question.");
    if (base::graphemes(text) > longest_question) return base::refuse_field("text", "ERR_TOO_LONG", "A question is at most 500 characters.");
    return text;
}

Result<Question> public_one(db::Read& read, QuestionId id) {
    auto question = find(read, id);
    if (!question || !question->is_public()) return std::unexpected(not_there());
    return *question;
}

std::string_view state_for_asker(Question const& question) { return question.merged_into ? "merged" : text_of(question.state); }

// questions.json: what one asked and whose questions one shares.
std::string exported(db::Read& read, AccountId account) {
    constexpr int step = 200;
    base::Json json;
    json.object().key("asked").array();
    for (QuestionId after;;) {
        auto const some = read.rows(sql::asked_by, {account, after, step}, question_in);
        for (auto const& each : some) {
            json.object().pair("alert", each.alert.text()).pair("text", each.text).pair("asked_at", base::iso8601(each.asked_at)).pair("named_to_agency", each.named).pair("state", state_for_asker(each));
            if (each.state == State::declined) json.pair("reason", text_of(each.declined));
            json.end();
        }
        if (some.size() < step) break;
        after = some.back().id;
    }
    json.end().key("joined").array();
    for (std::int64_t after = 0;;) {
        struct Joined { std::int64_t question; base::Time since; };
        auto const some = read.rows(sql::joined_by, {account, after, step}, [](db::Row const& row) { return Joined{row.integer(0), row.integer(1)}; });
        for (auto const& each : some) {
            auto const question = find(read, QuestionId{each.question});
            if (question && question->asker != account) json.object().pair("alert", question->alert.text()).pair("question", question->wording).pair("since", base::iso8601(each.since)).end();
        }
        if (some.size() < step) break;
        after = some.back().question;
    }
    return json.end().end().take();
}

}  // namespace

std::string_view text_of(State state) {
    constexpr std::string_view names[] = {"waiting", "taken_up", "answered", "declined"};
    return names[static_cast<int>(state)];
}

std::string_view text_of(Reason reason) {
    constexpr std::string_view names[] = {"none", "answered_above", "other_subject", "about_one_person", "not_clear", "harmful"};
    return names[static_cast<int>(reason)];
}

std::optional<Reason> reason_of(std::string_view name) {
    for (auto each : {Reason::answered_above, Reason::other_subject, Reason::about_one_person, Reason::not_clear, Reason::harmful})
        if (text_of(each) == name) return each;
    return std::nullopt;
}

base::Refusal not_there() { return {Why::not_found, "There is no such question.", {}}; }

std::optional<alerts::Alert> newest(db::Read& read, AlertId chain) {
    auto all = alerts::chain(read, chain);
    return all.empty() ? std::nullopt : std::optional(std::move(all.back()));
}

Result<Question> ask(db::Write& write, AccountId asker, Asked const& asked) {
    auto const alert = TRY(open_for_questions(write, asked.alert));
    auto const text = TRY(checked(asked.text));
    // The button pressed twice asks once.
    for (auto const& earlier : own(write, asker, alert.id))
        if (earlier.text == text && earlier.state != State::declined) return earlier;
    if (write.number(sql::waiting_by_in_chain, {asker, alert.chain}) >= most_waiting)
        return base::refuse(Why::too_many, "Five of your questions wait here already. They are read, oldest first.");
    auto const id = write.new_id<QuestionId>();
    write.run(sql::insert_question, {id, alert.chain, alert.id, alert.issuer, asker, asked.named, text, write.now});
    write.run(sql::put_voice, {id, asker, write.now});
    write.emit(Waits{id});
    // What comes within a minute is told as one.
    jobs::add(write, "questions.tell_agency", alert.chain.text(), write.now + base::minute, alert.chain.text());
    return *find(write, id);
}

std::vector<Question> similar(db::Read& read, AlertId alert, std::string_view text) {
    std::vector<Resembling> found;
    for (auto& each : open_to_all(read, alert, most_compared))
        if (auto const how = likeness(each.wording, text); how >= alike) found.push_back({std::move(each), how});
    std::ranges::sort(found, std::ranges::greater{}, by_likeness);
    std::vector<Question> best;
    for (auto& each : found)
        if (best.size() < most_similar) best.push_back(std::move(each.question));
    return best;
}

Result<Question> join(db::Write& write, AccountId account, QuestionId id) {
    TRY(public_one(write, id));
    if (!has_joined(write, account, id)) write.run(sql::put_voice, {id, account, write.now});
    return *find(write, id);
}

Result<Question> leave(db::Write& write, AccountId account, QuestionId id) {
    TRY(public_one(write, id));
    write.run(sql::delete_voice, {id, account});
    return *find(write, id);
}

bool has_joined(db::Read& read, AccountId account, QuestionId id) { return account && read.number(sql::has_voice, {id, account}) > 0; }

std::optional<Question> find(db::Read& read, QuestionId id) { return read.one(sql::find_question, {id}, question_in); }

std::vector<Question> open_to_all(db::Read& read, AlertId id, int limit, QuestionId after) {
    auto const alert = alerts::find(read, id);
    if (!alert) return {};
    // One that was answered since its page was read leads on among the answered ones: some come twice, none is missed.
    auto const last = after ? find(read, after) : std::nullopt;
    bool const past_answered = last && last->state == State::taken_up;
    auto const of_state = [&](State state, QuestionId from, std::size_t most) {
        return read.rows(sql::of_state_in_chain, {alert->chain, static_cast<std::int64_t>(state), from, static_cast<std::int64_t>(most)}, question_in);
    };
    auto const most = static_cast<std::size_t>(limit);
    auto all = past_answered ? std::vector<Question>{} : of_state(State::answered, after, most);
    if (all.size() < most)
        for (auto& each : of_state(State::taken_up, past_answered ? after : QuestionId{}, most - all.size())) all.push_back(std::move(each));
    return all;
}

std::vector<Question> own(db::Read& read, AccountId account, AlertId id) {
    auto const alert = alerts::find(read, id);
    return alert && account ? read.rows(sql::asked_by_in_chain, {account, alert->chain}, question_in) : std::vector<Question>{};
}

std::vector<Answer> versions(db::Read& read, QuestionId id) { return read.rows(sql::versions, {id}, answer_in); }
std::optional<Answer> answer_of(db::Read& read, QuestionId id) { return read.one(sql::latest_version, {id}, answer_in); }
std::optional<Answer> answer_on_record(db::Read& read, std::int64_t entry) { return read.one(sql::answer_by_entry, {entry}, answer_in); }

std::map<QuestionId, Answer> answers_to(db::Read& read, std::vector<Question> const& questions) {
    db::List ids;
    for (auto const& each : questions) ids.push_back(each.id.value);
    std::map<QuestionId, Answer> all;
    for (auto& each : read.rows(sql::latest_of, {ids}, answer_in)) all.emplace(each.question, std::move(each));
    return all;
}

std::set<QuestionId> joined_in(db::Read& read, AccountId account, AlertId chain) {
    std::set<QuestionId> all;
    if (account) read.each(sql::voices_in_chain, {account, chain}, [&](db::Row const& row) { all.insert(row.integer(1) ? row.id<QuestionId>(1) : row.id<QuestionId>(0)); });
    return all;
}

std::vector<Question> merged(db::Read& read, QuestionId id) { return read.rows(sql::merged_into, {id}, question_in); }

std::vector<Question> unanswered(db::Read& read, AccountId by, QuestionId after, int limit) {
    return read.rows(sql::unanswered, {organizations_of(read, by), after, limit}, question_in);
}

std::vector<Question> promised(db::Read& read, AccountId by) { return read.rows(sql::promised, {organizations_of(read, by)}, question_in); }

std::vector<Resembling> resembling(db::Read& read, Question const& question) {
    std::vector<Resembling> found;
    for (auto& each : read.rows(sql::standing_in_chain, {question.chain, most_compared}, question_in)) {
        if (each.id == question.id) continue;
        auto const how = std::max(likeness(each.wording, question.wording), likeness(each.text, question.text));
        if (how >= alike) found.push_back({std::move(each), how});
    }
    std::ranges::sort(found, std::ranges::greater{}, by_likeness);
    if (found.size() > most_similar) found.resize(most_similar);
    return found;
}

// What waits and nobody else has goes with the person. What others have too, or was published, stays: without the person,
// and in the agency's words instead of theirs.
void forget(db::Write& write, AccountId account) {
    for (bool more = true; more;) {
        auto const gone = write.rows(sql::nobody_s_now, {account}, [](db::Row const& row) { return row.id<QuestionId>(0); });
        for (auto id : gone) {
            write.run(sql::delete_voice_of, {id, account});
            write.run(sql::delete_question, {id});
        }
        more = gone.size() == 500;
    }
    write.run(sql::delete_voices_of, {account});
    write.run(sql::forget_asker, {account});
    write.run(sql::forget_author, {account});
}

void add_export() { accounts::add_to_export("questions.json", exported); }

}  // namespace questions
