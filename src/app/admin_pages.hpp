// What an administrator sees of the machine: the queue of work.
#pragma once
#include "http/router.hpp"

namespace app {

void add_admin_pages(http::Router::Section pages);  // /admin/jobs

}  // namespace app
