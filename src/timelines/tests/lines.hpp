// People who post, the timelines that show it, and the feeds in memory beside them.
#pragma once
#include "posters.hpp"
#include "timelines/timelines.hpp"

namespace testing_timelines {

using namespace testing_people;
using base::PostId, posts::Visibility;
using Posts = std::vector<PostId>;

struct Lines : Posters {
    bus::Bus bus;
    timelines::Feeds feeds{database, bus};

    Lines() : Posters({lists::schema}) {
        database.on_emit(lists::hear);
        database.on_commit([this](auto events) { bus.publish(events); });
    }
    ~Lines() { bus.stop(); }

    void block(base::AccountId me, base::AccountId other) { REQUIRE(write([&](db::Write& write) { return blocks::block(write, me, other); })); }
    void unblock(base::AccountId me, base::AccountId other) { REQUIRE(write([&](db::Write& write) { return blocks::unblock(write, me, other); })); }
    void mute(base::AccountId me, base::AccountId other) { REQUIRE(write([&](db::Write& write) { return blocks::mute(write, me, other); })); }
    PostId boost(base::AccountId who, PostId post) { return write([&](db::Write& write) { return posts::boost(write, who, post); })->id; }
    void silence(base::AccountId who) { REQUIRE(write([&](db::Write& write) { return accounts::set_silenced(write, who, true); })); }
    lists::List list(base::AccountId owner, std::vector<base::AccountId> const& members, lists::Draft draft = {}) {
        draft.title = "A list";
        return *write([&](db::Write& write) -> base::Result<lists::List> {
            auto made = TRY(lists::create(write, owner, draft));
            TRY(lists::add(write, owner, made.id, members));
            return made;
        });
    }
    std::vector<PostId> shown(lists::List const& list, posts::Page page = {}) {
        return read([&](db::Read& read) { return timelines::list(read, list, page); });
    }
    std::vector<PostId> local(base::AccountId viewer, posts::Page page = {}) {
        return read([&](db::Read& read) { return timelines::local(read, viewer, page); });
    }
    std::vector<PostId> tag(base::AccountId viewer, std::string name) {
        return read([&](db::Read& read) { return timelines::hashtag(read, {std::move(name), {}, {}, {}}, viewer, {}); });
    }
    std::vector<PostId> page_of(base::AccountId author, base::AccountId viewer, timelines::Of of = {}) {
        return read([&](db::Read& read) { return timelines::account(read, author, viewer, of, {}); });
    }
    std::vector<PostId> home(base::AccountId reader, posts::Page page = {}) {
        return read([&](db::Read& read) { return timelines::home(read, reader, page); });
    }
    void load(base::AccountId reader) {
        advance(1000);
        read([&](db::Read& read) { read.now = base::Time{1} << 44; feeds.load(read, reader); return true; });
    }
    // What memory says, or nothing when it does not know.
    std::optional<std::vector<PostId>> remembered(base::AccountId reader, posts::Page page = {}) {
        std::vector<timelines::Entry> entries;
        if (!feeds.page(reader, page, entries)) return std::nullopt;
        std::vector<PostId> ids;
        for (auto const& entry : entries) ids.push_back(entry.post);
        return ids;
    }
};

}  // namespace testing_timelines
