// Log lines as they reach the file descriptor.
#include "base/log.hpp"
#include <array>
#include <doctest/doctest.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

// Standard error, caught in an unnamed file.
class Caught {
public:
    Caught() : file_(std::tmpfile()), before_(::dup(STDERR_FILENO)) { ::dup2(::fileno(file_), STDERR_FILENO); }
    ~Caught() {
        release();
        std::fclose(file_);
    }
    std::vector<std::string> lines() {
        release();
        std::rewind(file_);
        std::vector<std::string> lines;
        std::array<char, 4096> line;
        while (std::fgets(line.data(), line.size(), file_)) lines.emplace_back(line.data());
        return lines;
    }

private:
    void release() {
        if (before_ < 0) return;
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
        before_ = -1;
    }
    std::FILE* file_;
    int before_;
};

}  // namespace

TEST_CASE("a log line is one JSON object with its moment, level and event") {
    Caught caught;
    base::log(base::Level::warning, "request", {{"id", "a\nb"}, {"status", std::int64_t{200}}, {"ratio", 0.5}, {"ok", true}});
    auto lines = caught.lines();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].starts_with(R"({"time":"20)"));
    CHECK(lines[0].ends_with("Z\",\"level\":\"warning\",\"event\":\"request\",\"id\":\"a\\nb\",\"status\":200,\"ratio\":0.5,\"ok\":true}\n"));
}

TEST_CASE("levels below the wanted one are not written") {
    Caught caught;
    base::log(base::Level::debug, "quiet");
    base::set_log_level(base::Level::error);
    base::log(base::Level::info, "quiet");
    base::set_log_level(base::Level::info);
    base::log(base::Level::info, "loud");
    CHECK(caught.lines().size() == 1);
}

TEST_CASE("lines of several threads never mix") {
    Caught caught;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([] { for (int i = 0; i < 100; ++i) base::log(base::Level::info, "line", {{"text", "0123456789"}}); });
    for (auto& thread : threads) thread.join();
    auto lines = caught.lines();
    CHECK(lines.size() == 400);
    for (auto const& line : lines) CHECK(line.ends_with("\"event\":\"line\",\"text\":\"0123456789\"}\n"));
}
