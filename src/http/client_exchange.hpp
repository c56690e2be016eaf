// One exchange over libcurl: what client and courier share. Private to http.
#pragma once
#include "http/client.hpp"
#include <curl/curl.h>
#include <memory>
#include <string>

namespace http::outward {  // other files of the folder have exchanges and addresses of their own

struct Free {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(char* text) const { curl_free(text); }
};
template <class T> using Owned = std::unique_ptr<T, Free>;

// An address with all that two addresses may share connections and secrets by.
struct Address {
    std::string url, scheme, host, port;
    bool same_origin(Address const& other) const {
        return scheme == other.scheme && host == other.host && port == other.port;
    }
};
base::Result<Address> address_of(CURLU*);
base::Result<Owned<CURLU>> parsed_url(Fetch const&);  // refused when it or the method is none

// What one exchange collects, filled from libcurl's callbacks.
struct Exchange {
    Fetched answer;
    std::int64_t largest = 0;
    std::size_t head = 0;
    bool address_refused = false, too_large = false, trusted = false;
};

void start_curl();  // throws when libcurl cannot be used
base::Result<Owned<curl_slist>> header_list(Fetch const&);
// All of a handle's options. What it is given must outlive the exchange.
void prepare(CURL*, Fetch const&, Address const&, curl_slist* headers, Exchange&, std::int64_t milliseconds);
base::Refusal refusal_for(CURLcode, Exchange const&);
int status_of(CURL*);

}  // namespace http::outward
