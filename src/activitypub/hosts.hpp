// Names of servers in addresses, in the one spelling they are compared in.
#pragma once
#include <string>
#include <string_view>

namespace activitypub {

// host, or host:port where the port is not the scheme's own, in lower case, without a dot at the end. "" when it is none.
std::string host_of(std::string_view address);
std::string_view without_port(std::string_view host);

}  // namespace activitypub
