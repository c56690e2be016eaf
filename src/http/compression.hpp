// Makes bodies smaller for clients that take it.
#pragma once
#include "http/router.hpp"

namespace http {

// Compresses body and pieces into one body, and says so in the headers, when the client accepts it, the type gains by
// it and the size is worth it. CPU: about 10 us per KB; not for the writer's thread.
void compress(Request const&, Response&);

bool is_compressible(std::string_view type);

}  // namespace http
