// Fetches from other machines, with the caution that takes: global unicast addresses only, connected to the address that
// was checked, at most 3 redirects each rechecked, size and time limited.
#pragma once
#include "base/result.hpp"
#include "base/settings.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

inline base::Setting<bool> allow_loopback{"http.client_may_reach_loopback", false, "Lets this server fetch from loopback addresses. For tests only."};

struct Fetch {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::int64_t largest = 1 << 20;      // bytes, after decompression
    std::int64_t milliseconds = 10'000;  // for everything, redirects included
    int redirects = 3;
    bool trusted = false;                // the operator chose this address, not a stranger: any machine may be reached
};

struct Fetched {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;
    std::string url;  // after redirects
};

// Refuses with `unavailable` (no answer, too slow), `forbidden` (an address that may not be reached), `too_large`.
base::Result<Fetched> fetch(Fetch const&);

// Whether an address (as text, IPv4 or IPv6) is global unicast: the only kind fetch() connects to.
bool is_global_unicast(std::string_view address);

}  // namespace http
