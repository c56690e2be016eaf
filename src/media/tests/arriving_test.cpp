// Uploads in pieces: lost answers, lost pieces, two at once, restarts.
#include "world.hpp"

using namespace testing_media;

namespace {

struct Pieces : World {
    Pieces() { add_api(router.speaking(http::refuse_as_json)); }

    http::Response ask(std::string method, std::string path, std::vector<std::pair<std::string, std::string>> headers = {}, std::optional<std::string_view> piece = {}, AccountId who = ada) {
        http::Request request;
        request.method = std::move(method);
        request.target = request.path = std::move(path);
        request.headers = std::move(headers);
        request.person = http::Person{.account = who, .grant = 1, .scopes = "write:media"};
        if (piece) request.uploads.push_back(upload(*piece, "", ""));
        return http::answer(router, database, std::move(request));
    }
    static std::string header(http::Response const& response, std::string_view name) {
        for (auto const& [known, value] : response.headers)
            if (known == name) return value;
        return {};
    }
    std::string begin(std::size_t bytes) {
        auto made = ask("POST", "/api/salve/v1/uploads", {{"upload-length", std::to_string(bytes)}});
        CHECK(made.status == 201);
        CHECK(header(made, "Upload-Offset") == "0");
        return header(made, "Location");
    }
    http::Response send(std::string const& to, std::string_view piece, std::size_t offset, AccountId who = ada) {
        return ask("PATCH", to, {{"upload-offset", std::to_string(offset)}}, piece, who);
    }
    std::string offset(std::string const& of) { return header(ask("HEAD", of), "Upload-Offset"); }
};

std::optional<MediaId> made_by(http::Response const& response) {
    auto at = response.body.find("\"media_id\":\"");
    return at == response.body.npos ? std::nullopt : base::parse<MediaId>(response.body.substr(at + 12, response.body.find('"', at + 12) - at - 12));
}

}  // namespace

TEST_CASE_FIXTURE(Pieces, "a picture arrives in pieces, and the last one makes the attachment") {
    auto bytes = drawing::save(drawing::halves(300, 200), ".png");
    auto to = begin(bytes.size());
    CHECK(offset(to) == "0");
    auto half = bytes.size() / 2;
    CHECK(header(send(to, bytes.substr(0, half), 0), "Upload-Offset") == std::to_string(half));
    CHECK(offset(to) == std::to_string(half));
    auto last = send(to, bytes.substr(half), half);
    CHECK(last.status == 200);
    auto id = made_by(last);
    REQUIRE(id);
    auto found = database.read([&](db::Read& read) { return find_attachment(read, ada, *id); });
    CHECK(found->size.width == 300);
    CHECK(made_by(ask("HEAD", to)) == std::nullopt);  // HEAD has no body
    CHECK(made_by(ask("GET", to)) == id);
    CHECK(made_by(send(to, "", bytes.size())) == id);  // the answer was lost: asked again
    runner.run_due();
    CHECK(files_kept() == 4);  // a drawing, its preview as JPEG, and the smaller ones beside them
}

TEST_CASE_FIXTURE(Pieces, "a piece that is sent twice, or at the wrong place, changes nothing and says where to go on") {
    auto bytes = drawing::save(drawing::halves(300, 200), ".png");
    auto to = begin(bytes.size());
    CHECK(send(to, bytes.substr(0, 100), 0).status == 200);
    auto again = send(to, bytes.substr(0, 100), 0);
    CHECK(again.status == 409);
    CHECK(again.body.contains("byte 100"));
    CHECK(send(to, bytes.substr(200), 200).status == 409);
    CHECK(send(to, bytes + "more", 100).status == 413);
    CHECK(offset(to) == "100");
    CHECK(ask("PATCH", to, {}, "x").status == 422);
    CHECK(ask("PATCH", to, {{"upload-offset", "-1"}}, "x").status == 409);
    CHECK(ask("PATCH", to, {{"upload-offset", std::string(100'000, '9')}}, "x").status == 422);
    CHECK(made_by(send(to, bytes.substr(100), 100)));
}

TEST_CASE_FIXTURE(Pieces, "what was acknowledged is there after a restart") {
    auto bytes = drawing::save(drawing::halves(300, 200), ".png");
    auto to = begin(bytes.size());
    CHECK(send(to, bytes.substr(0, 500), 0).status == 200);
    http::Router later;
    add_api(later.speaking(http::refuse_as_json));
    http::Request request;
    request.method = "GET";
    request.target = request.path = to;
    request.person = http::Person{.account = ada, .grant = 1, .scopes = "write:media"};
    CHECK(header(http::answer(later, database, std::move(request)), "Upload-Offset") == "500");
    // A crash between the last piece and its answer: the end is asked for again.
    std::ofstream(folder() + "/incoming/" + fs::directory_iterator(folder() + "/incoming")->path().filename().string(), std::ios::binary | std::ios::app) << bytes.substr(500);
    CHECK(made_by(send(to, "", bytes.size())));
}

TEST_CASE_FIXTURE(Pieces, "an upload is its owner's, and of a size that is taken; a request sent twice begins one") {
    auto to = begin(100);
    CHECK(send(to, "x", 0, ben).status == 404);
    CHECK(ask("GET", to, {}, {}, ben).status == 404);
    CHECK(ask("DELETE", to, {}, {}, ben).status == 404);
    CHECK(ask("GET", "/api/salve/v1/uploads/7").status == 404);
    for (auto length : {"", "0", "-5", "x", "99999999999", "1e3"}) CHECK(ask("POST", "/api/salve/v1/uploads", {{"upload-length", length}}).status == 422);
    auto keyed = [&] { return header(ask("POST", "/api/salve/v1/uploads", {{"upload-length", "10"}, {"idempotency-key", "one"}}), "Location"); };
    CHECK(keyed() == keyed());
    for (int i = 0; i < 18; ++i) begin(10);
    CHECK(ask("POST", "/api/salve/v1/uploads", {{"upload-length", "10"}}).status == 429);
    CHECK(ask("DELETE", to).status == 200);
    begin(10);
}

TEST_CASE_FIXTURE(Pieces, "what turns out to be no picture is refused at the end, and what is given up is swept away after a day") {
    auto to = begin(30);
    auto refused = send(to, "<script>alert(1)</script>12345", 0);
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("ERR_INVALID"));
    CHECK(files_kept() == 1);
    for (auto const& entry : fs::directory_iterator(folder() + "/incoming")) fs::last_write_time(entry.path(), fs::file_time_type::clock::now() - std::chrono::hours(25));
    sweep(database);
    CHECK(files_kept() == 1);  // not a day old by the record
    advance(25 * base::hour);
    sweep(database);
    CHECK(files_kept() == 0);
    CHECK(ask("GET", to).status == 404);
}
