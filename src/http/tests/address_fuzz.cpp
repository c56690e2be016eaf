// Any text is judged without a crash, and what is judged global unicast is an address that no parser reads as another.
#include "http/client.hpp"
#include <arpa/inet.h>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t count) {
    std::string const text(reinterpret_cast<char const*>(bytes), count);
    if (!http::is_global_unicast(text)) return 0;
    unsigned char address[16];
    int const family = text.find(':') == text.npos ? AF_INET : AF_INET6;
    if (inet_pton(family, text.c_str(), address) != 1) std::abort();
    char spelled[INET6_ADDRSTRLEN];
    inet_ntop(family, address, spelled, sizeof spelled);
    if (!http::is_global_unicast(spelled)) std::abort();
    return 0;
}
