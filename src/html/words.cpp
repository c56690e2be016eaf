// The words of each language: catalogs, ICU patterns, dates. English is the key of every catalog and has none itself.
#include "html/words.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unordered_map>

namespace html {

base::Setting<bool> pseudo_locales{"html.pseudo_locales", false,
    "Offers two made-up languages, en-XA (longer by two fifths) and ar-XB (mirrored), to see what pages do with them. For tests."};

struct Words::Language {
    std::string name, own_name;  // "es", español
    icu::Locale icu;
    bool right_to_left = false;
    enum class Pseudo { no, longer, mirrored } pseudo = Pseudo::no;
    std::unordered_map<std::string_view, std::string_view> words;
    // Made while asked for, and kept: the views that plain() gave out stay good.
    mutable std::mutex guard;
    mutable std::map<std::string, std::string, std::less<>> made_up;
};

namespace {

using icu::UnicodeString;

std::string utf8(UnicodeString const& text) {
    std::string made;
    text.toUTF8String(made);
    return made;
}

UnicodeString utf16(std::string_view text) { return UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size()))); }

// Everything outside braces, changed so that an untranslated or clipped text shows.
std::string made_up(std::string_view english, bool mirrored) {
    constexpr std::pair<char, std::string_view> accents[] = {{'a', "á"}, {'e', "é"}, {'i', "í"}, {'o', "ö"}, {'u', "ü"}, {'A', "Å"}, {'E', "É"}};
    std::string made = mirrored ? "\u202e" : "[";
    std::size_t letters = 0;
    int depth = 0;
    for (char c : english) {
        depth += (c == '{') - (c == '}');
        auto const accent = std::ranges::find(accents, c, &std::pair<char, std::string_view>::first);
        bool const keep = depth > 0 || accent == std::end(accents) || mirrored;
        if (keep) made += c;
        else made += accent->second;
        letters += depth == 0;
    }
    if (mirrored) return made + "\u202c";
    for (std::size_t i = 0; i < letters * 2 / 5; ++i) made += i % 5 == 0 ? ' ' : '~';
    return made + "]";
}

// A pattern and its argument names, parsed once per thread: MessageFormat fills caches of its own while it formats.
struct Pattern {
    std::unique_ptr<icu::MessageFormat> format;
    std::vector<UnicodeString> names16;
    std::vector<std::string> names;
};

Pattern parse(icu::Locale const& locale, std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    Pattern pattern;
    pattern.format = std::make_unique<icu::MessageFormat>(utf16(text), locale, status);
    if (U_FAILURE(status)) return {};
    std::unique_ptr<icu::StringEnumeration> all(pattern.format->getFormatNames(status));
    while (auto const* name = all ? all->snext(status) : nullptr) {
        pattern.names16.push_back(*name);
        pattern.names.push_back(utf8(*name));
    }
    return pattern;
}

Pattern const& pattern_of(icu::Locale const& locale, std::string_view translated) {
    thread_local std::map<std::pair<std::string, std::string>, Pattern> kept;
    // Patterns come from pages and code, so there are only so many; a text that came from elsewhere must not pile up.
    if (kept.size() > 5000) kept.clear();
    auto key = std::pair(std::string(locale.getName()), std::string(translated));
    auto found = kept.find(key);
    if (found == kept.end()) found = kept.emplace(key, parse(locale, translated)).first;
    return found->second;
}

// A name in another script's direction keeps its own order and disturbs nothing around it.
UnicodeString isolated(std::string_view text, bool right_to_left) {
    if (text.empty() || base::is_right_to_left(text) == right_to_left) return utf16(text);
    return UnicodeString(u'\u2068') + utf16(text) + UnicodeString(u'\u2069');
}

icu::Formattable formattable(Argument const& argument, bool right_to_left) {
    // A moment, for {name, date, ...}: ICU takes none that is a whole number of more than 32 bits.
    if (auto const* number = std::get_if<std::int64_t>(&argument); number && *number > INT32_MAX && *number < (std::int64_t{1} << 53)) return icu::Formattable(static_cast<double>(*number));
    if (auto const* number = std::get_if<std::int64_t>(&argument)) return icu::Formattable(static_cast<int64_t>(*number));
    return icu::Formattable(isolated(std::get<std::string_view>(argument), right_to_left));
}

}  // namespace

// Every language that there is; pseudo-languages come last. Built once and never changed, so Words may point into it.
struct Languages {
    std::vector<std::unique_ptr<Words::Language>> all;

    Languages() {
        add("en", "en");
        for (auto const& catalog : catalogs()) {
            // Arabic with the digits that phone numbers and forms have: two kinds of digits on a page confuse.
            auto& language = add(std::string(catalog.locale), std::string(catalog.locale) + "@numbers=latn");
            for (auto const& [english, translated] : catalog.words) language.words.emplace(english, translated);
        }
        add("en-XA", "en").pseudo = Words::Language::Pseudo::longer;
        auto& mirrored = add("ar-XB", "en");
        mirrored.pseudo = Words::Language::Pseudo::mirrored;
        mirrored.right_to_left = true;
    }

    Words::Language& add(std::string name, std::string icu_name) {
        auto made = std::make_unique<Words::Language>();
        made->icu = icu::Locale::createFromName(icu_name.c_str());
        made->right_to_left = made->icu.isRightToLeft();
        UnicodeString own_name;
        made->own_name = utf8(icu::Locale(name.c_str()).getDisplayName(icu::Locale(name.c_str()), own_name));
        made->name = std::move(name);
        return *all.emplace_back(std::move(made));
    }

    static Languages const& known() {
        static Languages const languages;
        return languages;
    }
    static bool offered(Words::Language const& language) {
        return language.pseudo == Words::Language::Pseudo::no || pseudo_locales();
    }
    // "es-MX" is served by "es"; what is not known, by nothing.
    static Words::Language const* find(std::string_view locale) {
        for (;;) {
            for (auto const& each : known().all)
                if (offered(*each) && base::fold(each->name) == base::fold(locale)) return each.get();
            auto const cut = locale.rfind('-');
            if (cut == locale.npos) return nullptr;
            locale = locale.substr(0, cut);
        }
    }
};

void Words::tell_time_of(std::string_view zone) { zone_ = known_zone(zone); }

Words::Words(std::string_view locale) : language_(Languages::find(locale)) {
    if (!language_) language_ = Languages::known().all.front().get();
}

std::string_view Words::locale() const { return language_->name; }
bool Words::right_to_left() const { return language_->right_to_left; }

std::string_view Words::plain(std::string_view english) const {
    if (language_->pseudo != Language::Pseudo::no) {
        std::lock_guard const lock(language_->guard);
        auto found = language_->made_up.find(english);
        if (found == language_->made_up.end())
            found = language_->made_up.emplace(english, made_up(english, language_->pseudo == Language::Pseudo::mirrored)).first;
        return found->second;
    }
    auto const found = language_->words.find(english);
    return found == language_->words.end() ? english : found->second;
}

std::string Words::operator()(std::string_view english) const { return std::string(plain(english)); }

std::string Words::operator()(std::string_view english, NamedArguments arguments) const {
    return format(*this, english, {arguments.begin(), arguments.size()});
}

std::string format(Words const& words, std::string_view english, std::span<std::pair<std::string_view, Argument> const> arguments) {
    auto const translated = words.plain(english);
    if (translated.find('{') == translated.npos) return std::string(translated);
    auto const& pattern = pattern_of(words.language_->icu, translated);
    if (!pattern.format) return std::string(translated);
    std::vector<icu::Formattable> values;
    for (auto const& name : pattern.names) {
        auto const found = std::ranges::find(arguments, name, &std::pair<std::string_view, Argument>::first);
        values.push_back(found == arguments.end() ? icu::Formattable(UnicodeString()) : formattable(found->second, words.right_to_left()));
    }
    // ICU names only the outermost arguments; a language may need the others inside a plural form.
    auto names16 = pattern.names16;
    for (auto const& [name, value] : arguments) {
        if (std::ranges::find(pattern.names, name) != pattern.names.end()) continue;
        names16.push_back(utf16(name));
        values.push_back(formattable(value, words.right_to_left()));
    }
    UErrorCode status = U_ZERO_ERROR;
    UnicodeString made;
    pattern.format->format(names16.data(), values.data(), static_cast<int>(values.size()), made, status);
    return U_SUCCESS(status) ? utf8(made) : std::string(translated);
}

std::string Words::date(base::Time time) const { return formatted_date(language_->icu, zone_, false, time); }
std::string Words::date_time(base::Time time) const { return formatted_date(language_->icu, zone_, true, time); }
std::string Words::local(base::Time time) const { return base::iso8601(time_there(zone_, time)).substr(0, 16); }

std::optional<base::Time> Words::moment(std::string_view local) const {
    auto const shown = base::parse_iso8601(std::string(local) + "Z");
    if (!shown) return std::nullopt;
    return time_when_clocks_show(zone_, *shown);
}

std::string Words::counted(std::string_view english) const {
    thread_local std::map<std::pair<Language const*, std::string_view>, std::string> kept;  // a page has several, always the same
    auto& made = kept[{language_, plain(english)}];
    if (!made.empty()) return made;
    // Numbers that stand for their category in every language: see CLDR's plural rules.
    constexpr std::int64_t samples[] = {0, 1, 2, 3, 11, 1'000'000, 100};
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::PluralRules> const rules(icu::PluralRules::forLocale(language_->icu, status));
    std::vector<std::string> told;
    for (auto const sample : samples) {
        auto const kind = U_SUCCESS(status) ? utf8(rules->select(static_cast<int32_t>(sample))) : std::string("other");
        if (std::ranges::find(told, kind) != told.end()) continue;
        auto said = (*this)(english, {{"count", sample}});
        auto const figure = number(sample);
        if (auto const at = said.find(figure); at != said.npos) said.replace(at, figure.size(), "#");
        (((made += made.empty() ? "" : "|") += kind) += ":") += said;
        told.push_back(kind);
    }
    return made;
}

std::string Words::ago(base::Time then, base::Time now) const {
    auto const passed = now - then;
    if (passed < -base::minute) return date_time(then);
    if (passed < base::minute) return relative_time(language_->icu, 0, Unit::now);
    if (passed < base::hour) return relative_time(language_->icu, passed / base::minute, Unit::minutes);
    if (passed < base::day) return relative_time(language_->icu, passed / base::hour, Unit::hours);
    if (time_there(zone_, now) / base::day - time_there(zone_, then) / base::day == 1) return relative_time(language_->icu, 1, Unit::yesterday);
    return date(then);
}

std::string Words::number(std::int64_t value) const {
    UErrorCode status = U_ZERO_ERROR;
    return utf8(icu::number::NumberFormatter::withLocale(language_->icu).formatInt(value, status).toString(status));
}

std::vector<std::string> locales() {
    std::vector<std::string> names;
    for (auto const& each : Languages::known().all)
        if (Languages::offered(*each)) names.push_back(each->name);
    return names;
}

std::string language_name(std::string_view locale) {
    auto const* language = Languages::find(locale);
    return language ? language->own_name : std::string(locale);
}

std::string best_locale(std::string_view accept_language) {
    std::string best = "en";
    double best_weight = 0;
    for (auto part : base::split(accept_language, ',')) {
        auto const semicolon = part.find(';');
        auto const tag = base::trim(part.substr(0, semicolon));
        double weight = 1;
        if (semicolon != part.npos) {
            auto const parameter = base::trim(part.substr(semicolon + 1));
            if (parameter.starts_with("q=")) std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
        }
        auto const* language = tag == "*" ? nullptr : Languages::find(tag);
        if (language && weight > best_weight) best = language->name, best_weight = weight;
    }
    return best;
}

}  // namespace html
