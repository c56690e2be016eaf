// Check-ins: one question a fieldset, and what the answers come to. No answer is ever turned away; help is shown at once.
#include "html/help.hpp"
#include "plans/inside.hpp"
#include "plans/pages.hpp"
#include <algorithm>

namespace plans {

using http::Open, http::Request, html::Words;

namespace {

std::string band_text(Words const& words, std::string_view band) {
    if (band == "minimal") return words("minimal");
    if (band == "mild") return words("mild");
    if (band == "moderate") return words("moderate");
    if (band == "moderately severe") return words("moderately severe");
    return words("severe");
}

int highest_of(Questionnaire const& questionnaire) { return static_cast<int>(questionnaire.questions.size()) * questionnaire.choices.back().points; }

// Where a band ends: before the next one begins.
int end_of(Questionnaire const& questionnaire, Band const& band) {
    for (auto const& each : questionnaire.bands)
        if (each.from > band.from) return each.from - 1;
    return highest_of(questionnaire);
}

struct Asked { Reached reached; Questionnaire const* questionnaire = nullptr; };

base::Result<Asked> asked(Request const& request, db::Read& read) {
    auto const id = TRY(plan_in(request));
    Asked made{TRY(reach_as_patient(read, reader_of(request, read), id)), find_questionnaire(request.parameters.text("code"))};
    auto const all = items_of(read, key_of(read, id), id);
    bool const in_plan = made.questionnaire && std::ranges::any_of(all, [&](Item const& each) { return each.kind == Kind::check_in && each.link == made.questionnaire->code; });
    if (!in_plan) return base::refuse(base::Why::not_found, "The plan has no such check-in.");
    return made;
}

http::Answer show_form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const open = TRY(asked(request, read));
    Words const words(request.locale);
    auto const& questionnaire = *open.questionnaire;
    html::Safe questions;
    for (std::size_t i = 0; i < questionnaire.questions.size(); ++i) {
        auto const& each = questionnaire.questions[i];
        auto const field = "answer_" + std::string(each.link);
        html::Safe choices;
        for (auto const& choice : questionnaire.choices)
            words.fill(choices, pages::Choice{.link = each.link, .points = choice.points, .chosen = request.fields.text(field) == std::to_string(choice.points), .words = words.plain(choice.words)});
        words.fill(questions, pages::Question{.link = each.link, .number = words.number(static_cast<std::int64_t>(i) + 1), .words = words.plain(each.words), .error = html::field_error(words, refusal, field), .choices = choices});
    }
    html::Page page{.title = words("Plan"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::CheckIn{.address = address_of(open.reached.plan.id), .plan = open.reached.plan.title, .title = words.plain(questionnaire.title), .summary = html::summary(words, refusal), .code = questionnaire.code,
                                          .csrf = html::csrf_field(request), .intro = words.plain(questionnaire.intro), .questions = questions, .source = questionnaire.source});
    return html::page(request, read, std::move(page));
}

http::Answer form(Request const& request, db::Read& read) { return show_form(request, read, nullptr); }

http::Answer send(Request const& request, db::Write& write) {
    auto const open = TRY(asked(request, write));
    std::vector<int> points;
    for (auto const& each : open.questionnaire->questions) points.push_back(static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("answer_" + std::string(each.link)).value_or(-1), -1, 99)));
    auto const made = respond(write, reader_of(request, write), open.reached.plan.id, open.questionnaire->code, points);
    if (!made && made.error().why == base::Why::invalid) return show_form(request, write, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(address_of(open.reached.plan.id) + "/responses/" + made->id.text());
}

html::Safe answers(Words const& words, Questionnaire const& questionnaire, Response const& response, bool team) {
    html::Safe made;
    for (std::size_t i = 0; i < response.points.size() && i < questionnaire.questions.size(); ++i) {
        auto const choice = std::ranges::find(questionnaire.choices, response.points[i], &Choice::points);
        bool const look = team && questionnaire.questions[i].link == questionnaire.danger && response.points[i] > 0;
        words.fill(made, pages::Answered{.words = words.plain(questionnaire.questions[i].words), .choice = choice == questionnaire.choices.end() ? std::string_view() : words.plain(choice->words), .look = look});
    }
    return made;
}

struct Found { Reached reached; Response response; Questionnaire const* questionnaire = nullptr; };

base::Result<Found> found(Request const& request, db::Read& read) {
    auto const id = TRY(plan_in(request));
    auto reached = TRY(reach(read, reader_of(request, read), id));
    auto const response = find_response(read, reader_of(request, read), request.parameters.id<ResponseId>("response").value_or(ResponseId{}));
    auto const* questionnaire = response ? find_questionnaire(response->questionnaire) : nullptr;
    if (!questionnaire || response->plan != id) return std::unexpected(not_there());
    return Found{std::move(reached), *response, questionnaire};
}

http::Answer show_response(Request const& request, db::Read& read) {
    auto const open = TRY(found(request, read));
    Words const words(request.locale);
    auto const& band = band_of(*open.questionnaire, open.response.sum);
    auto const called = band_text(words, band.words);
    bool const own = open.reached.side == Side::patient, team = open.reached.side == Side::team;
    auto const place = address_of(open.reached.plan.id);
    html::Page page{.title = words("Plan"), .sensitive = true};
    page.main = words.fill(pages::Response{
        .address = place, .plan = open.reached.plan.title, .title = words.plain(open.questionnaire->title), .help = own && open.response.danger ? html::help_at_once(words, request.locale.region) : html::Safe{}, .when = words.date_time(open.response.at),
        .sum = words("Sum {sum} of {most}", {{"sum", open.response.sum}, {"most", highest_of(*open.questionnaire)}}),
        .meaning = words("A sum of {from} to {to} is called “{called}”. This is no diagnosis: talk about it with your care team.", {{"from", band.from}, {"to", end_of(*open.questionnaire, band)}, {"called", called}}), .team = team,
        .unseen = open.response.seen_at == 0, .seen_address = place + "/responses/" + open.response.id.text() + "/seen", .seen = open.response.seen_at ? words.date_time(open.response.seen_at) : std::string(),
        .answers = answers(words, *open.questionnaire, open.response, team)});
    return html::page(request, read, std::move(page));
}

http::Answer seen(Request const& request, db::Write& write) {
    auto const open = TRY(found(request, write));
    TRY(mark_seen(write, reader_of(request, write), open.response.id));
    return http::redirect(address_of(open.reached.plan.id));
}

}  // namespace

void add_check_in_pages(http::Router::Section& pages, db::Database& database) {
    auto const reading = watching(database, records::Action::read), changing = watching(database, records::Action::update);
    pages.get("/plans/:id/check-ins/:code", Open::to_members, form).first(reading).says("A questionnaire of a care plan");
    pages.post("/plans/:id/check-ins/:code", Open::to_members, send).first(changing);
    pages.get("/plans/:id/responses/:response", Open::to_members, show_response).first(reading).says("The answers of a check-in, and what they come to");
    pages.post("/plans/:id/responses/:response/seen", Open::to_members, seen).first(changing);
}

}  // namespace plans
