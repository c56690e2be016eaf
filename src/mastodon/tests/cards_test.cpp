// The preview of a link as apps read it.
#include "api.hpp"
#include "mastodon/entities.hpp"

using namespace testing_api;

TEST_CASE("a card has every member that apps read, and nothing where nothing is known") {
    links::Card card{.url = "https://a.example/", .title = "A story"};
    auto read = [&] {
        base::Json out;
        mastodon::write(out, card);
        return boost::json::parse(out.take());
    };
    constexpr auto shape = "url:s title:s description:s language:s? type:s author_name:s author_url:s authors:a provider_name:s provider_url:s html:s "
                           "width:i height:i image:s? image_description:s embed_url:s blurhash:s? published_at:s?";
    auto bare = read();
    check_shape(Value(bare), shape);
    CHECK(Value(bare)["image"].held().is_null());
    CHECK(Value(bare)["authors"].size() == 0);
    card.image = "/media/ab/c.jpg";
    card.author_name = "Ada";
    card.published_at = 1'795'000'000'000;
    auto whole = read();
    check_shape(Value(whole), shape);
    CHECK(Value(whole)["image"].text() == base::site_url() + "/media/ab/c.jpg");
    check_shape(Value(whole)["authors"][0], "name:s url:s account:n");
    CHECK(Value(whole)["published_at"].text() == "2026-11-18T11:06:40.000Z");
}

TEST_CASE_FIXTURE(Api, "a post without a link has no card") {
    auto id = say(ada, "plain")->id;
    CHECK(get(status(id) + "/card").body.is_null());
    CHECK(get("/api/v1/statuses/5/card").status() == 404);
}
