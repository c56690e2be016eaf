// The check on the address that a fetch is about to connect to, after names were resolved.
#pragma once

struct sockaddr;

namespace http {

// `address` must be as long as its family says.
bool may_connect(sockaddr const& address);

}  // namespace http
