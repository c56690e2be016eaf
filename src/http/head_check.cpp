// The strict reading of a request head. Every rule here closes a way to make a proxy and this server disagree.
#include "http/head_check.hpp"
#include <algorithm>
#include <array>

namespace http {

namespace {

constexpr auto token_bytes = [] {
    std::array<bool, 256> table{};
    for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
    for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = table[static_cast<unsigned char>(c - 32)] = true;
    for (unsigned char c : std::string_view("!#$%&'*+-.^_`|~")) table[c] = true;
    return table;
}();

bool same_word(std::string_view one, std::string_view lower) {
    return std::ranges::equal(one, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view(".-_:[]").contains(c);
    });
}

int check_request_line(std::string_view line) {
    auto first = line.find(' '), last = line.rfind(' ');
    if (first == line.npos || first == last) return 400;
    if (!is_token(line.substr(0, first))) return 400;
    auto target = line.substr(first + 1, last - first - 1);
    // Letters outside ASCII and spaces must come encoded; a fragment never leaves a browser.
    if (target.empty() || !std::ranges::all_of(target, [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '#'; })) return 400;
    auto version = line.substr(last + 1);
    if (version == "HTTP/1.1" || version == "HTTP/1.0") return 0;
    return version.starts_with("HTTP/") ? 505 : 400;
}

struct Seen {
    int hosts = 0, lengths = 0, codings = 0;
};

int check_field_line(std::string_view line, Seen& seen) {
    if (line.front() == ' ' || line.front() == '\t') return 400;  // a folded line
    auto colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon))) return 400;
    auto name = line.substr(0, colon);
    auto value = trimmed(line.substr(colon + 1));
    for (unsigned char c : value)
        if ((c < 0x20 && c != '\t') || c == 0x7f) return 400;
    if (same_word(name, "host")) {
        ++seen.hosts;
        if (!is_host(value)) return 400;
    } else if (same_word(name, "content-length")) {
        ++seen.lengths;
        if (value.empty() || value.size() > 18 || !std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; })) return 400;
    } else if (same_word(name, "transfer-encoding")) {
        ++seen.codings;
        if (!same_word(value, "chunked")) return 400;
    }
    return 0;
}

}  // namespace

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return token_bytes[c]; });
}

int check_head(std::string_view head) {
    Seen seen;
    auto end = head.find("\r\n");
    if (end == head.npos) return 400;
    auto request_line = head.substr(0, end);
    if (int status = check_request_line(request_line)) return status;
    for (head.remove_prefix(end + 2); !head.starts_with("\r\n"); head.remove_prefix(end + 2)) {
        end = head.find("\r\n");
        if (end == head.npos) return 400;
        auto line = head.substr(0, end);
        // A lone CR or LF ends a line for some programs and not for others.
        if (line.find_first_of("\r\n") != line.npos) return 400;
        if (int status = check_field_line(line, seen)) return status;
    }
    bool old = request_line.ends_with("1.0");
    if (seen.hosts > 1 || (seen.hosts == 0 && !old)) return 400;
    if (seen.lengths + seen.codings > 1 || (seen.codings && old)) return 400;
    return 0;
}

}  // namespace http
