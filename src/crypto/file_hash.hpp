// SHA-256 of a file that may be larger than memory.
#pragma once
#include <string>

namespace crypto {

std::string sha256_of_file(std::string const& path);  // throws std::system_error when it cannot be read

}  // namespace crypto
