// The frame round every page, and fragments of it.
#include "html/frame.hpp"
#include "html/finishing.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/assets.hpp"
#include "html/pages.hpp"
#include <algorithm>

namespace html {
namespace {

using Fill = std::function<void(Frame&, http::Request const&, db::Read&)>;

// Filled while the site starts, constant afterwards.
std::vector<Fill>& fillers() {
    static std::vector<Fill> all;
    return all;
}

constexpr std::string_view fragment_type = "text/html;fragment=1; charset=utf-8";

std::string const& sprite() {
    static std::string const address = asset("i.svg");
    return address;
}

Safe entry(Words const& words, Entry const& of, std::string_view current) {
    return words.fill(pages::FrameEntry{.address = of.address, .current = of.address == current, .sprite = sprite(),
                                        .icon = of.icon, .words = words.plain(of.words), .count = of.count});
}

// The plus for a new post stands in the middle of the tabs.
std::pair<Safe, Safe> tabs(Words const& words, std::vector<Entry> const& navigation, std::string_view current) {
    std::vector<Entry> shown;
    std::ranges::copy_if(navigation, std::back_inserter(shown), &Entry::in_tab_bar);
    shown.push_back({.address = "/menu", .icon = "ellipsis", .words = "Menu"});
    std::pair<Safe, Safe> halves;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        shown[i].count = 0;
        (i < (shown.size() + 1) / 2 ? halves.first : halves.second) += entry(words, shown[i], current);
    }
    return halves;
}

Frame frame_for(http::Request const& request, db::Read* read) {
    Frame frame;
    if (read)
        for (auto const& fill : fillers()) fill(frame, request, *read);
    if (frame.navigation.empty()) frame.navigation.push_back({.address = "/", .icon = "house", .words = "Home", .in_tab_bar = true});
    return frame;
}

std::string news_said(Words const& words, std::int64_t count) {
    if (count == 0) return words("Notifications");
    return words("Notifications, {count, number} new", {{"count", count}});
}

// Under their own names: who cannot read this page finds their own.
Safe language_names(Words const& words) {
    Safe made;
    for (auto const& locale : locales()) words.fill(made, pages::FrameLanguage{.first = made.empty(), .locale = locale, .name = language_name(locale)});
    return made;
}

Safe main_part(Words const& words, Page const& page, std::string_view stream = {}) {
    return words.fill(pages::FrameMain{.live = page.live.empty() ? stream : std::string_view(page.live), .content = page.main});
}

// Private answers leave no trace on a shared computer; what visitors see may be asked for again with its ETag.
void set_headers(http::Response& response, http::Request const& request) {
    response.with("Cache-Control", request.person ? "no-store" : "no-cache").with("Vary", "Accept, Accept-Language, Cookie, Save-Data");
}

// Who only reads gets no cookie: only a page with a form for visitors needs one.
void remember_token(http::Response& response, http::Request const& request, Page const& page) {
    if (request.person || !request.cookie("csrf_anonymous").empty()) return;
    auto token = csrf_token(request);
    if (page.main.markup.find(token) != std::string::npos) set_cookie(response, {.name = "csrf_anonymous", .value = std::move(token)});
}

std::string whole_page(http::Request const& request, db::Read* read, Page const& page) {
    Words const words(request.locale);
    auto const frame = frame_for(request, read);
    auto const theme = theme_of(request);
    Safe navigation;
    for (auto const& each : frame.navigation) navigation += entry(words, each, page.current);
    auto const [first_tabs, last_tabs] = tabs(words, frame.navigation, page.current);
    auto head = preview_of(words, page);
    head += page.head;
    auto const news = frame.new_notifications > 99 ? std::string("99+") : frame.new_notifications > 0 ? std::to_string(frame.new_notifications) : "";
    return words.fill(pages::Frame{
        .locale = words.locale(), .direction = words.right_to_left() ? "rtl" : "ltr", .theme = theme,
        .text = text_size_of(request), .still = request.cookie("motion") == "less", .no_keys = request.cookie("keys") == "off", .lean = words.lean(),
        .title = page.title, .site = base::site_name(), .description = page.description, .canonical = page.canonical,
        .index = page.index, .dark = theme == "dark", .light = theme == "light", .style = asset("app.css"),
        .mark = asset("icon.svg"), .head = head, .script = asset("app.mjs"), .sprite = sprite(),
        .signed_in = request.person.has_value(), .news_said = news_said(words, frame.new_notifications), .news_forms = words.counted("Notifications, {count, number} new"), .news = news,
        .navigation = navigation, .exit = page.sensitive ? std::string_view(help_exit()) : "", .sign_out = request.person ? "/sign-out" : "", .above = frame.above, .main = main_part(words, page, frame.live), .side = page.side, .target = request.method == "GET" ? std::string_view(request.target) : "/", .languages = language_names(words),
        .csrf = csrf_token(request),
        .first_tabs = first_tabs, .last_tabs = last_tabs}).markup;
}

Finish& finishing() {
    static Finish set;
    return set;
}

}  // namespace

void add_to_frame(std::function<void(Frame&, http::Request const&, db::Read&)> fill) { fillers().push_back(std::move(fill)); }

std::string_view theme_of(http::Request const& request) {
    auto const wished = request.cookie("theme");
    return wished == "dark" ? "dark" : wished == "light" ? "light" : "auto";
}

std::string_view text_size_of(http::Request const& request) {
    auto const wished = request.cookie("text");
    return wished == "large" ? "large" : wished == "larger" ? "larger" : "";
}

std::string csrf_token(http::Request const& request) {
    // Without a cookie yet: from the request's id, so that every part of the page comes to the same token.
    static std::string const key = crypto::random_bytes(32);
    if (request.person) return request.person->csrf;
    if (auto const kept = request.cookie("csrf_anonymous"); !kept.empty()) return std::string(kept);
    return crypto::base64url(crypto::hmac_sha256(key, request.id));
}

Safe csrf_field(http::Request const& request) {
    Safe made{R"(<input type="hidden" name="csrf" value=")"};
    escape(made.markup, csrf_token(request));
    made.markup += "\">";
    return made;
}

http::Response framed(http::Request const& request, db::Read* read, Page const& page) {
    if (request.wants_fragment()) {
        auto answer = fragment(main_part(Words(request.locale), page), page.status);
        remember_token(answer, request, page);
        return answer;
    }
    auto response = http::html(whole_page(request, read, page), page.status);
    set_headers(response, request);
    remember_token(response, request, page);
    return response;
}

void finish_pages_with(Finish finish) { finishing() = std::move(finish); }

http::Response page(http::Request const& request, db::Read& read, Page page) {
    if (finishing())
        for (auto* part : {&page.main, &page.side}) *part = finishing()(read, std::move(*part));
    return framed(request, &read, page);
}

http::Response fragment(Safe made, int status) {
    auto response = http::html(std::move(made.markup), status);
    response.type = fragment_type;
    response.with("Cache-Control", "no-store").with("Vary", "Accept");
    return response;
}

Safe toast(std::string_view said) {
    Safe made{"<output>"};
    escape(made.markup, said);
    made.markup += "</output>";
    return made;
}

Safe time_tag(Words const& words, base::Time then, base::Time now) {
    Safe made{"<time datetime=\""};
    made.markup += base::iso8601(then);
    made.markup += "\">";
    escape(made.markup, words.ago(then, now));
    made.markup += "</time>";
    return made;
}

// What the rail holds, as a page: small windows have no rail.
http::Answer menu(http::Request const& request, db::Read& read) {
    Words const words(request.locale);
    Safe navigation;
    for (auto const& each : frame_for(request, &read).navigation) navigation += entry(words, each, "");
    Page made{.title = words("Menu"), .current = "/menu"};
    made.main = words.fill(pages::Menu{.navigation = navigation, .sign_out = request.person.has_value(), .csrf = csrf_field(request)});
    return page(request, read, std::move(made));
}

void add_routes(http::Router::Section pages) {
    pages.get("/menu", http::Open::to_anyone, menu).says("All pages, for small windows");
    add_asset_routes(pages);
    add_help_routes(pages);
}

}  // namespace html
