// Pictures of other servers: copied by a job, let go after a while, copied again when somebody looks.
#include "world.hpp"
#include "http/client.hpp"
#include "local_server.hpp"
#include <atomic>

using namespace testing_media;

namespace {

struct Copying : World {
    std::string picture = drawing::save(drawing::halves(64, 48), ".jpg"), status = "200 OK";
    std::atomic<int> asked = 0;
    testing_local::Server server{[this](testing_local::Connection const& connection) {
        ++asked;
        connection.answer(status + "\r\nContent-Type: image/jpeg", picture);
    }};
    static constexpr AccountId zoe{77};
    static constexpr PostId post{501};

    Copying() { http::allow_loopback.change(true); }
    ~Copying() { http::allow_loopback.change(false); }

    media::Remote told(std::string description = "Red and blue") {
        return {.address = server.at("/a.jpg"), .type = "image/jpeg", .description = std::move(description), .blurhash = "LEHV6nWB2yk8pyo0adR*.7kCMdnj", .focus_x = 7, .size = {64, 48}};
    }
    void tell(std::vector<media::Remote> const& all, bool fetch = true) {
        REQUIRE(change([&](db::Write& write) -> base::Result<base::Done> { return keep_remote(write, zoe, post, all, fetch), base::Done{}; }));
    }
    std::vector<Attachment> shown() {
        return database.read([&](db::Read& read) { return attachments_of(read, {post}); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Copying, "a picture is copied once; until then, and after it was let go, its address makes the copy") {
    tell({told()});
    auto before = shown().at(0);
    CHECK(before.state == State::processing);
    CHECK(before.remote_address == server.at("/a.jpg"));
    CHECK(before.focus_x == 1);
    CHECK(before.address.starts_with("/media/remote/"));
    auto first = get(before.address);
    CHECK(first.status == 302);
    auto copied = shown().at(0);
    CHECK(copied.state == State::ready);
    CHECK(copied.size.width == 64);
    CHECK(copied.description == "Red and blue");
    CHECK(lies_there(copied.file));
    runner.run_due();
    CHECK(asked == 1);

    advance((media::remote_days() + 1) * base::day);
    sweep(database);
    CHECK(shown().at(0).file.empty());
    CHECK(get(shown().at(0).address).status == 302);
    CHECK(asked == 2);
    CHECK(shown().at(0).state == State::ready);
}

TEST_CASE_FIXTURE(Copying, "what is no picture, is not to be had or is not wanted is not shown, and its address tells nothing to who guesses") {
    picture = "<html>";
    tell({told()});
    runner.run_due();
    CHECK(shown().at(0).state == State::failed);
    CHECK(shown().at(0).address.empty());
    tell({});
    CHECK(shown().empty());
    tell({told()}, false);
    CHECK(shown().at(0).state == State::failed);
    auto times = asked.load();
    runner.run_due();
    CHECK(asked == times);
    CHECK(get("/media/remote/" + shown().at(0).id.text() + "/000000000000000000000000").status == 404);
    CHECK(get("/media/remote/1/x").status == 404);
}

TEST_CASE_FIXTURE(Copying, "an edit keeps the picture that stays, with the words that are new") {
    tell({told()});
    runner.run_due();
    auto before = shown().at(0);
    tell({told("Other words")});
    auto after = shown();
    REQUIRE(after.size() == 1);
    CHECK(after[0].id == before.id);
    CHECK(after[0].description == "Other words");
    CHECK(after[0].file == before.file);
    std::vector<media::Remote> many(40, told());
    for (std::size_t i = 0; i < many.size(); ++i) many[i].address += "?" + std::to_string(i);
    tell(many);
    CHECK(shown().size() == media::most_attachments);
}
