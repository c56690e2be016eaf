// Fetching, over libcurl. Redirects are followed here, not by libcurl, so that every hop meets every check.
#include "base/time.hpp"
#include "http/client_exchange.hpp"
#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace http {
namespace {

using base::Why;
using namespace outward;
using Clock = std::chrono::steady_clock;

// One a thread: it keeps connections open between fetches. libcurl closes what has been idle for two minutes.
CURL* handle() {
    start_curl();
    thread_local Owned<CURL> easy(curl_easy_init());
    if (!easy) throw std::runtime_error("libcurl gives no handle");
    curl_easy_reset(easy.get());
    return easy.get();
}

base::Result<Fetched> exchange_once(Fetch const& fetch, Address const& address, std::int64_t milliseconds) {
    auto* easy = handle();
    auto headers = TRY(header_list(fetch));
    Exchange exchange;
    prepare(easy, fetch, address, headers.get(), exchange, milliseconds);
    auto const code = curl_easy_perform(easy);
    if (code != CURLE_OK) return std::unexpected(refusal_for(code, exchange));
    exchange.answer.status = status_of(easy);
    exchange.answer.url = address.url;
    return std::move(exchange.answer);
}

std::string_view location_of(Fetched const& answer) {
    static constexpr int moved[] = {301, 302, 303, 307, 308};
    if (std::ranges::find(moved, answer.status) == std::end(moved)) return {};
    auto const found = std::ranges::find(answer.headers, "location", [](auto const& header) { return header.first; });
    return found == answer.headers.end() ? std::string_view{} : std::string_view(found->second);
}

// What a redirect changes in the question, besides its address.
void turn(Fetch& fetch, int status, bool same_origin) {
    if (status == 303 ? fetch.method != "HEAD" : status < 307 && fetch.method == "POST") {
        fetch.method = "GET";
        fetch.body.clear();
        std::erase_if(fetch.headers, [](auto const& header) { return curl_strnequal(header.first.c_str(), "content-", 8); });
    }
    if (same_origin) return;
    // Meant for the server that was asked, not for wherever it points.
    static constexpr char const* secrets[] = {"authorization", "cookie", "signature", "signature-input"};
    std::erase_if(fetch.headers, [](auto const& header) {
        return std::ranges::any_of(secrets, [&](char const* secret) { return curl_strequal(header.first.c_str(), secret); });
    });
}

}  // namespace

base::Result<Fetched> fetch(Fetch const& asked) {
    auto const deadline = Clock::now() + std::chrono::milliseconds(asked.milliseconds);
    auto hop = asked;
    auto url = TRY(parsed_url(hop));
    auto address = TRY(address_of(url.get()));
    for (int followed = 0;; ++followed) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return base::refuse(Why::unavailable, "The other server took too long.");
        auto answer = TRY(exchange_once(hop, address, left));
        std::string const location(location_of(answer));
        if (location.empty() || hop.redirects == 0) return answer;
        if (followed == hop.redirects) return base::refuse(Why::unavailable, "The other server redirects without end.");
        if (curl_url_set(url.get(), CURLUPART_URL, location.c_str(), CURLU_URLENCODE) != CURLUE_OK)
            return base::refuse(Why::unavailable, "The other server redirects to nowhere.");
        auto next = TRY(address_of(url.get()));
        if (address.scheme == "https" && next.scheme == "http")
            return base::refuse(Why::forbidden, "A redirect from https to http is not followed.");
        turn(hop, answer.status, next.same_origin(address));
        address = std::move(next);
    }
}

}  // namespace http
