// What everybody reads: the tab of a place, one review, how all of it works; and whether a review helped.
#include "base/time.hpp"
#include "reviews/fairness.hpp"
#include "reviews/showing.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <cmath>

namespace reviews {

namespace {

constexpr int page_size = 10;
constexpr http::Limit voting{"reviews.vote", 120, 3600};

struct Sorting { std::string_view code, words; Order order; };
constexpr Sorting sortings[] = {{"helpful", "Most helpful", Order::helpful}, {"newest", "Newest", Order::newest}, {"lowest", "Lowest rating first", Order::lowest}};

struct Asked { Sorting sorting = sortings[0]; Filter filter; std::int64_t after = 0; };
Asked asked(Request const& request) {
    Asked made;
    for (auto const& each : sortings)
        if (request.fields.text("sort") == each.code) made.sorting = each;
    made.filter.overall = static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("stars").value_or(0), 0, 5));
    for (auto const& each : themes())
        if (request.fields.text("about") == each.code) made.filter.theme = each.code;
    made.after = request.fields.integer("after").value_or(0);
    return made;
}

std::string address_with(std::string const& place, Asked const& asked) {
    auto made = place + "?tab=reviews&sort=" + std::string(asked.sorting.code);
    if (asked.filter.overall) made += "&stars=" + std::to_string(asked.filter.overall);
    if (!asked.filter.theme.empty()) made += "&about=" + asked.filter.theme;
    if (asked.after) made += "&after=" + std::to_string(asked.after);
    return made;
}

html::Safe spread(Words const& words, std::string const& place, Score const& score) {
    auto const all = std::max<std::int64_t>(score.reviews, 1);
    html::Safe made;
    for (int count = 5; count >= 1; --count) {
        auto const reviews = score.spread[static_cast<std::size_t>(count - 1)];
        auto const address = address_with(place, {.sorting = sortings[0], .filter = {.overall = count, .theme = {}}}) + "#list";
        words.fill(made, pages::SpreadRow{.address = address, .count = count, .share = std::to_string(reviews * 100 / all), .reviews = words.number(reviews)});
    }
    return made;
}

// The average of the same kind of care within 25 km, of places that have a number: at least three, or it would be one of them.
std::array<double, most_dimensions> nearby(db::Read& read, directory::Location const& location) {
    directory::Question question;
    question.specialty = location.specialty;
    question.near = location.position;
    question.limit = 50;
    std::array<double, most_dimensions> mean{};
    std::array<int, most_dimensions> count{};
    for (auto const& each : directory::search(read, question).found)
        for (std::size_t i = 0; i < most_dimensions; ++i)
            if (each.score.effective >= 15 && each.score.dimensions[i] > 0) mean[i] += each.score.dimensions[i], ++count[i];
    for (std::size_t i = 0; i < most_dimensions; ++i) mean[i] = count[i] >= 3 ? mean[i] / count[i] : 0;
    return mean;
}

std::string share_of(double mean) { return std::to_string(std::lround(mean * 20)); }

struct Dimensions { html::Safe rows; bool compared = false; };
Dimensions dimension_rows(Words const& words, db::Read& read, directory::Location const& location, Score const& score) {
    Dimensions made;
    if (!score.shown()) return made;  // these would be numbers of too few people as well
    auto const around = nearby(read, location);
    auto const asked = dimensions(read, location.specialty);
    for (std::size_t i = 0; i < asked.size() && i < most_dimensions; ++i) {
        if (score.dimensions[i] <= 0) continue;
        bool const known = around[i] > 0;
        made.compared |= known;
        words.fill(made.rows, pages::Dimension{.words = words(asked[i].words), .mean = one_decimal(score.dimensions[i]), .share = share_of(score.dimensions[i]), .mark = known ? share_of(around[i]) : std::string(),
                                               .nearby = known ? one_decimal(around[i]) : std::string()});
    }
    return made;
}

struct Choices { html::Safe sorts, themes, stars; };
Choices choices(Words const& words, db::Read& read, LocationId location, Asked const& asked) {
    Choices made;
    for (auto const& each : sortings) made.sorts += option(words, each.code, words(each.words), each.order == asked.sorting.order);
    auto const mentioned = themes_of(read, location);
    for (auto const& each : themes()) {
        auto const found = std::ranges::find(mentioned, each.code, &Mentioned::theme);
        if (found != mentioned.end()) made.themes += option(words, each.code, words(each.words) + " (" + words.number(found->reviews) + ")", asked.filter.theme == each.code);
    }
    for (int count = 5; count >= 1; --count) made.stars += option(words, std::to_string(count), words("{count, plural, one {# star} other {# stars}}", {{"count", count}}), asked.filter.overall == count);
    return made;
}

html::Safe tab(db::Read& read, Words const& words, Request const& request, directory::Location const& location) {
    auto const wanted = asked(request);
    auto const place = directory::address_of(location.id);
    auto const score = reviews::score_of(read, location.id);
    auto listed = reviews_of(read, location.id, wanted.sorting.order, wanted.after, page_size + 1, wanted.filter);
    bool const more = std::ssize(listed) > page_size;
    if (more) listed.resize(page_size);
    html::Safe rows;
    for (auto const& each : listed) rows += article(words, read, each, request.account());
    auto next = wanted;
    if (more) next.after = listed.back().id.value;
    auto const measured = dimension_rows(words, read, location, score);
    auto const offered = choices(words, read, location.id, wanted);
    bool const filtered = wanted.filter.overall || !wanted.filter.theme.empty() || wanted.after;
    return words.fill(pages::Section{
        .any = score.reviews > 0 || !listed.empty() || filtered, .spread = spread(words, place, score), .score = score.shown() ? one_decimal(score.mean) : std::string(),
        .stars = stars(words, static_cast<int>(std::lround(score.mean))), .count = score.reviews, .low = one_decimal(score.low), .high = one_decimal(score.high),
        .percentile = score.percentile > 0 ? words.number(std::lround(score.percentile)) : std::string(), .dimensions = measured.rows, .compared = measured.compared, .address = place, .sorts = offered.sorts,
        .themes = offered.themes, .stars_chosen = offered.stars, .reviews = rows, .older = more ? address_with(place, next) : std::string(), .may_write = location.active, .answered = score.reviews > 0 ? figures_words(words, responses_of(read, {location.id})) : std::string()});
}

// Of an organization that reported it, and of which a moderator kept it.
std::optional<Decision> kept_against(db::Read& read, Review const& review, AccountId viewer, AccountId organization) {
    if (!viewer || !teams::may(read, organization, viewer, teams::Role::responder)) return std::nullopt;
    auto const decision = last_decision(read, review.id);
    return decision && decision->act == Act::keep && !appeal_of(read, decision->id) ? decision : std::nullopt;
}

Answer show_page(Request const& request, db::Read& read, Review const& review, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const location = directory::find(read, review.location);
    if (!location) return std::unexpected(not_there());
    auto const kept = kept_against(read, review, request.account(), location->organization);
    html::Page page{.title = words("Review of {place}", {{"place", location->name}}), .current = "/care", .canonical = html::absolute("/reviews/" + review.id.text())};
    page.main = words.fill(pages::Show{
        .place_address = directory::address_of(location->id), .place = location->name, .review = article(words, read, review, request.account()),
        .published = review.standing == Standing::shown ? day_name(words, review.published) : std::string(), .changed = review.changed.empty() ? std::string() : day_name(words, review.changed), .appeal = kept.has_value(),
        .id = review.id.text(), .csrf = html::csrf_field(request), .why = kept ? kept->words : std::string(), .summary = html::summary(words, refusal), .words = request.fields.text("words").substr(0, 4000),
        .error = html::field_error(words, refusal, "words")});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Answer appeal_for_provider(Request const& request, db::Write& write) {
    auto const review = TRY(named_review(request, write));
    auto const location = directory::find(write, review.location);
    if (!location) return std::unexpected(not_there());
    auto const made = appeal_as(write, review.id, location->organization, request.account(), request.fields.text("words"));
    if (!made && !made.error().fields.empty()) return show_page(request, write, review, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect("/reviews/" + review.id.text());
}

Answer how(Request const& request, db::Read& read) {
    Words const words(request.locale);
    html::Safe reasons;
    for (auto const each : {Reason::not_a_visit, Reason::names_somebody, Reason::insulting, Reason::not_about_care, Reason::advertising, Reason::unlawful}) words.fill(reasons, pages::Line{.words = words(words_of(each))});
    html::Page page{.title = words("How reviews work"), .current = "/care", .canonical = html::absolute("/reviews/how"), .index = true};
    page.main = words.fill(pages::How{.hours = words.number(wait_hours()), .reasons = reasons});
    return html::page(request, read, std::move(page));
}

// Pressed again, a vote is taken back.
http::Writer voted(bool helpful) {
    return [helpful](Request const& request, db::Write& write) -> Answer {
        auto const review = TRY(named_review(request, write));
        auto const before = vote_of(write, review.id, request.account());
        auto const changed = TRY(vote(write, review.id, request.account(), before == helpful ? std::nullopt : std::optional(helpful)));
        if (request.wants_fragment()) return html::fragment(article(Words(request.locale), write, changed, request.account()));
        return http::redirect("/reviews/" + review.id.text());
    };
}

}  // namespace

void add_pages(http::Router::Section pages) {
    directory::add_tab({.code = "reviews", .words = "Reviews", .part = tab});
    pages.get("/reviews/how", Open::to_anyone, how).says("How reviews work, with the formula of their number");
    pages.get("/reviews/:id", Open::to_anyone, [](Request const& request, db::Read& read) -> Answer { return show_page(request, read, TRY(named_review(request, read)), nullptr); }).says("One review of a place");
    pages.post("/reviews/:id/helpful", Open::to_members, voted(true)).limited(voting);
    pages.post("/reviews/:id/unhelpful", Open::to_members, voted(false)).limited(voting);
    pages.post("/reviews/:id/appeal-as", Open::to_members, appeal_for_provider);
    add_writing_pages(pages);
    add_own_pages(pages);
    add_link_pages(pages);
    add_report_pages(pages);
    add_moderating_pages(pages);
    add_signal_pages(pages);
    add_question_pages(pages);
    add_improvement_pages(pages);
    add_reply_pages(pages);
}

}  // namespace reviews
