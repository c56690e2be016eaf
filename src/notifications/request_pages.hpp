// What the pages of this folder share.
#pragma once
#include "notifications/notifications.hpp"

namespace notifications {

html::Safe rows(db::Read&, html::Words const&, std::vector<Group> const&);
void add_request_pages(http::Router::Section pages);

}  // namespace notifications
