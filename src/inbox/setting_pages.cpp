// What the team sets up: saved answers, targets and office hours.
#include "base/time.hpp"
#include "inbox/inside.hpp"
#include "inbox/pages.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>

namespace inbox {

using http::Open, http::Request, html::Words;

namespace {

constexpr std::string_view days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

http::Answer show_saved(Request const& request, db::Read& read, Desk const& desk, Saved const& typed, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const address = address_of(desk) + "/saved";
    bool const may_edit = desk.role <= teams::Role::editor;
    html::Safe rows;
    for (auto const& each : saved_answers(read, desk.organization.id))
        words.fill(rows, pages::SavedRow{.title = each.title, .text = each.text, .may_edit = may_edit, .address = address, .id = std::to_string(each.id), .csrf = html::csrf_field(request)});
    html::Page page{.title = words("Saved answers"), .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Saved{.head = head(words, desk, "/saved"), .summary = html::summary(words, refusal), .rows = rows, .may_edit = may_edit, .id = typed.id ? std::to_string(typed.id) : std::string(),
                                        .address = address, .csrf = html::csrf_field(request), .name = "{name}", .organization = "{organization}", .me = "{me}", .title = typed.title, .title_error = html::field_error(words, refusal, "title"),
                                        .text_error = html::field_error(words, refusal, "text"), .text = typed.text});
    return html::page(request, read, std::move(page));
}

http::Answer saved_page(Request const& request, db::Read& read) {
    auto const desk = TRY(desk_of(request, read, teams::Role::responder));
    Saved typed;
    for (auto const& each : saved_answers(read, desk.organization.id))
        if (each.id == request.fields.integer("change")) typed = each;
    return show_saved(request, read, desk, typed, nullptr);
}

http::Answer save_form(Request const& request, db::Write& write) {
    auto const desk = TRY(desk_of(request, write, teams::Role::editor));
    Saved const typed{request.fields.integer("id").value_or(0), desk.organization.id, std::string(request.fields.text("title")), std::string(request.fields.text("text"))};
    if (auto const kept = save_answer(write, reader_of(request, write), typed); !kept) return show_saved(request, write, desk, typed, &kept.error());
    return http::redirect(address_of(desk) + "/saved");
}

http::Answer remove_form(Request const& request, db::Write& write) {
    auto const desk = TRY(desk_of(request, write, teams::Role::editor));
    TRY(remove_saved_answer(write, reader_of(request, write), desk.organization.id, request.parameters.integer("id").value_or(0)));
    return http::redirect(address_of(desk) + "/saved");
}

std::string clock_text(int minutes) { return minutes == 24 * 60 ? "23:59" : base::iso8601(minutes * base::minute).substr(11, 5); }

// "09:30", or nothing. The last minute of a day stands for its end.
std::optional<int> clock_of(std::string_view text) {
    int hour = 0, minute = 0;
    if (text.size() < 5 || text[2] != ':') return std::nullopt;
    if (std::from_chars(text.data(), text.data() + 2, hour).ptr != text.data() + 2 || std::from_chars(text.data() + 3, text.data() + 5, minute).ptr != text.data() + 5) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return hour == 23 && minute == 59 ? 24 * 60 : hour * 60 + minute;
}

// Three places behind the point give every minute back.
std::string hours_text(std::int64_t minutes) {
    auto made = std::to_string(minutes / 60) + "." + std::to_string(1000 + minutes % 60 * 1000 / 60).substr(1);
    made.erase(made.find_last_not_of('0') + 1);
    if (made.ends_with('.')) made.pop_back();
    return made;
}

http::Answer show_targets(Request const& request, db::Read& read, Desk const& desk, Targets const& now, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Safe rows, zones, week;
    auto typed = [&](std::string const& field, std::string const& kept) { return refusal ? std::string(request.fields.text(field)) : kept; };
    for (auto const kind : kinds) {
        auto const code = std::string(text_of(kind));
        words.fill(rows, pages::Target{.code = code, .label = words.plain(label_of(kind)), .hours = typed("target_" + code, hours_text(now.minutes[static_cast<std::size_t>(kind)])), .error = html::field_error(words, refusal, "target_" + code)});
    }
    for (auto const& zone : html::time_zones()) words.fill(zones, pages::Option{.value = zone, .chosen = zone == now.zone, .label = zone});
    for (int day = 1; day <= 7; ++day) {
        auto const hours = std::ranges::find(now.hours, day, &Hours::day);
        bool const open = hours != now.hours.end();
        auto const number = std::to_string(day);
        words.fill(week, pages::Day{.label = words.plain(days[day - 1]), .day = number, .opens = typed("from_" + number, open ? clock_text(hours->from) : ""), .error = html::field_error(words, refusal, "from_" + number),
                                    .closes = typed("to_" + number, open ? clock_text(hours->to) : "")});
    }
    html::Page page{.title = words("Targets"), .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Targets{.head = head(words, desk, "/targets"), .summary = html::summary(words, refusal), .address = address_of(desk) + "/targets", .csrf = html::csrf_field(request), .targets = rows,
                                          .zones = zones, .zone_error = html::field_error(words, refusal, "zone"), .days = week});
    return html::page(request, read, std::move(page));
}

http::Answer targets_page(Request const& request, db::Read& read) {
    auto const desk = TRY(desk_of(request, read, teams::Role::owner));
    return show_targets(request, read, desk, targets(read, desk.organization.id), nullptr);
}

base::Result<Targets> targets_in(Request const& request) {
    Targets typed;
    typed.zone = request.fields.text("zone");
    for (auto const kind : kinds) {
        auto const field = "target_" + std::string(text_of(kind));
        auto const text = request.fields.text(field);
        double hours = 0;
        auto const end = text.data() + text.size();
        if (std::from_chars(text.data(), end, hours).ptr != end || !(hours > 0 && hours < 1e6)) return base::refuse_field(field, "ERR_INVALID", "Write a number of hours.");
        typed.minutes[static_cast<std::size_t>(kind)] = std::llround(hours * 60);
    }
    for (int day = 1; day <= 7; ++day) {
        auto const from = request.fields.text("from_" + std::to_string(day)), to = request.fields.text("to_" + std::to_string(day));
        if (from.empty() && to.empty()) continue;
        auto const opens = clock_of(from), closes = clock_of(to);
        if (!opens || !closes) return base::refuse_field("from_" + std::to_string(day), "ERR_INVALID", "Write both times, or none.");
        typed.hours.push_back({day, *opens, *closes});
    }
    return typed;
}

http::Answer targets_form(Request const& request, db::Write& write) {
    auto const desk = TRY(desk_of(request, write, teams::Role::owner));
    auto const typed = targets_in(request);
    if (!typed) return show_targets(request, write, desk, targets(write, desk.organization.id), &typed.error());
    if (auto const kept = set_targets(write, reader_of(request, write), desk.organization.id, *typed); !kept) return show_targets(request, write, desk, *typed, &kept.error());
    return http::redirect(address_of(desk) + "/targets");
}

}  // namespace

void add_saved_pages(http::Router::Section& pages) {
    std::string const saved = "/organizations/:username/inbox/saved";
    pages.get(saved, Open::to_members, saved_page).says("Answers that an organization uses again and again");
    pages.post(saved, Open::to_members, save_form);
    pages.post(saved + "/:id/remove", Open::to_members, remove_form);
}

void add_target_pages(http::Router::Section& pages) {
    pages.get("/organizations/:username/inbox/targets", Open::to_members, targets_page).says("Within how long a team means to answer, for its owners");
    pages.post("/organizations/:username/inbox/targets", Open::to_members, targets_form);
}

}  // namespace inbox
