// What was published lately, in memory: whoever hears of a post reads it here instead of asking the database.
#include "posts/drafting.hpp"
#include <deque>
#include <mutex>
#include <unordered_map>

namespace posts {

namespace {

// Ids are never given twice, so what a change left behind that was not kept is never asked for; it goes with its turn.
class Lately {
public:
    void put(std::shared_ptr<Made const> made) {
        std::lock_guard lock(mutex_);
        auto id = made->post.id;
        bytes_ += bytes_of(*made);
        auto& kept = by_id_[id];
        if (kept) bytes_ -= bytes_of(*kept);
        else order_.push_back(id);
        kept = std::move(made);
        while (order_.size() > most || (bytes_ > most_bytes && order_.size() > 1)) {
            auto oldest = by_id_.find(order_.front());
            bytes_ -= bytes_of(*oldest->second);
            by_id_.erase(oldest);
            order_.pop_front();
        }
    }

    std::shared_ptr<Made const> find(PostId id) {
        std::lock_guard lock(mutex_);
        auto found = by_id_.find(id);
        return found == by_id_.end() ? nullptr : found->second;
    }

private:
    static constexpr std::size_t most = 1024, most_bytes = 8 << 20;
    static std::size_t bytes_of(Made const& made) { return made.post.text.size() + made.post.html.size() + made.author.note.size(); }

    std::mutex mutex_;  // guards the rest
    std::unordered_map<PostId, std::shared_ptr<Made const>> by_id_;
    std::deque<PostId> order_;  // oldest first
    std::size_t bytes_ = 0;
};

Lately& lately() {
    static Lately all;
    return all;
}

}  // namespace

std::shared_ptr<Made const> just_made(PostId id) { return lately().find(id); }

void keep_for_a_moment(std::shared_ptr<Made const> made) { lately().put(std::move(made)); }

}  // namespace posts
