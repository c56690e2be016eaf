// What was marked at a place over time, compared with its area; and the same as a file.
#include "reviews/improvement.hpp"
#include "base/time.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include <algorithm>
#include <array>
#include <iterator>
#include <charconv>

namespace reviews {

namespace {

constexpr std::size_t questions = most_dimensions + 1;  // overall comes first
constexpr int most_places = 50;
constexpr double area_radius = 25;
using Histories = std::array<History, questions>;

// All that was ever published: the bounds of stretches are counted from the first month on.
Histories histories_of(db::Read& read, LocationId location) {
    std::array<std::vector<Mark>, questions> marks;
    read.each(sql::marks_over_time, {location}, [&](db::Row const& row) {
        for (std::size_t i = 0; i < questions; ++i) {
            auto const mark = static_cast<int>(row.integer(static_cast<int>(i) + 2));
            if (mark) marks[i].push_back({month_of(row.text(0)), row.text(1), mark, row.real(8)});
        }
    });
    Histories made;
    for (std::size_t i = 0; i < questions; ++i) made[i] = history_of(marks[i], month_of(day_of(read.now)));
    return made;
}

// Of others: with places of one's own among them, the rest could be computed.
std::array<std::optional<double>, questions> nearby_of(db::Read& read, directory::Location const& location, int since) {
    directory::Question question{.specialty = location.specialty, .near = location.position, .within = area_radius, .order = directory::Order::distance, .limit = most_places};
    std::array<std::vector<Level>, questions> levels;
    for (auto const& each : directory::search(read, question).found) {
        if (each.location.organization == location.organization) continue;
        auto const histories = histories_of(read, each.location.id);
        for (std::size_t i = 0; i < questions; ++i) levels[i].push_back(level_of(histories[i], since));
    }
    std::array<std::optional<double>, questions> made;
    for (std::size_t i = 0; i < questions; ++i) made[i] = area_mean(levels[i]);
    return made;
}

// Quoted, and never a formula for whoever opens it in a spreadsheet.
std::string cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").contains(text.front())) text.insert(0, 1, '\'');
    std::string made = "\"";
    for (auto const c : text) made += c == '"' ? std::string("\"\"") : std::string(1, c);
    return made + '"';
}

}  // namespace

std::string two_decimals(double number) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, 2).ptr};
}

std::vector<Progress> progress_of(db::Read& read, directory::Location const& location) {
    auto const since = month_of(day_of(read.now)) - shown_months;
    auto const histories = histories_of(read, location.id);
    auto const nearby = nearby_of(read, location, since);
    auto asked = dimensions(read, location.specialty);
    asked.insert(asked.begin(), {"overall", "Overall"});
    std::vector<Progress> made;
    for (std::size_t i = 0; i < std::min(asked.size(), questions); ++i) {
        Progress each{.code = asked[i].code, .words = asked[i].words, .stretches = {}, .waiting = histories[i].waiting, .chart = {}, .nearby = nearby[i]};
        std::ranges::copy_if(histories[i].stretches, std::back_inserter(each.stretches), [&](Stretch const& stretch) { return stretch.first >= since; });
        if (each.stretches.empty()) continue;
        each.chart = chart_of(each.stretches);
        made.push_back(std::move(each));
    }
    return made;
}

std::string progress_as_csv(directory::Location const& location, std::vector<Progress> const& all) {
    std::string made = "place,question,from,to,people,mean,lower_limit,middle,upper_limit,nearby,beyond\r\n";
    for (auto const& each : all) {
        auto const start = cell(location.name) + ',' + cell(each.words) + ',';
        for (std::size_t i = 0; i < each.stretches.size(); ++i) {
            auto const& stretch = each.stretches[i];
            made += start + month_text(stretch.first) + ',' + month_text(stretch.last) + ',' + std::to_string(stretch.people) + ',' + two_decimals(stretch.mean) + ',';
            if (each.chart.limits.empty()) made += ",,,";
            else made += two_decimals(each.chart.limits[i].low) + ',' + two_decimals(each.chart.middle) + ',' + two_decimals(each.chart.limits[i].high) + ',';
            made += (each.nearby ? two_decimals(*each.nearby) : "") + ',' + (!each.chart.limits.empty() && each.chart.limits[i].outside ? "yes" : "") + "\r\n";
        }
        if (each.waiting) made += start + month_text(each.waiting->first) + ',' + month_text(each.waiting->last) + ",<10,,,,,,\r\n";
    }
    return made;
}

}  // namespace reviews
