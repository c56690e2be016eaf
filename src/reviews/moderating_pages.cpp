// /admin/reviews: what moderators are told of reviews, and who asks for a second look.
#include "reviews/moderating.hpp"
#include "reviews/showing.hpp"

namespace reviews {

namespace {

constexpr int page_size = 40;

std::string place_of(db::Read& read, Review const& review) {
    auto const location = directory::find(read, review.location);
    return location ? location->name : std::string();
}

std::string name_of(db::Read& read, AccountId id) {
    auto const account = id ? accounts::find(read, id) : std::nullopt;
    return account ? account->name : std::string();
}

html::Safe reasons(Words const& words, std::string_view chosen) {
    html::Safe made;
    for (auto const each : {Reason::not_a_visit, Reason::names_somebody, Reason::insulting, Reason::not_about_care, Reason::advertising, Reason::unlawful})
        made += option(words, text_of(each), words(words_of(each)), text_of(each) == chosen);
    return made;
}

html::Safe report_rows(Request const& request, Words const& words, db::Read& read, std::vector<Report> const& reports) {
    html::Safe made;
    for (auto const& each : reports) {
        auto const review = find(read, each.review);
        if (!review) continue;
        auto const who = name_of(read, each.organization ? each.organization : each.reporter);
        words.fill(made, pages::Case{.place = place_of(read, *review), .review = review->id.text(), .reason = reason_on(words, each.reason), .who = who, .when = html::time_tag(words, each.at, read.now), .words = each.words,
                                     .stars = stars(words, review->overall), .told = review->told, .csrf = html::csrf_field(request), .id = std::to_string(each.id), .reasons = reasons(words, each.reason)});
    }
    return made;
}

html::Safe appeal_rows(Request const& request, Words const& words, db::Read& read) {
    html::Safe made;
    for (auto const& each : waiting_appeals(read, {}, page_size)) {
        auto const decision = find_decision(read, each.decision);
        auto const review = decision ? find(read, decision->review) : std::nullopt;
        if (!review) continue;
        words.fill(made, pages::Appeal{.place = place_of(read, *review), .review = review->id.text(), .what = decision->act == Act::remove ? words("Against taking it away") : words("Against keeping it"),
                                       .who = each.organization ? name_of(read, each.organization) : words("Its author"), .day = day_name(words, each.day), .words = each.words, .stars = stars(words, review->overall),
                                       .told = review->told, .reason = reason_on(words, decision->reason), .decided = decision->words, .may = decision->moderator != request.account(), .id = each.id.text(), .csrf = html::csrf_field(request)});
    }
    return made;
}

Answer queue(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const reports = open_reports(read, request.fields.integer("after").value_or(0), page_size);
    html::Page page{.title = words("Reviews to look at"), .current = "/admin"};
    page.main = words.fill(pages::Queue{.said = request.fields.has("done") ? words("Done. It stands in the record.") : std::string(), .summary = html::summary(words, refusal),
                                        .reports = report_rows(request, words, read, reports), .older = std::ssize(reports) < page_size ? std::string() : "/admin/reviews?after=" + std::to_string(reports.back().id),
                                        .appeals = appeal_rows(request, words, read), .admin = request.person && request.person->role == http::Role::admin});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Answer decide(Request const& request, db::Write& write) {
    auto const id = request.parameters.id<ReviewId>("id");
    if (!id) return std::unexpected(not_there());
    auto const said = request.fields.text("words");
    auto const reason = reason_of(request.fields.text("reason"));
    bool const removes = request.fields.text("act") == "remove";
    if (removes && !reason) return std::unexpected(base::refuse_field("reason", "ERR_BLANK", "Choose a reason.").error());
    auto const done = removes ? remove(write, request.account(), *id, *reason, said) : keep(write, request.account(), *id, said);
    if (!done) return queue(request, write, &done.error());
    return http::redirect("/admin/reviews?done");
}

Answer answer(Request const& request, db::Write& write) {
    auto const id = request.parameters.id<ReviewAppealId>("id");
    if (!id) return std::unexpected(not_there());
    auto const done = answer_appeal(write, request.account(), *id, request.fields.flag("grant").value_or(false), request.fields.text("answer"));
    if (!done) return queue(request, write, &done.error());
    return http::redirect("/admin/reviews?done");
}

}  // namespace

void add_moderating_pages(http::Router::Section& pages) {
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read& read) {
        if (!request.person || request.person->role == http::Role::member) return;
        auto const waiting = waiting_for_moderators(read);
        if (waiting > 0) frame.navigation.push_back({"/admin/reviews", "star", "Reviews to look at", waiting, false});
    });
    pages.get("/admin/reviews", Open::to_moderators, [](Request const& request, db::Read& read) -> Answer { return queue(request, read, nullptr); }).says("Reports of reviews, and appeals");
    pages.post("/admin/reviews/:id", Open::to_moderators, decide);
    pages.post("/admin/reviews/appeals/:id", Open::to_moderators, answer);
}

}  // namespace reviews
