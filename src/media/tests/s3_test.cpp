// Files on S3-compatible storage: a small server that verifies each signature stands in for it.
#include "media/s3.hpp"
#include "media/files.hpp"
#include "world.hpp"
#include <csignal>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>

using namespace testing_media;

namespace {

struct Storage : World {
    Storage() {
        auto port_file = place + "/port", script = std::string(MEDIA_TESTS) + "/s3_server.py";
        std::string python = "/usr/bin/python3";
        char* arguments[] = {python.data(), script.data(), port_file.data(), nullptr};
        REQUIRE(::posix_spawn(&process_, python.c_str(), nullptr, nullptr, arguments, environ) == 0);
        for (int tries = 0; tries < 1000 && !fs::exists(port_file); ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        std::string port;
        std::getline(std::ifstream(port_file) >> std::ws, port);
        REQUIRE(!port.empty());
        s3::endpoint.change("http://127.0.0.1:" + port);
        s3::bucket.change("bucket");
        s3::region.change("test-region");
        s3::key_id.change("test-key");
        s3::secret.change("test-secret");
        add_routes(proxied.speaking([](auto const&, auto const& refusal, int status) { return http::text(refusal.message, status); }));
    }
    ~Storage() {
        s3::endpoint.change("");
        s3::public_url.change("");
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    http::Response from_proxy(std::string path) {
        http::Request request;
        request.method = "GET";
        request.target = request.path = std::move(path);
        return http::answer(proxied, database, std::move(request));
    }
    Attachment kept(int width) {
        auto ready = media::take(upload(drawing::save(drawing::halves(width, 500), ".jpg"), "file"), nullptr, ada);
        REQUIRE(ready);
        return *change([&](db::Write& write) { return media::keep(write, ada, *ready, {}); });
    }

    http::Router proxied;
    pid_t process_ = 0;
};

}  // namespace

TEST_CASE("a request is signed as Amazon's own example says") {
    // The example "GET Object" of the documentation of Signature Version 4, with its date, key and headers.
    s3::key_id.change("AKIAIOSFODNN7EXAMPLE");
    s3::secret.change("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    s3::region.change("us-east-1");
    s3::Request request{"GET", "examplebucket.s3.amazonaws.com", "/test.txt", "", {{"range", "bytes=0-9"}}};
    auto headers = s3::sign(request, 1369353600'000);  // 24 May 2013
    CHECK(headers.back().second ==
          "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
          "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    s3::key_id.change("");
    s3::secret.change("");
}

TEST_CASE_FIXTURE(Storage, "files go to the storage and nowhere else, with their type, and are read through this server") {
    auto made = kept(900);
    CHECK(files_kept() == 0);
    auto listed = s3::get("list");
    CHECK(listed.contains(made.file + " image/jpeg"));
    CHECK(listed.contains(made.preview + " image/jpeg"));
    CHECK(listed.contains(files::with_ending(made.file, ".webp") + " image/webp"));
    auto served = from_proxy(made.address);
    CHECK(served.status == 200);
    CHECK(served.type == "image/jpeg");
    CHECK(drawing::load(content(made.file)).width() == 900);
    CHECK(from_proxy("/media/ab/" + std::string(62, 'c') + ".jpg").status == 404);
    CHECK(from_proxy("/media/../../etc/passwd").status == 404);
}

TEST_CASE_FIXTURE(Storage, "apps are sent to the public address when there is one") {
    s3::public_url.change("https://files.example");
    CHECK(kept(900).address.starts_with("https://files.example/"));
}

TEST_CASE_FIXTURE(Storage, "what nobody uses is removed from the storage, and copies here are dropped after a day") {
    auto made = kept(900);
    from_proxy(made.address);
    CHECK(files_kept() == 1);
    put_long_ago(made.file, std::chrono::hours(25));
    sweep(database);
    CHECK(files_kept() == 0);
    CHECK(from_proxy(made.address).status == 200);
    advance(25 * base::hour);
    sweep(database);
    runner.run_due();
    CHECK(s3::get("list").empty());
    CHECK(files_kept() == 0);
}

TEST_CASE_FIXTURE(Storage, "a storage that refuses or is gone is a broken world, not a lost picture") {
    s3::secret.change("another");
    CHECK_THROWS_AS(kept(900), std::runtime_error);
    s3::secret.change("test-secret");
    s3::bucket.change("none");
    CHECK_THROWS_AS(kept(901), std::runtime_error);
    s3::bucket.change("bucket");
    CHECK(!kept(900).file.empty());
}
