// /admin/reviews/signals: what looks like fraud, why, and the decision of a person about it.
#include "reviews/fairness.hpp"
#include "reviews/showing.hpp"
#include <cmath>

namespace reviews {

namespace {

constexpr int page_size = 20;
constexpr std::size_t shown_reviews = 12;

html::Safe shown(Words const& words, db::Read& read, std::vector<ReviewId> const& all) {
    html::Safe made;
    for (std::size_t i = 0; i < std::min(all.size(), shown_reviews); ++i)
        if (auto const review = find(read, all[i]); review && review->standing == Standing::shown)
            words.fill(made, pages::SignalReview{.id = review->id.text(), .stars = stars(words, review->overall), .published = day_name(words, review->published), .told = review->told});
    return made;
}

html::Safe rows(Request const& request, Words const& words, db::Read& read, std::vector<SignalCase> const& cases) {
    html::Safe made;
    for (auto const& each : cases) {
        auto const location = directory::find(read, each.location);
        auto const all = reviews_of(read, each.id);
        words.fill(made, pages::Signal{.place = location ? location->name : std::string(), .address = directory::address_of(each.location), .why = words(each.why), .count = words("{count, plural, one {# review} other {# reviews}}", {{"count", std::ssize(all)}}),
                                       .weight = words("Each counts {percent} %", {{"percent", std::lround(each.weight * 100)}}), .when = html::time_tag(words, each.found_at, read.now), .reviews = shown(words, read, all), .id = each.id.text(), .csrf = html::csrf_field(request)});
    }
    return made;
}

Answer queue(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const cases = waiting_signals(read, request.fields.integer("after").value_or(0), page_size);
    html::Page page{.title = words("Signs of fraud"), .current = "/admin"};
    page.main = words.fill(pages::Signals{.said = request.fields.has("done") ? words("Done. It stands in the record.") : std::string(), .summary = html::summary(words, refusal), .cases = rows(request, words, read, cases),
                                          .older = std::ssize(cases) < page_size ? std::string() : "/admin/reviews/signals?after=" + cases.back().id.text()});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Answer decide(Request const& request, db::Write& write) {
    auto const id = request.parameters.id<SignalId>("id");
    if (!id) return std::unexpected(not_there());
    auto const act = request.fields.text("act");
    if (act != "keep" && act != "dismiss") return base::refuse_field("act", "ERR_INVALID", "Choose what to do.");
    if (auto const done = decide_signal(write, request.account(), *id, act == "keep", request.fields.text("words")); !done) return queue(request, write, &done.error());
    return http::redirect("/admin/reviews/signals?done");
}

}  // namespace

void add_signal_pages(http::Router::Section& pages) {
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read& read) {
        if (!request.person || request.person->role == http::Role::member) return;
        if (auto const waiting = std::ssize(waiting_signals(read, 0, 100)); waiting > 0) frame.navigation.push_back({"/admin/reviews/signals", "triangle-alert", "Signs of fraud", waiting, false});
    });
    pages.get("/admin/reviews/signals", Open::to_moderators, [](Request const& request, db::Read& read) -> Answer { return queue(request, read, nullptr); }).says("Signs of fraud in reviews");
    pages.post("/admin/reviews/signals/:id", Open::to_moderators, decide);
}

}  // namespace reviews
