// The page where people choose what concerns them: places, topics, and how they are told. Nothing of it stands in an address.
#include "alerts/concerned.hpp"
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <charconv>

namespace alerts {

using http::Open, http::Request, html::Words;
using places::Kind, places::Mail;

namespace {

constexpr std::string_view address = "/settings/alerts";
constexpr int most_choices = 40;
constexpr std::string_view mails[] = {"none", "at_once", "daily"};

// What was asked for and did not become a place yet.
struct Asked {
    std::string q, label;
    Kind kind = Kind::home;
    std::vector<areas::Outline> found;
    bool searched = false, position = false;
};

std::string within_of(db::Read& read, areas::Outline const& outline) {
    if (outline.within.empty()) return {};
    auto const above = areas::find(read, outline.within.contains('-') ? "ISO3166-2" : "ISO3166-1", outline.within);
    return above ? above->name : outline.within;
}

std::string what_of(Words const& words, db::Read& read, places::Place const& place) {
    auto const kind = place.label.empty() ? std::string() : words(label_of(place.kind)) + " · ";
    if (!place.outline) {
        auto const number = static_cast<std::int64_t>(place.circle.kilometers);
        char spot[64];
        std::snprintf(spot, sizeof spot, "%.2f, %.2f", place.circle.center.latitude, place.circle.center.longitude);
        return kind + words("A position, to {number} km: {position}", {{"number", number}, {"position", spot}});
    }
    auto const outline = areas::find(read, place.outline);
    if (!outline) return kind + words("This place is not on our maps any more: you see every alert.");
    auto const within = within_of(read, *outline);
    return kind + (within.empty() ? outline->name : outline->name + ", " + within);
}

html::Safe place_rows(Words const& words, Request const& request, db::Read& read) {
    html::Safe rows;
    for (auto const& place : places::chosen(read, request.account())->places)
        words.fill(rows, pages::WishesPlace{.name = name_of(words, read, place), .what = what_of(words, read, place), .id = place.id, .csrf = html::csrf_field(request)});
    return rows;
}

html::Safe places_part(Words const& words, Request const& request, db::Read& read, Asked const& asked, base::Refusal const* refusal) {
    html::Safe choices, kinds, precisions;
    for (auto const& outline : asked.found)
        words.fill(choices, pages::WishesChoice{.id = outline.id, .name = outline.name, .within = within_of(read, outline), .has_parts = outline.scheme == "ISO3166-2", .code = outline.code});
    for (auto kind : {Kind::home, Kind::work, Kind::family, Kind::other})
        words.fill(kinds, pages::WishesOption{.value = places::text_of(kind), .chosen = kind == asked.kind, .label = words(label_of(kind))});
    for (auto kilometers : places::precisions)
        words.fill(precisions, pages::WishesOption{.value = std::to_string(kilometers), .chosen = kilometers == 5, .label = words("To {number} km", {{"number", kilometers}})});
    return words.fill(pages::WishesPlaces{
        .rows = place_rows(words, request, read), .csrf = html::csrf_field(request), .outline_error = html::field_error(words, refusal, "outline"), .q = asked.q,
        .outline_invalid = html::at_fault(refusal, "outline"), .searched = asked.searched, .choices = choices, .kinds = kinds, .label_error = html::field_error(words, refusal, "label"),
        .label = asked.label, .position_open = asked.position, .precision_error = html::field_error(words, refusal, "precision"), .precisions = precisions,
        .position_error = html::field_error(words, refusal, "position")});
}

html::Safe wishes_part(Words const& words, Request const& request, Wishes const& wishes, base::Refusal const* refusal) {
    html::Safe topics, severities;
    std::string own;
    for (int each = 0; each <= static_cast<int>(Category::other); ++each) {
        auto const category = static_cast<Category>(each);
        words.fill(topics, pages::WishesTopic{.value = topic_of(category), .on = std::ranges::find(wishes.topics, topic_of(category)) != wishes.topics.end(), .label = words(label_of(category))});
    }
    for (auto const& topic : wishes.topics)
        if (!category_of_topic(topic)) (own += own.empty() ? "" : "\n") += topic;
    for (auto severity : {Severity::extreme, Severity::severe, Severity::moderate, Severity::minor, Severity::unknown})
        words.fill(severities, pages::WishesOption{.value = std::to_string(static_cast<int>(severity)), .chosen = static_cast<int>(severity) == wishes.mail_from, .label = words(label_of(severity))});
    return words.fill(pages::Wishes{.csrf = html::csrf_field(request), .topics_error = html::field_error(words, refusal, "topics"), .topics = topics, .words = own, .push = wishes.push,
                                    .at_once = wishes.mail == Mail::at_once, .severities = severities, .daily = wishes.mail == Mail::daily, .none = wishes.mail == Mail::none});
}

http::Response show(Request const& request, db::Read& read, Asked const& asked, Wishes const& wishes, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto main = places_part(words, request, read, asked, refusal);
    main += wishes_part(words, request, wishes, refusal);
    auto page = accounts::settings_page(request, read, address, std::move(main), refusal);
    page.with("Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), browsing-topics=()");
    return page;
}

std::optional<double> degrees_in(std::string_view text) {
    auto const trimmed = base::trim(text);
    double number = 0;
    auto const [end, fault] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
    return fault == std::errc() && end == trimmed.data() + trimmed.size() ? std::optional(number) : std::nullopt;
}

// By the beginning of a name, or the counties of a state.
std::vector<areas::Outline> looked_for(db::Read& read, Request const& request, std::string const& q) {
    if (auto const parts = request.fields.text("parts"); !parts.empty()) return areas::within(read, parts.substr(0, 40));
    return q.empty() ? std::vector<areas::Outline>{} : areas::search(read, q, most_choices);
}

base::Result<places::Wanted> wanted_in(Request const& request, Asked const& asked) {
    auto const& fields = request.fields;
    places::Wanted wanted{.kind = asked.kind, .label = asked.label, .outline = fields.integer("outline").value_or(0), .position = std::nullopt, .precision = static_cast<int>(fields.integer("precision").value_or(0))};
    if (!asked.position) return wanted;
    auto const latitude = degrees_in(fields.text("latitude")), longitude = degrees_in(fields.text("longitude"));
    if (!latitude || !longitude) return base::refuse_field("position", "ERR_INVALID", "There is no such position.");
    wanted.position = areas::Point{*latitude, *longitude};
    return wanted;
}

http::Answer add_place(Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    if (fields.text("q").size() > 400) return base::refuse_field("outline", "ERR_TOO_LONG", "This name is too long.");
    Asked asked{.q = base::trim(fields.text("q")), .label = std::string(fields.text("label").substr(0, 4000)), .kind = places::kind_of(fields.text("kind")).value_or(Kind::home),
                .found = {}, .searched = fields.has("search") || fields.has("parts"), .position = fields.has("latitude")};
    auto const told = places::wishes(write, request.account());
    if (asked.searched || (!asked.position && !fields.has("outline") && !asked.q.empty())) {
        asked.searched = true;
        asked.found = looked_for(write, request, asked.q);
        return show(request, write, asked, told, nullptr);
    }
    auto const wanted = wanted_in(request, asked);
    auto const added = wanted ? places::add(write, request.account(), *wanted) : base::Result<places::Place>(std::unexpected(wanted.error()));
    if (!added) return show(request, write, asked, told, &added.error());
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer remove_place(Request const& request, db::Write& write) {
    TRY(places::remove(write, request.account(), request.parameters.integer("id").value_or(0)));
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer save_wishes(Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    auto const mail = std::ranges::find(mails, fields.text("mail"));
    if (mail == std::end(mails)) return base::refuse_field("mail", "ERR_INVALID", "Choose when to send letters.");
    Wishes wished{.topics = fields.list("topic"), .push = fields.flag("push").value_or(false), .mail = static_cast<Mail>(mail - std::begin(mails)),
                  .mail_from = static_cast<int>(std::clamp<std::int64_t>(fields.integer("mail_from").value_or(0), -1, 5))};
    for (auto line : base::split(fields.text("words"), '\n')) wished.topics.emplace_back(line);
    if (auto const saved = places::set_wishes(write, request.account(), wished); !saved) return show(request, write, {}, wished, &saved.error());
    return http::redirect(std::string(address) + "?saved=1");
}

}  // namespace

void add_wishes_pages(http::Router::Section& pages) {
    pages.get(address, Open::to_members, [](Request const& request, db::Read& read) -> http::Answer { return show(request, read, {}, places::wishes(read, request.account()), nullptr); })
        .says("What alerts concern one: places, topics, how one is told");
    pages.post(address, Open::to_members, save_wishes).says("Chooses topics, and how one is told");
    pages.post("/settings/alerts/places", Open::to_members, add_place).says("Adds a place, or searches for one");
    pages.post("/settings/alerts/places/:id/remove", Open::to_members, remove_place);
    accounts::add_settings_tab(address, "Alerts", accounts::Sensitive::no);
}

}  // namespace alerts
