// Copies in memory of what is published, so that a crowd costs the database nothing. An alert that comes, changes or ends
// clears them all.
#pragma once
#include "cap/publishing.hpp"
#include <atomic>
#include <mutex>
#include <unordered_map>

namespace cap {

struct Copy {
    http::Shared body;
    std::string type, tag, modified;
    base::Time modified_at = 0;
    std::vector<std::pair<std::string, std::string>> headers;
};
http::Response answer_with(http::Request const&, Copy const&);  // 304 to who has it

class Shelf {
public:
    std::shared_ptr<Copy const> find(std::string_view path) const;
    // Makes a copy once, however many ask at the same time: the others wait for it.
    base::Result<std::shared_ptr<Copy const>> find_or_make(std::string const& path, std::function<base::Result<Published>()> const&);
    void clear();

private:
    mutable std::mutex mutex_;  // guards these four
    std::unordered_map<std::string, std::shared_ptr<Copy const>> copies_;
    std::size_t bytes_ = 0;
    std::int64_t generation_ = 0;  // counts clearings: what was read before one is not kept after it
    std::mutex making_;
};

}  // namespace cap
