// Header values: cookies, encodings, ranges, tags, parameters, addresses, targets and the router behind them.
#include "http/addresses.hpp"
#include "http/head_fields.hpp"
#include "http/router.hpp"
#include <cstdlib>

namespace {
http::Answer nothing(http::Request const&, db::Read&) { return http::text(""); }
http::Router& routes() {
    static http::Router router;
    static bool const made = [] {
        auto section = router.speaking(http::refuse_as_json);
        for (char const* pattern : {"/", "/a/:b", "/a/b", "/a/:b/c", "/@:name", "/:page", "/files/*rest"}) section.get(pattern, http::Open::to_anyone, nothing);
        return true;
    }();
    (void)made;
    return router;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    std::vector<std::pair<std::string, std::string>> cookies;
    http::parse_cookies(text, cookies);
    http::accepts_encoding(text, "br");
    if (http::preferred_language(text).size() > 3) std::abort();
    if (auto range = http::parse_range(text, 1000); range && range->first <= range->last && (range->first < 0 || range->last >= 1000)) std::abort();
    http::names_tag(text, "\"a\"");
    http::parameter_of(text, "name");
    static http::Proxies const proxies("127.0.0.1");
    proxies.person_behind(*http::parse_address("127.0.0.1"), text);
    if (auto target = http::parse_target(text, "h")) {
        if (!target->path.starts_with('/') || target->path.find("/../") != target->path.npos || target->path.find('\0') != target->path.npos) std::abort();
        routes().find("GET", target->path);
    }
    routes().find("GET", text);
    return 0;
}
