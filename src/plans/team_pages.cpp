// For the care team: its plans, a new one, and what stands in one.
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "plans/inside.hpp"
#include "plans/pages.hpp"
#include <algorithm>
#include <charconv>

namespace plans {

using http::Open, http::Request, html::Words;

namespace {

constexpr int at_once = 30, offered = 100;

html::Safe rows_of(Words const& words, db::Read& read, std::vector<Plan> const& all) {
    html::Safe made;
    for (auto const& each : all) {
        auto const patient = accounts::find(read, each.patient);
        words.fill(made, pages::TeamRow{.patient = patient ? patient->name + " (@" + patient->username + ")" : std::string(), .address = address_of(each.id), .title = each.title,
                                        .status = each.status == PlanStatus::active ? std::string() : std::string(words.plain(label_of(each.status))), .part2 = each.part2, .when = html::time_tag(words, each.updated_at, read.now)});
    }
    return made;
}

// Those who are patients already, as the names that the field completes.
html::Safe patients(Words const& words, db::Read& read, AccountId organization) {
    auto all = patients_of(read, organization, offered);
    if (known_care().patients)
        for (auto const each : known_care().patients(read, organization, offered))
            if (std::ranges::find(all, each) == all.end()) all.push_back(each);
    html::Safe made;
    for (auto const& each : accounts::find_all(read, all))
        if (!each.hidden()) words.fill(made, pages::Option{.value = each.username, .chosen = false, .label = each.name});
    return made;
}

http::Answer show_list(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const desk = TRY(desk_of(request, read));
    Words const words(request.locale);
    auto const all = plans_by(read, desk.organization.id, reader_of(request, read), request.fields.integer("before").value_or(0), at_once);
    auto const typed = [&](std::string_view field) { return refusal ? request.fields.text(field).substr(0, 20'000) : std::string_view(); };
    auto const username = desk.organization.username;
    html::Page page{.title = words("Plans"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::TeamList{.username = username, .name = desk.organization.name, .summary = html::summary(words, refusal), .rows = rows_of(words, read, all),
                                           .older = std::ssize(all) == at_once ? "/organizations/" + username + "/plans?before=" + all.back().id.text() : std::string(), .csrf = html::csrf_field(request), .patient = typed("patient"),
                                           .patient_error = html::field_error(words, refusal, "patient"), .patients = patients(words, read, desk.organization.id), .title = typed("title"), .title_error = html::field_error(words, refusal, "title"),
                                           .description_error = html::field_error(words, refusal, "description"), .description = typed("description"), .part2 = refusal && request.fields.flag("part2").value_or(false)});
    return html::page(request, read, std::move(page));
}

http::Answer list(Request const& request, db::Read& read) { return show_list(request, read, nullptr); }

// The list shows titles, so each plan of it is on record as looked at.
http::Aside watching_list(db::Database& database) {
    return [&database](Request& request) -> base::Result<base::Done> {
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            auto const desk = desk_of(request, write);
            if (!desk) return base::Done{};
            auto const by = reader_of(request, write);
            for (auto const& each : plans_by(write, desk->organization.id, by, request.fields.integer("before").value_or(0), at_once)) note(write, {each, Side::team, {}, {}}, by, records::Action::read, "list");
            return base::Done{};
        });
    };
}

http::Answer begin(Request const& request, db::Write& write) {
    auto const desk = TRY(desk_of(request, write));
    auto const patient = accounts::find_by_handle(write, base::trim(request.fields.text("patient").substr(0, 200)));
    auto const made = add(write, reader_of(request, write), {.patient = patient ? patient->id : AccountId{}, .organization = desk.organization.id, .title = std::string(request.fields.text("title")),
                                                            .description = std::string(request.fields.text("description")), .part2 = request.fields.flag("part2").value_or(false)});
    if (!made && made.error().why == base::Why::invalid) return show_list(request, write, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(address_of(made->id));
}

http::Answer show_settings(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto const plan = TRY(reach_as_team(read, reader_of(request, read), TRY(plan_in(request)))).plan;
    Words const words(request.locale);
    html::Safe statuses;
    for (auto const status : {PlanStatus::active, PlanStatus::on_hold, PlanStatus::completed, PlanStatus::revoked}) words.fill(statuses, pages::Option{.value = text_of(status), .chosen = status == plan.status, .label = words.plain(label_of(status))});
    auto const typed = [&](std::string_view field, std::string_view kept) { return refusal ? request.fields.text(field).substr(0, 20'000) : kept; };
    html::Page page{.title = words("Plan"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Settings{.address = address_of(plan.id), .plan = plan.title, .summary = html::summary(words, refusal), .csrf = html::csrf_field(request), .title = typed("title", plan.title), .title_error = html::field_error(words, refusal, "title"),
                                           .description_error = html::field_error(words, refusal, "description"), .description = typed("description", plan.description), .statuses = statuses, .status_error = html::field_error(words, refusal, "status"), .part2 = plan.part2});
    return html::page(request, read, std::move(page));
}

http::Answer settings(Request const& request, db::Read& read) { return show_settings(request, read, nullptr); }

http::Answer save_settings(Request const& request, db::Write& write) {
    auto plan = TRY(reach_as_team(write, reader_of(request, write), TRY(plan_in(request)))).plan;
    plan.title = request.fields.text("title");
    plan.description = request.fields.text("description");
    plan.part2 = plan.part2 || request.fields.flag("part2").value_or(false);
    auto const status = status_of(request.fields.text("status"));
    auto const made = [&]() -> base::Result<Plan> {
        if (!status) return base::refuse_field("status", "ERR_INVALID", "Choose how it stands.");
        plan.status = *status;
        return change(write, reader_of(request, write), plan);
    }();
    if (!made && made.error().why == base::Why::invalid) return show_settings(request, write, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(address_of(plan.id));
}

html::Safe choices(Words const& words, Kind kind, std::string_view chosen) {
    html::Safe made;
    if (kind == Kind::check_in)
        for (auto const& each : questionnaires()) words.fill(made, pages::Option{.value = each.code, .chosen = each.code == chosen, .label = words.plain(each.title)});
    if (kind == Kind::measure)
        for (auto const& each : measures()) words.fill(made, pages::Option{.value = each.code, .chosen = each.code == chosen, .label = words.plain(each.words)});
    return made;
}

// What was typed, of a form that comes back; else what is kept.
std::string times_text(std::vector<std::string> const& times) {
    std::string made;
    for (auto const& each : times) (made += made.empty() ? "" : " ") += each;
    return made;
}

http::Answer show_item(Request const& request, db::Read& read, Plan const& plan, Item const& item, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const place = address_of(plan.id), own = place + "/items" + (item.id ? "/" + item.id.text() : std::string());
    bool const repeats = item.kind == Kind::check_in || item.kind == Kind::measure;
    auto const error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Plan"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::ItemForm{.address = place, .plan = plan.title, .heading = words.plain(label_of(item.kind)), .summary = html::summary(words, refusal), .action = own, .csrf = html::csrf_field(request), .kind = text_of(item.kind),
                                           .choices = choices(words, item.kind, item.link), .choice_label = item.kind == Kind::check_in ? words("Questionnaire") : words("What is measured"), .link_error = error("link"), .reading = item.kind == Kind::reading,
                                           .link = item.link, .text_label = repeats || item.kind == Kind::reading ? words("Name (may be left out)") : words("What it is"), .text = item.text, .text_error = error("text"), .note_error = error("note"), .note = item.note,
                                           .medicine = item.kind == Kind::medicine, .times = refusal ? std::string(request.fields.text("times").substr(0, 400)) : times_text(item.times), .times_error = error("times"), .repeats = repeats,
                                           .every = std::to_string(item.every_days), .every_error = error("every_days"), .dated = item.kind != Kind::medicine, .due = item.due, .due_error = error("due"), .remove = item.id ? own + "/remove" : std::string()});
    return html::page(request, read, std::move(page));
}

http::Answer new_item(Request const& request, db::Read& read) {
    auto const plan = TRY(reach_as_team(read, reader_of(request, read), TRY(plan_in(request)))).plan;
    return show_item(request, read, plan, {.plan = plan.id, .kind = kind_of(request.fields.text("kind")).value_or(Kind::task)}, nullptr);
}

base::Result<Item> item_in(Request const& request, db::Read& read) {
    auto const plan = TRY(reach_as_team(read, reader_of(request, read), TRY(plan_in(request)))).plan;
    auto const item = stored_item(read, request.parameters.id<ItemId>("item").value_or(ItemId{}));
    if (!item || item->plan != plan.id) return std::unexpected(not_there());
    return *item;
}

http::Answer edit_item(Request const& request, db::Read& read) {
    auto const item = TRY(item_in(request, read));
    return show_item(request, read, TRY(reach(read, reader_of(request, read), item.plan)).plan, item, nullptr);
}

void fill(Item& item, Request const& request) {
    auto const& fields = request.fields;
    item.text = fields.text("text"), item.note = fields.text("note"), item.link = fields.text("link").substr(0, 1000), item.due = fields.text("due").substr(0, 40);
    auto const every = fields.text("every_days");
    item.every_days = every.empty() ? 0 : static_cast<int>(std::clamp<std::int64_t>(fields.integer("every_days").value_or(-1), -1, 100'000));
    item.times.clear();
    auto typed = std::string(fields.text("times").substr(0, 400));
    std::ranges::replace(typed, ',', ' ');
    for (auto const each : base::split(typed, ' '))
        if (!each.empty()) item.times.push_back(each.size() == 4 && each[1] == ':' ? "0" + std::string(each) : std::string(each));
}

http::Answer save_item(Request const& request, db::Write& write) {
    auto const by = reader_of(request, write);
    auto const plan = TRY(reach_as_team(write, by, TRY(plan_in(request)))).plan;
    bool const is_new = !request.parameters.has("item");
    Item item{.plan = plan.id};
    if (is_new) {
        auto const kind = kind_of(request.fields.text("kind"));
        if (!kind) return base::refuse_field("kind", "ERR_INVALID", "Choose what it is.");
        item.kind = *kind;
    } else {
        item = TRY(item_in(request, write));
    }
    fill(item, request);
    auto const made = is_new ? add_item(write, by, item) : change_item(write, by, item);
    if (!made && made.error().why == base::Why::invalid) return show_item(request, write, plan, item, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect(address_of(plan.id) + "#i" + made->id.text());
}

http::Answer take_away(Request const& request, db::Write& write) {
    auto const item = TRY(item_in(request, write));
    TRY(remove_item(write, reader_of(request, write), item.id));
    return http::redirect(address_of(item.plan));
}

}  // namespace

void add_team_pages(http::Router::Section& pages, db::Database& database) {
    auto const reading = watching(database, records::Action::read), changing = watching(database, records::Action::update);
    directory::add_door({"/organizations/{username}/plans", "Care plans", "check"});
    pages.get("/organizations/:username/plans", Open::to_members, list).first(watching_list(database)).says("The care plans of an organization, for its team");
    pages.post("/organizations/:username/plans", Open::to_members, begin);
    pages.get("/plans/:id/settings", Open::to_members, settings).first(reading);
    pages.post("/plans/:id/settings", Open::to_members, save_settings).first(changing);
    pages.get("/plans/:id/items/new", Open::to_members, new_item).first(reading);
    pages.post("/plans/:id/items", Open::to_members, save_item).first(changing);
    pages.get("/plans/:id/items/:item", Open::to_members, edit_item).first(reading);
    pages.post("/plans/:id/items/:item", Open::to_members, save_item).first(changing);
    pages.post("/plans/:id/items/:item/remove", Open::to_members, take_away).first(changing);
}

}  // namespace plans
