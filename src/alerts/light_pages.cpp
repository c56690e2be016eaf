// Pages of one request for the worst hour: an alert's light version, and the smaller ones of a crisis.
#include "alerts/crisis.hpp"
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include "base/settings.hpp"
#include "crypto/crypto.hpp"
#include "http/compression.hpp"

namespace alerts {

using html::Words;

namespace {

constexpr std::size_t largest_sent = 4096, most_steps = 12;

// Everything in one request, and nothing else: the sheet's colors as in web/css/tokens.css.
constexpr std::string_view light_style =
    ":root{color-scheme:light dark;--bg:#f5f3f0;--s:#fff;--ink:#14272d;--i2:#4a5a5f;--l:#d9d4cc;--b:#00576c;--r:#9d1c1f;--rt:#fceae3;--a:#7d4a00;--at:#fff3de;--t:#e1f0f4;--k:#574091}"
    "@media(prefers-color-scheme:dark){:root{--bg:#0e181b;--s:#172428;--ink:#e9eff0;--i2:#a9b8bc;--l:#2a3a3f;--b:#83d0e3;--r:#ffa79a;--rt:#3a1c1b;--a:#f2c77d;--at:#32270f;--t:#123640;--k:#c4b1f5}}"
    "*{box-sizing:border-box}body{background:var(--bg);color:var(--ink);max-width:46rem;margin:0 auto;padding:14px 16px 40px;font:1.0625rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}"
    "h1{margin:0;font-size:1.65rem;line-height:1.2}h2{margin:28px 0 8px;font-size:1.2rem}p,ul,ol{margin:0}a{color:var(--b)}"
    "header{display:flex;justify-content:space-between;align-items:center;gap:12px;margin-bottom:14px;font-weight:700}header a{background:var(--k);color:var(--bg);border-radius:22px;padding:11px 16px;text-decoration:none}"
    ".al{background:var(--rt);border-inline-start:6px solid var(--r);border-radius:6px 14px 14px 6px;gap:10px;padding:18px;display:grid}.al>b{color:var(--r)}"
    ".moderate{background:var(--at);border-color:var(--a)}.moderate>b{color:var(--a)}.minor{background:var(--t);border-color:var(--b)}.minor>b{color:var(--b)}.extreme{border-width:14px}.practice{background-image:repeating-linear-gradient(-45deg,transparent 0 14px,#7d7d7d29 14px 28px)}"
    "ol{gap:4px;padding-inline-start:1.4em;display:grid}.m,.meta{color:var(--i2);font-size:.875rem}ul{background:var(--s);border-radius:14px;padding:0;list-style:none}ul li{border-top:1px solid var(--l);padding:12px 16px}"
    ".k{background:var(--at);border-radius:14px;padding:12px 16px;margin-bottom:12px}.row{display:flex;flex-wrap:wrap;gap:12px}svg{width:100%;height:auto;display:block;border-radius:12px}";

html::Safe const& style() {
    static html::Safe const made{"<style>" + std::string(light_style) + "</style>"};
    return made;
}

enum class For { readers, crisis };
enum class Map { with, without };

html::Safe whole(Words const& words, db::Read& read, Alert const& alert, Info const& info, For whom, Map map) {
    auto const address = "/alerts/" + alert.id.text();
    bool const crisis = whom == For::crisis;
    return words.fill(pages::Light{
        .locale = words.locale(), .direction = words.right_to_left() ? "rtl" : "ltr", .headline = headline_of(info), .site = base::site_name(), .style = style(),
        .over = over_of(words, alert), .practice = practice_of(words, alert.message), .tone = tone_of(alert.message), .level = level_of(words, alert.message, info), .language = info.language,
        .description = paragraphs(info.description), .steps = steps_list(words, info, most_steps), .contact = info.contact, .name = issuer_of(read, alert), .sent = words.date_time(alert.message.sent.at),
        .ends = ends_of(words, alert), .map = map == Map::with ? map_of(read, words, alert, info, true) : html::Safe{}, .places = places_of(words, info), .changes = changes_of(words, read, alert),
        .languages = other_languages(words, alert, info, crisis ? address : address + "/light"), .full = crisis ? std::string() : address, .when = words.date_time(read.now)});
}

std::size_t size_as_sent(std::string const& markup) {
    http::Request request;
    request.headers = {{"accept-encoding", "gzip"}};
    auto response = http::html(markup);
    http::compress(request, response, http::Effort::thorough);
    return response.body.size();
}

}  // namespace

std::string content_policy_of_light_pages() {
    static std::string const style_hash = crypto::base64(crypto::sha256(light_style));
    return "default-src 'none'; style-src 'sha256-" + style_hash + "'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
}

http::Answer light_page(http::Request const& request, db::Read& read, Alert const& alert, Info const& info) {
    auto answer = http::html(whole(Words(request.locale), read, alert, info, For::readers, Map::with).markup);
    // The same for everybody who reads this language: any proxy may keep it for the crowd.
    answer.with("Cache-Control", "public, max-age=10, stale-if-error=86400").with("Vary", "Accept-Language, Cookie");
    answer.with("Content-Security-Policy", content_policy_of_light_pages());
    return answer;
}

std::string crisis_page(Words const& words, db::Read& read, Alert const& alert) {
    auto const& info = in_language(alert.message, words.locale());
    auto page = whole(words, read, alert, info, For::crisis, Map::with);
    if (size_as_sent(page.markup) > largest_sent) page = whole(words, read, alert, info, For::crisis, Map::without);
    return std::move(page.markup);
}

std::string crisis_index(Words const& words, db::Read& read, std::vector<Alert> const& held) {
    html::Safe alerts;
    for (auto const& alert : held) {
        auto const& info = in_language(alert.message, words.locale());
        words.fill(alerts, pages::CrisisAlert{.tone = tone_of(alert.message), .level = level_of(words, alert.message, info), .language = info.language, .address = "/alerts/" + alert.id.text(),
                                              .headline = headline_of(info), .steps = steps_list(words, info, most_steps), .name = issuer_of(read, alert), .ends = ends_of(words, alert)});
        if (size_as_sent(alerts.markup) > largest_sent / 2) break;  // the worst stand first
    }
    return words.fill(pages::CrisisIndex{.locale = words.locale(), .direction = words.right_to_left() ? "rtl" : "ltr", .site = base::site_name(), .style = style(), .alerts = alerts, .when = words.date_time(read.now)}).markup;
}

}  // namespace alerts
