// Refuses heads that two programs could read differently: the parser behind is more generous than is safe.
#pragma once
#include <string_view>

namespace http {

// The head up to and with its empty line. 0 when it may be parsed, else the status to refuse it with.
int check_head(std::string_view head);

bool is_token(std::string_view);  // RFC 9110, 5.6.2: methods and header names

}  // namespace http
