// Where templates come from and go to: those of the program, those that an organization keeps, and drafts made of them.
#include "alerts/templates.hpp"
#include "alerts/inside.hpp"
#include "alerts/queries.hpp"
#include "alerts/showing.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <algorithm>

namespace alerts {

using base::Result;

namespace {

constexpr int most_templates = 100, most_hours = 24 * 90;
constexpr std::size_t longest_name = 200, longest_blank = 40, largest = 400'000;

// What weighs the same in every language. The texts stand in the same order.
struct Hazard { std::string_view key, name; Category category; Response response; Urgency urgency; Severity severity; Certainty certainty; int hours; };
constexpr Hazard hazards[] = {
    {"heat", "Extreme heat", Category::met, Response::prepare, Urgency::expected, Severity::severe, Certainty::likely, 48},
    {"flood", "Flood", Category::met, Response::evacuate, Urgency::immediate, Severity::severe, Certainty::likely, 12},
    {"storm", "Severe storm", Category::met, Response::shelter, Urgency::expected, Severity::severe, Certainty::likely, 12},
    {"wildfire", "Wildfire", Category::fire, Response::evacuate, Urgency::immediate, Severity::extreme, Certainty::observed, 24},
    {"air", "Air quality", Category::env, Response::shelter, Urgency::immediate, Severity::moderate, Certainty::observed, 24},
    {"water", "Unsafe drinking water", Category::health, Response::execute, Urgency::immediate, Severity::severe, Certainty::likely, 72},
    {"outbreak", "Outbreak of a disease", Category::health, Response::monitor, Urgency::expected, Severity::moderate, Certainty::observed, 168},
    {"recall", "Medicine recall", Category::health, Response::avoid, Urgency::immediate, Severity::severe, Certainty::observed, 720},
    {"care", "Care not available: clinic, vaccine, medicine", Category::health, Response::execute, Urgency::expected, Severity::minor, Certainty::observed, 168},
    {"chemical", "Chemical release", Category::cbrne, Response::shelter, Urgency::immediate, Severity::extreme, Certainty::observed, 6},
    {"power", "Power outage", Category::infra, Response::prepare, Urgency::expected, Severity::moderate, Certainty::observed, 24},
    {"phones", "Phone outage", Category::infra, Response::execute, Urgency::immediate, Severity::severe, Certainty::observed, 12},
    {"drugs", "Poisoned drug supply", Category::health, Response::avoid, Urgency::immediate, Severity::severe, Certainty::observed, 168},
};

Info info_of(Hazard const& hazard, std::string_view language, Wording const& wording) {
    return {.language = std::string(language), .categories = {hazard.category}, .event = std::string(wording.event), .responses = {hazard.response},
            .urgency = hazard.urgency, .severity = hazard.severity, .certainty = hazard.certainty, .headline = std::string(wording.headline),
            .description = std::string(wording.description), .instruction = std::string(wording.instruction)};
}

Template template_in(db::Row const& row) {
    Template made{.id = row.integer(0), .key = {}, .organization = row.id<AccountId>(1), .name = row.text(2), .hours = static_cast<int>(row.integer(3)), .message = {}, .changed_at = row.integer(5)};
    if (auto message = read_message(row.view(4))) made.message = std::move(*message);
    return made;
}

// Calls found(name, start, end) for each blank of the text.
void each_blank(std::string_view text, auto found) {
    for (std::size_t start = text.find('{'); start != text.npos; start = text.find('{', start + 1)) {
        auto const end = text.find('}', start);
        if (end == text.npos) return;
        auto const name = text.substr(start + 1, end - start - 1);
        bool const is_name = !name.empty() && name.size() <= longest_blank && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
        if (is_name) found(name, start, end + 1);
    }
}

void gather_blanks(std::vector<std::string>& names, Info const& info) {
    for (auto const* text : {&info.event, &info.headline, &info.description, &info.instruction, &info.contact})
        each_blank(*text, [&](std::string_view name, std::size_t, std::size_t) {
            if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
        });
}

std::string filled(std::string_view text, auto value_of) {
    std::string made;
    std::size_t done = 0;
    each_blank(text, [&](std::string_view name, std::size_t start, std::size_t end) {
        auto const value = value_of(name);
        made += text.substr(done, start - done);
        made += value.empty() ? std::string(text.substr(start, end - start)) : value;
        done = end;
    });
    return made + std::string(text.substr(done));
}

// The language's own value, else the one for all.
std::string value_among(std::vector<Blank> const& blanks, std::string_view name, std::string_view language) {
    std::string general;
    for (auto const& blank : blanks) {
        if (blank.name != name || blank.value.empty()) continue;
        if (blank.language == language) return blank.value;
        if (blank.language.empty()) general = blank.value;
    }
    return general;
}

auto no_such() { return base::refuse(base::Why::not_found, "There is no such template."); }

bool composes(db::Read& read, AccountId by, AccountId organization) {
    auto const member = acting(read, by, organization);
    return member && member->composes;
}

}  // namespace

std::vector<Template> const& built_in_templates() {
    static auto const all = [] {
        std::vector<Template> made;
        for (std::size_t i = 0; i < std::size(hazards); ++i) {
            auto const& hazard = hazards[i];
            Template one{.key = std::string(hazard.key), .organization = {}, .name = std::string(hazard.name), .hours = hazard.hours, .message = {}};
            one.message.infos = {info_of(hazard, "en", english_wordings[i]), info_of(hazard, "es", spanish_wordings[i]), info_of(hazard, "ar", arabic_wordings[i])};
            made.push_back(std::move(one));
        }
        return made;
    }();
    return all;
}

std::vector<Template> templates(db::Read& read, AccountId organization) { return read.rows(sql::templates_of, {organization}, template_in); }

std::optional<Template> find_template(db::Read& read, AccountId by, std::int64_t id) {
    auto found = read.one(sql::find_template, {id}, template_in);
    if (!found || !acting(read, by, found->organization)) return std::nullopt;
    return found;
}

Result<Template> save_template(db::Write& write, AccountId by, Template const& wanted) {
    auto kept = wanted;
    if (kept.id) {
        auto const earlier = find_template(write, by, kept.id);
        if (!earlier) return no_such();
        kept.organization = earlier->organization;
    }
    if (!composes(write, by, kept.organization)) return no_such();
    kept.name = base::trim(base::normalize(kept.name));
    if (kept.name.empty()) return base::refuse_field("name", "ERR_BLANK", "Give the template a name.");
    if (kept.name.size() > longest_name) return base::refuse_field("name", "ERR_TOO_LONG", "This text is too long.");
    auto const same = write.number(sql::template_named, {kept.organization, kept.name});
    if (same && same != kept.id) return base::refuse_field("name", "ERR_TAKEN", "There is a template of this name.");
    if (!kept.id && write.number(sql::count_templates, {kept.organization}) >= most_templates) return base::refuse(base::Why::invalid, "There are 100 templates already. Remove one first.");
    if (kept.hours < 1 || kept.hours > most_hours) return base::refuse_field("hours", "ERR_INVALID", "Choose between 1 and 2160 hours.");
    kept.message.status = Status::actual;
    kept.message.type = MessageType::alert;
    auto const text = written(kept.message);
    if (text.size() > largest) return base::refuse(base::Why::too_large, "This alert is too long.");
    if (!kept.id) kept.id = write.new_id<AlertId>().value;
    kept.changed_at = write.now;
    write.run(sql::put_template, {kept.id, kept.organization, kept.name, std::int64_t{kept.hours}, text, kept.changed_at});
    return kept;
}

Result<Template> template_of(db::Write& write, AccountId by, AlertId id, std::string_view name) {
    auto const alert = find(write, id);
    if (!alert || !alert->is_ours() || !acting(write, by, alert->issuer)) return std::unexpected(not_there());
    Template made{.key = {}, .organization = alert->issuer, .name = std::string(name), .message = {.infos = alert->message.infos}};
    made.hours = static_cast<int>(std::clamp<base::Time>((alert->ends_at - alert->issued_at + base::hour - 1) / base::hour, 1, most_hours));
    for (auto& info : made.message.infos) {
        info.onset = info.expires = info.effective = {};
        if (info.web == alert->url()) info.web.clear();
    }
    return save_template(write, by, made);
}

Result<base::Done> remove_template(db::Write& write, AccountId by, std::int64_t id) {
    auto const found = find_template(write, by, id);
    if (!found || !composes(write, by, found->organization)) return no_such();
    write.run(sql::delete_template, {id});
    return base::Done{};
}

std::vector<std::string> blanks_in(Info const& info) {
    std::vector<std::string> names;
    gather_blanks(names, info);
    return names;
}

std::vector<std::string> blanks_in(Message const& message) {
    std::vector<std::string> names;
    for (auto const& info : message.infos) gather_blanks(names, info);
    return names;
}

bool fills_itself(std::string_view name) { return name == "source" || name == "until"; }

std::string label_of_blank(html::Words const& words, std::string_view name) {
    if (name == "place") return words("Place");
    if (name == "emergency") return words("Emergency number");
    if (name == "phone") return words("Phone number for questions");
    if (name == "cause") return words("Cause");
    if (name == "route") return words("Way out");
    if (name == "shelter") return words("Place that helps");
    if (name == "disease") return words("Disease");
    if (name == "spread") return words("How it spreads");
    if (name == "signs") return words("Signs");
    if (name == "product") return words("Product");
    if (name == "batches") return words("Batches");
    if (name == "service") return words("Service");
    if (name == "alternative") return words("Where to go instead");
    if (name == "chemical") return words("Chemical");
    if (name == "drug") return words("Substance");
    std::string said(name);
    std::ranges::replace(said, '_', ' ');
    return said;
}

Draft started(db::Read& read, Template const& from, Start const& start) {
    Draft draft{.organization = start.organization, .author = {}, .message = from.message};
    auto const issuer = accounts::find(read, start.organization);
    auto const expires = start.expires ? start.expires : read.now / base::minute * base::minute + from.hours * base::hour;
    auto const unwanted = [&](Info const& info) { return !start.languages.empty() && std::ranges::find(start.languages, info.language) == start.languages.end(); };
    if (!std::ranges::all_of(draft.message.infos, unwanted)) std::erase_if(draft.message.infos, unwanted);
    for (auto& info : draft.message.infos) {
        info.expires = {expires, 0};
        html::Words const words(info.language);
        auto const value_of = [&](std::string_view name) {
            if (name == "source") return issuer ? issuer->name : std::string();
            if (name == "until") return words.date_time(expires);
            return value_among(start.blanks, name, info.language);
        };
        for (auto* text : {&info.event, &info.headline, &info.description, &info.instruction, &info.contact}) *text = filled(*text, value_of);
    }
    return draft;
}

Result<base::Done> check_blanks(Message const& message) {
    base::Refusal refusal{base::Why::invalid, "Some blanks are not filled in.", {}};
    for (std::size_t i = 0; i < message.infos.size(); ++i) {
        auto const& info = message.infos[i];
        for (auto const& [text, name] : {std::pair{&info.event, "event"}, {&info.headline, "headline"}, {&info.description, "description"}, {&info.instruction, "instruction"}, {&info.contact, "contact"}}) {
            bool open = false;
            each_blank(*text, [&](std::string_view, std::size_t, std::size_t) { open = true; });
            if (open) refusal.fields.push_back({"info[" + std::to_string(i) + "]." + name, "ERR_BLANK", "Fill in the blanks in braces."});
        }
    }
    if (refusal.fields.empty()) return base::Done{};
    return std::unexpected(std::move(refusal));
}

}  // namespace alerts
