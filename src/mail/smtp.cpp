// SMTP, over libcurl. The server is the operator's choice, so it may be anywhere; past loopback it must speak TLS.
#include "mail/smtp.hpp"
#include "mail/mail.hpp"
#include <algorithm>
#include <cstring>
#include <curl/curl.h>
#include <memory>

namespace mail {
namespace {

struct Free {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(char* text) const { curl_free(text); }
};
template <class T> using Owned = std::unique_ptr<T, Free>;

std::size_t give(char* target, std::size_t size, std::size_t count, void* pointer) {
    auto& rest = *static_cast<std::string_view*>(pointer);
    auto const given = std::min(rest.size(), size * count);
    std::memcpy(target, rest.data(), given);
    rest.remove_prefix(given);
    return given;
}

bool is_loopback(std::string const& server) {
    Owned<CURLU> url(curl_url());
    char* text = nullptr;
    if (curl_url_set(url.get(), CURLUPART_URL, server.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
        curl_url_get(url.get(), CURLUPART_HOST, &text, 0) != CURLUE_OK)
        return false;
    std::string const host = Owned<char>(text).get();
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::string said_by(CURL* easy, CURLcode code) {
    long answer = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer);
    auto said = std::string("The mail server did not take the letter: ") + curl_easy_strerror(code);
    return answer ? said + " (" + std::to_string(answer) + ")" : said;
}

}  // namespace

base::Result<base::Done> hand_over(std::string const& server, std::string const& from, std::string const& to, std::string const& message) {
    static auto const started = curl_global_init(CURL_GLOBAL_DEFAULT);
    Owned<CURL> easy(started == CURLE_OK ? curl_easy_init() : nullptr);
    if (!easy) return base::refuse(base::Why::unavailable, "libcurl does not start");
    Owned<curl_slist> recipients(curl_slist_append(nullptr, ("<" + to + ">").c_str()));
    auto set = [&](auto option, auto value) { curl_easy_setopt(easy.get(), option, value); };
    // The path is what this server calls itself; else libcurl tells the machine's own name.
    auto const address = server.substr(0, server.find_last_not_of('/') + 1) + "/" + from.substr(from.find('@') + 1);
    std::string_view rest = message;
    set(CURLOPT_URL, address.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    set(CURLOPT_TIMEOUT_MS, 60'000L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_USE_SSL, static_cast<long>(is_loopback(server) ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!user().empty()) {
        set(CURLOPT_USERNAME, user().c_str());
        set(CURLOPT_PASSWORD, password().c_str());
    }
    set(CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, give);
    set(CURLOPT_READDATA, &rest);
    auto const code = curl_easy_perform(easy.get());
    if (code != CURLE_OK) return base::refuse(base::Why::unavailable, said_by(easy.get(), code));
    return base::Done{};
}

}  // namespace mail
