// Reads search parameters, and compares resources with them.
#include "fhir/search.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "fhir/family.hpp"
#include <algorithm>
#include <limits>

namespace fhir {

using base::Done, base::Result, base::Why;

namespace {

constexpr std::array common = {
    Parameter{"_id", Of::token, "The resource's id"},
    Parameter{"_lastUpdated", Of::moment, "When it was last changed"},
};
// Understood, and without an effect on what is found.
constexpr std::string_view about_the_answer[] = {"_format", "_pretty", "_total"};

std::unexpected<base::Refusal> wrong(std::string_view name, std::string message) { return base::refuse_field(std::string(name), "FHIR_400", std::move(message)); }

std::string_view prefix_in(std::string_view& value) {
    static constexpr std::string_view known[] = {"eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap"};
    for (auto each : known)
        if (value.starts_with(each)) {
            value.remove_prefix(2);
            return each;
        }
    return "eq";
}

bool digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); }

// What "2026", "2026-11", "2026-11-23" or a moment stand for: a range, as long as it was precise. A minute may lack its
// seconds; a moment without a zone is of UTC. A "+" that a form made a blank is a "+" again.
std::optional<Moment> range_of(std::string_view typed) {
    std::string text(typed);
    std::ranges::replace(text, ' ', '+');
    auto starts = [](std::string const& day) { return base::parse_iso8601(day); };
    auto next = [](int year, int month) {
        return std::to_string(month == 12 ? year + 1 : year) + (month >= 9 && month != 12 ? "-" : "-0") + std::to_string(month == 12 ? 1 : month + 1) + "-01";
    };
    if (text.size() == 4 && digits(text)) {
        auto const from = starts(text + "-01-01"), to = starts(std::to_string(std::stoi(text) + 1) + "-01-01");
        return from && to ? std::optional(Moment{"", *from, *to}) : std::nullopt;
    }
    if (text.size() == 7 && text[4] == '-' && digits(text.substr(0, 4)) && digits(text.substr(5))) {
        auto const from = starts(text + "-01");
        if (!from) return std::nullopt;
        auto const to = starts(next(std::stoi(text), std::stoi(text.substr(5))));
        return to ? std::optional(Moment{"", *from, *to}) : std::nullopt;
    }
    if (text.size() == 10) {
        auto const from = starts(text);
        return from ? std::optional(Moment{"", *from, *from + base::day}) : std::nullopt;
    }
    if (text.size() < 16 || text[10] != 'T') return std::nullopt;
    auto const zone = text.find_first_of("Z+-", 11);
    auto clock = text.substr(11, zone == text.npos ? zone : zone - 11);
    auto const width = clock.size() == 5 ? base::minute : clock.contains('.') ? 1 : base::second;
    if (clock.size() == 5) clock += ":00";
    auto const from = base::parse_iso8601(text.substr(0, 11) + clock + (zone == text.npos ? "Z" : text.substr(zone)));
    return from ? std::optional(Moment{"", *from, *from + width}) : std::nullopt;
}

bool holds(std::string_view prefix, Moment const& has, Moment const& wanted) {
    if (prefix == "eq") return has.from >= wanted.from && has.to <= wanted.to;
    if (prefix == "ne") return has.from < wanted.from || has.to > wanted.to;
    if (prefix == "gt") return has.to > wanted.to;
    if (prefix == "ge") return has.to > wanted.from;
    if (prefix == "lt") return has.from < wanted.from;
    if (prefix == "le") return has.from < wanted.to;
    if (prefix == "sa") return has.from >= wanted.to;
    if (prefix == "eb") return has.to <= wanted.from;
    return has.from < wanted.to && has.to > wanted.from;  // ap: they touch
}

// "Location/12", "12", "https://this.site/fhir/Location/12".
struct Named { std::string_view type, id; };
std::optional<Named> named(std::string_view value) {
    auto const ours = base::site_url() + "/fhir/";
    if (value.starts_with(ours)) value.remove_prefix(ours.size());
    auto const slash = value.find('/');
    if (slash == value.npos) return Named{"", value};
    if (value.find('/', slash + 1) != value.npos) return std::nullopt;
    return Named{value.substr(0, slash), value.substr(slash + 1)};
}

bool token_fits(std::string_view value, std::string_view system, std::string_view code) {
    auto const bar = value.find('|');
    if (bar == value.npos) return value == code;
    auto const wanted_system = value.substr(0, bar), wanted_code = value.substr(bar + 1);
    if (wanted_code.empty()) return wanted_system == system;
    return wanted_code == code && wanted_system == system;
}

bool text_fits(Wish const& wish, std::string_view value, std::string_view has) {
    if (wish.modifier == "exact") return has == value;
    auto const folded = base::fold_plain(has), wanted = base::fold_plain(value);
    if (wish.modifier == "contains") return folded.contains(wanted);
    // A name's later words count, too: who looks for "Street" finds "Rowan Street".
    return folded.starts_with(wanted) || folded.contains(" " + wanted);
}

bool any_fits(Wish const& wish, std::string_view value, Resource const& resource) {
    auto const name = wish.parameter.name;
    if (name == "_id") return value == resource.id;
    auto mine = [&](auto const& each) { return each.parameter == name; };
    switch (wish.parameter.of) {
        case Of::special: return true;  // the one who lists has taken care of it
        case Of::token: return std::ranges::any_of(resource.tokens, [&](Token const& each) { return mine(each) && token_fits(value, each.system, each.code); });
        case Of::text: return std::ranges::any_of(resource.texts, [&](Text const& each) { return mine(each) && text_fits(wish, value, each.text); });
        case Of::link: {
            auto const wanted = named(value);
            auto const type = !wish.modifier.empty() ? std::string_view(wish.modifier) : wanted ? wanted->type : std::string_view();
            return wanted && std::ranges::any_of(resource.links, [&](Link const& each) { return mine(each) && each.id == wanted->id && (type.empty() || type == each.type); });
        }
        case Of::moment: {
            auto const prefix = prefix_in(value);
            auto const wanted = range_of(value);
            if (name == "_lastUpdated") return wanted && holds(prefix, {name, resource.updated, resource.updated + 1}, *wanted);
            return wanted && std::ranges::any_of(resource.moments, [&](Moment const& each) { return mine(each) && holds(prefix, each, *wanted); });
        }
    }
    return false;
}

// "a,b\,c": commas part values, a backslash keeps what follows it.
std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> all(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) all.back() += text[++i];
        else if (text[i] == ',') all.emplace_back();
        else all.back() += text[i];
    }
    return all;
}

bool takes(Parameter const& parameter, std::string_view modifier) {
    if (modifier.empty()) return true;
    if (parameter.of == Of::text) return modifier == "exact" || modifier == "contains";
    if (parameter.of == Of::token) return modifier == "not";
    return parameter.of == Of::link && modifier[0] >= 'A' && modifier[0] <= 'Z';
}

}  // namespace

std::string_view text_of(Of of) {
    switch (of) {
        case Of::token: return "token";
        case Of::text: return "string";
        case Of::moment: return "date";
        case Of::link: return "reference";
        case Of::special: return "special";
    }
    return "special";
}

Result<Search> Search::of(http::Request const& request, std::string_view type, std::span<Parameter const> known) {
    Search made;
    made.type = type;
    bool const strict = base::fold(request.header("prefer")).contains("handling=strict");
    for (auto const& [name, value] : request.fields.all()) TRY(made.take(name, value, known, strict));
    return made;
}

Result<Done> Search::take(std::string_view name, std::string_view value, std::span<Parameter const> known, bool strict) {
    if (name == "csrf") return Done{};  // of a form on a page
    if (among(about_the_answer, name)) return Done{};
    if (name == "_count" || name == "_after") {
        auto const number = base::parse_id(value);
        if (!number && value != "0") return wrong(name, "This must be a number.");
        if (name == "_after") return after = number.value_or(0), Done{};
        count = static_cast<int>(std::clamp<std::int64_t>(number.value_or(0), 1, most_on_a_page));
        understood_.emplace_back(name, std::to_string(count));
        return Done{};
    }
    if (name == "_include") {
        auto const parts = base::split(value, ':');
        if (parts.size() < 2 || parts.size() > 3 || parts[0] != type) return wrong(name, "Name the resource and its reference, as in Slot:schedule.");
        includes.push_back({std::string(parts[1]), parts.size() == 3 ? std::string(parts[2]) : ""});
        understood_.emplace_back(name, value);
        return Done{};
    }
    auto const colon = name.find(':');
    auto const bare = name.substr(0, colon);
    auto found = std::ranges::find(known, bare, &Parameter::name);
    auto const* parameter = found == known.end() ? nullptr : &*found;
    if (auto const shared = std::ranges::find(common, bare, &Parameter::name); shared != common.end()) parameter = &*shared;
    if (!parameter) return strict ? Result<Done>(wrong(name, "This search parameter is not known here.")) : Done{};
    Wish wish{*parameter, std::string(colon == name.npos ? "" : name.substr(colon + 1)), parted(value)};
    if (!takes(*parameter, wish.modifier)) return wrong(name, "This modifier is not known here.");
    std::erase(wish.values, "");
    if (wish.values.empty()) return Done{};
    for (std::string_view each : wish.values)
        if (parameter->of == Of::moment && (prefix_in(each), !range_of(each))) return wrong(name, "This is not a date.");
    understood_.emplace_back(name, value);
    wishes.push_back(std::move(wish));
    return Done{};
}

bool Search::fits(Resource const& resource) const {
    return !resource.type.empty() && std::ranges::all_of(wishes, [&](Wish const& wish) {
        bool const any = std::ranges::any_of(wish.values, [&](std::string_view value) { return any_fits(wish, value, resource); });
        return wish.modifier == "not" ? !any : any;
    });
}

std::string Search::first(std::string_view parameter) const {
    for (auto const& wish : wishes)
        if (wish.parameter.name == parameter && wish.modifier.empty() && wish.values.size() == 1) return wish.values[0];
    return {};
}

std::optional<std::int64_t> Search::first_id(std::string_view parameter) const {
    for (auto const& wish : wishes) {
        if (wish.parameter.name != parameter || wish.values.size() != 1 || wish.modifier == "not") continue;
        auto const value = named(wish.values[0]);
        // What is no id of ours finds nothing, and must not find everything.
        return value ? base::parse_id(value->id).value_or(-1) : -1;
    }
    return std::nullopt;
}

Moment Search::within(std::string_view parameter) const {
    Moment all{parameter, 0, std::numeric_limits<base::Time>::max()};
    for (auto const& wish : wishes) {
        if (wish.parameter.name != parameter || wish.values.size() != 1) continue;
        std::string_view value = wish.values[0];
        auto const prefix = prefix_in(value);
        auto const range = range_of(value);
        if (!range) continue;
        if (prefix == "eq" || prefix == "ge") all.from = std::max(all.from, range->from);
        if (prefix == "gt" || prefix == "sa") all.from = std::max(all.from, range->from);
        if (prefix == "eq" || prefix == "le") all.to = std::min(all.to, range->to);
        if (prefix == "lt" || prefix == "eb") all.to = std::min(all.to, range->from);
    }
    return all;
}

std::string Search::self(http::Request const&, std::int64_t key) const {
    auto address = base::site_url() + "/fhir/" + std::string(type);
    char sign = '?';
    auto add = [&](std::string_view name, std::string_view value) {
        ((((address += sign) += http::percent_encode(name)) += '=') += http::percent_encode(value));
        sign = '&';
    };
    for (auto const& [name, value] : understood_) add(name, value);
    if (key) add("_after", std::to_string(key));
    return address;
}

}  // namespace fhir
