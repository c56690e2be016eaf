// The pages of alerts for everybody: all of them, one of them, the record; and the banner.
#include "alerts/pages.hpp"
#include "alerts/crisis.hpp"
#include "alerts/inside.hpp"
#include "alerts/showing.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

constexpr int listed = 30, entries_shown = 100;
constexpr std::size_t most_seen = 20;
constexpr std::string_view seen_cookie = "alerts_seen";

std::vector<AlertId> seen_in(Request const& request) {
    std::vector<AlertId> seen;
    for (auto text : base::split(request.cookie(seen_cookie), '.'))
        if (auto id = base::parse<AlertId>(text)) seen.push_back(*id);
    return seen;
}

base::Result<Alert> named(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<AlertId>("id");
    auto alert = id ? find(read, *id) : std::nullopt;
    if (!alert) return std::unexpected(not_there());
    return *alert;
}

// The language that was asked for in the address, else the reader's.
Info const& info_for(Request const& request, Alert const& alert) {
    auto const wished = request.fields.text("l");
    return in_language(alert.message, wished.empty() ? std::string_view(request.locale) : wished);
}

// What search engines and previews tell of it (schema.org).
html::Safe linked_data(Alert const& alert, Info const& info, std::string_view issuer) {
    base::Json json;
    json.object().pair("@context", "https://schema.org").pair("@type", "SpecialAnnouncement").pair("name", headline_of(info)).pair("text", info.description)
        .pair("datePosted", base::iso8601(alert.message.sent.at)).pair("expires", base::iso8601(alert.ends_at)).pair("inLanguage", info.language);
    json.key("publisher").object().pair("@type", "Organization").pair("name", issuer).end();
    json.pair("url", alert.url()).end();
    return html::linked_data(json.text());
}

// In its place, when its text had to go.
http::Answer show_gone(Request const& request, db::Read& read, Alert const& alert) {
    Words const words(request.locale);
    auto const versions = chain(read, alert.id);
    auto const gone = removals(read, versions);
    Removal of_this;
    for (auto const& entry : entries_of(read, {alert}))
        for (auto const& each : gone)
            if (each.entry == entry.number && entry.kind != "answered") of_this = each;
    html::Page page{.title = words("This alert was taken away"), .current = "/alerts"};
    page.status = 410;
    page.main = words.fill(pages::TakenAway{.reason = of_this.reason, .when = html::time_tag(words, of_this.at ? of_this.at : alert.ended_at, read.now), .address = "/alerts/" + alert.id.text()});
    return html::page(request, read, std::move(page));
}

http::Answer show(Request const& request, db::Read& read) {
    auto const alert = TRY(named(request, read));
    if (alert.taken_away) return show_gone(request, read, alert);
    Words const words(request.locale);
    auto const& info = info_for(request, alert);
    auto const versions = chain(read, alert.id);
    auto const entries = entries_of(read, {alert});
    auto const issuer = issuer_of(read, alert);
    auto const address = "/alerts/" + alert.id.text();
    bool const newest = !alert.replaced_by;
    bool const own = request.person && alert.is_ours() && acting(read, request.account(), alert.issuer);
    bool const may_change = own && newest && alert.message.type != MessageType::cancel;

    html::Page page{.title = headline_of(info), .current = "/alerts", .description = base::shorten(info.description, 200), .canonical = alert.url(), .kind = "article", .index = true};
    page.head = linked_data(alert, info, issuer);
    page.main = words.fill(pages::Show{
        .later = newest ? std::string() : "/alerts/" + versions.back().id.text(), .over = newest ? over_of(words, alert) : std::string(), .practice = practice_of(words, alert.message),
        .tone = tone_of(alert.message), .level = level_of(words, alert.message, info), .language = info.language, .headline = headline_of(info), .description = paragraphs(info.description),
        .steps = steps_list(words, info, 40), .contact = info.contact, .web = info.web == alert.url() ? std::string() : info.web, .name = issuer, .sent = html::time_tag(words, alert.message.sent.at, read.now),
        .ends = ends_of(words, alert), .map = map_of(read, words, alert, info, false), .places = places_of(words, info), .changes = changes_of(words, read, alert),
        .languages = other_languages(words, alert, info, address), .below = below(request, read, alert), .urgency = words.plain(label_of(info.urgency)), .certainty = words.plain(label_of(info.certainty)),
        .status = words.plain(label_of(alert.message.status)), .entry = entries.empty() ? std::string() : std::to_string(entries.front().number), .hash = entries.empty() ? std::string() : entries.front().hash,
        .address = address, .own = own, .may_change = may_change, .csrf = html::csrf_field(request)});
    page.live = "/live/alerts/" + alert.chain.text();
    return html::page(request, read, std::move(page));
}

http::Answer list(Request const& request, db::Read& read, Board& board) {
    Words const words(request.locale);
    Why why;
    if (request.person) why = [&](Alert const& alert) { return words_of(words, read, alert, board.concern(read, alert, request.account())); };
    auto const before = request.fields.integer("before").value_or(0);
    html::Safe past;
    auto const earlier = all(read, {before, listed});
    for (auto const& alert : earlier) {
        if (!alert.ended_at || alert.replaced_by || alert.taken_away) continue;
        auto const& info = in_language(alert.message, words.locale());
        words.fill(past, pages::Past{.address = "/alerts/" + alert.id.text(), .language = info.language, .headline = headline_of(info), .level = level_of(words, alert.message, info),
                                     .name = issuer_of(read, alert), .when = html::time_tag(words, alert.issued_at, read.now)});
    }
    bool const more = earlier.size() == listed;
    html::Page page{.title = words("Alerts"), .current = "/alerts", .description = words("Warnings that are in force, and those that are over."), .canonical = html::absolute("/alerts"), .index = true};
    page.main = words.fill(pages::List{.choosing = request.person.has_value(), .holding = before ? html::Safe{} : above(words, read, board.concerning(read, {}), {}, false, why), .past = past,
                                       .older = more ? earlier.back().id.text() : std::string(), .desk = request.person && !memberships(read, request.account()).empty()});
    return html::page(request, read, std::move(page));
}

http::Answer show_record(Request const& request, db::Read& read) {
    Words const words(request.locale);
    html::Safe entries;
    auto const shown = entries_after(read, request.fields.integer("after").value_or(0), entries_shown);
    for (auto const& entry : shown)
        words.fill(entries, pages::Entry{.number = entry.number, .kind = entry.kind, .alert = entry.alert.text(), .when = html::time_tag(words, entry.at, read.now), .hash = entry.hash});
    html::Page page{.title = words("Record of alerts"), .current = "/alerts", .canonical = html::absolute("/alerts/record"), .index = true};
    page.main = words.fill(pages::Record{.entries = entries, .next = shown.size() == entries_shown ? std::to_string(shown.back().number) : std::string()});
    return html::page(request, read, std::move(page));
}

http::Answer give_record(Request const& request, db::Read& read) {
    base::Json json;
    json.object().key("entries").array();
    auto const shown = entries_after(read, request.fields.integer("after").value_or(0), entries_shown);
    for (auto const& entry : shown)
        json.object().pair("number", entry.number).pair("at", entry.at).pair("kind", entry.kind).pair("alert", entry.alert.text()).pair("text", entry.text)
            .pair("text_hash", entry.text_hash).pair("hash", entry.hash).end();
    json.end().pair("last", last_entry(read).number).end();
    return http::json(json.take()).with("Access-Control-Allow-Origin", "*");
}

// Folded to a line from now on, in this browser.
http::Answer see(Request const& request, db::Write& write, Board& board) {
    auto const alert = TRY(named(request, write));
    auto seen = seen_in(request);
    if (std::ranges::find(seen, alert.id) == seen.end()) {
        seen.push_back(alert.id);
        count(write, alert.id, Channel::seen);
        write.emit(ReachGrew{alert.id});
    }
    if (seen.size() > most_seen) seen.erase(seen.begin());
    std::string value;
    for (auto id : seen) value += (value.empty() ? "" : ".") + id.text();
    Words const words(request.locale);
    auto answer = request.wants_fragment()
                      ? html::fragment(html::Safe{"<div class=\"full\" id=\"above\">" + above(words, write, board.concerning(write, request.account()), seen, true).markup + "</div>"})
                      : http::redirect("/home");
    http::set_cookie(answer, {.name = std::string(seen_cookie), .value = std::move(value), .seconds = 30 * 24 * 60 * 60});
    return answer;
}

}  // namespace

void add_pages(http::Router::Section pages, Board& board, Crisis& crisis) {
    auto const small = [&crisis](Request const& request) { return crisis.answer(request); };
    html::add_to_frame([&board](html::Frame& frame, Request const& request, db::Read& read) {
        frame.navigation.push_back({.address = "/alerts", .icon = "triangle-alert", .words = "Alerts"});
        // An alert's own page says it all.
        if (request.path.starts_with("/alerts")) return;
        auto const held = board.concerning(read, request.account());
        if (!held.empty()) frame.above += above(Words(request.locale), read, held, seen_in(request), request.person.has_value());
        for (auto const& alert : held) count_soon(alert->id, Channel::pages);
    });
    pages.get("/alerts", Open::to_anyone, [&board](Request const& request, db::Read& read) { return list(request, read, board); }).quickly(small).says("Alerts in force, and earlier ones");
    pages.get("/alerts/record", Open::to_anyone, show_record).says("The public record of alerts");
    pages.get("/alerts/:id", Open::to_anyone, show).quickly(small).says("One alert");
    pages.get("/alerts/:id/light", Open::to_anyone, [](Request const& request, db::Read& read) -> http::Answer {
        auto const alert = TRY(named(request, read));
        if (alert.taken_away) return show_gone(request, read, alert);
        return light_page(request, read, alert, info_for(request, alert));
    }).says("One alert as a page of one request");
    pages.post("/alerts/:id/seen", Open::to_members, [&board](Request const& request, db::Write& write) { return see(request, write, board); });
    pages.get("/api/salve/v1/alerts/record", Open::to_anyone, give_record).says("The public record of alerts: entries after a number.").takes_field("after", "integer", "The number of the last entry one has.");
    add_wishes_pages(pages);
    add_desk_pages(pages);
    add_rights_pages(pages);
    add_history_pages(pages);
}

}  // namespace alerts
