// Makes bodies smaller for clients that take it.
#pragma once
#include "http/router.hpp"

namespace http {

// Compresses body and pieces into one body, and says so in the headers, when the client accepts it, the type gains by
// it and the size is worth it. Thorough costs about 20 us per KB, quick a quarter of that: for the loops. Neither is for
// the writer's thread.
enum class Effort { quick, thorough };
void compress(Request const&, Response&, Effort);

bool is_compressible(std::string_view type);

}  // namespace http
