// Writes response heads: the status line, what every answer carries, and what this one adds.
#pragma once
#include "http/limiter.hpp"
#include "http/router.hpp"

namespace http {

// Headers that each answer has unless it sets its own; a header set to "" is left out. Constant after construction.
class EveryAnswer {
public:
    EveryAnswer();
    // Those that `headers` does not set itself.
    void write(std::string& out, std::vector<std::pair<std::string, std::string>> const& headers) const;

private:
    struct Line {
        std::string name, whole;  // lower-case name; the line with its end
    };
    std::vector<Line> lines_;
    std::string all_;
};

struct HeadFacts {
    std::int64_t length = 0;
    bool has_length = true;
    bool keep_alive = true;
    std::string_view date;
    std::optional<Limiter::Verdict> verdict;  // told to apps
};
void write_head(std::string& out, EveryAnswer const&, Request const&, Response const&, HeadFacts const&);

// ETag and If-None-Match: a GET whose answer the client has already becomes 304. `make_tag`: hash the body when the
// handler set no tag of its own.
enum class Tag { only_given, make };
void answer_conditionally(Request const&, Response&, Tag);

std::string_view header_of(Response const&, std::string_view lower);
bool has_body(int status);

}  // namespace http
