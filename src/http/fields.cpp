// Reads what forms and queries say, and refuses bytes that no rule behind should ever meet.
#include "http/fields.hpp"
#include "base/text.hpp"
#include "http/limits.hpp"
#include <algorithm>
#include <charconv>

namespace http {

namespace {

bool is_list_name(std::string_view entry, std::string_view name) {
    if (!entry.starts_with(name)) return false;
    auto rest = entry.substr(name.size());
    if (rest.empty() || rest == "[]") return true;
    return rest.size() > 2 && rest.front() == '[' && rest.back() == ']' &&
           std::ranges::all_of(rest.substr(1, rest.size() - 2), [](char c) { return c >= '0' && c <= '9'; });
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
        } else if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

bool Fields::has(std::string_view name) const {
    return std::ranges::any_of(all_, [&](auto const& entry) {
        std::string_view given = entry.first;
        return given.starts_with(name) && (given.size() == name.size() || given[name.size()] == '[');
    });
}

std::optional<std::string_view> Fields::maybe(std::string_view name) const {
    for (auto entry = all_.rbegin(); entry != all_.rend(); ++entry)
        if (entry->first == name) return entry->second;
    return std::nullopt;
}

std::string_view Fields::text(std::string_view name) const { return maybe(name).value_or(std::string_view{}); }

std::optional<bool> Fields::flag(std::string_view name) const {
    auto given = maybe(name);
    if (!given) return std::nullopt;
    for (std::string_view yes : {"1", "true", "True", "TRUE", "on", "t", "T"})
        if (*given == yes) return true;
    for (std::string_view no : {"", "0", "false", "False", "FALSE", "off", "f", "F"})
        if (*given == no) return false;
    return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(std::string_view name) const {
    auto given = text(name);
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
    if (given.empty() || error != std::errc{} || end != given.data() + given.size()) return std::nullopt;
    return number;
}

std::vector<std::string> Fields::list(std::string_view name) const {
    std::vector<std::string> values;
    for (auto const& [given, value] : all_)
        if (is_list_name(given, name)) values.push_back(value);
    return values;
}

base::Result<base::Done> check_field(std::string_view name, std::string_view value, Fields const& so_far) {
    if (!base::is_utf8(name) || name.find('\0') != name.npos)
        return base::refuse(base::Why::invalid, "A field's name is not valid text.");
    // No database stores a zero byte in text, and no person types one.
    if (!base::is_utf8(value) || value.find('\0') != value.npos)
        return base::refuse_field(std::string(name), "ERR_INVALID", "This is not valid text.");
    if (so_far.all().size() >= most_fields) return base::refuse(base::Why::invalid, "There are too many fields.");
    return base::Done{};
}

base::Result<base::Done> parse_query(std::string_view text, Fields& fields) {
    while (!text.empty()) {
        auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), true);
        if (!name) return base::refuse(base::Why::invalid, "A field's name is not encoded correctly.");
        auto value = equals == pair.npos ? std::string{} : decode(pair.substr(equals + 1), true);
        if (!value) return base::refuse_field(base::is_utf8(*name) ? *name : "", "ERR_INVALID", "This is not encoded correctly.");
        TRY(check_field(*name, *value, fields));
        fields.add(std::move(*name), std::move(*value));
    }
    return base::Done{};
}

std::string percent_encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (unsigned char c : text) {
        bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) out += static_cast<char>(c);
        else (out += '%') += {digits[c >> 4], digits[c & 15]};
    }
    return out;
}

std::optional<std::string> percent_decode(std::string_view text) { return decode(text, false); }

}  // namespace http
