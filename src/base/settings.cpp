// Holds the list of all settings, and reads and writes their values.
#include "base/settings.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>

namespace base {
namespace {

// Local to a function: settings of other files register themselves before main() in an unknown order.
std::map<std::string_view, AnySetting*>& registry() {
    static std::map<std::string_view, AnySetting*> all;
    return all;
}

std::unexpected<Refusal> not_taken(std::string_view name, std::string_view what) {
    return refuse_field(std::string(name), "ERR_INVALID", std::string(name) + " takes " + std::string(what) + ".");
}

Result<std::int64_t> parse_as(std::int64_t, std::string_view name, std::string_view text) {
    std::int64_t number = 0;
    auto end = text.data() + text.size();
    auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end) return not_taken(name, "a whole number of at most 63 bits");
    return number;
}

Result<bool> parse_as(bool, std::string_view name, std::string_view text) {
    if (text != "true" && text != "false") return not_taken(name, "true or false");
    return text == "true";
}

Result<std::string> parse_as(std::string const&, std::string_view name, std::string_view text) {
    if (!is_utf8(text) || text.contains('\0')) return not_taken(name, "text in UTF-8");
    return std::string(text);
}

std::string as_toml(std::int64_t number) { return std::to_string(number); }
std::string as_toml(bool truth) { return truth ? "true" : "false"; }
std::string as_toml(std::string const& text) {
    // A TOML basic string is a JSON string, but for DEL.
    std::string quoted;
    for (auto byte : json_quote(text)) {
        if (byte == '\x7f') quoted += "\\u007f";
        else quoted += byte;
    }
    return quoted;
}

}  // namespace

AnySetting::AnySetting(std::string_view name, std::string_view about) : name_(name), about_(about) {
    if (!registry().emplace(name, this).second) {
        std::fprintf(stderr, "the setting %.*s is declared twice\n", static_cast<int>(name.size()), name.data());
        std::abort();
    }
}

std::string AnySetting::environment_variable() const {
    std::string variable = "SALVE_";
    for (auto byte : name_) variable += byte == '.' ? '_' : byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
    return variable;
}

template <class T>
void Setting<T>::change(T value) {
    static std::mutex guard;
    std::lock_guard const lock(guard);
    T const* next = value == default_ ? &default_ : nullptr;
    for (auto const& each : others_)
        if (*each == value) next = each.get();
    if (!next) next = others_.emplace_back(std::make_unique<T const>(std::move(value))).get();
    value_.store(next, std::memory_order_release);
}

template <class T>
Result<Done> Setting<T>::set(std::string_view text) {
    change(TRY(parse_as(default_, name(), text)));
    return Done{};
}

template <class T>
std::string Setting<T>::text() const { return as_toml((*this)()); }

template <class T>
std::string Setting<T>::default_text() const { return as_toml(default_); }

template class Setting<std::int64_t>;
template class Setting<bool>;
template class Setting<std::string>;

std::vector<AnySetting*> all_settings() {
    std::vector<AnySetting*> all;
    for (auto const& [name, setting] : registry()) all.push_back(setting);
    return all;
}

AnySetting* find_setting(std::string_view name) {
    auto found = registry().find(name);
    return found == registry().end() ? nullptr : found->second;
}

std::string site_domain() {
    std::string_view rest = site_url();
    if (auto scheme = rest.find("://"); scheme != rest.npos) rest.remove_prefix(scheme + 3);
    return std::string(rest.substr(0, rest.find('/')));
}

bool site_is_secure() { return site_url().starts_with("https://"); }

}  // namespace base
