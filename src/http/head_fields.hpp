// Small grammars of header values: cookies, quality lists, ranges, forwarded addresses. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

void parse_cookies(std::string_view header, std::vector<std::pair<std::string, std::string>>&);

// The path and the query of a request target, when it is one that leads to us: "/path?query", or the absolute form with
// this host. The path is decoded, its trailing slashes are dropped. Nothing: answer 400.
struct Target {
    std::string path;
    std::string_view query;
};
std::optional<Target> parse_target(std::string_view target, std::string_view host);

// Whether a coding is acceptable by an Accept-Encoding value ("br;q=0" is not; "*" is anything not named).
bool accepts_encoding(std::string_view header, std::string_view coding);

// The language asked for most: a two or three letter code, or "".
std::string preferred_language(std::string_view accept_language);

// One range of "bytes=a-b" within `size`. Nothing: ignore the header. An empty range (first > last): cannot be satisfied.
struct ByteRange {
    std::int64_t first = 0, last = -1;
};
std::optional<ByteRange> parse_range(std::string_view header, std::int64_t size);

// Whether an If-None-Match value names this tag (weak comparison).
bool names_tag(std::string_view if_none_match, std::string_view tag);

// A parameter of a header value such as `multipart/form-data; boundary="x"`. Quotes and escapes undone.
std::optional<std::string> parameter_of(std::string_view header, std::string_view name);

std::string_view media_type(std::string_view content_type);  // without parameters
bool same_ignoring_case(std::string_view, std::string_view lower);
std::string_view trim_blanks(std::string_view);

}  // namespace http
