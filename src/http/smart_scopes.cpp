// What a scope of SMART on FHIR allows. Finer ones with a question in them ("Observation.rs?category=...") are not taken.
#include "http/smart_scopes.hpp"
#include <algorithm>

namespace http {

namespace {

std::optional<unsigned> rights_in(std::string_view text) {
    if (text == "read") return smart_read | smart_search;
    if (text == "write") return smart_create | smart_update | smart_delete;
    if (text == "*") return smart_create | smart_read | smart_update | smart_delete | smart_search;
    constexpr std::string_view letters = "cruds";
    unsigned rights = 0;
    for (std::size_t at = 0; char const letter : text) {
        auto const found = letters.find(letter, at);  // each once, and in this order
        if (found == letters.npos) return std::nullopt;
        rights |= 1u << found;
        at = found + 1;
    }
    return rights ? std::optional(rights) : std::nullopt;
}

bool is_type(std::string_view text) {
    if (text == "*") return true;
    return !text.empty() && text.size() <= 40 && text[0] >= 'A' && text[0] <= 'Z' && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

}  // namespace

std::optional<SmartScope> smart_scope(std::string_view text) {
    SmartScope made;
    if (text.starts_with("patient/")) text.remove_prefix(8);
    else if (text.starts_with("user/")) text.remove_prefix(5), made.of_patient = false;
    else return std::nullopt;
    auto const dot = text.rfind('.');
    if (dot == text.npos) return std::nullopt;
    made.type = text.substr(0, dot);
    auto const rights = rights_in(text.substr(dot + 1));
    if (!rights || !is_type(made.type)) return std::nullopt;
    made.rights = *rights;
    return made;
}

bool covers(SmartScope const& granted, SmartScope const& wanted) {
    if (granted.of_patient && !wanted.of_patient) return false;
    return (granted.type == "*" || granted.type == wanted.type) && (wanted.rights & ~granted.rights) == 0;
}

}  // namespace http
