// Questions: what people ask under an alert, and what the agency answers: once for all who have the question, in versions.
#pragma once
#include "alerts/alerts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace questions {

using alerts::AlertId, base::AccountId;
using QuestionId = base::Id<struct QuestionTag>;

extern db::Schema const schema;

inline constexpr int longest_question = 500, longest_part = 2000;  // characters as people count them

enum class State { waiting, taken_up, answered, declined };
std::string_view text_of(State);
// Why the agency does not answer, for the person who asked.
enum class Reason { none, answered_above, other_subject, about_one_person, not_clear, harmful };
std::string_view text_of(Reason);
std::optional<Reason> reason_of(std::string_view);

struct Question {
    QuestionId id;
    AlertId chain, alert;    // the chain is its key: updates carry it along; the alert is the one under which it was asked
    AccountId organization;
    AccountId asker;         // 0: their account is gone. For the agency only when `named`, for others never
    bool named = false;
    std::string text;        // as it was asked: for the person and the agency
    std::string wording;     // as everybody reads it, once it is taken up
    base::Time asked_at = 0;
    QuestionId merged_into;  // 0: it stands by itself
    State state = State::waiting;
    Reason declined = Reason::none;
    base::Time next_update = 0;  // what the newest answer promises; 0: nothing
    std::int64_t people = 0;     // who have it, those of merged ones too: everybody once
    bool is_public() const { return !merged_into && (state == State::taken_up || state == State::answered); }
};
struct Answer {
    QuestionId question;
    std::int64_t version = 0;
    AccountId author;            // 0: gone
    std::string known, not_known, doing;
    base::Time next_update = 0;  // 0: none was promised
    base::Time at = 0;
    std::int64_t entry = 0;      // of the public record
    bool taken_away = false;
};

// Asking. Refused (not_found): another agency's alert, one that is long over; (too_many): too many of one's own wait here.
struct Asked { AlertId alert; std::string text; bool named = false; };
base::Result<Question> ask(db::Write&, AccountId, Asked const&);
// What everybody sees that resembles a text, best first: shown before one's own is sent.
std::vector<Question> similar(db::Read&, AlertId, std::string_view text);
base::Result<Question> join(db::Write&, AccountId, QuestionId);
base::Result<Question> leave(db::Write&, AccountId, QuestionId);
bool has_joined(db::Read&, AccountId, QuestionId);
std::optional<Question> find(db::Read&, QuestionId);
inline constexpr int page_size = 50;
// Of its chain, answered ones first; `after`: the last one of the page before.
std::vector<Question> open_to_all(db::Read&, AlertId, int limit = page_size, QuestionId after = {});
std::vector<Question> own(db::Read&, AccountId, AlertId);
std::vector<Answer> versions(db::Read&, QuestionId);                     // oldest first
std::optional<Answer> answer_of(db::Read&, QuestionId);                  // the newest

// The agency's people (alerts::memberships). Others do not find the question.
std::optional<Question> find_for(db::Read&, AccountId by, QuestionId);
base::Result<Question> take_up(db::Write&, AccountId by, QuestionId, std::string_view wording);
base::Result<Question> merge(db::Write&, AccountId by, QuestionId, QuestionId into);
base::Result<Question> unmerge(db::Write&, AccountId by, QuestionId);
base::Result<Question> decline(db::Write&, AccountId by, QuestionId, Reason);
struct Reply { std::string wording, known, not_known, doing; base::Time next_update = 0; std::int64_t after = 0; };  // after: the version it follows, 0 for none
base::Result<Answer> answer(db::Write&, AccountId by, QuestionId, Reply const&);
// Asked before somebody of the agency answers or declines: a refusal holds it back. Set while the site starts.
using AnswerCheck = std::function<base::Result<base::Done>(db::Write&, AccountId by, Question const&)>;
void check_answers_by(AnswerCheck);
std::vector<Question> merged(db::Read&, QuestionId);
std::vector<Question> unanswered(db::Read&, AccountId by, QuestionId after, int limit);  // oldest first
std::vector<Question> promised(db::Read&, AccountId by);                                 // soonest first, overdue ones at the head
struct Resembling { Question question; double likeness = 0; };
std::vector<Resembling> resembling(db::Read&, Question const&);                          // of its chain, best first
struct Waiting { std::int64_t unanswered = 0; base::Time oldest = 0; std::int64_t overdue = 0; };
Waiting waiting(db::Read&, AccountId by);

// How alike two questions are, 0 to 1, in any language: see similarity.cpp.
double likeness(std::string_view, std::string_view);
inline constexpr double alike = 0.45;

void forget(db::Write&, AccountId);                   // the account was removed
void hear(db::Write&, base::Event const&);            // of db::Database::on_emit: an answer's text was taken away
void add_jobs(jobs::Runner&, db::Database&);          // tells those who have the question
void tell_open_pages(bus::Bus&, db::Database&, http::Hub&);
void add_pages(http::Router::Section pages);          // below alerts, /alerts/:id/questions, /alerts/desk/questions
void add_api(http::Router::Section api);              // /api/salve/v1/alerts/:id/questions
void add_export();                                    // questions.json of accounts::export_all
std::string metrics(db::Database&);                   // Prometheus text

// Waits: asked, or taken apart from another. Settled: answered or declined by somebody of the agency; put together with
// another one when `by` is 0.
struct Waits { static constexpr std::string_view kind = "questions.waits"; QuestionId question; };
struct Settled { static constexpr std::string_view kind = "questions.settled"; QuestionId question; AccountId by; };
struct TakenUp { static constexpr std::string_view kind = "questions.taken_up"; QuestionId question; };
struct Answered { static constexpr std::string_view kind = "questions.answered"; QuestionId question; std::int64_t version; };

}  // namespace questions
