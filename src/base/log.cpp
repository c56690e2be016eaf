// Writes log lines. A line is one write(2), so lines of several threads never mix.
#include "base/log.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include <atomic>
#include <cerrno>
#include <unistd.h>

namespace base {
namespace {

std::atomic<Level> lowest{Level::info};

std::string_view word_for(Level level) {
    switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "error";
}

// Losing a log line is better than stopping the server: errors other than an interruption end the line.
void write_whole(std::string_view line) {
    while (!line.empty()) {
        auto written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void set_log_level(Level level) { lowest.store(level, std::memory_order_relaxed); }

void log(Level level, std::string_view event, std::initializer_list<std::pair<std::string_view, LogValue>> details) {
    if (level < lowest.load(std::memory_order_relaxed)) return;
    Json json;
    json.object().pair("time", iso8601(clock_now())).pair("level", word_for(level)).pair("event", event);
    for (auto const& [name, detail] : details)
        std::visit([&json, name](auto const& value) { json.pair(name, value); }, detail);
    json.end();
    auto line = json.take();
    line += '\n';
    write_whole(line);
}

}  // namespace base
