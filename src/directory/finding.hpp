// What the pages and the API of searching share: a question as an address asks it.
#pragma once
#include "directory/index.hpp"

namespace directory {

inline constexpr std::size_t most_compared = 4;
inline constexpr std::string_view position_of_device = "@";

struct Asking {
    Question question;
    std::string near, at, around;  // as typed; "42.31,-122.88"; what it is near, or position_of_device
    bool unknown_place = false;
};
Asking asked_in(http::Request const&, db::Read&);
std::string address_of(Asking const&, std::int64_t after);
std::string_view text_of(Order);
std::optional<Order> order_of(std::string_view);

void add_import_pages(http::Router::Section&);

}  // namespace directory
