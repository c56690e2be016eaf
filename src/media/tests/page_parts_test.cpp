// Albums and the fields of a form, as a reader without scripts gets them.
#include "world.hpp"

using namespace testing_media;

namespace {

html::Words const english("en");

Attachment picture(std::string description = {}) {
    auto name = "ab/" + std::string(62, 'c') + ".jpg";
    Attachment one{.id = MediaId{7}, .owner = ada, .kind = Kind::image, .state = State::ready, .description = std::move(description)};
    one.file = one.preview = name;
    one.blurhash = "LEHV6nWB2yk8pyo0adR*.7kCMdnj";
    one.size = {1600, 1200};
    one.preview_size = {640, 480};
    one.focus_x = 0.6;
    one.focus_y = 1;
    return one;
}

std::string shown(std::vector<Attachment> const& all, bool sensitive = false) { return gallery(english, all, sensitive).markup; }

bool holds(std::string const& text, std::string_view part) {
    INFO(text);
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("a picture keeps its room before it is there, has a color, a focus and its description") {
    auto page = shown({picture("A \"red\" <half>")});
    CHECK(holds(page, "width=\"640\" height=\"480\""));
    CHECK(holds(page, "alt=\"A &quot;red&quot; &lt;half&gt;\""));
    CHECK(holds(page, "<p dir=\"auto\">A "));
    CHECK(holds(page, "fill=\"#"));
    CHECK(holds(page, "x3 y0"));  // a focus at the top
    CHECK(holds(page, ".webp\""));
    CHECK(!holds(page, "style="));
    CHECK(!holds(page, "<script"));
}

TEST_CASE("albums of up to sixteen are shown whole, and who cannot see a picture without words hears its number") {
    std::vector<Attachment> all;
    for (std::string_view name : {"one", "two", "three", "four", "more"}) {
        all.push_back(picture());
        CHECK(holds(shown(all), "class=\"album " + std::string(name)));
    }
    all.resize(16, picture());
    auto page = shown(all);
    CHECK(holds(page, "aria-label=\"Picture 16 of 16\""));
}

TEST_CASE("what may disturb is behind a cover that opens without a script") {
    CHECK(holds(shown({picture()}, true), "<details class=\"cw\">"));
    CHECK(!holds(shown({picture()}, true), "<details class=\"cw\" open"));
    CHECK(!holds(shown({picture()}), "class=\"cw\""));
}

TEST_CASE("who wants less data gets a link with its size instead of each picture, video and sound") {
    http::Locale reader;
    reader = "en";
    reader.lean = true;
    auto one = picture("A red half");
    one.bytes = 120 * 1024;
    auto film = one;
    film.kind = Kind::video;
    film.bytes = 3'600'000;
    auto page = gallery(html::Words(reader), {one, film}, false).markup;
    CHECK(!holds(page, "<img"));
    CHECK(!holds(page, "<video"));
    CHECK(!holds(page, "srcset"));
    CHECK(holds(page, "href=\"/media/" + one.file + "\""));
    CHECK(holds(page, "Show picture (120 kB)"));
    CHECK(holds(page, "Show video (3 MB)"));
    CHECK(holds(page, "A red half"));
}

TEST_CASE("videos and sounds have controls and start by nothing; what is not ready says so") {
    auto film = picture("Waves");
    film.kind = Kind::video;
    film.file = "ab/" + std::string(62, 'c') + ".mp4";
    auto page = shown({film});
    CHECK(holds(page, "<video controls playsinline preload=\"metadata\""));
    CHECK(holds(page, "poster=\"/media/ab/"));
    CHECK(holds(page, "aria-label=\"Waves\""));
    CHECK(!holds(page, "autoplay"));
    CHECK(!holds(page, " loop"));
    film.kind = Kind::gifv;
    CHECK(holds(shown({film}), " loop muted"));
    film.kind = Kind::audio;
    CHECK(holds(shown({film}), "<audio controls"));
    film.state = State::processing;
    CHECK(holds(shown({film}), "still being prepared"));
    film.state = State::failed;
    CHECK(holds(shown({film}), "could not be read"));
}

TEST_CASE("a form shows what is uploaded with a field for its description, and takes more until there are sixteen") {
    auto form = upload_fields(english, {picture("A <half>")}).markup;
    CHECK(holds(form, "name=\"media_ids[]\" value=\"7\""));
    CHECK(holds(form, "name=\"media_description[7]\""));
    CHECK(holds(form, ">A &lt;half&gt;</textarea>"));
    CHECK(holds(form, "type=\"file\" id=\"media\" name=\"media[]\" multiple"));
    CHECK(holds(form, "image/jpeg"));
    CHECK(!holds(upload_fields(english, std::vector(16, picture())).markup, "type=\"file\""));
}
