// Keys of logs that are added to only: each entry has a key of its own, the next follows from it by a hash, and it is forgotten.
// So whoever takes the database and all that the server knows today cannot write the past anew. The first key follows from the
// root: a file that is made once, and that the administrator may keep elsewhere.
#pragma once
#include <string>
#include <string_view>

namespace crypto {

std::string first_key(std::string_view root, std::string_view chain);
std::string key_after(std::string_view key);

// The hexadecimal digits of a root's text; "" when it is none.
std::string tidy_root(std::string_view text);
std::string root_in(std::string const& file);       // "" when there is none
// Made when there is none: readable by the server's own user alone, written by nobody. Throws std::runtime_error.
std::string root_made_in(std::string const& file);

}  // namespace crypto
