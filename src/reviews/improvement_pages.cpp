// Improvement, for a team: charts that are drawn here, each with its verdict in words and its table, and what stories are about.
#include "base/time.hpp"
#include "reviews/improvement.hpp"
#include "reviews/showing.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <cmath>

namespace reviews {

namespace {

// The drawing, in units of the chart: marks from 1 below to 5 above.
constexpr double left = 24, right = 336, width = 360, top = 12, bottom = 140;
constexpr std::size_t most_told = 3;  // figures beyond the limits, one by one
double height_of(double mark) { return bottom - (mark - 1) * (bottom - top) / 4; }

struct Axis {
    int first = 0, last = 0;
    bool mirrored = false;  // time runs as the language does
    double x(double month) const {
        auto const at = left + (month - first) * (right - left) / (last + 1 - first);
        return mirrored ? width - at : at;
    }
};

std::string months_of(Words const& words, Stretch const& stretch) {
    auto const first = month_name(words, month_text(stretch.first));
    return stretch.first == stretch.last ? first : first + " – " + month_name(words, month_text(stretch.last));
}

// What runs do not tell already: one by one when they are few.
void add_outside(Words const& words, Progress const& each, std::vector<std::string>& sentences) {
    std::vector<std::size_t> alone;
    for (std::size_t i = 0; i < each.stretches.size(); ++i)
        if (each.chart.limits[i].outside && std::ranges::none_of(each.chart.runs, [&](Run const& run) { return i >= run.first && i < run.first + run.count; })) alone.push_back(i);
    if (alone.size() > most_told) return sentences.push_back(words("More than chance: {count, number} figures lie beyond the limits.", {{"count", std::ssize(alone)}}));
    for (auto const i : alone) {
        auto const when = months_of(words, each.stretches[i]);
        sentences.push_back(each.stretches[i].mean > each.chart.middle ? words("More than chance: {when} lies above the limits.", {{"when", when}}) : words("More than chance: {when} lies below the limits.", {{"when", when}}));
    }
}

std::string verdict_of(Words const& words, Progress const& each) {
    if (each.chart.verdict == Verdict::too_few) return words("Limits are drawn from six figures on.");
    if (each.chart.verdict == Verdict::chance) return words("Within what chance does.");
    std::vector<std::string> sentences;
    for (auto const& run : each.chart.runs) {
        auto const when = month_name(words, month_text(each.stretches[run.first].first));
        auto const count = static_cast<std::int64_t>(run.count);
        sentences.push_back(run.above ? words("More than chance: {count, number} figures in a row lie above the middle, from {when} on.", {{"count", count}, {"when", when}})
                                      : words("More than chance: {count, number} figures in a row lie below the middle, from {when} on.", {{"count", count}, {"when", when}}));
    }
    add_outside(words, each, sentences);
    std::string made;
    for (auto const& sentence : sentences) made += (made.empty() ? "" : " ") + sentence;
    return made;
}

html::Safe rows_of(Words const& words, Progress const& each) {
    html::Safe made;
    bool const limited = !each.chart.limits.empty();
    for (std::size_t i = 0; i < each.stretches.size(); ++i) {
        auto const limits = limited ? each.chart.limits[i] : Limits{};
        words.fill(made, pages::ImprovementRow{.months = months_of(words, each.stretches[i]), .people = words.number(each.stretches[i].people), .outside = limits.outside, .mean = two_decimals(each.stretches[i].mean),
                                               .low = limited ? two_decimals(limits.low) : std::string(), .middle = limited ? two_decimals(each.chart.middle) : std::string(),
                                               .high = limited ? two_decimals(limits.high) : std::string(), .nearby = each.nearby ? two_decimals(*each.nearby) : std::string()});
    }
    if (each.waiting) words.fill(made, pages::ImprovementRow{.months = months_of(words, *each.waiting), .people = words("fewer than 10"), .outside = false, .mean = "", .low = "", .middle = "", .high = "", .nearby = ""});
    return made;
}

html::Safe bands_of(Progress const& each, Words const& words, Axis const& axis) {
    html::Safe made;
    for (std::size_t i = 0; i < each.chart.limits.size(); ++i) {
        auto const from = axis.x(each.stretches[i].first), to = axis.x(each.stretches[i].last + 1);
        auto const high = height_of(each.chart.limits[i].high), low = height_of(each.chart.limits[i].low);
        words.fill(made, pages::ImprovementBand{.x = one_decimal(std::min(from, to)), .y = one_decimal(high), .width = one_decimal(std::abs(to - from)), .height = one_decimal(low - high)});
    }
    return made;
}

html::Safe chart_in(Words const& words, Progress const& each) {
    Axis const axis{each.stretches.front().first, each.stretches.back().last, words.right_to_left()};
    html::Safe points, marks;
    std::string line;
    for (int mark = 1; mark <= 5; ++mark)
        words.fill(marks, pages::ImprovementAxis{.y = one_decimal(height_of(mark)), .x = one_decimal(axis.mirrored ? width - left + 6 : left - 6), .below = one_decimal(height_of(mark) + 4), .mark = words.number(mark)});
    for (std::size_t i = 0; i < each.stretches.size(); ++i) {
        auto const& stretch = each.stretches[i];
        auto const x = one_decimal(axis.x((stretch.first + stretch.last + 1) / 2.0)), y = one_decimal(height_of(stretch.mean));
        line += x + "," + y + " ";
        words.fill(points, pages::ImprovementPoint{.label = months_of(words, stretch) + ": " + two_decimals(stretch.mean), .outside = !each.chart.limits.empty() && each.chart.limits[i].outside, .x = x, .y = y});
    }
    return words.fill(pages::ImprovementChart{
        .code = each.code, .question = words(each.words), .beyond = each.chart.verdict == Verdict::beyond, .verdict = verdict_of(words, each), .points = points, .bands = bands_of(each, words, axis), .axis = marks,
        .middle = each.chart.limits.empty() ? std::string() : one_decimal(height_of(each.chart.middle)), .nearby = each.nearby ? one_decimal(height_of(*each.nearby)) : std::string(), .line = line,
        .first_x = one_decimal(axis.x(axis.first)), .first = month_name(words, month_text(axis.first)), .last_x = one_decimal(axis.x(axis.last + 1)), .last = month_name(words, month_text(axis.last)), .rows = rows_of(words, each)});
}

html::Safe theme_rows(Words const& words, db::Read& read, LocationId location) {
    auto const mentioned = themes_of(read, location);
    html::Safe made;
    for (auto const& each : mentioned) {
        auto const known = std::ranges::find(themes(), each.theme, &Theme::code);
        if (known == themes().end()) continue;
        words.fill(made, pages::ImprovementTheme{.place = directory::address_of(location), .code = each.theme, .theme = words(known->words), .stories = each.reviews < fewest_people ? words("fewer than 10") : words.number(each.reviews)});
    }
    return made;
}

struct Looked { accounts::Account organization; std::vector<directory::Location> places; std::optional<directory::Location> place; };
base::Result<Looked> looked_at(Request const& request, db::Read& read) {
    auto const found = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!found || !found->is_local()) return base::refuse(base::Why::not_found, "There is nothing at this address.");
    TRY(teams::allow(read, found->id, request.account(), teams::Role::analyst));
    Looked made{*found, directory::all_locations_of(read, found->id), std::nullopt};
    if (!request.fields.has("place")) {
        if (!made.places.empty()) made.place = made.places.front();
        return made;
    }
    auto const asked = std::ranges::find(made.places, request.fields.text("place"), [](directory::Location const& each) { return each.id.text(); });
    if (asked == made.places.end()) return base::refuse(base::Why::not_found, "There is no such place of care.");
    made.place = *asked;
    return made;
}

Answer show(Request const& request, db::Read& read) {
    auto const looked = TRY(looked_at(request, read));
    Words const words(request.locale);
    html::Safe places, charts, about;
    for (auto const& each : looked.places) places += option(words, each.id.text(), each.name, looked.place && each.id == looked.place->id);
    if (looked.place) {
        for (auto const& each : progress_of(read, *looked.place)) charts += chart_in(words, each);
        about = theme_rows(words, read, looked.place->id);
    }
    html::Page page{.title = words("Improvement"), .current = "/care"};
    page.main = words.fill(pages::Improvement{.username = looked.organization.username, .name = looked.organization.name, .places = places, .charts = charts, .place = looked.place ? looked.place->id.text() : std::string(), .themes = about});
    return html::page(request, read, std::move(page));
}

Answer give_file(Request const& request, db::Read& read) {
    auto const looked = TRY(looked_at(request, read));
    if (!looked.place) return base::refuse(base::Why::not_found, "There is no such place of care.");
    auto answer = http::text(progress_as_csv(*looked.place, progress_of(read, *looked.place)));
    answer.type = "text/csv; charset=utf-8";
    return answer.with("Content-Disposition", "attachment; filename=\"improvement.csv\"");
}

}  // namespace

void add_improvement_pages(http::Router::Section& pages) {
    directory::add_door({.address = "/organizations/{username}/improvement", .words = "Improvement", .icon = "chart-bar-big"});
    pages.get("/organizations/:username/improvement", Open::to_members, show).says("What was marked at a place over time, for its team");
    pages.get("/organizations/:username/improvement.csv", Open::to_members, give_file).says("The same figures as a file");
}

}  // namespace reviews
