// Two pages that every server has: Get help, and the list of keyboard shortcuts.
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "html/frame.hpp"
#include "html/help.hpp"
#include "html/pages.hpp"
#include <algorithm>

namespace html {

base::Setting<std::string> help_lines{"help.lines", "",
    "The help lines on the page Get help, one a line (or separated by semicolons): Name | number or address | note | country | language | day checked. "
    "A number becomes a link that calls it. Country (ES) and language (es) may be left out, or be several with spaces between. The day is written 2026-11-01. "
    "People see those of their own country and those of none, in their own language first. There are none until you list those that answer where your people live."};
base::Setting<std::string> help_checked{"help.checked", "",
    "The day somebody last made sure that all help lines answer, as people should read it: 1 November 2026. For lines without a day of their own."};
base::Setting<std::string> help_topics{"help.topics", "mentalhealth suicide suicideprevention selfharm eatingdisorder eatingdisorders recovery edrecovery addiction sober sobriety "
    "depression anxiety panic ptsd trauma abuse domesticviolence sexualassault sexualhealth hiv abortion miscarriage saludmental suicidio autolesión depresión ansiedad "
    "adicción recuperación abuso violenciadegénero saludsexual aborto الصحةالنفسية الاكتئاب الإدمان",
    "Hashtags whose pages others should not recognize over somebody's shoulder, with spaces between: they have Quick exit and a neutral title."};
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

// One help line, as it is written down.
struct Line {
    std::string name, contact, note, regions, languages, checked;
    bool is_of(std::string_view region) const { return regions.empty() || contains(regions, region); }
    bool speaks(std::string_view language) const { return contains(languages, language.substr(0, language.find('-'))); }

    static bool contains(std::string_view codes, std::string_view code) {
        return std::ranges::any_of(base::split(codes, ' '), [&](std::string_view each) { return !each.empty() && each == code; });
    }
};

std::vector<Line> lines_in(std::string_view text) {
    std::vector<Line> all;
    for (auto row : base::split(text, '\n')) {
        for (auto entry : base::split(row, ';')) {
            auto const parts = base::split(entry, '|');
            auto part = [&](std::size_t i) { return i < parts.size() ? base::trim(parts[i]) : std::string(); };
            if (Line line{part(0), part(1), part(2), part(3), part(4), part(5)}; !base::trim(entry).empty()) all.push_back(std::move(line));
        }
    }
    return all;
}

// A day has no time zone: noon is the same day nearly everywhere.
std::optional<base::Time> day_of(std::string_view text) {
    auto const begins = text.size() == 10 ? base::parse_iso8601(text) : std::nullopt;
    return begins ? std::optional(*begins + 12 * base::hour) : std::nullopt;
}

std::string spoken(Line const& line, std::string_view reader) {
    std::string names;
    for (auto code : base::split(line.languages, ' '))
        if (!code.empty() && code != reader) (names += names.empty() ? "" : ", ") += own_name_of(code);
    return names;
}

Safe lines(Words const& words, std::string_view region) {
    auto all = lines_in(help_lines());
    if (!region.empty()) std::erase_if(all, [&](Line const& line) { return !line.is_of(region); });
    // Of one's own country first, and in one's own language before others.
    auto place = [&](Line const& line) { return (line.regions.empty() ? 2 : 0) + (line.languages.empty() || line.speaks(words.locale()) ? 0 : 1); };
    std::vector<std::pair<int, std::size_t>> order;
    for (std::size_t i = 0; i < all.size(); ++i) order.emplace_back(place(all[i]), i);
    std::ranges::sort(order);
    Safe made;
    for (auto const& each : order) {
        auto const& line = all[each.second];
        auto const checked = day_of(line.checked);
        words.fill(made, pages::HelpLine{.name = line.name, .link = link_of(line.contact), .shown = line.contact, .note = line.note, .languages = spoken(line, words.locale()),
                                         .checked = checked ? words.date(*checked) : std::string()});
    }
    return made;
}

// Countries that lines are kept for; none when all lines are for everybody.
Safe places(Words const& words, std::string_view region) {
    std::string kept;
    for (auto const& line : lines_in(help_lines())) kept += line.regions + ' ';
    Safe made;
    for (auto const& each : regions(words))
        if (Line::contains(kept, each.code) || (each.code == region && !base::trim(kept).empty()))
            words.fill(made, pages::HelpPlace{.code = each.code, .chosen = each.code == region, .name = each.name});
    return made;
}

http::Answer help_now(http::Request const& request, db::Read& read) {
    Words const words(request.locale);
    auto const asked = std::string(request.fields.text("region"));
    auto const region = request.fields.has("region") ? (is_region(asked) ? asked : std::string()) : request.locale.region;
    auto const found = lines(words, region);
    Page made;
    made.title = words("Help");  // neutral: others may see the tab
    made.sensitive = true;
    made.main = words.fill(pages::HelpNow{.lines = found, .places = places(words, region), .checked = help_checked()});
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

Safe help_at_once(Words const& words, std::string_view region) { return words.fill(pages::HelpAtOnce{.lines = lines(words, region)}); }

base::Result<base::Done> check_help_lines(std::string_view text) {
    auto refused = [](std::string message) { return base::refuse_field("help.lines", "ERR_INVALID", std::move(message)); };
    std::int64_t number = 0;
    for (auto const& line : lines_in(text)) {
        ++number;
        auto all = [](std::string_view codes, auto known) {
            return std::ranges::all_of(base::split(codes, ' '), [&](std::string_view code) { return code.empty() || known(code); });
        };
        if (line.name.empty() || line.contact.empty()) return refused("Help line " + std::to_string(number) + " needs a name, and a number or an address.");
        if (!all(line.regions, is_region)) return refused("Help line " + std::to_string(number) + ": a country has two capital letters, such as ES.");
        if (!all(line.languages, [](auto code) { return !own_name_of(code).empty(); }))
            return refused("Help line " + std::to_string(number) + ": a language has two or three letters, such as es.");
        if (!line.checked.empty() && !day_of(line.checked)) return refused("Help line " + std::to_string(number) + ": write the day it was checked like 2026-11-01.");
    }
    return base::Done{};
}

bool is_sensitive_topic(std::string_view hashtag) {
    auto plain = [](std::string_view name) {
        auto made = base::fold_plain(base::trim(name));
        std::erase(made, '_');
        return made;
    };
    auto const asked = plain(hashtag);
    auto const listed = base::split(help_topics(), ' ');
    return !asked.empty() && std::ranges::any_of(listed, [&](std::string_view each) { return plain(each) == asked; });
}

void add_help_routes(http::Router::Section& pages) {
    pages.get("/help-now", http::Open::to_anyone, help_now).says("Help lines, for somebody in distress");
    pages.get("/keys", http::Open::to_anyone, keys).says("The keyboard shortcuts");
    pages.post("/keys", http::Open::to_anyone, switch_keys).says("Turns single-key shortcuts on or off in this browser");
}

}  // namespace html
