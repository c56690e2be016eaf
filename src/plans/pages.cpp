// The pages of a plan: what is mine, what is to be done today, and what both sides say.
#include "base/time.hpp"
#include "html/help.hpp"
#include "plans/inside.hpp"
#include "plans/pages.hpp"
#include "plans/queries.hpp"
#include <algorithm>

namespace plans {

using http::Open, http::Request, html::Words;

namespace {

struct Opened {
    Reached reached;
    AccountId reader;
    std::vector<Item> items;
    std::vector<Response> responses;
    std::vector<Measurement> measurements;
    std::vector<Due> due;
    std::string address;
    bool is_due(ItemId id) const { return std::ranges::any_of(due, [&](Due const& each) { return each.item.id == id; }); }
    Plan const& plan() const { return reached.plan; }
    bool own() const { return reached.side == Side::patient; }
    bool team() const { return reached.side == Side::team; }
};

base::Result<Opened> opened(Request const& request, db::Read& read) {
    auto const id = TRY(plan_in(request));
    Opened made{.reached = TRY(reach(read, reader_of(request, read), id)), .reader = reader_of(request, read)};
    auto const key = key_of(read, id);
    made.items = items_of(read, key, id);
    made.responses = responses_of(read, key, id);
    made.measurements = measurements_of(read, key, id);
    made.due = plans::due(read, made.reached.plan, made.items, made.responses, made.measurements);
    made.address = address_of(id);
    return made;
}

std::string name_of(Words const& words, db::Read& read, AccountId id) {
    auto const found = id ? accounts::find(read, id) : std::nullopt;
    return found && !found->hidden() ? found->name : words("Somebody who left");
}

std::string status_text(Words const& words, Plan const& plan) { return plan.status == PlanStatus::active ? std::string() : std::string(words.plain(label_of(plan.status))); }

std::string clock_text(Words const& words, base::Time moment) {
    auto const local = words.local(moment);
    return local.substr(local.find('T') + 1);
}

// A date has no time zone: noon of it is the same day nearly everywhere.
std::string date_text(Words const& words, std::string_view date) {
    auto const day = base::parse_iso8601(date);
    return day ? words.date(*day + 12 * base::hour) : std::string();
}

// Where one does what an item asks for; "" where it is a button that says it is done.
std::string place_of(Opened const& open, Item const& item) {
    if (item.kind == Kind::check_in) return open.address + "/check-ins/" + item.link;
    if (item.kind == Kind::measure) return open.address + "/measurements/" + item.link;
    return {};
}

html::Safe today_rows(Words const& words, Opened const& open) {
    html::Safe made;
    for (auto const& each : open.due) {
        auto const link = place_of(open, each.item), item = open.address + "/items/" + each.item.id.text();
        auto const deed = each.at ? item + "/taken/" + std::to_string(each.at) : item + "/done";
        auto const action = each.item.kind == Kind::check_in ? words("Answer") : each.item.kind == Kind::measure ? words("Enter it") : each.item.kind == Kind::medicine ? words("Taken") : words("Done");
        words.fill(made, pages::TodayRow{.icon = html::icon(icon_of(each.item.kind)), .text = each.item.text, .when = each.at ? clock_text(words, each.at) : date_text(words, each.item.due), .late = each.late,
                                         .kind = words.plain(label_of(each.item.kind)), .link = open.own() ? link : std::string(), .action = action, .deed = open.own() && link.empty() ? deed : std::string()});
    }
    return made;
}

std::string detail_of(Words const& words, Item const& item) {
    std::string made;
    auto add = [&](std::string const& more) { if (!more.empty()) (made += made.empty() ? "" : " · ") += more; };
    for (auto const& time : item.times) add(time);
    if (item.every_days) add(words("{count, plural, one {every day} other {every # days}}", {{"count", item.every_days}}));
    if (!item.due.empty()) add(words("by {day}", {{"day", date_text(words, item.due)}}));
    if (item.done) add(words.date(item.done_at));
    return made;
}

// The doses of the last week, so that the team sees what was taken.
html::Safe taken_line(Words const& words, db::Read& read, Item const& item) {
    if (item.kind != Kind::medicine) return {};
    std::string all;
    for (auto const& dose : doses(read, item, read.now - 7 * base::day)) (all += all.empty() ? "" : ", ") += words.date_time(dose.due_at);
    return all.empty() ? html::Safe{} : words.fill(pages::TakenLine{.times = all});
}

void item_row(html::Safe& onto, Words const& words, db::Read& read, Opened const& open, Item const& item) {
    // What is due today has its button there.
    bool const goes_on = open.plan().status == PlanStatus::active && !(open.own() && open.is_due(item.id));
    auto const place = item.kind == Kind::reading ? item.link : item.done ? std::string() : place_of(open, item), base = open.address + "/items/" + item.id.text();
    bool const by_button = goes_on && open.reached.side != Side::recipient && (item.kind != Kind::medicine || open.team()) && (place_of(open, item).empty() || item.done || open.team());
    words.fill(onto, pages::ItemRow{.id = item.id, .icon = html::icon(icon_of(item.kind)), .text = item.text, .done = item.done, .kind = words.plain(label_of(item.kind)), .detail = detail_of(words, item), .note = item.note,
                                    .link = item.kind == Kind::reading || (open.own() && goes_on) ? place : std::string(), .open = item.kind == Kind::reading ? words("Read") : words("Open"),
                                    .deed = by_button ? base + (item.done ? "/undone" : "/done") : std::string(), .action = item.done ? words("Not done after all") : item.kind == Kind::medicine || item.every_days ? words("End it") : words("Mark as done"),
                                    .team = open.team(), .address = base, .taken = taken_line(words, read, item)});
}

html::Safe item_rows(Words const& words, db::Read& read, Opened const& open, bool goals) {
    html::Safe made;
    for (auto const& each : open.items)
        if ((each.kind == Kind::goal) == goals) item_row(made, words, read, open, each);
    return made;
}

html::Safe measure_rows(Words const& words, db::Read& read, Opened const& open) {
    html::Safe made;
    for (auto const& measure : measures()) {
        auto const of = [&](auto const& each) { return std::string_view(each.measure) == measure.code; };
        bool const asked = std::ranges::any_of(open.items, [&](Item const& each) { return each.kind == Kind::measure && each.link == measure.code; });
        auto const last = std::find_if(open.measurements.rbegin(), open.measurements.rend(), of);
        if (!asked && last == open.measurements.rend()) continue;
        bool const there = last != open.measurements.rend();
        auto const value = !there ? std::string() : hides(read, open.reader, open.plan(), measure) ? words("hidden") : value_text(measure, last->value, last->second);
        words.fill(made, pages::MeasureRow{.label = words.plain(measure.words), .value = value, .when = there ? words.date_time(last->at) : std::string(), .address = open.address + "/measurements/" + std::string(measure.code)});
    }
    return made;
}

html::Safe answer_rows(Words const& words, Opened const& open) {
    html::Safe made;
    for (auto each = open.responses.rbegin(); each != open.responses.rend(); ++each) {
        auto const* questionnaire = find_questionnaire(each->questionnaire);
        if (!questionnaire) continue;
        words.fill(made, pages::AnswerRow{.title = words.plain(questionnaire->title), .when = words.date_time(each->at), .sum = words("Sum {sum}", {{"sum", each->sum}}), .look = open.team() && each->danger && !each->seen_at,
                                          .fresh = open.team() && !each->danger && !each->seen_at, .seen = each->seen_at != 0, .address = open.address + "/responses/" + each->id.text()});
    }
    return made;
}

html::Safe comment_rows(Words const& words, db::Read& read, Opened const& open) {
    html::Safe made;
    for (auto const& each : comments_of(read, key_of(read, open.plan().id), open.plan().id)) {
        auto const item = std::ranges::find(open.items, each.item, &Item::id);
        words.fill(made, pages::CommentRow{.id = std::to_string(each.id), .name = name_of(words, read, each.author), .by_team = each.by_team, .when = html::time_tag(words, each.at, read.now),
                                           .item = item == open.items.end() ? std::string() : item->text, .text = each.text});
    }
    return made;
}

html::Safe about_options(Words const& words, Opened const& open, std::string_view chosen) {
    html::Safe made;
    for (auto const& each : open.items) words.fill(made, pages::Option{.value = each.id.text(), .chosen = each.id.text() == chosen, .label = each.text});
    return made;
}

html::Safe first_of_all(Words const& words, Opened const& open) {
    if (!open.team()) return {};
    auto const found = std::ranges::find_if(open.responses, [](Response const& each) { return each.danger && !each.seen_at; });
    return found == open.responses.end() ? html::Safe{} : words.fill(pages::First{.address = open.address + "/responses/" + found->id.text()});
}

html::Safe adding(Words const& words, Opened const& open) {
    if (!open.team() || open.plan().status != PlanStatus::active) return {};
    html::Safe kinds;
    for (auto const kind : {Kind::goal, Kind::task, Kind::reading, Kind::check_in, Kind::measure, Kind::medicine})
        words.fill(kinds, pages::AddKind{.address = open.address + "/items/new?kind=" + std::string(text_of(kind)), .label = words.plain(label_of(kind))});
    return words.fill(pages::Adding{.kinds = kinds});
}

http::Answer show(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const open = TRY(opened(request, read));
    Words const words(request.locale);
    auto const& plan = open.plan();
    auto const organization = accounts::find(read, plan.organization);
    auto const team = name_of(words, read, plan.organization);
    html::Page page{.title = words("Plan"), .current = "/plans", .live = "/live" + open.address, .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Plan{
        .up = open.team() && organization ? "/organizations/" + organization->username + "/plans" : std::string("/plans"), .title = plan.title, .who = open.own() ? team : name_of(words, read, plan.patient), .status = status_text(words, plan),
        .part2 = plan.part2, .readers = open.own() ? words("You and the care team of {name} read this plan.", {{"name", team}}) : words("The patient and the care team of {name} read this plan.", {{"name", team}}), .own = open.own(),
        .summary = html::summary(words, refusal), .first = first_of_all(words, open), .description = plan.description, .today = today_rows(words, open), .goals = item_rows(words, read, open, true), .items = item_rows(words, read, open, false),
        .adding = adding(words, open), .measures = measure_rows(words, read, open),
        .shields = open.own() && std::ranges::any_of(open.items, [](Item const& each) { return each.kind == Kind::measure && find_measure(each.link) && find_measure(each.link)->shielded; }), .address = open.address, .csrf = html::csrf_field(request), .hide = plan.hides_numbers ? "0" : "1",
        .numbers = plan.hides_numbers ? words("Show weights and calories") : words("Hide weights and calories"), .answers = answer_rows(words, open), .comments = comment_rows(words, read, open), .may_comment = open.reached.side != Side::recipient,
        .text_error = html::field_error(words, refusal, "text"), .typed = refusal ? request.fields.text("text").substr(0, 20'000) : std::string_view(), .about = about_options(words, open, request.fields.text("item")), .team = open.team()});
    return html::page(request, read, std::move(page));
}

http::Answer show_plan(Request const& request, db::Read& read) { return show(request, read, nullptr); }

http::Answer mine(Request const& request, db::Read& read) {
    Words const words(request.locale);
    auto const reader = reader_of(request, read);
    html::Safe rows;
    for (auto const& plan : plans_of(read, reader)) {
        auto const left = plan.status == PlanStatus::active ? std::ssize(due(read, plan, items(read, reader, plan.id), responses(read, reader, plan.id, ""), measurements(read, reader, plan.id, ""))) : 0;
        words.fill(rows, pages::MineRow{.address = address_of(plan.id), .title = plan.title, .organization = name_of(words, read, plan.organization), .status = status_text(words, plan), .part2 = plan.part2, .open = left > 0, .count = left});
    }
    html::Page page{.title = words("Plans"), .current = "/plans", .sensitive = true};
    page.main = words.fill(pages::Mine{.rows = rows});
    return html::page(request, read, std::move(page));
}

// A button of the plan's page; what it leads back to is the plan.
template <class Rule>
http::Writer button(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        auto const plan = TRY(plan_in(request));
        auto const id = request.parameters.id<ItemId>("item").value_or(ItemId{});
        auto const item = stored_item(write, id);
        if (!item || item->plan != plan) return std::unexpected(not_there());
        TRY(rule(write, reader_of(request, write), *item, request));
        return http::redirect(address_of(plan));
    };
}

http::Writer marks(bool done) {
    return button([done](db::Write& write, AccountId by, Item const& item, Request const&) { return set_done(write, by, item.id, done); });
}

http::Writer takes(bool taken) {
    return button([taken](db::Write& write, AccountId by, Item const& item, Request const& request) { return take(write, by, item.id, request.parameters.integer("at").value_or(0), taken); });
}

http::Answer comment_form(Request const& request, db::Write& write) {
    auto const plan = TRY(plan_in(request));
    auto const said = comment(write, reader_of(request, write), plan, request.fields.id<ItemId>("item").value_or(ItemId{}), request.fields.text("text"));
    if (!said && said.error().why == base::Why::invalid) return show(request, write, &said.error());
    if (!said) return std::unexpected(said.error());
    return http::redirect(address_of(plan) + "#c" + std::to_string(said->id));
}

http::Answer numbers_form(Request const& request, db::Write& write) {
    auto const plan = TRY(plan_in(request));
    TRY(hide_numbers(write, reader_of(request, write), plan, request.fields.flag("hide").value_or(false)));
    return http::redirect(address_of(plan) + "#measures");
}

http::Answer print(Request const& request, db::Read& read) {
    auto const open = TRY(opened(request, read));
    Words const words(request.locale);
    html::Safe items, answers, values;
    for (auto const& each : open.items) {
        auto detail = std::string(words.plain(label_of(each.kind)));
        if (auto const more = detail_of(words, each); !more.empty()) detail += " · " + more;
        words.fill(items, pages::PrintRow{.text = each.text, .detail = detail, .note = each.note});
    }
    for (auto const& each : open.responses)
        if (auto const* questionnaire = find_questionnaire(each.questionnaire)) words.fill(answers, pages::PrintRow{.text = words.plain(questionnaire->title), .detail = words.date_time(each.at) + " · " + words("Sum {sum}", {{"sum", each.sum}}), .note = std::string_view()});
    for (auto const& each : open.measurements)
        if (auto const* measure = find_measure(each.measure); measure && !hides(read, open.reader, open.plan(), *measure))
            words.fill(values, pages::PrintRow{.text = words.plain(measure->words), .detail = words.date_time(each.at) + " · " + value_text(*measure, each.value, each.second), .note = std::string_view()});
    html::Page page{.title = words("Plan"), .sensitive = true};
    page.main = words.fill(pages::Print{.title = open.plan().title, .patient = name_of(words, read, open.plan().patient), .organization = name_of(words, read, open.plan().organization), .when = words.date(read.now), .part2 = open.plan().part2,
                                        .description = open.plan().description, .items = items, .answers = answers, .values = values});
    return html::page(request, read, std::move(page));
}

http::Answer download(Request const& request, db::Read& read) {
    auto const reached = TRY(reach(read, reader_of(request, read), TRY(plan_in(request))));
    return http::json(as_json(read, reached)).with("Content-Disposition", "attachment; filename=\"plan.json\"").with("Cache-Control", "no-store");
}

}  // namespace

void add_pages(http::Router::Section pages, db::Database& database, StillValid still_valid) {
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read& read) {
        if (request.account() && read.number(sql::has_any_plan, {request.account()})) frame.navigation.push_back({"/plans", "check", "Plans"});
    });
    auto const reading = watching(database, records::Action::read), changing = watching(database, records::Action::update);
    pages.get("/plans", Open::to_members, mine).first(watching_own(database)).says("One's own care plans");
    pages.get("/plans/:id", Open::to_members, show_plan).first(reading).says("A care plan: what to do today first");
    pages.get("/plans/:id/print", Open::to_members, print).first(watching(database, records::Action::read, "print"));
    pages.get("/plans/:id/download", Open::to_members, download).first(watching(database, records::Action::read, "export"));
    pages.post("/plans/:id/items/:item/done", Open::to_members, marks(true)).first(changing);
    pages.post("/plans/:id/items/:item/undone", Open::to_members, marks(false)).first(changing);
    pages.post("/plans/:id/items/:item/taken/:at", Open::to_members, takes(true)).first(changing);
    pages.post("/plans/:id/items/:item/untaken/:at", Open::to_members, takes(false)).first(changing);
    pages.post("/plans/:id/comments", Open::to_members, comment_form).first(changing);
    pages.post("/plans/:id/numbers", Open::to_members, numbers_form).first(changing);
    add_check_in_pages(pages, database);
    add_measurement_pages(pages, database);
    add_team_pages(pages, database);
    add_recall_pages(pages, database);
    add_live(pages, std::move(still_valid));
}

}  // namespace plans
