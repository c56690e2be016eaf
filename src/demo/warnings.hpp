// The alerts of the demo world, issued by its health department.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include <functional>
#include <vector>

namespace demo {

struct Warning { base::Time at; std::function<base::Result<base::Done>(db::Write&)> act; };
std::vector<Warning> warnings(base::Time end);  // oldest first

}  // namespace demo
