// Cutting the server's name out of an address.
#include "activitypub/hosts.hpp"

namespace activitypub {

std::string host_of(std::string_view address) {
    auto scheme = address.find("://");
    if (scheme == address.npos) return {};
    bool secure = address.starts_with("https:");
    auto rest = address.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#\\"));
    if (auto at = rest.rfind('@'); at != rest.npos) rest = rest.substr(at + 1);
    std::string host;
    for (char c : rest) host += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    if (host.ends_with(secure ? ":443" : ":80")) host.erase(host.rfind(':'));
    while (host.ends_with('.')) host.pop_back();
    return host;
}

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

}  // namespace activitypub
