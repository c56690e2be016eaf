// Reads header values by their grammars, giving nothing for what does not fit them.
#include "http/head_fields.hpp"
#include "base/text.hpp"
#include "http/fields.hpp"
#include <algorithm>
#include <charconv>

namespace http {

namespace {

// Cuts the next element off a list; separators inside quotes do not count.
std::string_view next_element(std::string_view& list, char separator) {
    bool quoted = false;
    std::size_t i = 0;
    for (; i < list.size(); ++i) {
        if (quoted && list[i] == '\\') ++i;
        else if (list[i] == '"') quoted = !quoted;
        else if (list[i] == separator && !quoted) break;
    }
    i = std::min(i, list.size());
    auto element = trim_blanks(list.substr(0, i));
    list.remove_prefix(std::min(list.size(), i + 1));
    return element;
}

// In thousandths; a weight that does not parse counts as 0, the cautious reading.
int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        auto each = next_element(parameters, ';');
        if (!each.starts_with("q=") && !each.starts_with("Q=")) continue;
        double weight = 0;
        auto text = each.substr(2);
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), weight, std::chars_format::fixed);
        if (error != std::errc{} || end != text.data() + text.size() || !(weight >= 0 && weight <= 1)) return 0;
        return static_cast<int>(weight * 1000);
    }
    return 1000;
}

std::optional<std::int64_t> digits(std::string_view text) {
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || text.front() == '-' || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string unquote(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
    std::string out;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        out += text[i];
    }
    return out;
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool same_ignoring_case(std::string_view one, std::string_view lower) {
    return std::ranges::equal(one, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

void parse_cookies(std::string_view header, std::vector<std::pair<std::string, std::string>>& cookies) {
    while (!header.empty() && cookies.size() < 64) {
        auto pair = trim_blanks(header.substr(0, header.find(';')));
        header.remove_prefix(std::min(header.size(), header.find(';') == header.npos ? header.size() : header.find(';') + 1));
        auto equals = pair.find('=');
        if (equals == pair.npos || equals == 0 || !base::is_utf8(pair)) continue;
        cookies.emplace_back(trim_blanks(pair.substr(0, equals)), unquote(trim_blanks(pair.substr(equals + 1))));
    }
}

std::optional<Target> parse_target(std::string_view target, std::string_view host) {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        target.remove_prefix(scheme.size());
        auto authority = target.substr(0, target.find_first_of("/?"));
        if (authority != host) return std::nullopt;  // two names for one request
        target.remove_prefix(authority.size());
        break;
    }
    auto question = target.find('?');
    auto encoded = target.substr(0, question);
    if (!encoded.starts_with('/')) return std::nullopt;
    auto path = percent_decode(encoded);
    if (!path || !base::is_utf8(*path)) return std::nullopt;
    for (unsigned char c : *path)
        if (c < 0x20 || c == 0x7f || c == '\\') return std::nullopt;
    // An encoded slash would move the borders between segments after others have looked at them.
    if (std::ranges::count(*path, '/') != std::ranges::count(encoded, '/')) return std::nullopt;
    for (std::string_view rest = *path; !rest.empty();) {
        rest.remove_prefix(1);
        auto segment = rest.substr(0, rest.find('/'));
        if (segment == "." || segment == "..") return std::nullopt;
        rest.remove_prefix(segment.size());
    }
    while (path->size() > 1 && path->ends_with('/')) path->pop_back();
    return Target{std::move(*path), question == target.npos ? std::string_view{} : target.substr(question + 1)};
}

bool accepts_encoding(std::string_view header, std::string_view coding) {
    int any = 0;
    while (!header.empty()) {
        auto element = next_element(header, ',');
        auto name = next_element(element, ';');
        if (same_ignoring_case(name, coding)) return weight_of(element) > 0;
        if (name == "*") any = weight_of(element);
    }
    return any > 0;
}

std::string preferred_language(std::string_view header) {
    std::string best;
    int highest = 0;
    while (!header.empty()) {
        auto element = next_element(header, ',');
        auto tag = next_element(element, ';');
        auto primary = tag.substr(0, tag.find('-'));
        bool letters = primary.size() >= 2 && primary.size() <= 3 &&
                       std::ranges::all_of(primary, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
        int weight = weight_of(element);
        if (!letters || weight <= highest) continue;
        highest = weight;
        best = primary;
    }
    for (char& c : best)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return best;
}

std::optional<ByteRange> parse_range(std::string_view header, std::int64_t size) {
    if (!header.starts_with("bytes=") || header.contains(',')) return std::nullopt;
    header.remove_prefix(6);
    auto dash = header.find('-');
    if (dash == header.npos) return std::nullopt;
    auto first = digits(trim_blanks(header.substr(0, dash))), last = digits(trim_blanks(header.substr(dash + 1)));
    if (!first && !last) return std::nullopt;
    if (!first) return *last == 0 || size == 0 ? ByteRange{1, 0} : ByteRange{std::max<std::int64_t>(0, size - *last), size - 1};
    if (dash + 1 < header.size() && !last) return std::nullopt;
    if (last && *last < *first) return std::nullopt;
    if (*first >= size) return ByteRange{1, 0};
    return ByteRange{*first, last ? std::min(*last, size - 1) : size - 1};
}

bool names_tag(std::string_view header, std::string_view tag) {
    auto plain = [](std::string_view text) { return text.starts_with("W/") ? text.substr(2) : text; };
    if (trim_blanks(header) == "*") return true;
    while (!header.empty())
        if (plain(next_element(header, ',')) == plain(tag)) return true;
    return false;
}

std::string_view media_type(std::string_view content_type) { return trim_blanks(content_type.substr(0, content_type.find(';'))); }

std::optional<std::string> parameter_of(std::string_view header, std::string_view name) {
    next_element(header, ';');
    while (!header.empty()) {
        auto element = next_element(header, ';');
        auto equals = element.find('=');
        if (equals == element.npos) continue;
        if (same_ignoring_case(trim_blanks(element.substr(0, equals)), name)) return unquote(trim_blanks(element.substr(equals + 1)));
    }
    return std::nullopt;
}

}  // namespace http
