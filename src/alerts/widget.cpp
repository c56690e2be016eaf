// Alerts on other sites: a page for a frame, and a list for programs. Both by area, issuer and language.
#include "alerts/pages.hpp"
#include "alerts/previews.hpp"
#include "alerts/showing.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

constexpr std::size_t most_in_widget = 6, most_in_feed = 500;

constexpr std::string_view widget_style =
    ":root{color-scheme:light dark;--bg:#fff;--ink:#14272d;--i2:#4a5a5f;--b:#00576c;--r:#9d1c1f;--rt:#fceae3;--a:#7d4a00;--at:#fff3de;--t:#e1f0f4}"
    "@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--bg:#172428;--ink:#e9eff0;--i2:#a9b8bc;--b:#83d0e3;--r:#ffa79a;--rt:#3a1c1b;--a:#f2c77d;--at:#32270f;--t:#123640}}"
    ":root[data-theme=dark]{color-scheme:dark;--bg:#172428;--ink:#e9eff0;--i2:#a9b8bc;--b:#83d0e3;--r:#ffa79a;--rt:#3a1c1b;--a:#f2c77d;--at:#32270f;--t:#123640}:root[data-theme=light]{color-scheme:light}"
    "*{box-sizing:border-box}body{margin:0;padding:8px;background:var(--bg);color:var(--ink);font:1rem/1.45 system-ui,sans-serif;overflow-wrap:anywhere}main{display:grid;gap:8px}p{margin:0}a{color:var(--b)}"
    ".al{display:grid;gap:2px;padding:12px 14px;background:var(--rt);border-inline-start:6px solid var(--r);border-radius:4px 10px 10px 4px;color:inherit;text-decoration:none}.al:hover strong{text-decoration:underline}.al:focus-visible{outline:3px solid var(--b);outline-offset:2px}"
    ".al b{color:var(--r)}.moderate{background:var(--at);border-color:var(--a)}.moderate b{color:var(--a)}.minor{background:var(--t);border-color:var(--b)}.minor b{color:var(--b)}.extreme{border-width:12px}"
    ".m{color:var(--i2);font-size:.875rem}.none{padding:12px 0}";

// What a site asked for. Absent: all.
struct Asked {
    std::optional<AccountId> issuer;
    std::shared_ptr<areas::Shape const> area;
    std::optional<areas::Point> point;
    std::string language;
};

base::Result<std::shared_ptr<areas::Shape const>> area_of(db::Read& read, std::string_view text) {
    auto const colon = text.find(':');
    auto const outline = colon == text.npos || text.size() > 100 ? std::nullopt : areas::find(read, text.substr(0, colon), text.substr(colon + 1));
    if (!outline) return base::refuse_field("area", "ERR_INVALID", "There is no such area. It is asked for by its scheme and code.");
    return areas::shape_of(read, *outline);
}

base::Result<areas::Point> point_of(std::string_view text) {
    auto const circle = text.size() > 60 ? std::nullopt : std::optional(areas::read_circle(std::string(text) + " 0"));
    if (!circle || !*circle) return base::refuse_field("point", "ERR_INVALID", "A point is its latitude and longitude, with a comma between.");
    return (*circle)->center;
}

base::Result<Asked> asked(Request const& request, db::Read& read) {
    Asked made;
    if (auto const issuer = request.fields.text("issuer"); !issuer.empty()) {
        auto const account = accounts::find_by_handle(read, issuer.substr(0, 200));
        if (!account || account->hidden() || !account->is_local()) return base::refuse_field("issuer", "ERR_INVALID", "Nobody here is called so.");
        made.issuer = account->id;
    }
    if (auto const area = request.fields.text("area"); !area.empty()) made.area = TRY(area_of(read, area));
    if (auto const point = request.fields.text("point"); !point.empty()) made.point = TRY(point_of(point));
    made.language = request.fields.text("lang").substr(0, 35);
    return made;
}

// An alert that names no area that can be drawn is for everybody.
bool holds_there(db::Read& read, Alert const& alert, Asked const& asked) {
    if (!asked.area && !asked.point) return true;
    bool drawn = false;
    for (auto const& info : alert.message.infos) {
        auto const shape = shape_of(read, info);
        if (shape.empty()) continue;
        drawn = true;
        if (asked.area && !areas::meets(shape, *asked.area)) continue;
        if (asked.point && !areas::holds(shape, *asked.point)) continue;
        return true;
    }
    return !drawn;
}

std::vector<Alert> chosen(db::Read& read, std::vector<Alert> const& held, Asked const& asked) {
    std::vector<Alert> found;
    for (auto const& alert : held)
        if (alert.message.scope == Scope::open && (!asked.issuer || alert.issuer == *asked.issuer) && holds_there(read, alert, asked)) found.push_back(alert);
    return found;
}

std::string theme_of(Request const& request) {
    auto const theme = request.fields.text("theme");
    return theme == "dark" || theme == "light" ? std::string(theme) : std::string();
}

// The same for everybody who asks so: neither a cookie nor an account is looked at.
std::string locale_of(Request const& request, Asked const& asked) {
    return html::best_locale(asked.language.empty() ? request.header("accept-language") : std::string_view(asked.language));
}

// The frame's page. Who may frame it says the content policy.
http::Response frame_page(Request const& request, db::Read& read, Words const& words, std::string_view language, std::vector<Alert> const& found, std::string_view framed_by) {
    static std::string const style_hash = crypto::base64(crypto::sha256(widget_style));
    static html::Safe const style{"<style>" + std::string(widget_style) + "</style>"};
    html::Safe rows;
    for (std::size_t i = 0; i < std::min(most_in_widget, found.size()); ++i) {
        auto const& alert = found[i];
        auto const& info = in_language(alert.message, language.empty() ? words.locale() : language);
        words.fill(rows, pages::WidgetAlert{.tone = tone_of(alert.message), .address = alert.url(), .level = base::shorten(level_of(words, alert.message, info), 80), .language = info.language,
                                            .headline = base::shorten(headline_of(info), 120), .name = base::shorten(issuer_of(read, alert), 60), .ends = ends_of(words, alert)});
    }
    auto page = words.fill(pages::Widget{.locale = words.locale(), .direction = words.right_to_left() ? "rtl" : "ltr", .theme = theme_of(request), .site = base::site_name(), .style = style, .alerts = rows,
                                         .more = found.size() > most_in_widget, .all = html::absolute("/alerts"), .when = words.date_time(read.now)});
    auto answer = http::html(std::move(page.markup));
    answer.with("Content-Security-Policy", "default-src 'none'; style-src 'sha256-" + style_hash + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors " + std::string(framed_by));
    return answer;
}

http::Answer widget(Request const& request, db::Read& read, Board& board) {
    auto const wanted = TRY(asked(request, read));
    auto const found = chosen(read, *board.in_force(read), wanted);
    for (std::size_t i = 0; i < std::min(most_in_widget, found.size()); ++i) count_soon(found[i].id, Channel::widget);
    auto answer = frame_page(request, read, Words(locale_of(request, wanted)), wanted.language, found, "*");
    answer.with("Cache-Control", "public, max-age=30, stale-if-error=86400").with("Vary", "Accept-Language").with("Refresh", "60");
    // Any site may frame it; the older header knows no word for that, and one it does not know is passed over.
    return answer.with("X-Frame-Options", "ALLOWALL").with("Cross-Origin-Resource-Policy", "cross-origin");
}

// The frame as it would be with a draft at its top.
http::Answer widget_of_draft(Request const& request, db::Read& read, Board& board) {
    auto const draft = find_draft(read, request.account(), request.parameters.integer("id").value_or(0));
    if (!draft || draft->message.infos.empty()) return base::refuse(base::Why::not_found, "There is no such draft.");
    auto found = chosen(read, *board.in_force(read), {});
    found.insert(found.begin(), as_alert(read, *draft));
    return frame_page(request, read, Words(request.locale), {}, found, "'self'").with("Cache-Control", "no-store");
}

void add_alert(base::Json& json, db::Read& read, Alert const& alert, Info const& info) {
    auto const& message = alert.message;
    json.object().pair("id", alert.id.text()).pair("url", alert.url()).pair("cap", alert.url() + ".cap").pair("identifier", message.identifier).pair("sender", message.sender);
    json.pair("status", text_of(message.status)).pair("msgType", text_of(message.type)).pair("sent", text_of(message.sent)).pair("ends", base::iso8601(alert.ends_at));
    json.key("issuer").object().pair("name", issuer_of(read, alert));
    if (auto const issuer = alert.is_ours() ? accounts::find(read, alert.issuer) : std::nullopt) json.pair("url", issuer->url()).pair("acct", issuer->username);
    else json.pair("url", alert.source_url);
    json.end().pair("language", info.language).pair("event", info.event).pair("urgency", text_of(info.urgency)).pair("severity", text_of(info.severity)).pair("certainty", text_of(info.certainty));
    json.pair("headline", headline_of(info)).pair("description", info.description).pair("instruction", info.instruction);
    if (!alert.changed.empty()) json.pair("changed", alert.changed).pair("why", alert.why);
    json.key("areas").array();
    for (auto const& area : info.areas) {
        json.object().pair("description", area.description).key("geocodes").array();
        for (auto const& code : area.geocodes) json.object().pair("scheme", code.name).pair("code", code.value).end();
        json.end().end();
    }
    json.end().end();
}

http::Answer feed(Request const& request, db::Read& read, Board& board) {
    auto const wanted = TRY(asked(request, read));
    auto const language = wanted.language.empty() ? locale_of(request, wanted) : wanted.language;
    base::Json json;
    json.object().key("alerts").array();
    auto const found = chosen(read, *board.in_force(read), wanted);
    for (std::size_t i = 0; i < std::min(most_in_feed, found.size()); ++i) {
        add_alert(json, read, found[i], in_language(found[i].message, language));
        count_soon(found[i].id, Channel::feeds);
    }
    json.end().end();
    return http::json(json.take()).with("Cache-Control", "public, max-age=10").with("Vary", "Accept-Language");
}

}  // namespace

void add_widget(http::Router::Section pages, Board& board) {
    pages.get("/alerts/widget", Open::to_anyone, [&board](Request const& request, db::Read& read) { return widget(request, read, board); }).says("The alerts in force, for a frame of another site");
    pages.get("/alerts/desk/:id/widget", Open::to_members, [&board](Request const& request, db::Read& read) { return widget_of_draft(request, read, board); }).says("The same with a draft, for who writes it");
}

void add_feed(http::Router::Section api, Board& board) {
    api.get("/api/salve/v1/alerts", Open::to_anyone, [&board](Request const& request, db::Read& read) { return feed(request, read, board); })
        .says("The alerts in force: worst first.")
        .takes_field("area", "string", "Those that hold somewhere in an area, by scheme and code: FIPS6:41029, ISO3166-2:US-OR.")
        .takes_field("point", "string", "Those that hold at a point: latitude,longitude.")
        .takes_field("issuer", "string", "Those of one issuer, by username.")
        .takes_field("lang", "string", "The language of the texts, where they are in several.");
}

}  // namespace alerts
