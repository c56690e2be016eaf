// Quotes stand with the consent of whoever is quoted, and fall with it.
#include "blocks/blocks.hpp"
#include "posters.hpp"

using namespace testing_people;
using base::AccountId, base::PostId, base::Why, posts::Allowed, posts::QuoteState, posts::Visibility;

namespace {

struct Quoters : Posters {
    base::Result<posts::Post> quote(AccountId who, PostId post, std::string text = "Look at this") {
        auto made = draft(std::move(text));
        made.quoted = post;
        return say(who, made);
    }
    posts::Post found(PostId post) { return *read([&](db::Read& read) { return posts::find_unchecked(read, post); }); }
    PostId on_request() {
        auto made = draft("Ask me first");
        made.policy = posts::Policy{.quote = Allowed::nobody, .quote_on_request = Allowed::everyone};
        return say(ada, made)->id;
    }
    base::Result<posts::Post> approve(AccountId who, PostId quoting) {
        return write([&](db::Write& write) { return posts::approve_quote(write, who, quoting); });
    }
    base::Result<posts::Post> revoke(AccountId who, PostId quoting) {
        return write([&](db::Write& write) { return posts::revoke_quote(write, who, quoting); });
    }
    std::vector<PostId> quotes_of(PostId post, AccountId viewer, posts::Page page = {}) {
        return read([&](db::Read& read) { return posts::quotes_of(read, post, viewer, page); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Quoters, "a quote is accepted at once where its author said so, counted, and told") {
    auto post = say(ada, "Hello")->id;
    auto quoting = *quote(ben, post);
    CHECK(quoting.quote.post == post);
    CHECK(quoting.quote.state == QuoteState::accepted);
    CHECK(found(post).quotes == 1);
    CHECK(told(ada) == Kinds{"quote"});
    CHECK(quotes_of(post, cleo) == std::vector{quoting.id});
    check();
}

TEST_CASE_FIXTURE(Quoters, "a quote waits where its author decides each time") {
    auto post = on_request();
    auto quoting = *quote(ben, post);
    CHECK(quoting.quote.state == QuoteState::pending);
    CHECK(found(post).quotes == 0);
    CHECK(told(ada) == Kinds{"quote"});
    CHECK(quotes_of(post, cleo).empty());
    CHECK(approve(ben, quoting.id).error().why == Why::not_found);
    CHECK(approve(ada, quoting.id)->quote.state == QuoteState::accepted);
    CHECK(approve(ada, quoting.id).has_value());
    CHECK(found(post).quotes == 1);
    CHECK(revoke(ada, quoting.id)->quote.state == QuoteState::revoked);
    CHECK(found(post).quotes == 0);
    CHECK(approve(ada, quoting.id).error().why == Why::invalid);
    check();
}

TEST_CASE_FIXTURE(Quoters, "a quote that waits can be refused") {
    auto quoting = quote(ben, on_request())->id;
    CHECK(revoke(ada, quoting)->quote.state == QuoteState::rejected);
    CHECK(found(quoting).quote.state == QuoteState::rejected);
    check();
}

TEST_CASE_FIXTURE(Quoters, "what is not for everybody, or not to be quoted, cannot be quoted by others") {
    follow(ben, ada);
    auto close = say(ada, "For followers", Visibility::followers)->id, direct = say(ada, "For @ben", Visibility::direct)->id;
    auto made = draft("Leave it here");
    made.policy = posts::Policy{.quote = Allowed::nobody};
    auto never = say(ada, made)->id;
    made.policy = posts::Policy{.quote = Allowed::followers};
    auto followers = say(ada, made)->id;
    for (auto post : {close, direct, never}) {
        auto refused = quote(ben, post);
        CHECK(refused.error().why == Why::not_found);
        CHECK(refused.error().fields.front().field == "quoted_status_id");
    }
    CHECK(quote(ben, followers).has_value());
    CHECK_FALSE(quote(cleo, followers).has_value());
    CHECK(quote(ada, close)->quote.state == QuoteState::accepted);
    CHECK(quote(ada, never)->quote.state == QuoteState::accepted);
    CHECK(told(ada) == Kinds{"quote", "follow"});
    check();
}

TEST_CASE_FIXTURE(Quoters, "a direct post quotes only those it names") {
    auto post = say(ada, "Hello")->id;
    auto made = draft("@cleo look");
    made.quoted = post;
    made.visibility = Visibility::direct;
    CHECK(say(ben, made).error().fields.front().field == "quoted_status_id");
    made.text = "@ada look";
    CHECK(say(ben, made).has_value());
}

TEST_CASE_FIXTURE(Quoters, "a deleted post leaves its quotes, which say so; a deleted quote is counted no more") {
    auto post = say(ada, "Hello")->id;
    auto first = quote(ben, post)->id, second = quote(cleo, post)->id;
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ben, first); }));
    CHECK(found(post).quotes == 1);
    CHECK(told(ada) == Kinds{"quote"});
    check();
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, post); }));
    CHECK(found(second).quote.state == QuoteState::deleted);
    CHECK_FALSE(found(second).quote.post);
    check();
}

TEST_CASE_FIXTURE(Quoters, "an edit leaves the quote as it is; a quote without words stands") {
    auto post = say(ada, "Hello")->id;
    auto quoting = quote(ben, post, "")->id;
    REQUIRE(write([&](db::Write& write) { return posts::edit(write, ben, quoting, draft("Words after all")); }));
    CHECK(found(quoting).quote.state == QuoteState::accepted);
    CHECK(found(post).quotes == 1);
    CHECK(quote(ben, write([&](db::Write& write) { return posts::boost(write, cleo, post); })->id)->quote.post == post);
    check();
}

TEST_CASE_FIXTURE(Quoters, "lists of quotes leave out those one does not see, and page by id") {
    auto post = say(ada, "Hello")->id;
    auto first = quote(ben, post)->id;
    auto made = draft("For followers");
    made.quoted = post;
    made.visibility = Visibility::followers;
    REQUIRE(say(cleo, made));
    auto third = quote(ben, post)->id;
    CHECK(quotes_of(post, ada) == std::vector{third, first});
    CHECK(quotes_of(post, ada, {.before = third.value}) == std::vector{first});
    CHECK(quotes_of(post, ada, {.after = first.value, .limit = 5}) == std::vector{third});
    REQUIRE(write([&](db::Write& write) { return blocks::block(write, ben, ada); }));
    CHECK(quotes_of(post, ada).empty());
}
