// States are told by number and by letters; everything else follows from them.
#include "areas/codes.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <unicode/uloc.h>
#include <unicode/uregion.h>

namespace areas {
namespace {

struct State { std::string_view number, letters; };
// FIPS 5-2, with the territories.
constexpr State states[] = {
    {"01", "AL"}, {"02", "AK"}, {"04", "AZ"}, {"05", "AR"}, {"06", "CA"}, {"08", "CO"}, {"09", "CT"}, {"10", "DE"}, {"11", "DC"}, {"12", "FL"},
    {"13", "GA"}, {"15", "HI"}, {"16", "ID"}, {"17", "IL"}, {"18", "IN"}, {"19", "IA"}, {"20", "KS"}, {"21", "KY"}, {"22", "LA"}, {"23", "ME"},
    {"24", "MD"}, {"25", "MA"}, {"26", "MI"}, {"27", "MN"}, {"28", "MS"}, {"29", "MO"}, {"30", "MT"}, {"31", "NE"}, {"32", "NV"}, {"33", "NH"},
    {"34", "NJ"}, {"35", "NM"}, {"36", "NY"}, {"37", "NC"}, {"38", "ND"}, {"39", "OH"}, {"40", "OK"}, {"41", "OR"}, {"42", "PA"}, {"44", "RI"},
    {"45", "SC"}, {"46", "SD"}, {"47", "TN"}, {"48", "TX"}, {"49", "UT"}, {"50", "VT"}, {"51", "VA"}, {"53", "WA"}, {"54", "WV"}, {"55", "WI"},
    {"56", "WY"}, {"60", "AS"}, {"66", "GU"}, {"69", "MP"}, {"72", "PR"}, {"78", "VI"},
};

State const* by_number(std::string_view number) {
    auto const* found = std::ranges::find(states, number, &State::number);
    return found == std::end(states) ? nullptr : found;
}

State const* by_letters(std::string_view letters) {
    auto const* found = std::ranges::find(states, letters, &State::letters);
    return found == std::end(states) ? nullptr : found;
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char each) { return each >= '0' && each <= '9'; });
}

bool is_letters(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char each) { return each >= 'A' && each <= 'Z'; });
}

std::string upper(std::string_view text) {
    std::string large(text);
    for (auto& each : large) each = each >= 'a' && each <= 'z' ? static_cast<char>(each - 'a' + 'A') : each;
    return large;
}

std::optional<Key> state_key(State const* state) {
    return state ? std::optional(Key{"ISO3166-2", "US-" + std::string(state->letters)}) : std::nullopt;
}

// "41029", "041029" (the first digit is a part of the county), "41000" (the whole state), "41".
std::optional<Key> of_number(std::string_view code) {
    if (!is_digits(code)) return std::nullopt;
    if (code == "000000") return Key{"ISO3166-1", "US"};
    if (code.size() == 6) code.remove_prefix(1);
    if (code.size() != 5 && code.size() != 2) return std::nullopt;
    auto const* state = by_number(code.substr(0, 2));
    if (code.size() == 2 || code.ends_with("000")) return state_key(state);
    return state ? std::optional(Key{"FIPS6", std::string(code)}) : std::nullopt;
}

// "ORC029" is a county; "OR", "ORC000" and "ORZ000" the state. Forecast zones ("ORZ026") have no outlines here.
std::optional<Key> of_ugc(std::string_view code) {
    auto const* state = by_letters(code.substr(0, 2));
    if (!state || (code.size() != 2 && code.size() != 6)) return std::nullopt;
    if (code.size() == 2) return state_key(state);
    auto const kind = code[2];
    auto const rest = code.substr(3);
    if ((kind == 'C' || kind == 'Z') && (rest == "000" || rest == "ALL")) return state_key(state);
    return kind == 'C' && is_digits(rest) ? std::optional(Key{"FIPS6", std::string(state->number) + std::string(rest)}) : std::nullopt;
}

// Two letters; from three letters or the number by ICU's list of regions.
std::optional<Key> of_country(std::string_view code) {
    if (code.size() == 2 && is_letters(code)) return Key{"ISO3166-1", std::string(code)};
    if (code.size() != 3 || (!is_digits(code) && !is_letters(code))) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    URegion const* region = is_digits(code) ? uregion_getRegionFromNumericCode(std::stoi(std::string(code)), &status)
                                            : uregion_getRegionFromCode(std::string(code).c_str(), &status);
    if (U_FAILURE(status) || !region || uregion_getType(region) != URGN_TERRITORY) return std::nullopt;
    std::string const letters = uregion_getRegionCode(region);
    return letters.size() == 2 && is_letters(letters) ? std::optional(Key{"ISO3166-1", letters}) : std::nullopt;
}

std::optional<Key> of_subdivision(std::string_view code) {
    if (is_digits(code) && code.size() == 2) return state_key(by_number(code));
    if (code.size() < 4 || code.size() > 6 || code[2] != '-' || !is_letters(code.substr(0, 2))) return std::nullopt;
    if (code.starts_with("US-") && is_digits(code.substr(3))) return state_key(by_number(code.substr(3)));
    return Key{"ISO3166-2", std::string(code)};
}

}  // namespace

std::string scheme_of(std::string_view spelled) {
    std::string plain;
    for (auto const each : upper(spelled))
        if (each != ' ' && each != '-' && each != '_') plain += each;
    if (plain == "SAME" || plain == "UGC") return plain;
    if (plain == "FIPS6" || plain == "FIPS") return "FIPS6";
    if (plain == "ISO31661") return "ISO3166-1";
    if (plain == "ISO31662") return "ISO3166-2";
    return std::string(spelled);
}

std::optional<Key> key_of(std::string_view spelled, std::string_view given) {
    auto const scheme = scheme_of(spelled);
    auto const code = upper(given);
    if (scheme == "SAME" || scheme == "FIPS6") return of_number(code);
    if (scheme == "UGC") return of_ugc(code);
    if (scheme == "ISO3166-1") return of_country(code);
    if (scheme == "ISO3166-2") return of_subdivision(code);
    return scheme.empty() || given.empty() ? std::nullopt : std::optional(Key{scheme, std::string(given)});
}

std::string code_around(Key const& key) {
    if (key.scheme == "FIPS6") {
        auto const* state = by_number(std::string_view(key.code).substr(0, 2));
        return state ? "US-" + std::string(state->letters) : "";
    }
    return key.scheme == "ISO3166-2" ? key.code.substr(0, 2) : "";
}

}  // namespace areas
