// Whether a page says that it belongs to the owner of a profile: a link to it with rel="me".
#pragma once
#include <string_view>

namespace accounts {

bool links_back(std::string_view page, std::string_view profile);  // pure; a and link elements, any order of attributes

}  // namespace accounts
