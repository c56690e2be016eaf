// What Readers keeps of each reader, for the other memories of this room.
#pragma once
#include "timelines/timelines.hpp"
#include "base/time.hpp"
#include <array>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

namespace timelines {

struct Reader {
    std::unordered_map<PostId, unsigned char> marks;  // posts::Marked's bits, of posts from `floor` on
    PostId floor;
    std::vector<PostId> muted_threads;
    std::unordered_set<AccountId> unheard;
    std::vector<std::string> domains;                 // that they blocked: of authors who came later

    bool hears(AccountId author, std::string_view domain) const;
    std::optional<unsigned char> marks_of(PostId post, PostId thread) const;
};

struct Readers::Inside {
    mutable std::shared_mutex mutex;
    // Guarded by mutex:
    std::unordered_map<AccountId, Reader> readers;
    std::size_t marks = 0;                       // of all of them
    std::array<base::Time, 1024> changed{};      // when something of a reader changed last; many share a place

    base::Time& changed_at(AccountId reader) { return changed[std::hash<AccountId>{}(reader) % changed.size()]; }
    void drop(AccountId);
    void marked(posts::Marked const&);
};

}  // namespace timelines
