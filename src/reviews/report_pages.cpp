// Telling moderators of a review.
#include "reviews/showing.hpp"
#include "teams/teams.hpp"

namespace reviews {

namespace {

constexpr http::Limit reporting{"reviews.report", 20, 3600};

Answer show(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const review = TRY(named_review(request, read));
    auto const location = directory::find(read, review.location);
    auto const organization = location && teams::may(read, location->organization, request.account(), teams::Role::responder) ? accounts::find(read, location->organization) : std::nullopt;
    html::Safe reasons;
    for (auto const each : {Reason::not_a_visit, Reason::names_somebody, Reason::insulting, Reason::not_about_care, Reason::advertising, Reason::unlawful})
        words.fill(reasons, pages::Reason{.value = text_of(each), .words = words(words_of(each))});
    html::Page page{.title = words("Report a review"), .current = "/care"};
    page.main = words.fill(pages::Report{.id = review.id.text(), .summary = html::summary(words, refusal), .csrf = html::csrf_field(request), .reasons = reasons, .reason_error = html::field_error(words, refusal, "reason"),
                                         .words = request.fields.text("words").substr(0, 4000), .words_error = html::field_error(words, refusal, "words"), .provider = organization ? organization->name : std::string()});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Answer send(Request const& request, db::Write& write) {
    auto const review = TRY(named_review(request, write));
    auto const reason = reason_of(request.fields.text("reason"));
    if (!reason) {
        auto const refused = base::refuse_field("reason", "ERR_BLANK", "Choose a reason.");
        return show(request, write, &refused.error());
    }
    auto const location = directory::find(write, review.location);
    auto const organization = location && request.fields.flag("provider").value_or(false) ? location->organization : AccountId{};
    auto const done = report(write, review.id, request.account(), *reason, request.fields.text("words"), organization);
    if (!done) return show(request, write, &done.error());
    return http::redirect("/reviews/" + review.id.text());
}

}  // namespace

void add_report_pages(http::Router::Section& pages) {
    pages.get("/reviews/:id/report", Open::to_members, [](Request const& request, db::Read& read) -> Answer { return show(request, read, nullptr); });
    pages.post("/reviews/:id/report", Open::to_members, send).limited(reporting);
}

}  // namespace reviews
