// Parts of pages that show questions and answers to everybody.
#include "questions/inside.hpp"
#include "html/prose.hpp"
#include "questions/pages.hpp"

namespace questions {

using html::Words;

std::string address_of(Question const& question, AlertId alert) { return "/alerts/" + alert.text() + "/questions/" + question.id.text(); }

std::string_view label_of(Reason reason) {
    switch (reason) {
    case Reason::answered_above: return "The alert or an earlier answer says it";
    case Reason::other_subject: return "It is not about this alert";
    case Reason::about_one_person: return "It is about one person: please ask us directly";
    case Reason::not_clear: return "It is not clear what is asked: please ask again";
    case Reason::harmful: return "It would harm somebody";
    default: return "";
    }
}

html::Safe version_parts(Words const& words, Answer const* before, Answer const& now) {
    html::Safe made;
    bool const compare = before && !before->taken_away;
    auto put = [&](std::string_view label, std::string_view then, std::string_view text) {
        if (text.empty() && (!compare || then.empty())) return;
        words.fill(made, pages::Part{.label = words.plain(label), .text = compare ? alerts::differences(words, then, text) : html::prose(text, {})});
    };
    auto moment = [&](Answer const& answer) { return answer.next_update ? words.date_time(answer.next_update) : std::string(); };
    if (now.taken_away) return made;
    put("What is known", compare ? before->known : "", now.known);
    put("What is not known", compare ? before->not_known : "", now.not_known);
    put("What is being done", compare ? before->doing : "", now.doing);
    put("Next update by", compare ? moment(*before) : "", moment(now));
    return made;
}

namespace {

html::Safe sheet(Words const& words, db::Read& read, Question const& question, Answer const& answer, std::string_view agency) {
    return words.fill(pages::Answer{.name = agency, .gone = answer.taken_away, .parts = version_parts(words, nullptr, answer), .when = html::time_tag(words, answer.at, read.now),
                                    .versions = answer.version > 1 ? std::to_string(answer.version) : std::string(), .address = address_of(question, question.chain)});
}

void put_article(html::Safe& onto, Words const& words, Question const& question, html::Safe answer, bool may_join, bool joined) {
    words.fill(onto, pages::Article{.id = question.id.text(), .address = address_of(question, question.chain), .wording = question.wording, .count = question.people, .may_join = may_join,
                                    .alert = question.chain.text(), .deed = joined ? "leave" : "join", .joined = joined ? "true" : "false", .answer = std::move(answer)});
}

std::string name_of(db::Read& read, AccountId id) {
    auto const agency = accounts::find(read, id);
    return agency ? agency->name : std::string();
}

}  // namespace

html::Safe answer_sheet(Words const& words, db::Read& read, Question const& question, Answer const& answer) {
    return sheet(words, read, question, answer, name_of(read, question.organization));
}

html::Safe article(Words const& words, db::Read& read, Question const& question, AccountId viewer) {
    html::Safe made;
    auto const answer = answer_of(read, question.id);
    put_article(made, words, question, answer ? answer_sheet(words, read, question, *answer) : html::Safe{}, bool(viewer), has_joined(read, viewer, question.id));
    return made;
}

Articles articles(Words const& words, db::Read& read, AlertId alert, AccountId viewer, QuestionId after) {
    Articles made;
    auto const all = open_to_all(read, alert, page_size, after);
    if (all.empty()) return made;
    if (all.size() == page_size) made.last = all.back().id;
    auto const agency = name_of(read, all.front().organization);
    auto const answers = answers_to(read, all);
    auto const joined = joined_in(read, viewer, all.front().chain);
    for (auto const& each : all) {
        auto const answer = answers.find(each.id);
        put_article(made.shown, words, each, answer == answers.end() ? html::Safe{} : sheet(words, read, each, answer->second, agency), bool(viewer), joined.contains(each.id));
    }
    return made;
}

}  // namespace questions
