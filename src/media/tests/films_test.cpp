// Sound and moving pictures, through the real ffmpeg within its limits.
#include "media/formats.hpp"
#include "media/probing.hpp"
#include "media/process.hpp"
#include "world.hpp"
#include <cstdlib>

using namespace testing_media;

namespace {

constexpr std::string_view planted = "PLANTED";

struct Films : World {
    Films() { REQUIRE_MESSAGE(takes_video(), "this test needs ffmpeg"); }

    // A file that ffmpeg makes of these options, with things said in it that nobody must see.
    std::string made(std::string const& options, std::string const& ending) {
        auto path = place + "/made" + ending;
        auto command = "/usr/bin/ffmpeg -nostdin -v error -y -threads 1 " + options + " -metadata title=" + std::string(planted) + " -metadata location=+51.5007-000.1246/ -metadata comment=" +
                       std::string(planted) + " -metadata:s title=" + std::string(planted) + " " + path;
        REQUIRE(std::system(command.c_str()) == 0);
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    Attachment uploaded(std::string_view bytes) {
        auto ready = media::take(upload(bytes, "file"), nullptr, ada);
        REQUIRE(ready);
        auto kept = change([&](db::Write& write) { return media::keep(write, ada, *ready, {}); });
        REQUIRE(kept);
        return *kept;
    }
    Attachment now(MediaId id) { return *database.read([&](db::Read& read) { return find_attachment(read, ada, id); }); }
    Attachment converted(std::string_view bytes) {
        auto waiting = uploaded(bytes);
        CHECK(waiting.state == State::processing);
        CHECK(waiting.address.empty());
        runner.run_due();
        return now(waiting.id);
    }
    void check_bare(std::string const& file) {
        auto bytes = content(file);
        CHECK(bytes.size() > 100);
        for (auto gone : {planted, "51.5007"sv, "creation_time"sv}) {
            CAPTURE(gone);
            CHECK(!bytes.contains(gone));
        }
    }
};

std::string const picture = "-f lavfi -i testsrc=size=200x120:rate=10:duration=1", tone = " -f lavfi -i sine=440:duration=1";

}  // namespace

TEST_CASE_FIXTURE(Films, "a video of another kind becomes H.264 and AAC, with a poster, its length and nothing it said of itself") {
    auto film = converted(made(picture + tone + " -c:v libvpx -c:a libopus", ".webm"));
    CHECK(film.kind == Kind::video);
    CHECK(film.state == State::ready);
    CHECK(film.type == "video/mp4");
    CHECK(film.size.width == 200);
    CHECK(film.size.height == 120);
    CHECK(film.seconds > 0.9);
    CHECK(film.seconds < 1.3);
    CHECK(film.frames_per_second == 10);
    CHECK(film.bits_per_second > 1000);
    CHECK(film.blurhash.size() == 28);
    CHECK(film.preview_size.width == 200);
    CHECK(content(film.preview).starts_with("\xFF\xD8"));
    check_bare(film.file);
    CHECK(files_kept() == 3);  // the film, its poster, the smaller one beside that
}

TEST_CASE_FIXTURE(Films, "a video that fits is not coded again, but loses what it said of itself as well") {
    auto bytes = made(picture + tone + " -c:v libx264 -pix_fmt yuv420p -c:a aac -movflags use_metadata_tags", ".mp4");
    REQUIRE(bytes.contains(planted));
    auto film = converted(bytes);
    CHECK(film.kind == Kind::video);
    CHECK(film.size.width == 200);
    check_bare(film.file);
}

TEST_CASE_FIXTURE(Films, "a film without sound is still a video, one with an odd size gets an even one, and a turned one stands upright") {
    auto odd = converted(made("-f lavfi -i testsrc=size=201x121:rate=10:duration=1 -c:v libvpx", ".webm"));
    CHECK(odd.kind == Kind::video);
    CHECK(odd.size.width == 200);
    CHECK(odd.size.height == 120);
    made(picture + " -c:v libx264 -pix_fmt yuv420p", ".mp4");
    auto turned = place + "/turned.mp4";
    REQUIRE(std::system(("/usr/bin/ffmpeg -nostdin -v error -y -i " + place + "/made.mp4 -c copy -metadata:s:v rotate=90 " + turned).c_str()) == 0);
    std::ifstream in(turned, std::ios::binary);
    auto upright = converted(std::string(std::istreambuf_iterator<char>(in), {}));
    CHECK(upright.size.width == 120);
    CHECK(upright.size.height == 200);
}

TEST_CASE_FIXTURE(Films, "sound becomes MP3, whatever it came in") {
    for (auto const& [options, ending] : {std::pair("-c:a libvorbis", ".ogg"), std::pair("-c:a pcm_s16le", ".wav"), std::pair("-c:a flac", ".flac"), std::pair("-c:a libmp3lame -id3v2_version 3 -write_id3v1 1", ".mp3"), std::pair("-c:a aac", ".m4a")}) {
        CAPTURE(ending);
        auto waiting = uploaded(made(tone + " " + options, ending));
        CHECK(waiting.kind == Kind::audio);
        runner.run_due();
        auto sound = now(waiting.id);
        CHECK(sound.kind == Kind::audio);
        CHECK(sound.state == State::ready);
        CHECK(sound.type == "audio/mpeg");
        CHECK(sound.seconds > 0.9);
        CHECK(sound.preview_address.empty());
        check_bare(sound.file);
    }
}

TEST_CASE_FIXTURE(Films, "a GIF that moves becomes a film without sound that is called gifv; one that does not is a picture") {
    auto moving = converted(drawing::animated_gif(120, 90, 4));
    CHECK(moving.kind == Kind::gifv);
    CHECK(moving.type == "video/mp4");
    CHECK(moving.size.width == 120);
    CHECK(uploaded(drawing::save(drawing::halves(120, 90), ".gif")).kind == Kind::image);
}

TEST_CASE_FIXTURE(Films, "an AVIF is taken as a picture") {
    auto picture = uploaded(made("-f lavfi -i testsrc=size=200x120:rate=1:duration=1 -frames:v 1 -c:v libaom-av1 -still-picture 1 -cpu-used 8", ".avif"));
    CHECK(picture.kind == Kind::image);
    CHECK(picture.state == State::ready);
    CHECK(picture.size.width == 200);
    CHECK(picture.size.height == 120);
    check_bare(picture.file);
}

TEST_CASE_FIXTURE(Films, "what looks like a film and is none, is cut, or names other files, fails with a word and leaves nothing") {
    auto film = made(picture + " -c:v libx264 -pix_fmt yuv420p", ".mp4");
    std::ofstream(place + "/secret.txt") << "secret";
    std::string const bad[] = {"ID3<script>alert(1)</script>", film.substr(0, film.size() / 3), std::string("\x1A\x45\xDF\xA3") + std::string(5000, 'x'),
                               std::string("\0\0\0\x18" "ftypmp42", 12) + std::string(100, '\0'), std::string("RIFF\x24\0\0\0WAVEfmt "sv)};
    for (auto const& bytes : bad) {
        auto waiting = uploaded(bytes);
        runner.run_due();
        auto failed = now(waiting.id);
        CHECK(failed.state == State::failed);
        CHECK(failed.address.empty());
        CHECK(!change([&](db::Write& write) { return attach(write, ada, PostId{501}, {waiting.id}); }));
    }
    CHECK(files_kept() == 0);
    // A playlist is text: nothing that names other files comes as far as ffmpeg.
    CHECK(!media::take(upload("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "file"), nullptr, ada));
    CHECK(!media::take(upload("ffconcat version 1.0\nfile secret.txt\n", "file"), nullptr, ada));
}

TEST_CASE_FIXTURE(Films, "too many pixels, too long or too large is refused") {
    CHECK(fault_in(read_probe("streams.stream.0.codec_type=\"video\"\nstreams.stream.0.codec_name=\"h264\"\nstreams.stream.0.width=30000\nstreams.stream.0.height=30000\n")));
    CHECK(fault_in(read_probe("streams.stream.0.codec_type=\"video\"\nstreams.stream.0.codec_name=\"h264\"\nstreams.stream.0.width=1e99\nstreams.stream.0.height=3\n")));
    CHECK(fault_in(read_probe("format.duration=\"99999\"\nstreams.stream.0.codec_type=\"audio\"\nstreams.stream.0.codec_name=\"mp3\"\n")));
    CHECK(fault_in(read_probe("")));
    CHECK(!fault_in(read_probe("format.duration=\"1\"\nstreams.stream.0.codec_type=\"audio\"\nstreams.stream.0.codec_name=\"mp3\"\n")));
    largest_video.change(1000);
    auto refused = media::take(upload("ID3" + std::string(1000, 'x'), "file"), nullptr, ada);
    CHECK(refused.error().fields.at(0).code == "ERR_TOO_LARGE");
    largest_video.change(100 << 20);
}

TEST_CASE_FIXTURE(Films, "a conversion that was killed is done again from the start") {
    auto waiting = uploaded(made(picture + " -c:v libvpx", ".webm"));
    auto real = process::beside_us("salve-film");
    auto tries = place + "/tries";
    // The first try leaves half a film and hangs, as if the server had been ended in the middle.
    auto path = place + "/film";
    std::ofstream(path) << "#!/bin/sh\nif [ -e " << tries << " ]; then exec " << real << " \"$@\"; fi\ncase $2 in *ffmpeg) echo half > $1/out.mp4; touch " << tries << "; kill -KILL $$;; *) exec " << real
                        << " \"$@\";; esac\n";
    ::chmod(path.c_str(), 0700);
    film_worker.change(path);
    runner.run_due();
    CHECK(now(waiting.id).state == State::processing);
    advance(10 * base::minute);
    runner.run_due();
    film_worker.change("");
    auto film = now(waiting.id);
    CHECK(film.state == State::ready);
    CHECK(film.size.width == 200);
    CHECK(content(film.file).size() > 500);
}

TEST_CASE_FIXTURE(Films, "ffmpeg sees its folder and the system's programs, no other file, no network and no other process") {
    auto folder_of_work = place + "/work";
    fs::create_directories(folder_of_work);
    std::ofstream(place + "/secret") << "secret";
    auto tells = [&](std::string const& script) {
        std::ofstream(folder_of_work + "/script") << script;
        auto outcome = process::run({.command = {process::beside_us("salve-film"), folder_of_work, "/bin/sh", "script"}, .patience = 10'000, .largest_output = 1 << 16});
        return outcome.output;
    };
    CHECK(tells("echo here") == "here\n");
    CHECK(tells("cat ../secret") == "");
    CHECK(tells("cat /etc/passwd") == "");
    CHECK(tells("echo no > ../new; ls .. ") == "");
    CHECK(!fs::exists(place + "/new"));
    CHECK(tells("kill -0 " + std::to_string(::getpid()) + " && echo could") == "");
    CHECK(tells("head -c 600000000 /dev/zero > big; stat -c %s big | head -c 3").size() <= 4);
    CHECK(tells("python3 -c 'import socket; socket.socket(); print(1)'") == "");
    CHECK(process::run({.command = {process::beside_us("salve-film"), folder_of_work, "/bin/sleep", "30"}, .patience = 300, .largest_output = 10}).signal == SIGKILL);
}
