// /admin/reviews/questions: what administrators have people asked about a kind of care.
#include "moderation/moderation.hpp"
#include "reviews/showing.hpp"
#include <algorithm>

namespace reviews {

namespace {

Answer show(Request const& request, db::Read& read, std::string_view code, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const* kind = directory::find_specialty(code);
    if (!kind) kind = &directory::specialties().front();
    html::Safe kinds, fields;
    for (auto const& each : directory::specialties()) kinds += option(words, each.code, words(each.words), each.code == kind->code);
    auto const asked = dimensions(read, kind->code);
    auto const typed = request.fields.list("words");
    for (std::size_t i = 0; i < most_dimensions; ++i) {
        auto const kept = i < asked.size() ? asked[i].words : std::string();
        words.fill(fields, pages::Question{.number = static_cast<std::int64_t>(i + 1), .words = refusal && i < typed.size() ? typed[i].substr(0, 500) : kept});
    }
    html::Page page{.title = words("What is asked"), .current = "/admin"};
    page.main = words.fill(pages::Questions{.summary = html::summary(words, refusal), .specialties = kinds, .csrf = html::csrf_field(request), .specialty = kind->code, .kind = words(kind->words), .fields = fields,
                                            .error = html::field_error(words, refusal, "words")});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

// A question keeps its code while its words stay; other words are another question.
std::vector<Dimension> wanted(Request const& request, db::Read& read, std::string_view specialty) {
    std::vector<Dimension> made;
    auto const before = dimensions(read, specialty);
    for (auto const& text : request.fields.list("words")) {
        if (text.empty()) continue;
        auto const known = std::ranges::find(before, text, &Dimension::words);
        made.push_back({known != before.end() ? known->code : "question_" + std::to_string(made.size() + 1), text});
    }
    return made;
}

Answer save(Request const& request, db::Write& write) {
    auto const specialty = std::string(request.fields.text("specialty").substr(0, 60));
    auto const list = request.fields.flag("usual").value_or(false) ? std::vector<Dimension>{} : wanted(request, write, specialty);
    auto const done = set_dimensions(write, request.account(), specialty, list);
    if (!done) return show(request, write, specialty, &done.error());
    return http::redirect("/admin/reviews/questions?specialty=" + http::percent_encode(specialty));
}

}  // namespace

void add_question_pages(http::Router::Section& pages) {
    pages.get("/admin/reviews/questions", Open::to_admins, [](Request const& request, db::Read& read) -> Answer {
        return show(request, read, request.fields.text("specialty"), nullptr);
    }).says("What is asked of a kind of care");
    pages.post("/admin/reviews/questions", Open::to_admins, save);
}

}  // namespace reviews
