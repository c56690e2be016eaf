// Structured logs: one JSON object a line on standard error, in UTC. No content, no names, no addresses of people: ids and numbers only.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace base {

enum class Level { debug, info, warning, error };
using LogValue = std::variant<std::int64_t, double, bool, std::string_view>;

// log(Level::info, "request", {{"id", id}, {"status", 200}})
void log(Level, std::string_view event, std::initializer_list<std::pair<std::string_view, LogValue>> = {});
void set_log_level(Level);

}  // namespace base
