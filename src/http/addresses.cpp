// Reads addresses and walks through trusted proxies to the person behind them.
#include "http/addresses.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <stdexcept>

namespace http {

namespace {
constexpr Address mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
bool is_four(Address const& address) { return std::equal(mapped.begin(), mapped.begin() + 12, address.begin()); }
}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    if (text.starts_with('[')) {
        text.remove_prefix(1);
        text = text.substr(0, text.find(']'));
    } else if (std::ranges::count(text, ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    auto whole = std::string(text);
    Address address = mapped;
    if (::inet_pton(AF_INET, whole.c_str(), address.data() + 12) == 1) return address;
    if (::inet_pton(AF_INET6, whole.c_str(), address.data()) == 1) return address;
    return std::nullopt;
}

std::string address_text(Address const& address) {
    char text[INET6_ADDRSTRLEN];
    bool four = is_four(address);
    if (!::inet_ntop(four ? AF_INET : AF_INET6, address.data() + (four ? 12 : 0), text, sizeof text)) return {};
    return text;
}

bool is_loopback(Address const& address) {
    if (is_four(address)) return address[12] == 127;
    Address one{};
    one[15] = 1;
    return address == one;
}

Address group_of(Address address) {
    if (!is_four(address)) std::fill(address.begin() + 8, address.end(), 0);
    return address;
}

Proxies::Proxies(std::string_view list) {
    for (auto each : base::split(list, ',')) {
        auto text = base::trim(each);
        if (text.empty()) continue;
        auto address = parse_address(text);
        if (!address) throw std::runtime_error("http.trusted_proxies: \"" + text + "\" is not an address");
        trusted_.push_back(*address);
    }
}

bool Proxies::trusts(Address const& address) const { return std::ranges::find(trusted_, address) != trusted_.end(); }

Address Proxies::person_behind(Address peer, std::string_view forwarded) const {
    auto known = peer;
    while (trusts(known) && !forwarded.empty()) {
        auto comma = forwarded.rfind(',');
        auto last = comma == forwarded.npos ? forwarded : forwarded.substr(comma + 1);
        forwarded = comma == forwarded.npos ? std::string_view{} : forwarded.substr(0, comma);
        auto before = parse_address(base::trim(last));
        if (!before) break;
        known = *before;
    }
    return known;
}

}  // namespace http
