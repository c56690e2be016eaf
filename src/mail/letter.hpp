// Writing and reading letters as text.
#pragma once
#include "mail/mail.hpp"
#include <optional>

namespace mail {

// The address without what could end it early or begin another: spaces, controls, brackets, commas, quotes.
std::string clean_address(std::string_view);
bool is_address(std::string_view);  // something, one @, something; all of it clean

// Reads what message() wrote; of other texts it makes what it can.
Kept read_message(std::string_view text);

// A letter appears whole or not at all.
void keep_letters_in(std::string const& folder);
void put_into_folder(std::string_view id, std::string_view message);
std::optional<Kept> kept_letter(std::string_view id);

}  // namespace mail
