// How long answers took, for the team: figures of a span, a chart drawn here, and the table behind it.
#include "base/time.hpp"
#include "inbox/inside.hpp"
#include "inbox/pages.hpp"
#include <algorithm>

namespace inbox {

using http::Open, http::Request, html::Words;

namespace {

constexpr std::int64_t spans[] = {7, 30, 90};
constexpr int chart_width = 600, chart_height = 96;

std::string duration(Words const& words, Times const& times) {
    if (!times.answered) return "–";
    auto const minutes = (times.median + 59'999) / 60'000;
    if (minutes < 90) return words("{count, plural, one {# minute} other {# minutes}}", {{"count", minutes}});
    if (minutes < 48 * 60) return words("{count, plural, one {# hour} other {# hours}}", {{"count", (minutes + 30) / 60}});
    return words("{count, plural, one {# day} other {# days}}", {{"count", (minutes + 720) / 1440}});
}

// Of what was answered or is past due: what still has time counts on neither side.
std::string share_in_time(Times const& times) {
    auto const counted = times.answered + times.overdue;
    return counted ? std::to_string((counted - times.late) * 100 / counted) + " %" : "–";
}

html::Safe times_row(Words const& words, std::string const& label, Times const& times) {
    return words.fill(pages::TimesRow{.label = label, .arrived = words.number(times.arrived), .answered = words.number(times.answered), .late = words.number(times.late), .median = duration(words, times)});
}

html::Safe chart(Words const& words, std::vector<Times> const& all, std::vector<std::string> const& labels) {
    std::int64_t most = 1;
    for (auto const& each : all) most = std::max(most, each.arrived);
    auto const step = chart_width / static_cast<int>(all.size());
    html::Safe bars;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const late = static_cast<int>(all[i].late * chart_height / most), good = static_cast<int>((all[i].arrived - all[i].late) * chart_height / most);
        words.fill(bars, pages::Bar{.label = words("{when}: {count, number} came, {late, number} late", {{"when", labels[i]}, {"count", all[i].arrived}, {"late", all[i].late}}),
                                    .x = static_cast<int>(i) * step + step / 8, .y = 99 - good, .width = std::max(1, step * 3 / 4), .height = good, .late_y = 99 - good - late, .late_height = late});
    }
    return words.fill(pages::Chart{.width = chart_width, .bars = bars, .first = labels.front(), .last = labels.back()});
}

http::Answer show(Request const& request, db::Read& read) {
    auto const desk = TRY(desk_of(request, read, teams::Role::analyst));
    Words const words(request.locale);
    auto const asked = request.fields.integer("days").value_or(spans[1]);
    auto const days = std::ranges::find(spans, asked) != std::end(spans) ? asked : spans[1];
    auto const length = days > 30 ? 7 * base::day : base::day;
    // Whole stretches, so that the first bar is as wide in time as the others.
    auto const since = read.now - (days * base::day + length - 1) / length * length;
    auto const all = times_each(read, desk.organization.id, {}, since, length);
    auto const whole = times(read, desk.organization.id, {}, since);
    std::vector<std::string> labels;
    html::Safe tabs, rows, by_kind;
    for (std::size_t i = 0; i < all.size(); ++i) {
        labels.push_back(words.date(since + static_cast<base::Time>(i) * length + length / 2));
        rows += times_row(words, labels.back(), all[i]);
    }
    for (auto const span : spans)
        words.fill(tabs, pages::Tab{.address = address_of(desk) + "/times?days=" + std::to_string(span), .current = span == days, .label = words("{count, plural, one {# day} other {# days}}", {{"count", span}})});
    for (auto const kind : kinds) {
        auto const each = times(read, desk.organization.id, kind, since);
        by_kind += times_row(words, std::string(words.plain(label_of(kind))), each);
    }
    html::Page page{.title = words("Response times")};
    page.main = words.fill(pages::Times{.head = head(words, desk, "/times"), .spans = tabs, .median = duration(words, whole), .share = share_in_time(whole), .arrived = words.number(whole.arrived),
                                        .answered = words.number(whole.answered), .chart = whole.arrived ? chart(words, all, labels) : html::Safe{}, .stretch = length > base::day ? words("Week around") : words("Day"),
                                        .rows = rows, .kinds = by_kind});
    return html::page(request, read, std::move(page));
}

}  // namespace

void add_times_pages(http::Router::Section& pages) {
    pages.get("/organizations/:username/inbox/times", Open::to_members, show).says("How long an organization's answers took, for its team");
}

}  // namespace inbox
