// The frame, error pages, assets: through the router, as a browser gets them.
#include "base/settings.hpp"
#include "db/testing.hpp"
#include "html/assets.hpp"
#include "html/finishing.hpp"
#include "html/html.hpp"
#include <algorithm>
#include <set>

namespace html {
extern base::Setting<bool> pseudo_locales;
extern base::Setting<std::string> help_lines, help_checked;
}

namespace {

using base::Why;

// Every tag that opens also closes, in order, and every attribute's quotes match: what a browser would repair, we refuse.
std::string ill_formed(std::string_view page) {
    static std::set<std::string, std::less<>> const alone = {"meta", "link", "input", "br", "img", "!DOCTYPE", "hr", "source"};
    std::vector<std::string> open;
    std::set<std::string> ids;
    for (std::size_t i = 0; (i = page.find('<', i)) != page.npos;) {
        std::size_t end = i + 1;
        for (char quote = 0; end < page.size() && (quote || page[end] != '>'); ++end) {
            if (quote ? page[end] == quote : page[end] == '"') quote = quote ? 0 : '"';
        }
        if (end >= page.size()) return "unfinished tag at " + std::string(page.substr(i, 60));
        auto const tag = page.substr(i + 1, end - i - 1);
        auto const name = std::string(tag.substr(0, tag.find_first_of(" \n/", 1)));
        if (auto const id = tag.find(" id=\""); id != tag.npos) {
            auto const value = std::string(tag.substr(id + 5, tag.find('"', id + 5) - id - 5));
            if (!ids.insert(value).second) return "id twice: " + value;
        }
        if (tag.starts_with('/')) {
            if (open.empty() || "/" + open.back() != tag) return "unexpected <" + std::string(tag) + ">";
            open.pop_back();
        } else if (!tag.ends_with('/') && !alone.contains(name)) {
            open.push_back(name);
        }
        i = end;
    }
    return open.empty() ? "" : "not closed: " + open.back();
}

bool has(std::string_view page, std::string_view what) { return page.find(what) != page.npos; }
bool has(http::Response const& response, std::string_view what) { return has(response.body, what); }

std::string_view header(http::Response const& response, std::string_view name) {
    for (auto const& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

// A site with one page of its own.
struct Site {
    db::testing::Fresh database{std::span<db::Schema const>{}};
    http::Router router;
    html::Page shown;

    Site() {
        auto pages = router.speaking(html::refuse_as_page);
        router.unknown("/", html::refuse_as_page);
        html::add_routes(pages);
        pages.get("/sample", http::Open::to_anyone, [this](http::Request const& request, db::Read& read) -> http::Answer {
            return html::page(request, read, shown);
        });
        pages.get("/members", http::Open::to_members, [](http::Request const&, db::Read&) -> http::Answer { return http::html("in"); });
        shown.title = "Sample <page>";
        shown.main = {"<h1>Hello</h1>"};
    }

    http::Request request(std::string path, std::string method = "GET") const {
        http::Request made;
        made.method = std::move(method);
        made.path = made.target = std::move(path);
        made.id = "request-1";
        return made;
    }
    http::Response get(std::string path) { return answer(request(std::move(path))); }
    http::Response answer(http::Request asked) { return http::answer(router, *database, std::move(asked)); }
};

http::Request signed_in(http::Request request) {
    request.person = http::Person{};
    request.person->account = {17};
    request.person->by_session = true;
    request.person->csrf = "secret-of-the-session";
    return request;
}

}  // namespace

TEST_CASE_FIXTURE(Site, "a higher room finishes what stands in a page and beside it, and not its frame") {
    shown.side = {"<p>Beside</p>"};
    html::finish_pages_with([](db::Read&, html::Safe made) { return html::Safe{"<!--drawn-->" + made.markup}; });
    auto const body = get("/sample").body;
    html::finish_pages_with({});
    CHECK(body.contains("<!--drawn--><h1>Hello</h1>"));
    CHECK(body.contains("<!--drawn--><p>Beside</p>"));
    CHECK(body.find("<!--drawn-->", body.find("<!--drawn--><p>") + 1) == std::string::npos);
}

TEST_CASE_FIXTURE(Site, "a visitor's page is well-formed, in the frame, and offers to sign in") {
    auto const response = get("/sample");
    CHECK(response.status == 200);
    CHECK(ill_formed(response.body) == "");
    CHECK(has(response, "<title>Sample &lt;page&gt; · Salve</title>"));
    CHECK(has(response, "<html lang=\"en\" dir=\"ltr\" data-theme=\"auto\">"));
    CHECK(has(response, "<a class=\"skip\" href=\"#main\">"));
    CHECK(has(response, "<h1>Hello</h1></main>"));
    CHECK(has(response, "href=\"/sign-in\""));
    CHECK(has(response, "<meta name=\"robots\" content=\"noindex\">"));
    CHECK(has(response, html::asset("app.css")));
    CHECK_FALSE(has(response, "id=\"bell\""));
    CHECK_FALSE(has(response, "id=\"act\""));
    CHECK_FALSE(has(response, "<aside"));
    // Get help stands last in the top bar, on every page.
    auto const bar = response.body.substr(0, response.body.find("</header>"));
    CHECK(has(bar.substr(bar.rfind("<a ")), "/help-now"));
}

TEST_CASE_FIXTURE(Site, "a member's page has the bell and the form that carries the token") {
    auto const response = answer(signed_in(request("/sample")));
    CHECK(ill_formed(response.body) == "");
    CHECK(has(response, "id=\"bell\""));
    CHECK(has(response, "<form id=\"act\" method=\"post\" data-enhance hidden><input type=\"hidden\" name=\"csrf\" value=\"secret-of-the-session\">"));
    CHECK(has(response, "aria-label=\"Notifications\""));
    CHECK(has(response, "<span class=\"dot\" aria-hidden=\"true\" hidden></span>"));
    CHECK(header(response, "Cache-Control") == "no-store");
}

TEST_CASE_FIXTURE(Site, "what a page says of itself stands in its head") {
    shown.index = true;
    shown.canonical = "https://salve.example/sample";
    shown.description = "What it is";
    shown.side = {"<p>Side</p>"};
    shown.live = "/live";
    auto const response = get("/sample");
    CHECK(ill_formed(response.body) == "");
    CHECK(has(response, "<link rel=\"canonical\" href=\"https://salve.example/sample\">"));
    CHECK(has(response, "<meta name=\"description\" content=\"What it is\">"));
    CHECK_FALSE(has(response, "noindex"));
    CHECK(has(response, "data-live=\"/live\""));
    CHECK(has(response, "<aside class=\"side\" aria-label=\"More\"><p>Side</p></aside>"));
}

TEST_CASE_FIXTURE(Site, "the theme, lean pages and silent keys follow cookies and headers") {
    auto asked = request("/sample");
    asked.cookies = {{"theme", "dark"}, {"keys", "off"}};
    asked.locale.lean = true;
    auto const response = answer(asked);
    CHECK(has(response, "data-theme=\"dark\" data-nokeys data-lean>"));
    CHECK(has(response, "<meta name=\"theme-color\" content=\"#0e181b\">"));
    CHECK_FALSE(has(response, "#f5f3f0"));
    asked.cookies = {{"theme", "\"><script>"}};
    CHECK(has(answer(asked), "data-theme=\"auto\""));
}

TEST_CASE_FIXTURE(Site, "a fragment is the main part alone") {
    auto asked = request("/sample");
    asked.headers = {{"accept", "text/html;fragment=1"}};
    auto const response = answer(asked);
    CHECK(response.type == "text/html;fragment=1; charset=utf-8");
    CHECK(response.body == "<main id=\"main\" class=\"stack\" tabindex=\"-1\"><h1>Hello</h1></main>");
    CHECK(has(header(response, "Vary"), "Accept"));
}

TEST_CASE_FIXTURE(Site, "a visitor gets the token's cookie with a form, and none without") {
    CHECK(header(get("/sample"), "Set-Cookie") == "");
    auto asked = request("/sample");
    shown.main = html::csrf_field(asked);
    auto const response = answer(asked);
    auto const cookie = std::string(header(response, "Set-Cookie"));
    REQUIRE(cookie.starts_with("csrf_anonymous="));
    auto const token = cookie.substr(15, cookie.find(';') - 15);
    CHECK(token.size() == 43);
    CHECK(has(response, "name=\"csrf\" value=\"" + token + "\""));
    asked.cookies = {{"csrf_anonymous", token}};
    CHECK(html::csrf_field(asked).markup == shown.main.markup);
    CHECK(header(answer(asked), "Set-Cookie") == "");
    auto other = request("/sample");
    other.id = "request-2";
    CHECK(html::csrf_field(other).markup != shown.main.markup);
}

TEST_CASE_FIXTURE(Site, "words in the frame follow the language, and mirrored ones its direction") {
    html::pseudo_locales.change(true);
    auto asked = request("/sample");
    asked.locale = "ar-XB";
    auto const response = answer(asked);
    html::pseudo_locales.change(false);
    CHECK(ill_formed(response.body) == "");
    CHECK(has(response, "<html lang=\"ar-XB\" dir=\"rtl\""));
    CHECK(has(response, "\u202eGet help\u202c"));
}

TEST_CASE_FIXTURE(Site, "an unknown address is answered in the frame") {
    auto const response = get("/nowhere");
    CHECK(response.status == 404);
    CHECK(ill_formed(response.body) == "");
    CHECK(has(response, "We could not find that page"));
    CHECK(has(response, "<a class=\"btn\" href=\"/\">Go to Home</a>"));
}

TEST_CASE_FIXTURE(Site, "who must sign in is led there and back") {
    auto const response = get("/members");
    CHECK(response.status == 303);
    CHECK(header(response, "Location") == "/sign-in?return_to=%2Fmembers");
    auto posted = request("/members", "POST");
    posted.headers = {{"referer", base::site_url() + "/posts/1"}};
    auto back = html::refuse_as_page(posted, {Why::unauthorized, "Please sign in.", {}}, 401);
    CHECK(header(back, "Location") == "/sign-in?return_to=%2Fposts%2F1");
    posted.headers = {{"referer", "https://evil.example/a"}};
    back = html::refuse_as_page(posted, {Why::unauthorized, "Please sign in.", {}}, 401);
    CHECK(header(back, "Location") == "/sign-in?return_to=%2F");
    posted.headers = {{"referer", base::site_url() + "//evil.example"}};
    back = html::refuse_as_page(posted, {Why::unauthorized, "Please sign in.", {}}, 401);
    CHECK(header(back, "Location") == "/sign-in?return_to=%2F");
}

TEST_CASE_FIXTURE(Site, "every refusal has a page with its status, well-formed and without the faulty words") {
    for (int status : {403, 404, 405, 409, 410, 413, 422, 429, 500, 503, 507}) {
        auto const response = html::refuse_as_page(request("/x"), {Why::invalid, "Because <of> this.", {}}, status);
        CAPTURE(status);
        CHECK(response.status == status);
        CHECK(ill_formed(response.body) == "");
        CHECK(has(response, "<h1>"));
        CHECK_FALSE(has(response, "<of>"));
    }
    auto const busy = html::refuse_as_page(request("/x"), {Why::too_many, "", {}, 30}, 429);
    CHECK(header(busy, "Retry-After") == "30");
    CHECK(has(busy, "You can try again in 30 seconds."));
    CHECK(has(html::refuse_as_page(request("/x"), {}, 500), "request-1"));
}

TEST_CASE_FIXTURE(Site, "a button refused in place answers with a message and leaves the page") {
    auto pressed = request("/posts/1/like", "POST");
    pressed.headers = {{"accept", "text/html;fragment=1"}};
    auto const response = html::refuse_as_page(pressed, {Why::forbidden, "You cannot do that & this.", {}}, 403);
    CHECK(response.status == 403);
    CHECK(response.body == "<output>You cannot do that &amp; this.</output>");
}

TEST_CASE("a refused form says so at the top and at each field") {
    html::Words const words;
    base::Refusal const refusal{Why::invalid, "Whole", {{"email", "ERR_INVALID", "That is no <address>."}}};
    auto const top = html::summary(words, &refusal).markup;
    CHECK(ill_formed(top) == "");
    CHECK(has(top, "role=\"alert\" tabindex=\"-1\""));
    CHECK(has(top, "<a href=\"#email\">That is no &lt;address&gt;.</a>"));
    CHECK(html::field_error(words, &refusal, "email").markup == "<span class=\"err-t\" id=\"email-error\">That is no &lt;address&gt;.</span>");
    CHECK(html::field_error(words, &refusal, "name").empty());
    CHECK(html::at_fault(&refusal, "email"));
    CHECK_FALSE(html::at_fault(&refusal, "name"));
    base::Refusal const whole{Why::conflict, "It changed.", {}};
    CHECK(has(html::summary(words, &whole).markup, "<h2>It changed.</h2>"));
    CHECK(html::summary(words, nullptr).empty());
    CHECK(html::field_error(words, nullptr, "email").empty());
    CHECK_FALSE(html::at_fault(nullptr, "email"));
}

TEST_CASE_FIXTURE(Site, "Get help invents no number, and shows the lines that the server lists") {
    auto response = get("/help-now");
    CHECK(response.status == 200);
    CHECK(ill_formed(response.body) == "");
    CHECK(has(response, "<title>Help · Salve</title>"));
    CHECK(has(response, "Call your local emergency number"));
    CHECK_FALSE(has(response, "tel:"));
    html::help_lines.change("Night line | +1 (555) 010-0199 | Free; Text us | text HELLO to 55501\nSite | https://help.example | Chat");
    html::help_checked.change("1 November 2026");
    response = get("/help-now");
    html::help_lines.change("");
    html::help_checked.change("");
    CHECK(ill_formed(response.body) == "");
    CHECK(has(response, "<a href=\"tel:+15550100199\">+1 (555) 010-0199</a><p class=\"meta\">Free</p>"));
    CHECK(has(response, "<b>Text us</b><br>text HELLO to 55501</li>"));
    CHECK(has(response, "<a href=\"https://help.example\">"));
    CHECK(has(response, "Checked on 1 November 2026"));
}

TEST_CASE_FIXTURE(Site, "Get help shows the lines of one's own country, those in one's own language first, each with the day it was checked") {
    html::help_lines.change("Samaritans | 116 123 | | GB IE | en | 2026-11-01\nLínea | 024 | | ES | es\nHelpline | 717 003 717 | | ES | en\nAnywhere | https://help.example");
    auto in = [&](std::string region) {
        auto asked = request("/help-now");
        asked.fields.add("region", region);
        return answer(asked);
    };
    auto const all = get("/help-now"), spain = in("ES"), unknown = in("Atlantis");
    auto asked = request("/help-now");
    asked.locale.region = "GB";
    auto const britain = answer(asked);
    html::help_lines.change("");
    CHECK(ill_formed(spain.body) == "");
    CHECK(has(all, "Samaritans"));
    CHECK(has(all, "024"));
    CHECK_FALSE(has(spain, "Samaritans"));
    CHECK(spain.body.find("Helpline") < spain.body.find("Línea"));
    CHECK(spain.body.find("Línea") < spain.body.find("Anywhere"));
    CHECK(has(spain, "<bdi>español</bdi>"));
    CHECK(has(spain, "value=\"ES\" selected>Spain"));
    CHECK(has(britain, "Checked on 1 November 2026"));
    CHECK_FALSE(has(britain, "024"));
    CHECK(has(unknown, "Samaritans"));
}

TEST_CASE("help lines that cannot be read are refused with what is wrong") {
    CHECK(html::check_help_lines(""));
    CHECK(html::check_help_lines("Samaritans | 116 123 | Free | GB IE | en cy | 2026-11-01; Anywhere | https://help.example"));
    for (auto wrong : {"Night line", "| 024", "Night line | 024 | | Spain", "Night line | 024 | | es", "Night line | 024 | | ES | Spanish", "Night line | 024 | | ES | es | 2026-11-31"})
        CHECK_MESSAGE(!html::check_help_lines(wrong), wrong);
}

TEST_CASE("a topic is sensitive however it is spelled") {
    CHECK(html::is_sensitive_topic("MentalHealth"));
    CHECK(html::is_sensitive_topic("mental_health"));
    CHECK(html::is_sensitive_topic("Depresión"));
    CHECK(html::is_sensitive_topic("الصحة_النفسية"));
    CHECK_FALSE(html::is_sensitive_topic("asthma"));
    CHECK_FALSE(html::is_sensitive_topic(""));
}

TEST_CASE_FIXTURE(Site, "single keys can be turned off, in this browser") {
    auto const page = answer(signed_in(request("/keys")));
    CHECK(ill_formed(page.body) == "");
    CHECK(has(page, "Turn single keys off"));
    auto posted = signed_in(request("/keys", "POST"));
    posted.fields.add("csrf", "secret-of-the-session");
    posted.fields.add("keys", "off");
    auto const response = answer(posted);
    CHECK(response.status == 303);
    CHECK(has(header(response, "Set-Cookie"), "keys=off"));
}

TEST_CASE_FIXTURE(Site, "an asset is served for a year, in the best encoding the browser takes") {
    auto asked = request(html::asset("app.css"));
    asked.headers = {{"accept-encoding", "gzip, deflate, br"}};
    auto const brotli = answer(asked);
    CHECK(brotli.status == 200);
    CHECK(brotli.type == "text/css; charset=utf-8");
    CHECK(header(brotli, "Content-Encoding") == "br");
    CHECK(header(brotli, "Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(header(brotli, "Vary") == "Accept-Encoding");
    asked.headers = {{"accept-encoding", "gzip, br;q=0"}};
    CHECK(header(answer(asked), "Content-Encoding") == "gzip");
    asked.headers = {};
    auto const plain = answer(asked);
    CHECK(header(plain, "Content-Encoding") == "");
    REQUIRE(plain.pieces.size() == 1);
    CHECK(plain.pieces[0]->starts_with("@layer tokens,base,layout,parts,pages,last"));
    CHECK(has(*plain.pieces[0], "url(" + html::asset("ahn-latin.woff2") + ")"));
    CHECK(header(plain, "ETag") != header(brotli, "ETag"));
    asked.headers = {{"if-none-match", std::string(header(plain, "ETag"))}};
    CHECK(answer(asked).status == 304);
    CHECK(get("/assets/app.css").status == 404);
    CHECK(get("/assets/../secret").status == 404);
}

TEST_CASE("modules lie in one folder, so that they find each other by name") {
    auto const app = html::asset("app.mjs"), live = html::asset("live.mjs");
    CHECK(app.substr(0, app.rfind('/')) == live.substr(0, live.rfind('/')));
    CHECK_THROWS_AS(html::asset("nothing.css"), std::logic_error);
}

TEST_CASE("a person without a picture keeps one landscape; organizations are square") {
    using html::Shape;
    CHECK(html::avatar("", 5, Shape::circle).markup == html::avatar("", 5, Shape::circle).markup);
    std::set<std::string> drawings;
    for (std::int64_t id = 1; id < 200; ++id) drawings.insert(html::avatar("", id << 16, Shape::circle).markup);
    CHECK(drawings.size() == 24);
    CHECK(has(html::avatar("", 5, Shape::rounded_square).markup, " org\""));
    auto const picture = html::avatar("/media/a\"b.webp", 5, Shape::circle).markup;
    CHECK(has(picture, "src=\"/media/a&quot;b.webp\""));
    CHECK(has(picture, "alt=\"\" width=\"44\" height=\"44\""));
    CHECK(has(html::avatar("javascript:a", 5, Shape::circle).markup, "src=\"#\""));
}
