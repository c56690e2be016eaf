// Whose request this is when proxies stand between. Addresses are read, compared and grouped here; none is logged.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

// IPv6 in network order; IPv4 as ::ffff:a.b.c.d, so that one peer has one form on any socket.
using Address = std::array<unsigned char, 16>;

std::optional<Address> parse_address(std::string_view);  // "1.2.3.4", "::1", "[::1]:80", "1.2.3.4:80"
std::string address_text(Address const&);
bool is_loopback(Address const&);

// The part that one household or machine holds: all of an IPv4 address, the first 64 bits of an IPv6 one.
Address group_of(Address);

class Proxies {
public:
    explicit Proxies(std::string_view comma_separated);  // throws std::runtime_error naming what is no address
    bool trusts(Address const&) const;
    // `forwarded` is X-Forwarded-For, read from its end: each proxy appends whom it heard from, and what stands before
    // the first address we do not trust may be invented.
    Address person_behind(Address peer, std::string_view forwarded) const;

private:
    std::vector<Address> trusted_;
};

}  // namespace http
