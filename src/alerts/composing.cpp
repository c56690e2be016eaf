// The form of a draft: one page with what weighs first, several languages of the same alert, and its places.
#include "alerts/composing.hpp"
#include "alerts/pages.hpp"
#include "alerts/readability.hpp"
#include "alerts/showing.hpp"
#include "base/text.hpp"
#include <algorithm>

namespace alerts {

using html::Words;

namespace {

constexpr std::size_t most_languages = 4;

template <class Word>
html::Safe options(Words const& words, std::initializer_list<Word> offered, std::optional<Word> chosen) {
    html::Safe made;
    for (auto word : offered) words.fill(made, pages::Option{.value = text_of(word), .chosen = word == chosen, .words = words.plain(label_of(word))});
    return made;
}

template <class Word>
std::optional<Word> first_of(std::vector<Word> const& all) {
    return all.empty() ? std::nullopt : std::optional(all.front());
}

html::Safe languages(Words const& words, std::string_view chosen, bool may_be_none) {
    html::Safe made;
    if (may_be_none) words.fill(made, pages::Option{.value = "", .chosen = chosen.empty(), .words = words.plain("No further language")});
    bool known = chosen.empty();
    for (auto const& tag : {"en", "es", "ar", "zh", "vi", "fr", "de", "pt", "ru", "uk", "ko", "tl", "so", "fa", "hi"}) {
        known |= tag == chosen;
        words.fill(made, pages::Option{.value = tag, .chosen = tag == chosen, .words = html::language_name(tag)});
    }
    if (!known) words.fill(made, pages::Option{.value = chosen, .chosen = true, .words = html::language_name(chosen)});
    return made;
}

template <class Word>
base::Result<Word> word_in(http::Request const& request, std::string const& field, std::optional<Word> (*known)(std::string_view)) {
    if (auto word = known(request.fields.text(field))) return *word;
    return base::refuse_field(field, "ERR_INVALID", "Choose one of the list.");
}

base::Result<Moment> moment_in(http::Request const& request, std::string const& field) {
    auto const text = request.fields.text(field);
    if (text.empty()) return Moment{};
    auto const at = Words(request.locale).moment(text);
    if (!at) return base::refuse_field(field, "ERR_INVALID", "Choose a date and a time.");
    return Moment{*at, 0};
}

}  // namespace

std::string typed(http::Request const& request, std::string const& field) { return base::trim(base::normalize(request.fields.text(field))); }

html::Safe weight_part(Words const& words, Info const& info) {
    return words.fill(pages::ComposeWeight{
        .severities = options(words, {Severity::extreme, Severity::severe, Severity::moderate, Severity::minor, Severity::unknown}, std::optional(info.severity)),
        .urgencies = options(words, {Urgency::immediate, Urgency::expected, Urgency::future, Urgency::past, Urgency::unknown}, std::optional(info.urgency)),
        .certainties = options(words, {Certainty::observed, Certainty::likely, Certainty::possible, Certainty::unlikely, Certainty::unknown}, std::optional(info.certainty)),
        .categories = options(words, {Category::health, Category::met, Category::fire, Category::env, Category::geo, Category::safety, Category::security, Category::rescue, Category::transport,
                                      Category::infra, Category::cbrne, Category::other}, first_of(info.categories)),
        .responses = options(words, {Response::monitor, Response::shelter, Response::evacuate, Response::prepare, Response::avoid, Response::execute, Response::assess, Response::all_clear, Response::none},
                             first_of(info.responses))});
}

html::Safe language_parts(Words const& words, Message const& message, base::Refusal const* refusal, bool with_advice) {
    html::Safe made;
    auto const count = std::min(most_languages, message.infos.size() + 1);
    for (std::size_t i = 0; i < count; ++i) {
        auto const info = i < message.infos.size() ? message.infos[i] : Info{.language = ""};
        auto const number = "_" + std::to_string(i);
        words.fill(made, pages::ComposeLanguage{.legend = i == 0 ? words("In words") : words("In another language"), .number = static_cast<std::int64_t>(i), .options = languages(words, info.language, i > 0),
                                                .event = info.event, .event_error = html::field_error(words, refusal, "event" + number), .headline = info.headline,
                                                .headline_error = html::field_error(words, refusal, "headline" + number), .description = info.description,
                                                .description_error = html::field_error(words, refusal, "description" + number), .instruction = info.instruction,
                                                .instruction_error = html::field_error(words, refusal, "instruction" + number),
                                                .advice = with_advice && !info.headline.empty() ? advice_on(words, info) : html::Safe{}});
    }
    return made;
}

base::Result<Info> weight_in(http::Request const& request) {
    Info info;
    info.severity = TRY(word_in(request, "severity", severity_of));
    info.urgency = TRY(word_in(request, "urgency", urgency_of));
    info.certainty = TRY(word_in(request, "certainty", certainty_of));
    info.categories = {TRY(word_in(request, "category", category_of))};
    info.responses = {TRY(word_in(request, "response", response_of))};
    return info;
}

std::vector<Info> infos_in(http::Request const& request, Info const& shared) {
    std::vector<Info> infos;
    for (std::size_t i = 0; i < most_languages; ++i) {
        auto const number = "_" + std::to_string(i);
        auto info = shared;
        info.language = typed(request, "language" + number);
        info.event = typed(request, "event" + number);
        info.headline = typed(request, "headline" + number);
        info.description = typed(request, "description" + number);
        info.instruction = typed(request, "instruction" + number);
        if (!info.language.empty()) infos.push_back(std::move(info));
    }
    return infos;
}

// "info[0].area[2].circle[0]" is the form's field "circle"; what all languages share is told once.
base::Refusal at_form(base::Refusal refusal) {
    auto const form_field = [](std::string const& field) -> std::string {
        constexpr std::string_view start = "info[";
        if (!field.starts_with(start)) return field;
        auto const number = field.substr(start.size(), field.find(']') - start.size());
        auto const name = field.substr(std::min(field.size(), field.find("].") + 2));
        if (name == "event" || name == "headline" || name == "description" || name == "instruction") return name + "_" + number;
        if (number != "0") return {};
        for (std::string_view drawn : {"circle", "polygon", "areaDesc"})
            if (name.find("." + std::string(drawn)) != name.npos) return drawn == "areaDesc" ? "area_name" : std::string(drawn);
        return name;
    };
    for (auto& fault : refusal.fields) fault.field = form_field(fault.field);
    std::erase_if(refusal.fields, [](auto const& fault) { return fault.field.empty(); });
    return refusal;
}

base::Result<Draft> draft_in(http::Request const& request, db::Read&, Draft kept) {
    kept.changed = typed(request, "changed");
    kept.why = typed(request, "why");
    kept.message.status = TRY(word_in(request, "status", status_of));
    auto shared = TRY(weight_in(request));
    shared.onset = TRY(moment_in(request, "onset"));
    shared.expires = TRY(moment_in(request, "expires"));
    shared.contact = typed(request, "contact");
    shared.web = typed(request, "web");
    shared.areas = places_in(request);
    kept.message.infos = infos_in(request, shared);
    return kept;
}

html::Safe form_of(Words const& words, http::Request const& request, db::Read& read, Draft const& draft, base::Refusal const* refusal, Choices const& may) {
    static Info const nothing;
    auto const& info = draft.message.infos.empty() ? nothing : draft.message.infos.front();
    auto const update = draft.replaces ? true : false;
    return words.fill(pages::Compose{
        .title = update ? draft.message.type == MessageType::cancel ? words("End an alert") : words("Update an alert") : words("New alert"), .sent_back = draft.sent_back,
        .differences = may.differences, .preview = may.preview, .id = std::to_string(draft.id), .has_id = draft.id != 0, .csrf = html::csrf_field(request), .version = std::to_string(draft.version), .may_issue = may.may_issue, .issue_words = may.issue_words,
        .may_ask = may.may_ask, .may_send_back = may.may_send_back, .summary = html::summary(words, refusal), .update = update, .changed = draft.changed,
        .changed_error = html::field_error(words, refusal, "changed"), .why = draft.why, .why_error = html::field_error(words, refusal, "why"), .statuses = options(words, {Status::actual, Status::exercise, Status::test}, std::optional(draft.message.status)),
        .weight = weight_part(words, info), .onset = info.onset ? words.local(info.onset.at) : std::string(), .expires = info.expires ? words.local(info.expires.at) : std::string(),
        .expires_error = html::field_error(words, refusal, "expires"), .places = place_part(words, request, read, info, refusal), .languages = language_parts(words, draft.message, refusal, true),
        .contact = info.contact, .web = info.web, .web_error = html::field_error(words, refusal, "web")});
}

}  // namespace alerts
