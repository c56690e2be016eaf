// Questions for everybody: below an alert, before one is sent, and one with all versions of its answer.
#include "questions/pages.hpp"
#include "moderation/moderation.hpp"
#include "questions/inside.hpp"

namespace questions {

using http::Open, http::Request;
using html::Words;

namespace {

constexpr int most_in_history = 200;
constexpr http::Limit asking{"questions", 20, 3600}, joining{"questions.join", 120, 3600};

std::string name_of(db::Read& read, AccountId id) {
    auto const account = accounts::find(read, id);
    return account ? account->name : std::string();
}

base::Result<alerts::Alert> named(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<AlertId>("id");
    auto alert = id ? alerts::find(read, *id) : std::nullopt;
    if (!alert || !alert->is_ours()) return base::refuse(base::Why::not_found, "There is no such alert.");
    return *alert;
}

// The public one of the address; one that was merged leads to what it was merged into.
base::Result<Question> question_in(Request const& request, db::Read& read) {
    auto const alert = TRY(named(request, read));
    auto const id = request.parameters.id<QuestionId>("question");
    auto question = id ? find(read, *id) : std::nullopt;
    if (question && question->merged_into) question = find(read, question->merged_into);
    if (!question || !question->is_public() || question->chain != alert.chain) return std::unexpected(not_there());
    return *question;
}

struct Typed { std::string_view text; bool named = false, confirmed = false; };
html::Safe form(Words const& words, Request const& request, db::Read& read, alerts::Alert const& alert, Typed const& typed, base::Refusal const* refusal) {
    return words.fill(pages::Form{.action = "/alerts/" + alert.id.text() + "/questions", .csrf = html::csrf_field(request), .confirmed = typed.confirmed, .name = name_of(read, alert.issuer),
                                  .fault = html::at_fault(refusal, "text"), .text = typed.text, .error = html::field_error(words, refusal, "text"), .named = typed.named,
                                  .send = typed.confirmed ? words("Send my question") : words("Go on")});
}

std::string state_of(Words const& words, Question const& question) {
    if (question.state == State::declined) return words("Declined");
    if (question.merged_into) return words("Put together with another question");
    return question.state == State::waiting ? words("Waits to be read") : question.state == State::answered ? words("Answered") : words("Taken up");
}

html::Safe own_rows(Words const& words, db::Read& read, AccountId account, AlertId alert) {
    html::Safe made;
    for (auto const& each : own(read, account, alert))
        words.fill(made, pages::Own{.text = each.text, .good = each.state == State::answered, .state = state_of(words, each),
                                    .reason = each.state == State::declined ? words(label_of(each.declined)) : std::string()});
    return made;
}

std::string more_of(alerts::Alert const& alert, Articles const& shown) {
    return shown.last ? "/alerts/" + alert.id.text() + "/questions?after=" + shown.last.text() : std::string();
}

// What does not stand below the alert itself.
http::Answer show_more(Request const& request, db::Read& read) {
    auto const alert = TRY(named(request, read));
    auto const after = request.fields.id<QuestionId>("after");
    if (!after || alert.taken_away) return http::redirect("/alerts/" + alert.id.text() + "#questions");
    Words const words(request.locale);
    auto const shown = articles(words, read, alert.id, request.account(), *after);
    html::Page page{.title = words("Questions and answers"), .current = "/alerts"};
    page.main = words.fill(pages::More{.address = "/alerts/" + alert.id.text(), .asked = shown.shown, .more = more_of(alert, shown)});
    return html::page(request, read, std::move(page));
}

html::Safe section(Request const& request, db::Read& read, alerts::Alert const& alert) {
    if (!alert.is_ours() || alert.taken_away) return {};
    Words const words(request.locale);
    auto const asked = articles(words, read, alert.id, request.account());
    bool const open = alerts::right_of(read, alert.issuer).has_value();
    return words.fill(pages::Section{.asked = asked.shown, .more = more_of(alert, asked), .own = own_rows(words, read, request.account(), alert.id), .open = open && request.person,
                                     .form = form(words, request, read, alert, {}, nullptr), .sign_in = open && !request.person});
}

http::Answer show_asking(Request const& request, db::Read& read, alerts::Alert const& alert, Typed const& typed, std::vector<Question> const& found, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Safe rows;
    for (auto const& each : found) rows += article(words, read, each, request.account());
    html::Page page{.title = words("Ask a question"), .current = "/alerts"};
    page.main = words.fill(pages::Ask{.address = "/alerts/" + alert.id.text(), .summary = html::summary(words, refusal), .similar = rows, .form = form(words, request, read, alert, typed, refusal)});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer send(Request const& request, db::Write& write) {
    auto const alert = TRY(named(request, write));
    Typed typed{request.fields.text("text"), request.fields.flag("named").value_or(false), request.fields.flag("confirmed").value_or(false)};
    if (!typed.confirmed && !typed.text.empty()) {
        // Nothing is sent before one saw what resembles it.
        typed.confirmed = true;
        if (auto const found = similar(write, alert.id, typed.text.substr(0, 4000)); !found.empty()) return show_asking(request, write, alert, typed, found, nullptr);
    }
    auto const asked = ask(write, request.account(), {alert.id, std::string(typed.text), typed.named});
    if (!asked) return show_asking(request, write, alert, typed, {}, &asked.error());
    return http::redirect("/alerts/" + alert.id.text() + "#questions");
}

template <class Rule>
http::Writer voice(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        auto const question = TRY(question_in(request, write));
        auto const changed = TRY(rule(write, request.account(), question.id));
        if (!request.wants_fragment()) return http::redirect("/alerts/" + question.chain.text() + "#q" + question.id.text());
        return html::fragment(article(Words(request.locale), write, changed, request.account()));
    };
}

http::Answer show(Request const& request, db::Read& read) {
    auto const question = TRY(question_in(request, read));
    Words const words(request.locale);
    auto const all = versions(read, question.id);
    auto const agency = name_of(read, question.organization);
    html::Safe rows;
    for (auto i = all.size(); i-- > 0;)
        words.fill(rows, pages::Version{.version = std::to_string(all[i].version), .name = agency, .gone = all[i].taken_away, .parts = version_parts(words, i ? &all[i - 1] : nullptr, all[i]),
                                        .when = html::time_tag(words, all[i].at, read.now), .entry = std::to_string(all[i].entry)});
    bool const joined = has_joined(read, request.account(), question.id);
    html::Page page{.title = words("Question about an alert"), .current = "/alerts", .canonical = html::absolute(address_of(question, question.chain)), .index = true};
    page.main = words.fill(pages::Show{.alert = "/alerts/" + newest(read, question.chain)->id.text(), .wording = question.wording, .count = question.people, .versions = rows, .may_join = request.person.has_value(),
                                       .id = question.id.text(), .deed = joined ? "leave" : "join", .joined = joined ? "true" : "false",
                                       .report = request.person ? moderation::report_link(words, question.organization) : html::Safe{}});
    return html::page(request, read, std::move(page));
}

std::vector<alerts::Happening> happened(Request const& request, db::Read& read, AlertId chain) {
    Words const words(request.locale);
    std::vector<alerts::Happening> made;
    for (auto const& question : open_to_all(read, chain, most_in_history)) {
        auto const all = versions(read, question.id);
        for (std::size_t i = 0; i < all.size(); ++i)
            made.push_back({all[i].at, all[i].entry, words.fill(pages::Told{.address = address_of(question, chain) + "#v" + std::to_string(all[i].version), .version = std::to_string(all[i].version),
                                                                             .wording = question.wording, .parts = version_parts(words, i ? &all[i - 1] : nullptr, all[i])})});
    }
    return made;
}

}  // namespace

void add_pages(http::Router::Section pages) {
    alerts::add_below(section);
    alerts::add_to_history(happened);
    add_notices();
    pages.get("/alerts/:id/questions", Open::to_anyone, show_more).says("Questions under an alert");
    pages.post("/alerts/:id/questions", Open::to_members, send).limited(asking);
    pages.get("/alerts/:id/questions/:question", Open::to_anyone, show).says("A question about an alert, with every version of its answer");
    pages.post("/alerts/:id/questions/:question/join", Open::to_members, voice([](db::Write& write, AccountId account, QuestionId id) { return join(write, account, id); })).limited(joining);
    pages.post("/alerts/:id/questions/:question/leave", Open::to_members, voice([](db::Write& write, AccountId account, QuestionId id) { return leave(write, account, id); })).limited(joining);
    add_desk_pages(pages);
}

}  // namespace questions
