// What the parts of this room share.
#pragma once
#include "questions/questions.hpp"
#include <map>
#include <set>

namespace questions {

inline constexpr std::string_view told_kind = "alert_answer", declined_kind = "alert_declined", asked_kind = "alert_question";  // of notifications

base::Refusal not_there();
db::List organizations_of(db::Read&, AccountId by);
// The newest alert of the chain: where people read about it now.
std::optional<alerts::Alert> newest(db::Read&, AlertId chain);
std::optional<Answer> answer_on_record(db::Read&, std::int64_t entry);
std::string_view label_of(Reason);

// Parts of pages. An answer's sheet has no state of the viewer in it: open pages get it live.
html::Safe answer_sheet(html::Words const&, db::Read&, Question const&, Answer const&);
html::Safe article(html::Words const&, db::Read&, Question const&, AccountId viewer);
// A page of public ones below an alert, in four statements: very many people read that page at once.
struct Articles { html::Safe shown; QuestionId last; };  // last: more may come after it; 0: no more
Articles articles(html::Words const&, db::Read&, AlertId, AccountId viewer, QuestionId after = {});
std::map<QuestionId, Answer> answers_to(db::Read&, std::vector<Question> const&);
std::set<QuestionId> joined_in(db::Read&, AccountId, AlertId chain);
html::Safe version_parts(html::Words const&, Answer const* before, Answer const&);
std::string address_of(Question const&, AlertId alert);
void add_desk_pages(http::Router::Section&);
void add_notices();

}  // namespace questions
