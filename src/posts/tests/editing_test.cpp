// Edits keep what was before and tell those who passed the post on; policies, muted conversations and blocks hold.
#include "blocks/blocks.hpp"
#include "posters.hpp"

using namespace testing_people;
using base::PostId, base::Why, posts::Allowed, posts::Visibility;

namespace {

struct Editors : Posters {
    base::Result<posts::Post> edit(base::AccountId who, PostId post, posts::Draft const& to) {
        return write([&](db::Write& write) { return posts::edit(write, who, post, to); });
    }
    base::Result<posts::Post> edit(base::AccountId who, PostId post, std::string text) { return edit(who, post, draft(std::move(text))); }
    posts::Post found(PostId post) { return *read([&](db::Read& read) { return posts::find_unchecked(read, post); }); }
    std::vector<posts::Version> versions(PostId post) { return read([&](db::Read& read) { return posts::versions(read, post); }); }
    posts::Post limited(posts::Policy policy, std::string text = "Hello") {
        auto made = draft(std::move(text));
        made.policy = policy;
        return *say(ada, made);
    }
    posts::Permissions may(base::AccountId viewer, PostId post) {
        return read([&](db::Read& read) { return posts::permissions(read, *posts::find_unchecked(read, post), viewer); });
    }
    base::Result<posts::Post> boost(base::AccountId who, PostId post) {
        return write([&](db::Write& write) { return posts::boost(write, who, post); });
    }
    bool muted(base::AccountId who, PostId post) {
        return read([&](db::Read& read) { return posts::marks(read, who, {post}); }).front().muted;
    }
    void block(base::AccountId who, base::AccountId other) {
        REQUIRE(write([&](db::Write& write) { return blocks::block(write, who, other); }));
    }
};

polls::Draft poll(std::vector<std::string> options) { return {.options = std::move(options), .seconds = 3600}; }

}  // namespace

TEST_CASE_FIXTURE(Editors, "an edit takes the place of what was, which is kept") {
    auto post = *say(ada, "Take it at noon @ben #dose");
    advance(base::Time{60'000});
    auto now = *edit(ada, post.id, "Take it at night @cleo #doses");
    CHECK(now.text == "Take it at night @cleo #doses");
    CHECK(now.edited_at > post.created_at);
    CHECK(now.hashtags == Kinds{"doses"});
    REQUIRE(now.mentions.size() == 1);
    CHECK(now.mentions.front().account == cleo);
    CHECK(told(cleo) == Kinds{"mention"});
    auto all = versions(post.id);
    REQUIRE(all.size() == 2);
    CHECK(all[0].text == post.text);
    CHECK(all[0].at == post.created_at);
    CHECK(all[1].text == now.text);
    CHECK(all[1].at == now.edited_at);
    check();
}

TEST_CASE_FIXTURE(Editors, "an edit that changes nothing is none") {
    auto post = *say(ada, "Same");
    CHECK(edit(ada, post.id, " Same ")->edited_at == 0);
    CHECK(versions(post.id).size() == 1);
}

TEST_CASE_FIXTURE(Editors, "only the author edits, and never a boost") {
    auto post = say(ada, "Hers")->id;
    CHECK(edit(ben, post, "His").error().why == Why::not_found);
    auto shared = boost(ben, post)->id;
    CHECK(edit(ben, shared, "His").error().why == Why::not_found);
    CHECK(edit(ada, post, "").error().fields.front().code == "ERR_BLANK");
    CHECK(found(post).text == "Hers");
}

TEST_CASE_FIXTURE(Editors, "those who boosted or quoted a post hear of its edits, of the last one only") {
    auto post = say(ada, "First")->id;
    REQUIRE(boost(ben, post));
    auto quoting = draft("Look");
    quoting.quoted = post;
    REQUIRE(say(cleo, quoting));
    REQUIRE(edit(ada, post, "Second"));
    REQUIRE(edit(ada, post, "Third"));
    CHECK(told(ben) == Kinds{"update"});
    CHECK(told(cleo) == Kinds{"quoted_update"});
    CHECK(versions(post).size() == 3);
    check();
}

TEST_CASE_FIXTURE(Editors, "a poll comes with its post, is edited with it, and goes with it") {
    auto made = draft("");
    made.poll = poll({"Tea", "Coffee"});
    auto post = *say(ada, made);
    REQUIRE(post.poll);
    CHECK(post.poll->options.size() == 2);
    REQUIRE(write([&](db::Write& write) { return polls::vote(write, post.id, ben, {0}); }));
    made.text = "Which?";
    CHECK(edit(ada, post.id, made)->poll->votes == 1);
    made.poll = poll({"Tea", "Water"});
    auto changed = *edit(ada, post.id, made);
    CHECK(changed.poll->votes == 0);
    auto all = versions(post.id);
    REQUIRE(all.size() == 3);
    CHECK(all[1].poll_options == Kinds{"Tea", "Coffee"});
    CHECK(all[2].poll_options == Kinds{"Tea", "Water"});
    CHECK_FALSE(edit(ada, post.id, "Never mind")->poll);
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, post.id); }));
    CHECK_FALSE(read([&](db::Read& read) { return polls::find(read, post.id); }));
    check();
}

TEST_CASE_FIXTURE(Editors, "a poll beside media, and a poll of one choice, are refused with the field's name") {
    auto both = draft("Both");
    both.poll = poll({"Tea", "Coffee"});
    both.media = {base::MediaId{1}};
    CHECK(say(ada, both).error().fields.front().field == "media_ids");
    auto one = draft("One");
    one.poll = poll({"Tea"});
    CHECK(say(ada, one).error().fields.front().field == "poll[options]");
    CHECK(account(ada).posts == 0);
}

TEST_CASE_FIXTURE(Editors, "a vote makes its post read differently, in numbers that stand for everybody alike") {
    auto made = draft("Which?");
    made.poll = poll({"Tea", "Coffee"});
    auto post = say(ada, made)->id;
    auto numbers = [&](PostId id) { return read([&](db::Read& read) { return posts::poll_numbers(read, id); }).markup; };
    REQUIRE(write([&](db::Write& write) { return polls::vote(write, post, ben, {1}); }));
    CHECK(numbers(post).find("id=\"n" + post.text() + "-0\">0%") != std::string::npos);
    CHECK(numbers(post).find("id=\"n" + post.text() + "-1\">100%") != std::string::npos);
    made.poll->hide_totals = true;
    CHECK(numbers(say(ada, made)->id).empty());
    CHECK(numbers(say(ada, "No poll")->id).empty());
}

TEST_CASE_FIXTURE(Editors, "a poll that ended is told to its author and to those who voted") {
    auto made = draft("Which?");
    made.poll = poll({"Tea", "Coffee"});
    auto post = say(ada, made)->id;
    REQUIRE(write([&](db::Write& write) { return polls::vote(write, post, ben, {0}); }));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
        posts::hear(write, base::to_event(polls::Ended{post}));
        return base::Done{};
    }));
    CHECK(told(ada) == Kinds{"poll"});
    CHECK(told(ben) == Kinds{"poll"});
    CHECK(told(cleo).empty());
}

TEST_CASE_FIXTURE(Editors, "who may answer is the author's decision; those who are named always may") {
    follow(ben, ada);
    auto closed = limited({.reply = Allowed::nobody}, "Only @cleo, please").id, close = limited({.reply = Allowed::followers}).id,
         chosen = limited({.reply = Allowed::following}).id;
    CHECK(answer(ben, closed, "Me too").error().why == Why::forbidden);
    CHECK(answer(ben, closed, "Me too").error().fields.front().field == "in_reply_to_id");
    CHECK(answer(cleo, closed, "Thank you").has_value());
    CHECK(answer(ada, closed, "One more thing").has_value());
    CHECK(answer(ben, close, "Hello").has_value());
    CHECK(answer(cleo, close, "Hello").error().why == Why::forbidden);
    CHECK(answer(ben, chosen, "Hello").error().why == Why::forbidden);
    follow(ada, ben);
    CHECK(answer(ben, chosen, "Hello").has_value());
    CHECK_FALSE(may(base::AccountId{}, close).reply);
    check();
}

TEST_CASE_FIXTURE(Editors, "who may boost is the author's decision, and can be changed later") {
    auto post = limited({.boost = Allowed::nobody}).id;
    CHECK(boost(ben, post).error().why == Why::forbidden);
    CHECK(boost(ada, post).has_value());
    CHECK(write([&](db::Write& write) { return posts::change_policy(write, ben, post, {}); }).error().why == Why::not_found);
    REQUIRE(write([&](db::Write& write) { return posts::change_policy(write, ada, post, {}); }));
    CHECK(boost(ben, post).has_value());
    CHECK(found(post).edited_at == 0);
}

TEST_CASE_FIXTURE(Editors, "what answers or quotes a local post stays local as well") {
    auto made = draft("Among us");
    made.local_only = true;
    auto post = *say(ada, made);
    CHECK(post.local_only);
    CHECK(answer(ben, post.id, "Yes")->local_only);
    auto quoting = draft("This");
    quoting.quoted = post.id;
    CHECK(say(ben, quoting)->local_only);
    CHECK(boost(ben, post.id)->local_only);
    CHECK_FALSE(say(ben, "Elsewhere")->local_only);
    check();
}

TEST_CASE_FIXTURE(Editors, "a muted conversation tells nothing more, and says so on each of its posts") {
    auto post = say(ada, "Long talk")->id, reply = answer(ben, post, "Indeed")->id;
    CHECK(told(ada) == Kinds{"mention"});
    REQUIRE(write([&](db::Write& write) { return posts::mute_thread(write, ada, reply); }));
    CHECK(muted(ada, post));
    CHECK(muted(ada, reply));
    CHECK_FALSE(muted(ben, post));
    REQUIRE(answer(cleo, reply, "I think so too @ada"));
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, cleo, post); }));
    CHECK(told(ada) == Kinds{"mention"});
    CHECK(told(ben) == Kinds{"mention"});
    REQUIRE(write([&](db::Write& write) { return posts::unmute_thread(write, ada, post); }));
    CHECK_FALSE(muted(ada, reply));
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, ben, post); }));
    CHECK(told(ada).size() == 2);
}

TEST_CASE_FIXTURE(Editors, "whoever is blocked finds nothing of theirs, and cannot answer, boost, support or quote it") {
    auto post = say(ada, "Hello")->id;
    block(ada, ben);
    CHECK_FALSE(sees(ben, post));
    CHECK(sees(cleo, post));
    CHECK_FALSE(answer(ben, post, "Hey").has_value());
    CHECK(boost(ben, post).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return posts::favourite(write, ben, post); }).error().why == Why::not_found);
    auto quoting = draft("Hey");
    quoting.quoted = post;
    CHECK(say(ben, quoting).error().why == Why::not_found);
    CHECK(say(ben, "Hey @ada").has_value());
    CHECK(told(ada).empty());
}

TEST_CASE_FIXTURE(Editors, "whom one blocked or muted is left out of threads, but opens by itself") {
    auto post = say(cleo, "Hello")->id, reply = answer(ben, post, "Hey")->id;
    REQUIRE(write([&](db::Write& write) { return blocks::mute(write, ada, ben); }));
    auto after = [&](base::AccountId viewer) { return read([&](db::Read& read) { return posts::thread(read, post, viewer); }).after.size(); };
    CHECK(after(ada) == 0);
    CHECK(after(cleo) == 1);
    CHECK(sees(ada, reply));
    block(cleo, ben);
    CHECK(after(cleo) == 0);
    CHECK(sees(cleo, reply));
}

TEST_CASE_FIXTURE(Editors, "what somebody did can be taken back from whoever blocked them since") {
    auto post = say(ada, "Hello")->id;
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, ben, post); }));
    REQUIRE(write([&](db::Write& write) { return posts::bookmark(write, ben, post); }));
    block(ada, ben);
    CHECK(write([&](db::Write& write) { return posts::unbookmark(write, ben, post); }).has_value());
    CHECK(write([&](db::Write& write) { return posts::unfavourite(write, ben, post); }).has_value());
    CHECK(write([&](db::Write& write) { return posts::unfavourite(write, ben, post); }).error().why == Why::not_found);
    CHECK(found(post).favourites == 0);
    check();
}

TEST_CASE_FIXTURE(Editors, "an edited answer still reaches whom it answers, also when their post is gone") {
    auto post = say(ada, "Between us @ben", Visibility::direct)->id, reply = answer(ben, post, "Yes")->id;
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, post); }));
    REQUIRE(edit(ben, reply, "Yes, always"));
    CHECK(sees(ada, reply));
    check();
}

TEST_CASE_FIXTURE(Editors, "pictures hang on their post in order, are kept in its versions with their descriptions, and may stand without words") {
    auto picture = [&](std::string hash, std::string description) {
        media::Taken taken;
        taken.hash = std::move(hash);
        taken.made.kind = media::Kind::image;
        taken.made.state = media::State::ready;
        return write([&](db::Write& write) { return media::keep(write, ada, taken, {.description = description, .focus_x = {}, .focus_y = {}}); })->id;
    };
    auto hill = picture("one", "A hill"), sea = picture("two", "The sea");
    auto made = draft("");
    made.media = {sea, hill};
    auto stolen = made;
    CHECK(say(ben, stolen).error().fields.front().field == "media_ids");
    auto post = *say(ada, made);
    REQUIRE(post.media.size() == 2);
    CHECK(post.media[0].id == sea);
    CHECK(post.media[1].description == "A hill");
    CHECK(say(ada, made).error().fields.front().field == "media_ids");  // they hang on a post already

    made.media = {hill};
    made.media_details = {{hill, {.description = "A green hill", .focus_x = {}, .focus_y = {}}}};
    auto edited = *edit(ada, post.id, made);
    REQUIRE(edited.media.size() == 1);
    CHECK(edited.media[0].description == "A green hill");
    CHECK(edit(ada, post.id, made)->edited_at == edited.edited_at);
    auto all = versions(post.id);
    REQUIRE(all.size() == 2);
    REQUIRE(all[0].media.size() == 2);
    CHECK(all[0].media[0].id == sea);
    CHECK(all[0].media[1].description == "A hill");
    CHECK(all[1].media[0].description == "A green hill");
    made.media.clear();
    made.media_details.clear();
    CHECK(edit(ada, post.id, made).error().fields.front().code == "ERR_BLANK");
    auto removed = *write([&](db::Write& write) { return posts::remove(write, ada, post.id); });
    CHECK(removed.media.size() == 1);
    made.media = {hill};
    CHECK(say(ada, made)->media.size() == 1);  // to delete and write anew
    check();
}
