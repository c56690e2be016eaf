// Two pages that every server has: Get help, and the list of keyboard shortcuts.
#include "base/settings.hpp"
#include "base/text.hpp"
#include "html/frame.hpp"
#include "html/pages.hpp"

namespace html {

base::Setting<std::string> help_lines{"help.lines", "",
    "The help lines on the page Get help, one a line (or separated by semicolons): Name | number or address | note. "
    "A number becomes a link that calls it. There are none until you list those that answer where your people live."};
base::Setting<std::string> help_checked{"help.checked", "",
    "The day somebody last made sure that the help lines answer, as people should read it: 1 November 2026."};
base::Setting<std::string> help_exit{"help.exit", "https://en.wikipedia.org/wiki/Main_Page",
    "The neutral page that Quick exit opens in place of a sensitive one."};

namespace {

// "+1 (555) 010-0199" is called as tel:+15550100199; anything with a letter is not a number.
std::string link_of(std::string_view contact) {
    if (contact.starts_with("https://") || contact.starts_with("http://")) return std::string(contact);
    std::string digits;
    for (char c : contact) {
        if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
        else if (std::string_view(" ()-./").find(c) == std::string_view::npos) return {};
    }
    return digits.size() < 2 ? std::string() : "tel:" + digits;
}

Safe lines(Words const& words) {
    Safe made;
    for (auto line : base::split(help_lines(), '\n')) {
        for (auto entry : base::split(line, ';')) {
            auto const parts = base::split(entry, '|');
            auto part = [&](std::size_t i) { return i < parts.size() ? base::trim(parts[i]) : std::string(); };
            if (part(0).empty()) continue;
            words.fill(made, pages::HelpLine{.name = part(0), .link = link_of(part(1)), .shown = part(1), .note = part(2)});
        }
    }
    return made;
}

http::Answer help_now(http::Request const& request, db::Read& read) {
    Words const words(request.locale);
    Page made;
    made.title = words("Help");  // neutral: others may see the tab
    made.main = words.fill(pages::HelpNow{.exit = help_exit(), .sign_out = request.person ? "/sign-out" : "",
                                          .lines = lines(words), .checked = help_checked()});
    return page(request, read, std::move(made));
}

http::Answer keys(http::Request const& request, db::Read& read) {
    Words const words(request.locale);
    Page made;
    made.title = words("Keyboard shortcuts");
    made.main = words.fill(pages::Keys{.csrf = csrf_field(request), .on = request.cookie("keys") != "off"});
    return page(request, read, std::move(made));
}

// Kept in this browser: another one may be somebody else's hands.
http::Answer switch_keys(http::Request const& request, db::Write&) {
    auto response = http::redirect("/keys");
    bool const off = request.fields.text("keys") == "off";
    set_cookie(response, {.name = "keys", .value = off ? "off" : "on", .seconds = 365 * 24 * 3600});
    return response;
}

}  // namespace

void add_help_routes(http::Router::Section& pages) {
    pages.get("/help-now", http::Open::to_anyone, help_now).says("Help lines, for somebody in distress");
    pages.get("/keys", http::Open::to_anyone, keys).says("The keyboard shortcuts");
    pages.post("/keys", http::Open::to_anyone, switch_keys).says("Turns single-key shortcuts on or off in this browser");
}

}  // namespace html
