// The pages where people find care: searching with list and map, and up to four places side by side.
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/finding.hpp"
#include "directory/pages.hpp"
#include "directory/showing.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace directory {

using html::Words, http::Open, http::Request;

namespace {

constexpr double distances[] = {2, 5, 10, 25, 50, 100, 200};
constexpr std::pair<std::string_view, std::string_view> orders[] = {{"best", "Best fit"}, {"distance", "Nearest first"}, {"rating", "Best reviewed first"}, {"name", "By name"}};
constexpr double usual_distance = 25;

std::vector<ComparedRow>& added_rows() {
    static std::vector<ComparedRow> all;  // filled while the site starts
    return all;
}

std::string decimal(double number, int digits) {
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", digits, number);
    return text;
}

html::Safe option(Words const& words, std::string_view value, bool chosen, std::string const& shown) { return words.fill(pages::Option{.value = value, .chosen = chosen, .words = shown}); }

// What is spoken anywhere, by the reader's words for it.
html::Safe language_options(Words const& words, db::Read& read, std::string_view chosen) {
    std::set<std::string, std::less<>> tags;
    each_entry(read, [&](Entry const& entry) {
        for (auto const& each : entry.languages)
            if (!tags.contains(each)) tags.insert(each);
    });
    if (!chosen.empty() && language_tag(chosen)) tags.insert(std::string(chosen));
    std::vector<std::pair<std::string, std::string>> shown;
    for (auto const& tag : tags) shown.emplace_back(language_words(words, tag), tag);
    std::ranges::sort(shown);
    html::Safe made;
    for (auto const& [name, tag] : shown) made.markup += option(words, tag, tag == chosen, name).markup;
    return made;
}

html::Safe access_options(Words const& words, std::string_view chosen) {
    html::Safe made;
    for (auto const& each : access_features()) made.markup += option(words, each.code, each.code == chosen, std::string(words.plain(each.words))).markup;
    return made;
}

html::Safe distance_options(Words const& words, double chosen) {
    html::Safe made;
    for (auto const each : distances) made.markup += option(words, decimal(each, 0), each == chosen, words("Within {number} km", {{"number", static_cast<std::int64_t>(each)}})).markup;
    return made;
}

html::Safe order_options(Words const& words, Order chosen) {
    html::Safe made;
    for (auto const& [code, label] : orders) made.markup += option(words, code, code == text_of(chosen), std::string(words.plain(label))).markup;
    return made;
}

// "82 of 100 points: fit 40, near 18.2, reviews 14, checked 5, new patients 5"
std::string why_of(Words const& words, Found const& found) {
    auto const& points = found.points;
    return words("{sum} of 100 points: fit {match}, near {near}, reviews {reviews}, checked {checked}, new patients {accepts}",
                 {{"sum", decimal(points.sum(), 1)}, {"match", decimal(points.match, 0)}, {"near", decimal(points.near, 1)}, {"reviews", decimal(points.reviews, 1)}, {"checked", decimal(points.checked, 0)}, {"accepts", decimal(points.accepts, 0)}});
}

html::Safe rows_of(Words const& words, db::Read& read, Asking const& asking, Answer const& answer) {
    html::Safe rows;
    std::int64_t number = asking.question.after;
    for (auto const& found : answer.found) {
        auto const& location = found.location;
        auto const now = opening(location, read.now);
        bool const scored = found.score.effective >= 15;
        words.fill(rows, pages::FindRow{
            .number = ++number, .on_map = true, .address = address_of(location.id), .name = location.name, .kind = kind_words(words, location.specialty), .city = location.city,
            .distance = found.distance < 0 ? std::string() : decimal(found.distance, 1), .score = scored ? decimal(found.score.mean, 1) : std::string(), .low = decimal(found.score.low, 1),
            .high = decimal(found.score.high, 1), .reviews = found.score.reviews, .some = found.score.reviews > 0, .open = now.open, .until = until_words(words, location, now, read.now), .accepts = location.accepts_new,
            .stale = location.confirmed_at + fresh_for < read.now ? words.date(location.confirmed_at) : std::string(), .why = asking.question.order == Order::best ? why_of(words, found) : std::string(), .id = location.id});
    }
    return rows;
}

html::Safe map_of(Words const& words, db::Read& read, Asking const& asking, Answer const& answer) {
    if (answer.found.empty()) return {};
    areas::Map map{.title = words("Map of the places in the list"), .description = words("Each number is that of the place in the list.")};
    std::int64_t number = asking.question.after;
    for (auto const& found : answer.found) {
        auto const text = std::to_string(++number);
        map.markers.push_back({found.location.position, text, "#n" + text, text + ". " + found.location.name});
    }
    return areas::drawn(read, map);
}

http::Answer show_search(Request const& request, db::Read& read) {
    Words const words(request.locale);
    auto const asking = asked_in(request, read);
    auto const& question = asking.question;
    html::Safe results;
    if (!asking.unknown_place) {
        auto const answer = search(read, question);
        results = words.fill(pages::FindResults{.count = answer.total, .around = asking.around == position_of_device ? words("your position") : asking.around, .rows = rows_of(words, read, asking, answer),
                                                .map = words.lean() ? html::Safe{} : map_of(words, read, asking, answer), .next = answer.next ? address_of(asking, answer.next) : std::string()});
    }
    bool const narrowed = !question.specialty.empty() || !question.language.empty() || !question.access.empty() || question.open_now || question.accepts_new || question.video || question.order != Order::best || question.within != usual_distance;
    html::Page page{.title = words("Find care"), .current = "/care", .description = words("Doctors, clinics and other places of care: by what they do, where they are and when they are open."), .canonical = html::absolute("/care"), .index = true};
    page.main = words.fill(pages::FindCare{.q = question.text, .near = asking.near, .unknown = asking.unknown_place, .at = asking.at, .narrowed = narrowed, .kinds = specialty_options(words, question.specialty),
                                           .distances = distance_options(words, question.within), .languages = language_options(words, read, question.language), .access = access_options(words, question.access),
                                           .open = question.open_now, .accepts = question.accepts_new, .video = question.video, .orders = order_options(words, question.order), .csrf = html::csrf_field(request),
                                           .kind = question.specialty, .results = results});
    auto answer = html::page(request, read, std::move(page));
    return answer.with("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), browsing-topics=()");
}

// The position of a device comes in a body, never in an address; what stands in the address is about a kilometer wide.
http::Answer take_position(Request const& request, db::Write&) {
    auto const number = [&](std::string_view field, double limit) -> std::optional<double> {
        auto const text = base::trim(request.fields.text(field).substr(0, 40));
        double value = 0;
        auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() || !(std::abs(value) <= limit)) return {};
        return value;
    };
    auto const latitude = number("latitude", 90), longitude = number("longitude", 180);
    if (!latitude || !longitude) return base::refuse_field("latitude", "ERR_INVALID", "Latitude is a number from -90 to 90, and longitude one from -180 to 180.");
    return http::redirect("/care?q=" + http::percent_encode(request.fields.text("q").substr(0, 200)) + "&kind=" + http::percent_encode(request.fields.text("kind").substr(0, 40)) + "&at=" + decimal(*latitude, 2) + "," + decimal(*longitude, 2));
}

std::string score_words(Words const& words, Score const& score) {
    if (score.effective < 15) return words("Too few reviews for a score");
    return decimal(score.mean, 1) + " (" + words("{low} to {high}, {reviews, plural, one {# review} other {# reviews}}", {{"low", decimal(score.low, 1)}, {"high", decimal(score.high, 1)}, {"reviews", score.reviews}}) + ")";
}

std::string day_hours(Words const& words, Location const& location, int day) {
    std::vector<Hours> hours;
    std::ranges::copy_if(location.hours, std::back_inserter(hours), [&](Hours const& each) { return each.day == day; });
    return hours_words(words, hours);
}

struct Chosen { std::vector<Location> locations; bool too_many = false; };

Chosen chosen_in(Request const& request, db::Read& read) {
    Chosen chosen;
    for (auto const& typed : request.fields.list("ids"))
        for (auto const part : base::split(typed, ',')) {
            auto const id = base::parse<LocationId>(part);
            if (!id || std::ranges::find(chosen.locations, *id, &Location::id) != chosen.locations.end()) continue;
            if (chosen.locations.size() == most_compared) {
                chosen.too_many = true;
                return chosen;
            }
            auto location = entry_of(read, *id) ? find(read, *id) : std::nullopt;
            if (location) chosen.locations.push_back(std::move(*location));
        }
    return chosen;
}

http::Answer show_comparison(Request const& request, db::Read& read) {
    Words const words(request.locale);
    auto const chosen = chosen_in(request, read);
    html::Safe heads, rows;
    for (auto const& each : chosen.locations) words.fill(heads, pages::CompareHead{.address = address_of(each.id), .name = each.name, .city = each.city});
    auto const row = [&](std::string const& label, auto const& text) {
        html::Safe cells;
        for (auto const& each : chosen.locations) {
            std::string said = text(each);
            words.fill(cells, pages::CompareCell{.text = said.empty() ? words("Not said") : said});
        }
        words.fill(rows, pages::CompareRow{.words = label, .cells = cells});
    };
    auto const yes_or_no = [&](bool yes) { return words(yes ? "Yes" : "No"); };
    row(words("Kind of care"), [&](Location const& each) { return kind_words(words, each.specialty); });
    row(words("Reviews"), [&](Location const& each) { return score_words(words, score_of(read, each.id)); });
    row(words("Open now"), [&](Location const& each) {
        auto const now = opening(each, read.now);
        auto const until = until_words(words, each, now, read.now);
        return yes_or_no(now.open) + (until.empty() ? "" : ", " + until);
    });
    row(words("Accepts new patients"), [&](Location const& each) { return yes_or_no(each.accepts_new); });
    row(words("Visits by video"), [&](Location const& each) { return yes_or_no(std::ranges::any_of(services_of(read, each.id), &Service::video)); });
    row(words("Languages"), [&](Location const& each) { return languages_words(words, each.languages); });
    row(words("Getting in"), [&](Location const& each) { return access_words(words, each); });
    row(words("Price"), [](Location const& each) { return each.price; });
    row(words("Insurance"), [](Location const& each) { return each.insurance; });
    row(words("Address"), [](Location const& each) { return where_words(each); });
    for (int day = 1; day <= 7; ++day) row(day_words(words, day), [&](Location const& each) { return day_hours(words, each, day); });
    for (auto const& added : added_rows()) row(words(added.words), [&](Location const& each) { return added.text(read, words, each); });
    html::Page page{.title = words("Compare places of care"), .current = "/care"};
    page.main = words.fill(pages::Compare{.heads = heads, .rows = rows, .too_many = chosen.too_many});
    return html::page(request, read, std::move(page));
}

}  // namespace

std::string_view text_of(Order order) { return orders[static_cast<std::size_t>(order)].first; }

std::optional<Order> order_of(std::string_view text) {
    for (std::size_t i = 0; i < std::size(orders); ++i)
        if (orders[i].first == text) return static_cast<Order>(i);
    return {};
}

std::string address_of(Asking const& asking, std::int64_t after) {
    auto const& question = asking.question;
    std::string made = "/care?q=" + http::percent_encode(question.text);
    auto const add = [&](std::string_view name, std::string const& value) { if (!value.empty()) made += "&" + std::string(name) + "=" + http::percent_encode(value); };
    add("near", asking.near);
    add("at", asking.at);
    add("kind", question.specialty);
    add("within", question.within == usual_distance ? "" : decimal(question.within, 0));
    add("language", question.language);
    add("access", question.access);
    add("open", question.open_now ? "1" : "");
    add("new", question.accepts_new ? "1" : "");
    add("video", question.video ? "1" : "");
    add("order", question.order == Order::best ? "" : std::string(text_of(question.order)));
    return made + "&after=" + std::to_string(after);
}

Asking asked_in(Request const& request, db::Read& read) {
    auto const& fields = request.fields;
    Asking made;
    auto& question = made.question;
    question.text = base::trim(base::normalize(fields.text("q").substr(0, 400)));
    question.specialty = fields.text("kind").substr(0, 60);
    question.language = language_tag(fields.text("language")).value_or("");
    question.access = fields.text("access").substr(0, 60);
    question.open_now = fields.flag("open").value_or(false);
    question.accepts_new = fields.flag("new").value_or(false);
    question.video = fields.flag("video").value_or(false);
    question.order = order_of(fields.text("order")).value_or(Order::best);
    question.within = std::clamp(static_cast<double>(fields.integer("within").value_or(static_cast<std::int64_t>(usual_distance))), 1.0, widest_search);
    question.after = std::clamp<std::int64_t>(fields.integer("after").value_or(0), 0, 1'000'000);
    made.near = base::trim(base::normalize(fields.text("near").substr(0, 200)));
    if (!made.near.empty()) {
        auto const found = place_named(read, made.near);
        if (found) question.near = found->position, made.around = found->name;
        else made.unknown_place = true;
        return made;
    }
    auto const at = fields.text("at").substr(0, 40);
    double latitude = 0, longitude = 0;
    if (auto const comma = at.find(','); comma != at.npos) {
        auto const one = std::from_chars(at.data(), at.data() + comma, latitude), other = std::from_chars(at.data() + comma + 1, at.data() + at.size(), longitude);
        bool const whole = one.ec == std::errc{} && one.ptr == at.data() + comma && other.ec == std::errc{} && other.ptr == at.data() + at.size();
        if (whole && std::abs(latitude) <= 90 && std::abs(longitude) <= 180) {
            // An exact one that somebody wrote into the address is not carried on.
            latitude = std::round(latitude * 100) / 100, longitude = std::round(longitude * 100) / 100;
            question.near = areas::Point{latitude, longitude};
            made.at = decimal(latitude, 2) + "," + decimal(longitude, 2);
            made.around = position_of_device;
        }
    }
    return made;
}

void add_compared(ComparedRow row) { added_rows().push_back(std::move(row)); }

void add_finding(http::Router::Section pages) {
    html::add_to_frame([](html::Frame& frame, Request const&, db::Read&) { frame.navigation.push_back({.address = "/care", .icon = "stethoscope", .words = "Find care"}); });
    pages.get("/care", Open::to_anyone, show_search).says("Finds care");
    pages.post("/care/position", Open::to_anyone, take_position).says("A device's position, rounded into the address of a search");
    pages.get("/care/compare", Open::to_anyone, show_comparison).says("Up to four places of care side by side");
    add_import_pages(pages);
}

}  // namespace directory
