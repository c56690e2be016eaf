// Questions and answers for programs: /api/salve/v1/alerts/:id/questions (docs/api/alerts.md).
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "questions/inside.hpp"

namespace questions {

using http::Open, http::Request;

namespace {

constexpr http::Access asking{Open::to_members, "write:statuses"};
constexpr http::Limit limit{"questions", 20, 3600}, joining{"questions.join", 120, 3600};

base::Result<alerts::Alert> named(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<AlertId>("id");
    auto alert = id ? alerts::find(read, *id) : std::nullopt;
    if (!alert || !alert->is_ours()) return base::refuse(base::Why::not_found, "There is no such alert.");
    return *alert;
}

base::Result<Question> question_in(Request const& request, db::Read& read) {
    auto const alert = TRY(named(request, read));
    auto const id = request.parameters.id<QuestionId>("question");
    auto question = id ? find(read, *id) : std::nullopt;
    bool const found = question && question->chain == alert.chain;
    if (!found || (!question->is_public() && !find_for(read, request.account(), *id))) return std::unexpected(not_there());
    return *question;
}

void write_answer(base::Json& json, Answer const& answer) {
    json.object().pair("version", answer.version).pair("known", answer.known).pair("not_known", answer.not_known).pair("doing", answer.doing).key("next_update_by");
    answer.next_update ? json.value(base::iso8601(answer.next_update)) : json.null();
    json.pair("at", base::iso8601(answer.at)).pair("entry", answer.entry).pair("taken_away", answer.taken_away).end();
}

// `own`: to the person who asked; others read the public wording.
void write_question(base::Json& json, db::Read& read, Question const& question, AccountId viewer) {
    bool const own = viewer && question.asker == viewer;
    json.object().pair("id", question.id.text()).pair("alert", question.chain.text()).pair("text", question.is_public() || !own ? question.wording : question.text)
        .pair("state", question.merged_into ? "merged" : text_of(question.state)).pair("people", question.people).pair("own", own).pair("joined", has_joined(read, viewer, question.id));
    if (own && question.state == State::declined) json.pair("reason", text_of(question.declined));
    json.key("answer");
    if (auto const answer = answer_of(read, question.merged_into ? question.merged_into : question.id)) write_answer(json, *answer);
    else json.null();
    json.end();
}

http::Answer one(db::Read& read, Question const& question, AccountId viewer) {
    base::Json json;
    write_question(json, read, question, viewer);
    return http::json(json.take());
}

http::Answer many(db::Read& read, std::vector<Question> const& all, AccountId viewer) {
    base::Json json;
    json.array();
    for (auto const& each : all) write_question(json, read, each, viewer);
    return http::json(json.end().take());
}

http::Answer give_answers(Request const& request, db::Read& read) {
    base::Json json;
    json.array();
    for (auto const& each : versions(read, TRY(question_in(request, read)).id)) write_answer(json, each);
    return http::json(json.end().take());
}

http::Answer put_answer(Request const& request, db::Write& write) {
    auto const question = TRY(question_in(request, write));
    auto const& fields = request.fields;
    auto const before = answer_of(write, question.id);
    Reply said{.wording = std::string(fields.text("wording")), .known = std::string(fields.text("known")), .not_known = std::string(fields.text("not_known")), .doing = std::string(fields.text("doing")),
               .after = fields.integer("after").value_or(before ? before->version : 0)};
    if (auto const typed = fields.text("next_update_by"); !typed.empty()) {
        auto const moment = alerts::moment_of(typed);
        if (!moment) return base::refuse_field("next_update_by", "ERR_INVALID", "A moment is written as 2026-11-22T09:40:00-07:00.");
        said.next_update = moment->at;
    }
    auto const made = TRY(answer(write, request.account(), question.id, said));
    base::Json json;
    write_answer(json, made);
    return http::json(json.take());
}

template <class Rule>
http::Writer voice(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        return one(write, TRY(rule(write, request.account(), TRY(question_in(request, write)).id)), request.account());
    };
}

}  // namespace

void add_api(http::Router::Section api) {
    std::string const all = "/api/salve/v1/alerts/:id/questions", each = all + "/:question";
    api.get(all, Open::to_anyone, [](Request const& request, db::Read& read) -> http::Answer {
        auto const alert = TRY(named(request, read));
        auto const found = open_to_all(read, alert.id, page_size, request.fields.id<QuestionId>("after").value_or(QuestionId{}));
        auto answer = many(read, found, request.account());
        if (found.size() == page_size) answer->with("link", "<" + base::site_url() + "/api/salve/v1/alerts/" + alert.id.text() + "/questions?after=" + found.back().id.text() + ">; rel=\"next\"");
        return answer;
    }).says("What people ask about an alert, and what is answered: answered ones first, 50 at a time").takes_field("after", "string", "The last question of the page before; the Link header names the next page.");
    api.post(all, asking, [](Request const& request, db::Write& write) -> http::Answer {
        auto const asked = TRY(ask(write, request.account(), {TRY(named(request, write)).id, std::string(request.fields.text("text")), request.fields.flag("named").value_or(false)}));
        return one(write, asked, request.account());
    }).limited(limit).says("Asks a question: nobody but the agency reads it before it is taken up").takes_field("text", "string", "At most 500 characters.", true)
        .takes_field("named", "boolean", "Whether the agency may see who asks.");
    api.post(all + "/similar", asking, [](Request const& request, db::Write& write) -> http::Answer {
        return many(write, similar(write, TRY(named(request, write)).id, request.fields.text("text").substr(0, 4000)), request.account());
    }).limited(joining).says("What is there already that resembles a text").takes_field("text", "string", "What one means to ask.", true);
    api.post(each + "/join", asking, voice([](db::Write& write, AccountId account, QuestionId id) { return join(write, account, id); })).limited(joining).says("I have this question too");
    api.post(each + "/leave", asking, voice([](db::Write& write, AccountId account, QuestionId id) { return leave(write, account, id); })).limited(joining).says("Takes that back");
    api.get(each + "/answers", Open::to_anyone, give_answers).says("Every version of an answer, oldest first");
    api.post(each + "/answers", asking, put_answer).says("Answers, or gives a new version: for the people who act for the agency").takes_field("known", "string", "What is known.")
        .takes_field("not_known", "string", "What is not known.").takes_field("doing", "string", "What is being done.").takes_field("next_update_by", "string", "A moment with its offset from UTC.")
        .takes_field("wording", "string", "The question, as everybody reads it.").takes_field("after", "integer", "The version that this one follows; a conflict when there is a newer one.");
}

}  // namespace questions
