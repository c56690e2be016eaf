// Measurements: a form, a plot that is drawn here, and the numbers behind it.
#include "base/text.hpp"
#include "base/time.hpp"
#include "plans/inside.hpp"
#include "plans/pages.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace plans {

using http::Open, http::Request, html::Words;

namespace {

constexpr double left = 50, right = 350, top = 14, bottom = 150;
constexpr std::size_t most_plotted = 400;

// "71,5" is what many type. What is no number is not a possible value either.
double number_in(Request const& request, std::string_view field) {
    auto text = base::trim(request.fields.text(field).substr(0, 40));
    std::ranges::replace(text, ',', '.');
    double value = 0;
    auto const end = text.data() + text.size();
    if (text.empty() || std::from_chars(text.data(), end, value).ptr != end) return std::numeric_limits<double>::quiet_NaN();
    return value;
}

std::string fixed(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 1).ptr};
}

struct Frame {
    double least = 0, most = 1;
    base::Time from = 0, to = 1;
    double x(base::Time at) const { return from == to ? (left + right) / 2 : left + (right - left) * static_cast<double>(at - from) / static_cast<double>(to - from); }
    double y(double value) const { return most == least ? (top + bottom) / 2 : bottom - (bottom - top) * (value - least) / (most - least); }
};

html::Safe marks(Words const& words, Measure const& measure, std::span<Measurement const> all, Frame const& frame, double Measurement::*part, std::string_view kind) {
    std::string line;
    html::Safe points;
    for (auto const& each : all) {
        auto const x = fixed(frame.x(each.at)), y = fixed(frame.y(each.*part));
        (line += line.empty() ? "" : " ") += x + "," + y;
        words.fill(points, pages::PlotPoint{.kind = kind, .x = x, .y = y, .label = words.date_time(each.at) + ": " + value_text(measure, each.value, each.second)});
    }
    auto made = words.fill(pages::PlotLine{.kind = kind, .points = line});
    made += points;
    return made;
}

html::Safe plot(Words const& words, Measure const& measure, std::vector<Measurement> const& all) {
    std::span<Measurement const> shown(all);
    if (shown.size() > most_plotted) shown = shown.last(most_plotted);
    Frame frame{.least = shown.front().value, .most = shown.front().value, .from = shown.front().at, .to = shown.back().at};
    bool const two = !measure.second.empty();
    for (auto const& each : shown) {
        frame.least = std::min(frame.least, two ? each.second : each.value);
        frame.most = std::max(frame.most, each.value);
    }
    auto made = marks(words, measure, shown, frame, &Measurement::value, "first");
    if (two) made += marks(words, measure, shown, frame, &Measurement::second, "second");
    auto const label = std::string(words.plain(measure.words)), last = value_text(measure, shown.back().value, shown.back().second), day = words.date(shown.back().at);
    return words.fill(pages::Plot{.title = words("{what}: {value} on {day}", {{"what", label}, {"value", last}, {"day", day}}), .most = value_text(Measure{.code = {}, .words = {}, .loinc = {}, .unit = {}, .ucum = {}, .least = 0, .most = 0, .second = {}}, frame.most, 0),
                                  .least = value_text(Measure{.code = {}, .words = {}, .loinc = {}, .unit = {}, .ucum = {}, .least = 0, .most = 0, .second = {}}, frame.least, 0), .marks = made, .begins = words.date(frame.from), .ends = words.date(frame.to)});
}

http::Answer show(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const id = TRY(plan_in(request));
    auto const reader = reader_of(request, read);
    auto const reached = TRY(reach(read, reader, id));
    auto const* measure = find_measure(request.parameters.text("code"));
    if (!measure) return std::unexpected(not_there());
    Words const words(request.locale);
    auto const key = key_of(read, id);
    auto const items = items_of(read, key, id);
    bool const asked = std::ranges::any_of(items, [&](Item const& each) { return each.kind == Kind::measure && each.link == measure->code; });
    auto all = measurements_of(read, key, id);
    std::erase_if(all, [&](Measurement const& each) { return each.measure != measure->code; });
    if (!asked && all.empty()) return std::unexpected(not_there());
    bool const own = reached.side == Side::patient, hidden = hides(read, reader, reached.plan, *measure), goes_on = reached.plan.status == PlanStatus::active;
    auto const place = address_of(id);
    html::Safe rows;
    if (!hidden)
        for (auto each = all.rbegin(); each != all.rend(); ++each)
            words.fill(rows, pages::MeasureValue{.when = words.date_time(each->at), .value = value_text(*measure, each->value, each->second), .remove = own && goes_on ? place + "/measurements/" + each->id.text() + "/remove" : std::string()});
    auto const kept = [&](std::string_view field) { return refusal ? request.fields.text(field).substr(0, 40) : std::string_view(); };
    html::Page page{.title = words("Plan"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Measure{.address = place, .plan = reached.plan.title, .label = words.plain(measure->words), .summary = html::summary(words, refusal), .form = own && asked && goes_on, .code = measure->code, .csrf = html::csrf_field(request),
                                          .value_label = measure->second.empty() ? words("Value") : words("Upper value"), .unit = measure->unit, .value = kept("value"), .value_error = html::field_error(words, refusal, "value"), .two = !measure->second.empty(),
                                          .second = kept("second"), .second_error = html::field_error(words, refusal, "second"), .at = refusal ? std::string(kept("at")) : words.local(read.now).substr(0, 16), .at_error = html::field_error(words, refusal, "at"),
                                          .hidden = hidden, .rows = rows, .plot = rows.markup.empty() ? html::Safe{} : plot(words, *measure, all), .may_remove = own && goes_on});
    return html::page(request, read, std::move(page));
}

http::Answer show_measure(Request const& request, db::Read& read) { return show(request, read, nullptr); }

http::Answer enter(Request const& request, db::Write& write) {
    auto const id = TRY(plan_in(request));
    auto const made = [&]() -> base::Result<Measurement> {
        auto const at = request.fields.text("at").empty() ? write.now : TRY(Words(request.locale).moment_in("at", request.fields.text("at")));
        return measure(write, reader_of(request, write), id, request.parameters.text("code"), number_in(request, "value"), number_in(request, "second"), at);
    }();
    if (!made && made.error().why == base::Why::invalid) return show(request, write, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(address_of(id) + "/measurements/" + made->measure);
}

http::Answer remove(Request const& request, db::Write& write) {
    auto const id = TRY(plan_in(request));
    auto const found = find_measurement(write, reader_of(request, write), base::parse<MeasurementId>(request.parameters.text("code")).value_or(MeasurementId{}));
    if (!found || found->plan != id) return std::unexpected(not_there());
    TRY(remove_measurement(write, reader_of(request, write), found->id));
    return http::redirect(address_of(id) + "/measurements/" + found->measure);
}

}  // namespace

void add_measurement_pages(http::Router::Section& pages, db::Database& database) {
    auto const reading = watching(database, records::Action::read), changing = watching(database, records::Action::update);
    pages.get("/plans/:id/measurements/:code", Open::to_members, show_measure).first(reading).says("What was measured for a care plan, as a plot and as numbers");
    pages.post("/plans/:id/measurements/:code", Open::to_members, enter).first(changing);
    pages.post("/plans/:id/measurements/:code/remove", Open::to_members, remove).first(changing);
}

}  // namespace plans
