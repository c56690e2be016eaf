// Who is told what.
#include "people.hpp"

using namespace testing_people;

namespace {

struct Told : People {
    void tell(base::AccountId to, std::string kind, base::AccountId from, base::PostId post = {}) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::tell(write, to, kind, from, post); return base::Done{}; });
    }
    std::int64_t unread(base::AccountId account) { return read([&](db::Read& read) { return notifications::unread(read, account); }); }
    auto list(notifications::Page page, notifications::Filter filter = {}) {
        return read([&](db::Read& read) { return notifications::list(read, ada, page, filter); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Told, "nobody is told of their own doing, nor twice of the same") {
    tell(ada, "favourite", ada, base::PostId{5});
    tell(ada, "favourite", ben, base::PostId{5});
    tell(ada, "favourite", ben, base::PostId{5});
    CHECK(told(ada) == Kinds{"favourite"});
    check();
}

TEST_CASE_FIXTURE(Told, "what was read stays read, and what comes later does not") {
    tell(ada, "follow", ben);
    CHECK(unread(ada) == 1);
    auto newest = list({}).front().id;
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::mark_read(write, ada, newest); return base::Done{}; });
    CHECK(unread(ada) == 0);
    CHECK(list({}).front().read);
    tell(ada, "follow", cleo);
    CHECK(unread(ada) == 1);
}

TEST_CASE_FIXTURE(Told, "pages and filters find a rare kind behind many common ones") {
    tell(ada, "mention", cleo, base::PostId{9});
    for (int i = 0; i < 450; ++i) tell(ada, "favourite", ben, base::PostId{100 + i});
    CHECK(list({.limit = 40}).size() == 40);
    auto mentions = list({.limit = 5}, {.only = {"mention"}});
    REQUIRE(mentions.size() == 1);
    CHECK(mentions.front().from == cleo);
    CHECK(list({.limit = 5}, {.without = {"favourite"}}).size() == 1);
    CHECK(list({.limit = 5}, {.from = cleo}).size() == 1);
}

TEST_CASE_FIXTURE(Told, "walking up gives what is next newer, newest first") {
    for (int i = 0; i < 6; ++i) tell(ada, "favourite", ben, base::PostId{100 + i});
    auto all = list({});
    auto up = list({.after = all[5].id, .limit = 2});
    REQUIRE(up.size() == 2);
    CHECK(up[0].id == all[3].id);
    CHECK(up[1].id == all[4].id);
}

TEST_CASE_FIXTURE(Told, "nobody reads or dismisses another's notification") {
    tell(ada, "follow", ben);
    auto id = list({}).front().id;
    CHECK_FALSE(read([&](db::Read& read) { return notifications::find(read, ben, id).has_value(); }));
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::dismiss(write, ben, id); return base::Done{}; });
    CHECK(list({}).size() == 1);
}
