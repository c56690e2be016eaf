// Which addresses a fetch may connect to: global unicast, by the special-purpose registries (RFC 6890 and its updates).
#include "http/client_address.hpp"
#include "http/client.hpp"
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>

namespace http {
namespace {

using V4 = std::uint32_t;
using V6 = std::array<unsigned char, 16>;

struct Range4 { V4 first; int bits; };

constexpr V4 v4(int a, int b, int c, int d) { return V4(a) << 24 | V4(b) << 16 | V4(c) << 8 | V4(d); }

constexpr Range4 special4[] = {
    {v4(0, 0, 0, 0), 8},        // this network
    {v4(10, 0, 0, 0), 8},       // private
    {v4(100, 64, 0, 0), 10},    // carriers' own
    {v4(127, 0, 0, 0), 8},      // loopback
    {v4(169, 254, 0, 0), 16},   // link-local, and clouds' metadata
    {v4(172, 16, 0, 0), 12},    // private
    {v4(192, 0, 0, 0), 24},     // protocol assignments
    {v4(192, 0, 2, 0), 24},     // documentation
    {v4(192, 88, 99, 0), 24},   // 6to4 relays
    {v4(192, 168, 0, 0), 16},   // private
    {v4(198, 18, 0, 0), 15},    // benchmarks
    {v4(198, 51, 100, 0), 24},  // documentation
    {v4(203, 0, 113, 0), 24},   // documentation
    {v4(224, 0, 0, 0), 4},      // multicast
    {v4(240, 0, 0, 0), 4},      // reserved, broadcast
};

struct Range6 { V6 first; int bits; };

// Inside 2000::/3, the only part that is handed out as global unicast. What embeds IPv4 addresses is refused whole.
constexpr Range6 special6[] = {
    {{0x20, 0x01, 0x00}, 23},              // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x20, 0x02}, 16},                    // 6to4
    {{0x3f, 0xff, 0x00}, 20},              // documentation
};

bool within(V6 const& address, Range6 const& range) {
    for (int bit = 0; bit < range.bits; ++bit) {
        int const mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (range.first[bit / 8] & mask)) return false;
    }
    return true;
}

bool is_global(V4 address) {
    for (auto const& range : special4)
        if ((address ^ range.first) >> (32 - range.bits) == 0) return false;
    return true;
}

bool is_global(V6 const& address) {
    if (!within(address, {{0x20}, 3})) return false;
    for (auto const& range : special6)
        if (within(address, range)) return false;
    return true;
}

bool is_loopback(V4 address) { return address >> 24 == 127; }

bool is_loopback(V6 const& address) { return address == V6{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}; }

template <class Address>
bool may_reach(Address const& address) {
    return is_global(address) || (allow_loopback() && is_loopback(address));
}

}  // namespace

bool is_global_unicast(std::string_view address) {
    std::string const text(address);  // ends in a zero byte
    if (text.find('\0') != std::string::npos) return false;
    in_addr four{};
    if (inet_pton(AF_INET, text.c_str(), &four) == 1) return is_global(ntohl(four.s_addr));
    V6 six{};
    return inet_pton(AF_INET6, text.c_str(), six.data()) == 1 && is_global(six);
}

bool may_connect(sockaddr const& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &address, sizeof four);
        return may_reach(V4{ntohl(four.sin_addr.s_addr)});
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, &address, sizeof six);
        V6 bytes{};
        std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
        return may_reach(bytes);
    }
    return false;
}

}  // namespace http
