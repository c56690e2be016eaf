// The agency's side: questions are taken up, put together, declined, and answered in versions that enter the record.
#include "questions/inside.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "questions/queries.hpp"
#include <algorithm>

namespace questions {

using base::Result, base::Why;

namespace {

Result<Question> found(db::Read& read, AccountId by, QuestionId id) {
    auto question = find_for(read, by, id);
    if (!question) return std::unexpected(not_there());
    return *question;
}

Result<Question> standing(db::Read& read, AccountId by, QuestionId id) {
    auto question = TRY(found(read, by, id));
    if (question.merged_into) return base::refuse(Why::conflict, "This question was put together with another one. Look at that one.");
    return question;
}

Result<std::string> wording_of(std::string_view typed, Question const& question) {
    auto const wording = base::trim(base::normalize(typed));
    if (wording.empty()) return question.wording;
    if (base::graphemes(wording) > longest_question) return base::refuse_field("wording", "ERR_TOO_LONG", "A question is at most 500 characters.");
    return wording;
}

Result<std::string> part(std::string_view field, std::string_view typed) {
    auto const text = base::trim(base::normalize(typed));
    if (base::graphemes(text) > longest_part) return base::refuse_field(std::string(field), "ERR_TOO_LONG", "Each part is at most 2,000 characters.");
    return text;
}

// What is recorded of a version: all that everybody reads.
std::string public_text(Question const& question, Answer const& answer) {
    base::Json json;
    json.object().pair("question", question.id.text()).pair("wording", question.wording).pair("version", answer.version).pair("known", answer.known)
        .pair("notKnown", answer.not_known).pair("doing", answer.doing);
    if (answer.next_update) json.pair("nextUpdateBy", base::iso8601(answer.next_update));
    json.end();
    return json.take();
}

// Set while the site starts, constant afterwards.
AnswerCheck& answer_check() {
    static AnswerCheck one;
    return one;
}

Result<base::Done> check_answer(db::Write& write, AccountId by, Question const& question) { return answer_check() ? answer_check()(write, by, question) : base::Done{}; }

void tell_all(db::Write& write, QuestionId question, std::int64_t entry) {
    jobs::add(write, "questions.tell", question.text() + " " + std::to_string(entry) + " 0");
}

}  // namespace

void check_answers_by(AnswerCheck check) { answer_check() = std::move(check); }

db::List organizations_of(db::Read& read, AccountId by) {
    db::List organizations;
    for (auto const& member : alerts::memberships(read, by)) organizations.push_back(member.organization.value);
    return organizations;
}

std::optional<Question> find_for(db::Read& read, AccountId by, QuestionId id) {
    auto question = find(read, id);
    auto const organizations = organizations_of(read, by);
    if (!question || std::ranges::find(organizations, question->organization.value) == organizations.end()) return std::nullopt;
    return question;
}

Result<Question> take_up(db::Write& write, AccountId by, QuestionId id, std::string_view typed) {
    auto const question = TRY(standing(write, by, id));
    auto const wording = TRY(wording_of(typed, question));
    if (question.state == State::answered) return question;
    write.run(sql::take_up, {id, wording});
    if (question.state != State::taken_up) write.emit(TakenUp{id});
    return *find(write, id);
}

Result<Question> merge(db::Write& write, AccountId by, QuestionId id, QuestionId into) {
    auto const question = TRY(standing(write, by, id)), head = TRY(standing(write, by, into));
    if (id == into) return base::refuse_field("into", "ERR_INVALID", "Choose another question.");
    if (question.chain != head.chain) return base::refuse_field("into", "ERR_INVALID", "These questions are about different alerts.");
    if (question.state == State::answered) return base::refuse(Why::conflict, "This question has an answer of its own. Put the other one to it.");
    write.run(sql::move_merged, {id, into});
    write.run(sql::set_merged, {id, into});
    write.emit(Settled{id, {}});
    if (auto const answered = answer_of(write, into)) tell_all(write, id, answered->entry);
    return *find(write, into);
}

Result<Question> unmerge(db::Write& write, AccountId by, QuestionId id) {
    TRY(found(write, by, id));
    write.run(sql::set_merged, {id, 0});
    write.emit(Waits{id});
    return *find(write, id);
}

Result<Question> decline(db::Write& write, AccountId by, QuestionId id, Reason reason) {
    auto const question = TRY(standing(write, by, id));
    if (reason == Reason::none) return base::refuse_field("reason", "ERR_INVALID", "Choose a reason from the list.");
    if (question.state == State::answered) return base::refuse(Why::conflict, "This question is answered. Change the answer instead.");
    TRY(check_answer(write, by, question));
    write.run(sql::set_declined, {id, static_cast<std::int64_t>(reason)});
    write.emit(Settled{id, by});
    jobs::add(write, "questions.tell_declined", id.text() + " 0");
    return *find(write, id);
}

Result<Answer> answer(db::Write& write, AccountId by, QuestionId id, Reply const& said) {
    auto question = TRY(standing(write, by, id));
    auto const before = answer_of(write, id);
    Answer made{.question = id, .version = before ? before->version + 1 : 1, .author = by, .known = TRY(part("known", said.known)),
                .not_known = TRY(part("not_known", said.not_known)), .doing = TRY(part("doing", said.doing)), .next_update = said.next_update, .at = write.now};
    question.wording = TRY(wording_of(said.wording, question));
    if (made.known.empty() && made.not_known.empty() && made.doing.empty()) return base::refuse_field("known", "ERR_BLANK", "Say what is known, what is not, or what is being done.");
    if (made.next_update && made.next_update <= write.now) return base::refuse_field("next_update", "ERR_INVALID", "The next update lies in the future.");
    // The button pressed twice gives the same version; two people do not write over each other.
    if (before && before->known == made.known && before->not_known == made.not_known && before->doing == made.doing && before->next_update == made.next_update) return *before;
    if (said.after != made.version - 1) return base::refuse(Why::conflict, "Somebody answered meanwhile. Look at it again.");
    TRY(check_answer(write, by, question));
    auto const alert = newest(write, question.chain);
    made.entry = alerts::enter(write, "answered", alert->id, public_text(question, made));
    write.run(sql::insert_answer, {id, made.version, by, made.known, made.not_known, made.doing, made.next_update, made.at, made.entry});
    write.run(sql::set_answered, {id, question.wording, made.next_update});
    if (!question.is_public()) write.emit(TakenUp{id});
    write.emit(Answered{id, made.version});
    write.emit(Settled{id, by});
    tell_all(write, id, made.entry);
    return made;
}

Waiting waiting(db::Read& read, AccountId by) {
    auto const organizations = organizations_of(read, by);
    auto made = read.one(sql::waiting_of, {organizations}, [](db::Row const& row) { return Waiting{.unanswered = row.integer(0), .oldest = row.integer(1)}; }).value_or(Waiting{});
    made.overdue = read.number(sql::overdue_of, {organizations, read.now});
    return made;
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind != alerts::TakenAway::kind) return;
    write.run(sql::take_away_answer, {base::from_event<alerts::TakenAway>(event).entry});
}

}  // namespace questions
