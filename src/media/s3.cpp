// Signs requests to S3-compatible storage and sends them (AWS Signature Version 4, path style).
#include "media/s3.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include "media/media.hpp"
#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace media::s3 {
namespace {

// 20261122T171500Z
std::string stamp(std::int64_t now) {
    auto text = base::iso8601(now).substr(0, 19) + "Z";
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

std::string host_of(std::string const& url) {
    auto start = url.find("://");
    auto host = start == url.npos ? url : url.substr(start + 3);
    return host.substr(0, host.find('/'));
}

std::string join(std::vector<std::pair<std::string, std::string>> const& headers, bool names_only) {
    std::string text;
    for (auto const& [name, value] : headers) text += names_only ? (text.empty() ? "" : ";") + name : name + ":" + value + "\n";
    return text;
}

http::Fetched send(std::string method, std::string const& name, std::string const& content, std::string_view type) {
    Request request{std::move(method), host_of(endpoint()), "/" + bucket() + "/" + name, content, {}};
    if (!type.empty()) request.headers = {{"cache-control", "public, max-age=31536000, immutable"}, {"content-type", std::string(type)}};
    http::Fetch fetch{.method = request.method, .url = endpoint() + request.path, .body = content};
    fetch.headers = sign(request, base::clock_now());
    std::erase_if(fetch.headers, [](auto const& header) { return header.first == "host"; });  // libcurl's own is the same
    fetch.largest = largest_upload();
    fetch.milliseconds = 120'000;
    fetch.redirects = 0;
    fetch.trusted = true;
    auto answer = http::fetch(fetch);
    if (!answer) throw std::runtime_error("media storage: " + answer.error().message);
    if (answer->status >= 300 && answer->status != 404) throw std::runtime_error("media storage answers " + std::to_string(answer->status));
    return std::move(*answer);
}

}  // namespace

bool is_set() { return !endpoint().empty(); }

std::vector<std::pair<std::string, std::string>> sign(Request request, std::int64_t now) {
    auto when = stamp(now), day = when.substr(0, 8);
    auto body_hash = crypto::hex(crypto::sha256(request.body));
    auto& headers = request.headers;
    headers.insert(headers.end(), {{"host", request.host}, {"x-amz-content-sha256", body_hash}, {"x-amz-date", when}});
    std::ranges::sort(headers);
    auto names = join(headers, true);
    auto canonical = request.method + "\n" + request.path + "\n\n" + join(headers, false) + "\n" + names + "\n" + body_hash;
    auto scope = day + "/" + region() + "/s3/aws4_request";
    auto text = "AWS4-HMAC-SHA256\n" + when + "\n" + scope + "\n" + crypto::hex(crypto::sha256(canonical));
    auto key = "AWS4" + secret();
    for (auto const& part : {day, region(), std::string("s3"), std::string("aws4_request")}) key = crypto::hmac_sha256(key, part);
    auto signature = crypto::hex(crypto::hmac_sha256(key, text));
    headers.emplace_back("authorization", "AWS4-HMAC-SHA256 Credential=" + key_id() + "/" + scope + ", SignedHeaders=" + names + ", Signature=" + signature);
    return headers;
}

void put(std::string const& name, std::string const& content, std::string_view type) {
    if (send("PUT", name, content, type).status == 404) throw std::runtime_error("media storage has no such bucket");
}

void remove(std::string const& name) { send("DELETE", name, {}, {}); }

std::string get(std::string const& name) {
    auto answer = send("GET", name, {}, {});
    return answer.status == 404 ? std::string() : std::move(answer.body);
}

}  // namespace media::s3
