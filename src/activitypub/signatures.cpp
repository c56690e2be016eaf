// What both forms of signed requests have in common: moments, digests, keys.
#include "activitypub/signature_forms.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace activitypub {

using base::Done, base::Result, base::Why;

namespace {

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return made;
}

std::string_view plain_trim(std::string_view text) {
    auto start = text.find_first_not_of(" \t");
    if (start == text.npos) return {};
    return text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

std::string without_default_port(std::string host, std::string_view scheme) {
    std::string_view port = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.resize(host.size() - port.size());
    return host;
}

int number(std::string_view digits) {
    int value = -1;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() ? value : -1;
}

// Keys in RSA's own envelope, as old servers write them, in the envelope that says what kind of key it is.
std::string modern_pem(std::string_view pem) {
    constexpr std::string_view begin = "-----BEGIN RSA PUBLIC KEY-----", end = "-----END RSA PUBLIC KEY-----";
    auto start = pem.find(begin), stop = pem.find(end);
    if (start == pem.npos || stop == pem.npos || stop < start) return std::string(pem);
    std::string text;
    for (char c : pem.substr(start + begin.size(), stop - start - begin.size()))
        if (!std::string_view("\r\n \t").contains(c)) text += c;
    auto inner = crypto::from_base64(text);
    if (!inner || inner->size() < 128 || inner->size() > 2000) return std::string(pem);
    auto with_length = [](char tag, std::string const& content) {
        auto size = content.size();
        return std::string{tag, '\x82', static_cast<char>(size >> 8), static_cast<char>(size & 255)} + content;
    };
    std::string const rsa("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 15);
    auto whole = with_length('\x30', rsa + with_length('\x03', std::string(1, '\0') + *inner));
    return "-----BEGIN PUBLIC KEY-----\n" + crypto::base64(whole) + "\n-----END PUBLIC KEY-----\n";
}

}  // namespace

std::unexpected<base::Refusal> unsigned_because(std::string reason) { return base::refuse(Why::unauthorized, std::move(reason)); }

Asked asked_of(std::string_view url) {
    Asked asked;
    auto scheme = url.find("://");
    asked.scheme = lower(url.substr(0, scheme));
    auto rest = url.substr(scheme == url.npos ? url.size() : scheme + 3);
    rest = rest.substr(0, rest.find('#'));
    auto start = rest.find_first_of("/?");
    asked.host = without_default_port(lower(rest.substr(0, start)), asked.scheme);
    asked.target = start == rest.npos ? "/" : std::string(rest.substr(start));
    if (asked.target.front() == '?') asked.target.insert(0, "/");
    return asked;
}

Asked asked_of(http::Request const& request) {
    auto asked = asked_of(base::site_url());
    asked.target = request.target;
    return asked;
}

std::optional<base::Time> parse_http_date(std::string_view text) {
    // Sun, 05 Jan 2014 21:31:40 GMT: 29 letters, each in its place.
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT") || text[3] != ',' || text[19] != ':' || text[22] != ':') return std::nullopt;
    auto month = std::ranges::find(months, text.substr(8, 3));
    if (month == months.end()) return std::nullopt;
    std::chrono::year_month_day day{std::chrono::year(number(text.substr(12, 4))), std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
                                    std::chrono::day(static_cast<unsigned>(std::max(0, number(text.substr(5, 2)))))};
    int hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2)), second = number(text.substr(23, 2));
    if (!day.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
    auto days = std::chrono::sys_days(day).time_since_epoch().count();
    return days * base::day + hour * base::hour + minute * base::minute + second * base::second;
}

Result<Done> check_moment(base::Time signed_at, base::Time now) {
    if (signed_at < now - most_skew || signed_at > now + most_skew) return unsigned_because("The signature is too old, or from the future.");
    return Done{};
}

std::optional<std::string> joined_header(http::Request const& request, std::string_view name) {
    std::optional<std::string> joined;
    for (auto const& [known, value] : request.headers) {
        if (known != name) continue;
        if (joined) *joined += ", " + std::string(plain_trim(value));
        else joined = std::string(plain_trim(value));
    }
    return joined;
}

bool has_body(http::Request const& request) { return !request.body.empty() || request.method == "POST" || request.method == "PUT"; }

void sign(http::Fetch& fetch, Key const& key, Scheme scheme, base::Time now) {
    if (scheme == Scheme::cavage) sign_cavage(fetch, key, now);
    else sign_message(fetch, key, now);
}

Result<Signature> read_signature(http::Request const& request, base::Time now) {
    auto signature = !request.header("signature-input").empty() ? read_message(request, now) : read_cavage(request, now);
    if (signature && (signature->key_id.empty() || signature->key_id.size() > 2048 || signature->bytes.empty()))
        return unsigned_because("The signature names no key.");
    return signature;
}

bool holds(Signature const& signature, std::string_view public_pem) {
    auto pem = modern_pem(public_pem);
    return std::ranges::any_of(signature.signed_texts, [&](std::string const& text) { return crypto::verify(pem, text, signature.bytes); });
}

}  // namespace activitypub
