// The options, checks and limits of one exchange over libcurl.
#include "http/client_exchange.hpp"
#include "http/client_address.hpp"
#include <algorithm>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace http::outward {
namespace {

using base::Why;

constexpr std::size_t largest_answer_head = 64 * 1024;

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
    return Owned<char>(text).get();
}

curl_socket_t open_socket(void* pointer, curlsocktype, curl_sockaddr* address) {
    auto& exchange = *static_cast<Exchange*>(pointer);
    if (!exchange.trusted && !may_connect(address->addr)) {
        exchange.address_refused = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* pointer) {
    auto& exchange = *static_cast<Exchange*>(pointer);
    // Counted here, after decompression, piece by piece: a bomb is never unpacked whole.
    if (static_cast<std::int64_t>(exchange.answer.body.size() + count) > exchange.largest) {
        exchange.too_large = true;
        return 0;
    }
    exchange.answer.body.append(bytes, count);
    return count;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* pointer) {
    auto& exchange = *static_cast<Exchange*>(pointer);
    exchange.head += count;
    if (exchange.head > largest_answer_head) {
        exchange.too_large = true;
        return 0;
    }
    std::string_view const line(bytes, count);
    if (line.starts_with("HTTP/")) {
        exchange.answer.headers.clear();  // those so far were of an interim answer
        return count;
    }
    auto const colon = line.find(':');
    if (colon == line.npos) return count;
    std::string name(trimmed(line.substr(0, colon)));
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    exchange.answer.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
    return count;
}

bool is_plain(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

void limit(CURL* easy, std::int64_t milliseconds) {
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");  // a proxy would connect where nothing was checked
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // a resolver that hangs must not outlast the deadline
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(milliseconds));
}

void collect(CURL* easy, Exchange& exchange) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl unpacks
}

void say_method(CURL* easy, Fetch const& fetch) {
    if (fetch.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (fetch.method != "GET" || !fetch.body.empty()) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(fetch.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, fetch.body.c_str());
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, fetch.method.c_str());
    }
}

}  // namespace

void start_curl() {
    static auto const started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl does not start");
}

base::Result<Address> address_of(CURLU* url) {
    Address found{part(url, CURLUPART_URL), part(url, CURLUPART_SCHEME), part(url, CURLUPART_HOST),
                  part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT)};
    if (found.scheme != "http" && found.scheme != "https")
        return base::refuse(Why::forbidden, "Only http and https addresses can be fetched.");
    if (found.host.empty()) return base::refuse(Why::invalid, "This address names no server.");
    if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty())
        return base::refuse(Why::forbidden, "An address with a password in it is not fetched.");
    return found;
}

base::Result<Owned<CURLU>> parsed_url(Fetch const& fetch) {
    Owned<CURLU> url(curl_url());
    if (fetch.method.empty() || !std::ranges::all_of(fetch.method, [](char c) { return c >= 'A' && c <= 'Z'; }) ||
        curl_url_set(url.get(), CURLUPART_URL, fetch.url.c_str(), 0) != CURLUE_OK || fetch.url.contains('\0'))
        return base::refuse(Why::invalid, "This is not an address that can be fetched.");
    return url;
}

base::Result<Owned<curl_slist>> header_list(Fetch const& fetch) {
    Owned<curl_slist> list;
    auto add = [&list](std::string const& line) { list.reset(curl_slist_append(list.release(), line.c_str())); };
    for (auto const& [name, value] : fetch.headers) {
        if (name.empty() || name.contains(':') || !is_plain(name) || !is_plain(value))
            return base::refuse(Why::invalid, "This header cannot be sent.");
        add(value.empty() ? name + ";" : name + ": " + value);
    }
    auto const typed = std::ranges::any_of(fetch.headers, [](auto const& header) { return curl_strequal(header.first.c_str(), "content-type"); });
    if (!typed) add("Content-Type:");  // libcurl would call any body a form
    add("Expect:");  // waiting for a go-ahead costs a second at servers that do not know it
    return list;
}

void prepare(CURL* easy, Fetch const& fetch, Address const& address, curl_slist* headers, Exchange& exchange, std::int64_t milliseconds) {
    static auto const agent = "Salve/" SALVE_VERSION " (+" + base::site_url() + ")";
    exchange.largest = fetch.largest;
    exchange.trusted = fetch.trusted;
    limit(easy, milliseconds);
    collect(easy, exchange);
    say_method(easy, fetch);
    curl_easy_setopt(easy, CURLOPT_URL, address.url.c_str());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, agent.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

base::Refusal refusal_for(CURLcode code, Exchange const& exchange) {
    if (exchange.too_large) return {Why::too_large, "The other server's answer is too large."};
    if (exchange.address_refused) return {Why::forbidden, "This address may not be reached from here."};
    if (code == CURLE_OPERATION_TIMEDOUT) return {Why::unavailable, "The other server took too long."};
    if (code == CURLE_URL_MALFORMAT) return {Why::invalid, "This is not an address that can be fetched."};
    return {Why::unavailable, "The other server did not answer."};
}

int status_of(CURL* easy) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return static_cast<int>(status);
}

}  // namespace http::outward
