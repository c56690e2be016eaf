// What an app may do, in plain words: on the page that asks, and in the list of apps.
#pragma once
#include "html/html.hpp"
#include <string_view>

namespace accounts {

html::Safe permissions_in_words(html::Words const&, std::string_view scopes);  // <li>s

}  // namespace accounts
