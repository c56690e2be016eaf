// Whose collections are, what they hold, and who sees it.
#include "collections/collections.hpp"
#include "posters.hpp"

using namespace testing_people;
using namespace collections;
using base::AccountId, base::PostId;

namespace {

struct Keeping : Posters {
    Keeping() : Posters({collections::schema}) { database.on_emit(collections::hear); }
    Collection make(AccountId owner, std::string title, bool is_public = false) {
        return *write([&](db::Write& write) { return create(write, owner, {title, "", is_public}); });
    }
    bool put(AccountId owner, CollectionId id, PostId post) { return write([&](db::Write& write) { return add(write, owner, id, post); }).has_value(); }
    std::vector<PostId> in(CollectionId id) {
        std::vector<PostId> ids;
        for (auto const& kept : read([&](db::Read& read) { return posts_in(read, id, 0, 10); })) ids.push_back(kept.post);
        return ids;
    }
    bool sees(AccountId viewer, CollectionId id) { return read([&](db::Read& read) { return collections::find(read, id, viewer).has_value(); }); }
};

}  // namespace

TEST_CASE_FIXTURE(Keeping, "a collection holds what its owner put in, the last first, each once") {
    auto mine = make(ada, "Recipes");
    auto first = say(ben, "Soup")->id, second = say(ben, "Bread")->id;
    REQUIRE(put(ada, mine.id, first));
    REQUIRE(put(ada, mine.id, second));
    REQUIRE(put(ada, mine.id, first));
    CHECK(in(mine.id) == std::vector{second, first});
    CHECK_FALSE(put(ben, mine.id, first));
    auto secret = say(ben, "for me", posts::Visibility::direct)->id;
    CHECK_FALSE(put(ada, mine.id, secret));
    REQUIRE(write([&](db::Write& write) { return take_out(write, ada, mine.id, second); }));
    CHECK(in(mine.id) == std::vector{first});
    check();
    check_statements();
}

TEST_CASE_FIXTURE(Keeping, "a private collection is seen by its owner alone, a public one by everybody") {
    auto hidden = make(ada, "Mine"), open = make(ada, "Ours", true);
    CHECK(sees(ada, hidden.id));
    CHECK_FALSE(sees(ben, hidden.id));
    CHECK_FALSE(sees({}, hidden.id));
    CHECK(sees({}, open.id));
    CHECK_FALSE(write([&](db::Write& write) { return change(write, ben, open.id, {"Mine now", "", true}); }).has_value());
}

TEST_CASE_FIXTURE(Keeping, "a name is needed and bounded; what is deleted leaves, and collections leave with their owner") {
    auto fault = [&](std::string title) { return write([&](db::Write& write) { return create(write, ada, {title, "", false}); }).error().fields.front().field; };
    CHECK(fault(" ") == "title");
    CHECK(fault(std::string(1'000'000, 'x')) == "title");
    auto mine = make(ada, "Recipes");
    auto post = say(ben, "Soup")->id;
    REQUIRE(put(ada, mine.id, post));
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ben, post); }));
    CHECK(in(mine.id).empty());
    (void)write([&](db::Write& write) -> base::Result<base::Done> { forget(write, ada); return base::Done{}; });
    CHECK(read([&](db::Read& read) { return all_of(read, ada).empty(); }));
    check();
}
