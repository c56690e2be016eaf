// The same people, following each other and posting.
#pragma once
#include "follows/follows.hpp"
#include "people.hpp"
#include "posts/posts.hpp"

namespace testing_people {

struct Posters : People {
    explicit Posters(std::vector<db::Schema> more = {}) : People(and_posts(std::move(more))) { database.on_emit(follows::hear); }
    static std::vector<db::Schema> and_posts(std::vector<db::Schema> more) {
        more.insert(more.begin(), {media::schema, polls::schema, links::schema, follows::schema, posts::schema});
        return more;
    }

    posts::Draft draft(std::string text) {
        posts::Draft made;
        made.text = std::move(text);
        return made;
    }
    base::Result<posts::Post> say(base::AccountId author, posts::Draft const& draft) {
        return write([&](db::Write& write) { return posts::publish(write, author, draft); });
    }
    base::Result<posts::Post> say(base::AccountId author, std::string text) { return say(author, draft(std::move(text))); }
    base::Result<posts::Post> say(base::AccountId author, std::string text, posts::Visibility visibility) {
        auto made = draft(std::move(text));
        made.visibility = visibility;
        return say(author, made);
    }
    base::Result<posts::Post> answer(base::AccountId author, base::PostId to, std::string text) {
        auto made = draft(std::move(text));
        made.reply_to = to;
        return say(author, made);
    }
    void follow(base::AccountId follower, base::AccountId followed) {
        REQUIRE(write([&](db::Write& write) { return follows::follow(write, follower, followed); }).has_value());
    }
    bool sees(base::AccountId viewer, base::PostId post) {
        return read([&](db::Read& read) { return posts::find(read, post, viewer).has_value(); });
    }
};

}  // namespace testing_people
