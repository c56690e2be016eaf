// Media through the API: uploads of real files, waiting for them, describing them, posting them.
#include "api.hpp"
#include "media/media.hpp"
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace testing_api;

namespace {

namespace fs = std::filesystem;

struct Uploads : Api {
    std::string place = fs::temp_directory_path() / "salve-api-media-XXXXXX";
    jobs::Runner runner{database};
    int made_files = 0;

    Uploads() {
        REQUIRE(::mkdtemp(place.data()));
        media::folder.change("");
        media::keep_in(place);
        media::add_jobs(runner, database);
        REQUIRE_MESSAGE(media::takes_video(), "this test needs ffmpeg");
    }
    ~Uploads() {
        media::folder.change("");
        fs::remove_all(place);
    }
    std::string drawn(std::string const& options, std::string const& ending) {
        auto path = place + "/made" + std::to_string(++made_files) + ending;
        REQUIRE(std::system(("/usr/bin/ffmpeg -nostdin -v error -y -threads 1 " + options + " " + path).c_str()) == 0);
        return path;
    }
    std::string picture(int seed = 1) { return drawn("-f lavfi -i testsrc2=size=800x600:rate=1:duration=9 -ss " + std::to_string(seed % 8) + " -frames:v 1", ".jpg"); }
    std::string film() { return drawn("-f lavfi -i testsrc=size=160x120:rate=10:duration=1 -c:v libvpx", ".webm"); }

    http::Request uploading(std::string const& address, std::string const& file, AccountId who, std::string_view fields = {}) {
        auto made = request("POST", address, who, fields);
        auto copy = place + "/upload" + std::to_string(++made_files);
        fs::copy_file(file, copy);
        made.uploads.push_back({"file", "holiday.exe", "text/html", copy, static_cast<std::int64_t>(fs::file_size(copy))});
        return made;
    }
    Answered upload(std::string const& file, AccountId who, std::string_view fields = {}) { return ask(uploading("/api/v2/media", file, who, fields)); }
    Answered put(std::string target, AccountId who, std::string_view fields = {}) { return ask(request("PUT", std::move(target), who, fields)); }
    static std::string at(std::string const& id) { return "/api/v1/media/" + id; }
};

constexpr std::string_view shape = "id:s type:s url:s? preview_url:s remote_url:n preview_remote_url:n text_url:n meta:o description:s? blurhash:s?";

}  // namespace

TEST_CASE_FIXTURE(Uploads, "a picture is answered at once, whole, with sizes, focus, blurhash and description") {
    auto made = upload(picture(), ada, "description=Stripes&focus=0.5,-0.25");
    CHECK(made.status() == 200);
    check_shape(made.json(), shape);
    CHECK(made.text("type") == "image");
    CHECK(made.text("description") == "Stripes");
    CHECK(made.text("url").ends_with(".jpg"));
    CHECK(made.text("preview_url").ends_with(".jpg"));
    CHECK(made.text("blurhash").size() == 28);
    auto meta = made["meta"];
    check_shape(meta["original"], "width:i height:i size:s aspect:d");
    CHECK(meta["original"]["width"].number() == 800);
    CHECK(meta["original"]["size"].text() == "800x600");
    CHECK(meta["small"]["width"].number() == 640);
    CHECK(meta["focus"]["x"].held().as_double() == 0.5);
    CHECK(meta["focus"]["y"].held().as_double() == -0.25);
    CHECK(get(at(made.text("id")), ada).status() == 200);
    CHECK(get(at(made.text("id")), ben).status() == 404);
    CHECK(get(at(made.text("id"))).status() == 401);
}

TEST_CASE_FIXTURE(Uploads, "a video is answered with 202, then 206 until its job is done, then 200") {
    auto made = upload(film(), ada);
    CHECK(made.status() == 202);
    check_shape(made.json(), shape);
    CHECK(made["url"].held().is_null());
    CHECK(get(at(made.text("id")), ada).status() == 206);
    auto refused = post("/api/v1/statuses", ada, "status=look&media_ids[]=" + made.text("id"));
    CHECK(refused.status() == 422);
    CHECK(refused.text("error").contains("have not finished processing"));
    runner.run_due();
    auto ready = get(at(made.text("id")), ada);
    CHECK(ready.status() == 200);
    CHECK(ready.text("type") == "video");
    CHECK(ready.text("url").ends_with(".mp4"));
    CHECK(ready["meta"]["original"]["frame_rate"].text() == "10000/1000");
    CHECK(ready["meta"]["original"]["duration"].held().to_number<double>() > 0.5);
    CHECK(ready["meta"]["small"]["width"].number() == 160);
}

TEST_CASE_FIXTURE(Uploads, "a film that cannot be read is told as a failure") {
    std::ofstream(place + "/bad") << "ID3 nothing of the kind";
    auto made = upload(place + "/bad", ada);
    CHECK(made.status() == 202);
    runner.run_due();
    auto failed = get(at(made.text("id")), ada);
    CHECK(failed.status() == 422);
    CHECK(failed.text("error") == "Error processing thumbnail for uploaded media");
}

TEST_CASE_FIXTURE(Uploads, "the first version of the address waits for a short video") {
    runner.start();
    auto made = ask(uploading("/api/v1/media", film(), ada));
    runner.stop();
    CHECK(made.status() == 200);
    CHECK(made.text("type") == "video");
    CHECK(made.text("url").ends_with(".mp4"));
}

TEST_CASE_FIXTURE(Uploads, "what is posted stands in the status, in its order, and apps may change its words") {
    auto one = upload(picture(1), ada), two = upload(picture(2), ada, "description=Second");
    auto status = post("/api/v1/statuses", ada, "status=&media_ids[]=" + two.text("id") + "&media_ids[]=" + one.text("id"));
    REQUIRE(status.status() == 200);
    auto attached = status["media_attachments"];
    REQUIRE(attached.size() == 2);
    CHECK(attached[0]["id"].text() == two.text("id"));
    check_shape(attached[0], shape);
    CHECK(attached[0]["description"].text() == "Second");
    CHECK(put(at(one.text("id")), ada, "description=First&focus=1,1").status() == 200);
    CHECK(get(at(one.text("id")), ada).text("description") == "First");
    CHECK(put(at(one.text("id")), ben, "description=Mine").status() == 404);
    CHECK(post("/api/v1/statuses", ben, "status=x&media_ids[]=" + one.text("id")).status() == 422);
    auto used = ask(request("DELETE", at(one.text("id")), ada));
    CHECK(used.status() == 422);
    auto loose = upload(picture(3), ada);
    CHECK(ask(request("DELETE", at(loose.text("id")), ben)).status() == 404);
    CHECK(ask(request("DELETE", at(loose.text("id")), ada)).status() == 200);
    CHECK(get(at(loose.text("id")), ada).status() == 404);
}

TEST_CASE_FIXTURE(Uploads, "an upload that is sent again is the same one") {
    auto file = picture();
    auto first = upload(file, ada);
    CHECK(upload(file, ada).text("id") == first.text("id"));
    CHECK(upload(file, ben).text("id") != first.text("id"));
    auto keyed = [&](std::string const& path) {
        auto made = uploading("/api/v2/media", path, ada);
        made.headers.emplace_back("idempotency-key", std::string(100'000, 'k'));
        return ask(std::move(made)).text("id");
    };
    auto other = picture(2);
    CHECK(keyed(other) == keyed(other));
}

TEST_CASE_FIXTURE(Uploads, "bad input is refused with the field that is at fault") {
    auto fault = [](Answered const& answered) {
        CHECK(answered.status() == 422);
        CHECK(answered.json().has("error"));
        return answered["details"];
    };
    CHECK(fault(post("/api/v2/media", ada, "description=x")).has("file"));
    CHECK(fault(upload(picture(), ada, "focus=left")).has("focus"));
    CHECK(fault(upload(picture(), ada, "focus=1e999,0")).has("focus"));
    CHECK(fault(upload(picture(), ada, "description=" + std::string(1'000'000, 'd'))).has("description"));
    CHECK(fault(upload(picture(), ada, "focus=" + std::string(1'000'000, '1'))).has("focus"));
    for (std::string_view text : {"", "<svg onload=alert(1)>", "GIF89a/*<script>alert(1)</script>*/=1;", "PK\x03\x04", "#!/bin/sh"}) {
        std::ofstream(place + "/bad", std::ios::binary) << text;
        CHECK(fault(upload(place + "/bad", ada)).has("file"));
    }
    CHECK(get(at("0"), ada).status() == 404);
    CHECK(get(at(std::string(100'000, '9')), ada).status() == 404);
    auto reading = uploading("/api/v2/media", picture(), ada);
    reading.person->scopes = "read";
    CHECK(ask(std::move(reading)).status() == 403);
    CHECK(post("/api/v2/media", {}, "").status() == 401);
}

TEST_CASE_FIXTURE(Uploads, "apps are told what is taken, and how much") {
    auto const instance = get("/api/v2/instance");
    auto limits = instance["configuration"]["media_attachments"];
    CHECK(limits["image_size_limit"].number() == media::largest_image());
    CHECK(limits["video_size_limit"].number() == media::largest_video());
    CHECK(limits["supported_mime_types"].size() > 10);
    CHECK(instance["configuration"]["statuses"]["max_media_attachments"].number() == 16);
}
