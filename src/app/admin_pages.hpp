// What an administrator sees: health, settings, roles, and the queue of work.
#pragma once
#include "db/database.hpp"
#include "http/router.hpp"
#include <string>

namespace app {

// Where this server keeps its things.
struct Place { db::Database& database; std::string folder; };

void add_admin_pages(http::Router::Section pages, Place);     // /admin/jobs, and what follows
void add_settings_pages(http::Router::Section);                // /admin/settings
void add_overview_pages(http::Router::Section pages, Place);  // /admin, /admin/roles

}  // namespace app
