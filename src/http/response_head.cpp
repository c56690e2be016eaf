// Response heads by hand: the general serializer costs a third of a small answer's time.
#include "http/response_head.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "http/answering.hpp"
#include "http/compression.hpp"
#include "http/head_fields.hpp"
#include <algorithm>
#include <array>

namespace http {

namespace {

std::string_view reason_of(int status) {
    switch (status) {
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 416: return "Range Not Satisfiable";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Status";  // the phrase may be anything; the number is what is read
    }
}

constexpr std::string_view for_other_sites =
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Expose-Headers: Link, ETag, Last-Modified, Location, Content-Location, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id, Idempotency-Key\r\n";
constexpr std::string_view for_preflight =
    "Access-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Match, Prefer, X-Requested-With\r\n"
    "Access-Control-Max-Age: 86400\r\n";

void add_line(std::string& out, std::string_view name, std::string_view value) {
    (out += name) += ": ";
    // Nothing that a person wrote may begin a line of its own.
    for (unsigned char c : value)
        if (c >= 0x20 && c != 0x7f) out += static_cast<char>(c);
    out += "\r\n";
}

void add_limits(std::string& out, Limiter::Verdict const& verdict) {
    add_line(out, "X-RateLimit-Limit", std::to_string(verdict.limit));
    add_line(out, "X-RateLimit-Remaining", std::to_string(verdict.remaining));
    add_line(out, "X-RateLimit-Reset", base::iso8601(base::clock_now() + verdict.milliseconds_to_full));
}

// Not a secret and not proof against a forger: it only tells one's own bodies apart.
std::string tag_of(Response const& response) {
    std::size_t hash = std::hash<std::string_view>{}(response.body);
    for (auto const& piece : response.pieces) hash = hash * 0x9E3779B97F4A7C15ull + std::hash<std::string_view>{}(*piece);
    static constexpr char digits[] = "0123456789abcdef";
    std::string tag = "W/\"";
    for (int shift = 60; shift >= 0; shift -= 4) tag += digits[(hash >> shift) & 15];
    return tag + "\"";
}

}  // namespace

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string_view header_of(Response const& response, std::string_view lower) {
    for (auto const& [name, value] : response.headers)
        if (same_ignoring_case(name, lower)) return value;
    return {};
}

EveryAnswer::EveryAnswer() {
    auto add = [&](std::string_view lower, std::string_view name, std::string_view value) {
        lines_.push_back({std::string(lower), std::string(name) + ": " + std::string(value) + "\r\n"});
        all_ += lines_.back().whole;
    };
    add("content-security-policy", "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
    add("x-content-type-options", "X-Content-Type-Options", "nosniff");
    add("x-frame-options", "X-Frame-Options", "DENY");
    add("referrer-policy", "Referrer-Policy", "same-origin");
    add("permissions-policy", "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()");
    add("cross-origin-opener-policy", "Cross-Origin-Opener-Policy", "same-origin");
    if (base::site_is_secure()) add("strict-transport-security", "Strict-Transport-Security", "max-age=31536000");
}

void EveryAnswer::write(std::string& out, std::vector<std::pair<std::string, std::string>> const& headers) const {
    auto sets = [&](Line const& line) {
        return std::ranges::any_of(headers, [&](auto const& header) { return same_ignoring_case(header.first, line.name); });
    };
    if (headers.empty() || std::ranges::none_of(lines_, sets)) {
        out += all_;
        return;
    }
    for (auto const& line : lines_)
        if (!sets(line)) out += line.whole;
}

void write_head(std::string& out, EveryAnswer const& every, Request const& request, Response const& response, HeadFacts const& facts) {
    out.reserve(out.size() + 1200);
    ((out += "HTTP/1.1 ") += std::to_string(response.status)) += ' ';
    ((out += reason_of(response.status)) += "\r\nDate: ") += facts.date;
    out += "\r\n";
    if (!response.type.empty() && has_body(response.status)) add_line(out, "Content-Type", response.type);
    if (facts.has_length && has_body(response.status)) add_line(out, "Content-Length", std::to_string(facts.length));
    if (!facts.keep_alive) out += "Connection: close\r\n";
    add_line(out, "X-Request-Id", request.id);
    every.write(out, response.headers);
    bool cache_told = false;
    for (auto const& [name, value] : response.headers) {
        cache_told = cache_told || same_ignoring_case(name, "cache-control");
        if (!value.empty()) add_line(out, name, value);
    }
    // A page holds a form's token even for strangers: no cache between us may keep it.
    if (!cache_told) out += request.person ? "Cache-Control: private, no-store\r\n" : "Cache-Control: private, no-cache\r\n";
    if (is_cross_origin_address(request.path)) {
        out += for_other_sites;
        if (request.method == "OPTIONS") out += for_preflight;
    }
    if (facts.verdict) add_limits(out, *facts.verdict);
    out += "\r\n";
}

void answer_conditionally(Request const& request, Response& response, Tag tag) {
    if (response.status != 200 || response.stream || !response.file.empty() || !is_safe(request.method)) return;
    auto given = header_of(response, "etag");
    if (given.empty()) {
        std::size_t size = response.body.size();
        for (auto const& piece : response.pieces) size += piece->size();
        if (tag == Tag::only_given || size == 0 || size > 256 * 1024 || !is_compressible(response.type)) return;
        response.with("ETag", tag_of(response));
        given = response.headers.back().second;
    }
    auto known = request.header("if-none-match");
    if (known.empty() || !names_tag(known, given)) return;
    response.status = 304;
    response.body.clear();
    response.pieces.clear();
}

}  // namespace http
