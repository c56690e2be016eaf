// The history of an alert: every version of its chain, what changed from one to the next, and what other rooms add.
#include "alerts/inside.hpp"
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include "base/text.hpp"
#include <algorithm>

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

auto& shown_below() {
    static std::vector<std::function<html::Safe(Request const&, db::Read&, Alert const&)>> all;
    return all;
}
auto& shown_on_desk() {
    static std::vector<std::function<html::Safe(Request const&, db::Read&, std::vector<Member> const&)>> all;
    return all;
}
auto& told_in_history() {
    static std::vector<std::function<std::vector<Happening>(Request const&, db::Read&, AlertId)>> all;
    return all;
}

std::string areas_of(Info const& info) {
    std::string names;
    for (auto const& area : info.areas) names += (names.empty() ? "" : "; ") + area.description;
    return names;
}

// What is compared of two versions, in the order in which it is read.
struct Part { std::string_view label; std::string before, after; };
std::vector<Part> parts_of(Words const& words, Alert const* before, Alert const& after) {
    auto const& now = in_language(after.message, words.locale());
    static Info const nothing;
    // The same language as now, so that translations are not taken for changes.
    auto const& then = before ? in_language(before->message, now.language) : nothing;
    auto severity = [&](Info const& info) { return words(label_of(info.severity)); };
    return {{"Headline", then.headline, now.headline}, {"What is known", then.description, now.description}, {"What to do", then.instruction, now.instruction},
            {"Where it holds", areas_of(then), areas_of(now)}, {"Severity", before ? severity(then) : std::string(), severity(now)}};
}

html::Safe version(Words const& words, Alert const* before, Alert const& alert) {
    html::Safe parts;
    if (!alert.taken_away)
        for (auto const& [label, then, now] : parts_of(words, before && !before->taken_away ? before : nullptr, alert)) {
            bool const compare = before && !before->taken_away;
            if (now.empty() && then.empty()) continue;
            if (compare && then == now) continue;
            words.fill(parts, pages::HistoryPart{.label = words.plain(label), .text = compare ? differences(words, then, now) : paragraphs(now)});
        }
    auto const kind = alert.message.type == MessageType::cancel ? "Ended" : alert.message.type == MessageType::update ? "Updated" : "First alert";
    return words.fill(pages::HistoryVersion{.address = "/alerts/" + alert.id.text(), .kind = words(kind), .changed = alert.changed, .why = alert.why, .parts = parts});
}

http::Answer show_history(Request const& request, db::Read& read, Alert const& alert, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const versions = chain(read, alert.id);
    auto const entries = entries_of(read, versions);
    auto const gone = removals(read, versions);
    std::vector<Happening> all;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        auto const entry = std::ranges::find_if(entries, [&](Entry const& each) { return each.alert == versions[i].id; });
        all.push_back({versions[i].issued_at, entry == entries.end() ? 0 : entry->number, version(words, i ? &versions[i - 1] : nullptr, versions[i])});
    }
    for (auto const& tell : told_in_history())
        for (auto& each : tell(request, read, alert.chain)) all.push_back(std::move(each));
    std::ranges::sort(all, std::ranges::greater{}, [](Happening const& each) { return std::pair(each.at, each.entry); });
    auto const who = accounts::find(read, request.account());
    bool const admin = who && who->role == http::Role::admin;
    html::Safe rows;
    for (auto const& each : all) {
        auto const removal = std::ranges::find(gone, each.entry, &Removal::entry);
        bool const is_gone = each.entry && removal != gone.end();
        auto const entry = std::ranges::find(entries, each.entry, &Entry::number);
        words.fill(rows, pages::HistoryRow{.when = html::time_tag(words, each.at, read.now), .shown = each.shown, .gone = is_gone, .reason = is_gone ? removal->reason : std::string(),
                                           .hash = entry == entries.end() ? std::string() : entry->hash, .number = each.entry, .may_take = admin && each.entry && !is_gone, .address = "/alerts/" + alert.id.text(), .csrf = html::csrf_field(request)});
    }
    html::Page page{.title = words("History of an alert"), .current = "/alerts", .canonical = alert.url() + "/history", .index = true};
    page.main = words.fill(pages::History{.address = "/alerts/" + versions.back().id.text(), .headline = headline_of(in_language(versions.back().message, words.locale())), .summary = html::summary(words, refusal), .rows = rows});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

base::Result<Alert> named(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<AlertId>("id");
    auto alert = id ? find(read, *id) : std::nullopt;
    if (!alert) return std::unexpected(not_there());
    return *alert;
}

}  // namespace

void add_below(std::function<html::Safe(Request const&, db::Read&, Alert const&)> show) { shown_below().push_back(std::move(show)); }
void add_to_desk(std::function<html::Safe(Request const&, db::Read&, std::vector<Member> const&)> show) { shown_on_desk().push_back(std::move(show)); }
void add_to_history(std::function<std::vector<Happening>(Request const&, db::Read&, AlertId)> tell) { told_in_history().push_back(std::move(tell)); }

html::Safe below(Request const& request, db::Read& read, Alert const& alert) {
    html::Safe made;
    for (auto const& show : shown_below()) made += show(request, read, alert);
    return made;
}

html::Safe on_desk(Request const& request, db::Read& read, std::vector<Member> const& members) {
    html::Safe made;
    for (auto const& show : shown_on_desk()) made += show(request, read, members);
    return made;
}

void add_history_pages(http::Router::Section& pages) {
    pages.get("/alerts/:id/history", Open::to_anyone, [](Request const& request, db::Read& read) -> http::Answer {
        return show_history(request, read, TRY(named(request, read)), nullptr);
    }).says("All versions of an alert with its answers, and what changed");
    pages.post("/alerts/:id/take-away", Open::to_admins, [](Request const& request, db::Write& write) -> http::Answer {
        auto const alert = TRY(named(request, write));
        auto const entry = request.fields.integer("entry").value_or(0);
        auto const taken = take_away(write, request.account(), entry, request.fields.text("reason"));
        if (!taken) return show_history(request, write, alert, &taken.error());
        return http::redirect("/alerts/" + alert.id.text() + "/history");
    });
}

}  // namespace alerts
