// Uploads through the real worker, and what becomes of their files.
#include "world.hpp"

using namespace testing_media;

namespace {

std::string_view code_of(base::Result<Prepared> const& outcome) {
    if (outcome) return "taken";
    REQUIRE(outcome.error().fields.size() == 1);
    CHECK(outcome.error().why == base::Why::invalid);
    CHECK(outcome.error().fields[0].field == "avatar");
    return outcome.error().fields[0].code;
}

}  // namespace

TEST_CASE_FIXTURE(World, "the four formats are taken, whatever the file calls itself, and become WebP") {
    auto image = drawing::halves(640, 500);
    for (auto format : {".png", ".jpg", ".webp", ".gif", ".png[interlace]", ".jpg[interlace]", ".png[palette]"}) {
        CAPTURE(format);
        auto ready = take(drawing::save(image, format));
        REQUIRE(ready);
        CHECK(ready->width == 400);
        CHECK(ready->height == 400);
        auto bytes = content(ready->file);
        CHECK(bytes.starts_with("RIFF"));
        CHECK(static_cast<std::int64_t>(bytes.size()) == ready->bytes);
        auto picture = shown(*ready);
        CHECK(picture.width() == 400);
        CHECK(picture.is_red(10, 200));
        CHECK(picture.is_blue(390, 200));
    }
}

TEST_CASE_FIXTURE(World, "an avatar is square and a header three to one, cut around the middle and never made larger") {
    auto shape_of = [&](int width, int height, Shape shape) {
        auto ready = take(drawing::save(drawing::halves(width, height), ".png"), shape);
        REQUIRE(ready);
        return std::pair(ready->width, ready->height);
    };
    CHECK(shape_of(1000, 300, Shape::avatar) == std::pair(300, 300));
    CHECK(shape_of(33, 90, Shape::avatar) == std::pair(33, 33));
    CHECK(shape_of(1, 1, Shape::avatar) == std::pair(1, 1));
    CHECK(shape_of(2000, 2000, Shape::header) == std::pair(1500, 500));
    CHECK(shape_of(300, 300, Shape::header) == std::pair(300, 100));
    CHECK(shape_of(900, 30, Shape::header) == std::pair(90, 30));
    CHECK(shape_of(2, 2, Shape::header) == std::pair(2, 1));
    auto wide = shown(*take(drawing::save(drawing::halves(1000, 200), ".png")));
    CHECK(wide.is_red(80, 100));
    CHECK(wide.is_blue(120, 100));
}

TEST_CASE_FIXTURE(World, "no metadata survives: EXIF, GPS, XMP, comments, profiles") {
    auto image = drawing::halves(64, 64);
    auto pixels = drawing::pixels_of_webp(drawing::save(image, ".webp"));
    for (auto const& file : {drawing::with_metadata_in_jpeg(drawing::save(image, ".jpg"), 1), drawing::with_metadata_in_png(drawing::save(image, ".png")),
                             drawing::with_metadata_in_webp(pixels, 64, 64, 1), drawing::save(image, ".jpg[profile=p3]")}) {
        auto ready = take(file);
        REQUIRE(ready);
        auto bytes = content(ready->file);
        for (auto gone : {drawing::secret, std::string_view("EXIF"), std::string_view("Exif"), std::string_view("XMP"), std::string_view("xmpmeta"), std::string_view("ICC"), std::string_view("vips")})
            CHECK(!bytes.contains(gone));
        auto picture = drawing::load(bytes);
        auto fields = vips_image_get_fields(picture.held);
        for (auto field = fields; *field; ++field)
            for (auto gone : {"exif", "xmp", "icc", "iptc", "orientation", "comment"}) CHECK(!std::string_view(*field).contains(gone));
        g_strfreev(fields);
    }
}

TEST_CASE_FIXTURE(World, "a picture is turned the way its camera was held") {
    auto image = drawing::halves(80, 40);
    auto pixels = drawing::pixels_of_webp(drawing::save(image, ".webp"));
    for (auto const& file : {drawing::with_metadata_in_jpeg(drawing::save(image, ".jpg"), 6), drawing::with_metadata_in_webp(pixels, 80, 40, 6)}) {
        auto square = shown(*take(file));
        CHECK(square.is_red(20, 5));
        CHECK(square.is_blue(20, 35));
        auto header = take(file, Shape::header);  // seen upright it is 40 by 80, so the header is 40 wide
        REQUIRE(header);
        CHECK(header->width == 40);
    }
    CHECK(shown(*take(drawing::with_metadata_in_jpeg(drawing::save(image, ".jpg"), 3))).is_blue(2, 20));
}

TEST_CASE_FIXTURE(World, "colors are what the profile meant, in sRGB") {
    auto image = drawing::halves(32, 32);
    VipsImage* wide_gamut = nullptr;
    REQUIRE(vips_linear1(image.held, &wide_gamut, 0.5, 60, "uchar", true, nullptr) == 0);
    drawing::Image muted(wide_gamut);
    VipsImage* print = nullptr;
    REQUIRE(vips_icc_transform(muted.held, &print, "p3", "input_profile", "srgb", nullptr) == 0);
    drawing::Image p3(print);
    auto before = muted.at(4, 4), stored = p3.at(4, 4), after = shown(*take(drawing::save(p3, ".png"))).at(4, 4);
    REQUIRE(std::abs(stored[0] - before[0]) + std::abs(stored[1] - before[1]) > 10);  // the numbers differ, the color does not
    for (std::size_t band = 0; band < 3; ++band) CHECK(std::abs(after[band] - before[band]) <= 4);
}

TEST_CASE_FIXTURE(World, "transparent, gray, 16-bit, one-bit and print pictures are taken too") {
    auto picture = shown(*take(drawing::save(drawing::halves(50, 50, 4), ".png")));
    CHECK(picture.is_red(5, 5));
    CHECK(picture.at(45, 5)[3] == 0);
    CHECK(shown(*take(drawing::save(drawing::halves(50, 50, 4), ".gif"))).at(45, 5)[3] == 0);

    auto image = drawing::halves(50, 50);
    auto in = [&](VipsInterpretation space, char const* format) {
        VipsImage* converted = nullptr;
        drawing::require(vips_colourspace(image.held, &converted, space, nullptr) == 0);
        return drawing::save(drawing::Image(converted), format);
    };
    for (auto const& file : {in(VIPS_INTERPRETATION_B_W, ".png"), in(VIPS_INTERPRETATION_B_W, ".jpg"), in(VIPS_INTERPRETATION_GREY16, ".png"),
                             in(VIPS_INTERPRETATION_B_W, ".png[bitdepth=1]")}) {
        auto gray = shown(*take(file)).at(5, 5);
        CHECK(std::abs(gray[0] - gray[1]) + std::abs(gray[1] - gray[2]) < 12);
    }
    CHECK(shown(*take(in(VIPS_INTERPRETATION_RGB16, ".png"))).is_red(5, 5));
    auto print = shown(*take(in(VIPS_INTERPRETATION_CMYK, ".jpg")));
    CHECK(print.at(5, 5)[0] > 150);
    CHECK(print.at(45, 5)[2] > 100);
}

TEST_CASE_FIXTURE(World, "a large photograph is decoded at a fraction of its size, the right way up") {
    auto image = drawing::halves(4000, 3000);
    auto jpeg = drawing::save(image, ".jpg");
    for (int orientation : {1, 6}) {
        auto photograph = drawing::with_metadata_in_jpeg(jpeg, orientation);
        auto header = take(photograph, Shape::header);
        REQUIRE(header);
        CHECK(header->width == 1500);
        CHECK(header->height == 500);
        auto avatar = shown(*take(photograph));
        CHECK(avatar.width() == 400);
        CHECK(avatar.is_red(20, orientation == 1 ? 380 : 20));
        CHECK(avatar.is_blue(380, orientation == 1 ? 20 : 380));
    }
}

TEST_CASE_FIXTURE(World, "a broken color profile spoils nothing") {
    auto jpeg = drawing::save(drawing::halves(50, 50), ".jpg");
    jpeg.insert(2, drawing::jpeg_segment('\xE2', std::string("ICC_PROFILE\0\x01\x01", 14) + std::string(300, 'z')));
    auto ready = take(jpeg);
    REQUIRE(ready);
    CHECK(shown(*ready).is_red(5, 5));
}

TEST_CASE_FIXTURE(World, "what is no picture, or is too large, is refused before a decoder is started") {
    worker.change("/nonexistent");
    CHECK(code_of(take("")) == "ERR_INVALID");
    CHECK(code_of(take("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")) == "ERR_INVALID");
    CHECK(code_of(take("<!doctype html><script>alert(1)</script>")) == "ERR_INVALID");
    // A bomb: a few bytes that claim 900 million pixels.
    CHECK(code_of(take("\x89PNG\r\n\x1a\n" + drawing::png_chunk("IHDR", drawing::big32(30000) + drawing::big32(30000) + std::string("\x08\x02\0\0\0", 5)))) == "ERR_TOO_LARGE");
    CHECK(code_of(take("\x89PNG\r\n\x1a\n" + drawing::png_chunk("IHDR", drawing::big32(0xFFFFFFFF) + drawing::big32(0xFFFFFFFF) + std::string("\x08\x02\0\0\0", 5)))) == "ERR_TOO_LARGE");
    auto picture = drawing::save(drawing::halves(50, 50), ".png");
    largest_picture.change(static_cast<std::int64_t>(picture.size()) - 1);
    CHECK(code_of(take(picture)) == "ERR_TOO_LARGE");
    largest_picture.change(static_cast<std::int64_t>(picture.size()));
    CHECK_THROWS_AS(take(picture), std::runtime_error);  // without a worker the world is broken
    largest_picture.change(8 << 20);
}

TEST_CASE_FIXTURE(World, "a cut or damaged picture is refused") {
    auto image = drawing::halves(300, 300);
    for (auto format : {".png", ".jpg", ".webp", ".gif"}) {
        CAPTURE(format);
        auto file = drawing::save(image, format);
        CHECK(code_of(take(file.substr(0, file.size() / 2))) == "ERR_INVALID");
        CHECK(code_of(take(file.substr(0, 40))) == "ERR_INVALID");
    }
    auto png = drawing::save(image, ".png");
    for (std::size_t at = 60; at < png.size() - 20; ++at) png[at] = 'x';
    CHECK(code_of(take(png)) == "ERR_INVALID");
}

TEST_CASE_FIXTURE(World, "a file that is two things at once stays the picture only") {
    CHECK(code_of(take("GIF89a/*<script>alert(1)</script>*/=1;")) != "taken");
    CHECK(code_of(take(std::string("GIF89a\x05\0\x05\0", 10) + "<script>alert(1)</script>")) == "ERR_INVALID");
    for (auto format : {".png", ".jpg", ".gif", ".webp"}) {
        auto ready = take(drawing::save(drawing::halves(50, 50), format) + "<html><script>alert(1)</script></html>PK\x03\x04");
        REQUIRE(ready);
        CHECK(!content(ready->file).contains("script"));
    }
}

TEST_CASE_FIXTURE(World, "a worker that dies, chatters without end or answers nonsense is a damaged picture, and nothing of it is kept") {
    auto picture = drawing::save(drawing::halves(50, 50), ".png");
    for (auto script : {"kill -SEGV $$", "exit 2", "exit 0", "cat", "yes", "printf 'RIFF\\004\\000\\000\\000WEBP'"}) {
        CAPTURE(script);
        work_by(script);
        CHECK(code_of(take(picture)) == "ERR_INVALID");
    }
    CHECK(files_kept() == 0);
}

TEST_CASE_FIXTURE(World, "a worker that was taken over cannot smuggle: its answer is cleaned and measured") {
    auto pixels = drawing::pixels_of_webp(drawing::save(drawing::halves(64, 64), ".webp"));
    std::ofstream(place + "/answer", std::ios::binary) << drawing::with_metadata_in_webp(pixels, 64, 64, 1) << "<script>";
    work_by("cat " + place + "/answer");
    auto ready = take(drawing::save(drawing::halves(9, 9), ".png"));
    REQUIRE(ready);
    CHECK(!content(ready->file).contains(drawing::secret));
    CHECK(!content(ready->file).contains("script"));
    std::ofstream(place + "/answer", std::ios::binary) << drawing::save(drawing::halves(401, 401), ".webp");
    CHECK(code_of(take(drawing::save(drawing::halves(9, 9), ".png"))) == "ERR_INVALID");
}

TEST_CASE_FIXTURE(World, "a route's uploads are prepared together, and all faults are told together") {
    auto before = preparing({{"avatar", Shape::avatar}, {"header", Shape::header}});
    http::Request request;
    CHECK(before(request));
    CHECK(!prepared(request, "avatar"));

    request.uploads = {upload(drawing::save(drawing::halves(600, 300), ".jpg"), "header"), upload("unrelated", "letter")};
    CHECK(before(request));
    CHECK(!prepared(request, "avatar"));
    REQUIRE(prepared(request, "header"));
    CHECK(prepared(request, "header")->height == 200);

    request.uploads = {upload("no", "header"), upload("neither", "avatar")};
    auto refused = before(request);
    REQUIRE(!refused);
    REQUIRE(refused.error().fields.size() == 2);
    CHECK(refused.error().fields[0].field == "avatar");
    CHECK(refused.error().fields[1].field == "header");
}

TEST_CASE_FIXTURE(World, "an account has one picture of each shape, and the file of the one before goes") {
    auto old = keep(ada, *take(drawing::save(drawing::halves(50, 50), ".png")));
    auto header = keep(ada, *take(drawing::save(drawing::halves(90, 30), ".png"), Shape::header));
    advance(base::hour);
    auto now = keep(ada, *take(drawing::save(drawing::halves(60, 60), ".png")));
    CHECK(found(ada, Shape::avatar)->id == now.id);
    CHECK(found(ada, Shape::avatar)->width == 60);
    CHECK(found(ada, Shape::header)->file == header.file);
    CHECK(now.address() == "/media/" + now.file);
    CHECK(lies_there(old.file));  // until the change is durable
    runner.run_due();
    CHECK(!lies_there(old.file));
    CHECK(lies_there(now.file));
    CHECK(lies_there(header.file));
}

TEST_CASE_FIXTURE(World, "a file that another picture is made of stays") {
    auto bytes = drawing::save(drawing::halves(50, 50), ".png");
    auto first = keep(ada, *take(bytes)), second = keep(ben, *take(bytes));
    CHECK(first.file == second.file);
    advance(base::hour);
    auto drop = [&](AccountId owner) { REQUIRE(database.write([&](db::Write& write) -> base::Result<base::Done> { return remove_all(write, owner), base::Done{}; })); };
    drop(ada);
    runner.run_due();
    CHECK(lies_there(first.file));
    CHECK(!found(ada, Shape::avatar));
    drop(ben);
    runner.run_due();
    CHECK(!lies_there(first.file));
}

TEST_CASE_FIXTURE(World, "a picture that is uploaded again just now is not taken from under it") {
    auto bytes = drawing::save(drawing::halves(50, 50), ".png");
    auto picture = keep(ada, *take(bytes));
    advance(base::hour);
    REQUIRE(database.write([&](db::Write& write) -> base::Result<base::Done> { return remove(write, ada, Shape::avatar), base::Done{}; }));
    auto ready = *take(bytes);  // between the removal and its job
    runner.run_due();
    CHECK(lies_there(ready.file));
    keep(ben, ready);
    advance(86'400'000);
    runner.run_due();
    CHECK(lies_there(ready.file));
}

TEST_CASE_FIXTURE(World, "uploads that were never stored are swept away after a day, and broken writes with them") {
    auto kept = keep(ada, *take(drawing::save(drawing::halves(50, 50), ".png")));
    auto stale = *take(drawing::save(drawing::halves(70, 70), ".png"));
    std::ofstream(folder() + "/half.new") << "half";
    put_long_ago("half.new", std::chrono::hours(25));
    advance(25 * base::hour);
    auto fresh = *take(drawing::save(drawing::halves(60, 60), ".png"));
    sweep(database);
    CHECK(lies_there(kept.file));
    CHECK(lies_there(fresh.file));
    CHECK(!lies_there(stale.file));
    CHECK(!lies_there("half.new"));
}

TEST_CASE_FIXTURE(World, "a picture is served for ever, as a picture and as nothing else") {
    auto ready = *take(drawing::save(drawing::halves(50, 50), ".png"));
    auto response = get("/media/" + ready.file);
    CHECK(response.status == 200);
    CHECK(response.type == "image/webp");
    CHECK(response.file == folder() + "/" + ready.file);
    auto header = [&](std::string_view name) {
        for (auto const& [known, value] : response.headers)
            if (known == name) return value;
        return std::string();
    };
    CHECK(header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(header("X-Content-Type-Options") == "nosniff");
    CHECK(header("Content-Security-Policy") == "default-src 'none'; sandbox");
}

TEST_CASE_FIXTURE(World, "no address leads out of the folder") {
    auto name = std::string(2, 'a') + "/" + std::string(62, 'b') + ".webp";
    CHECK(get("/media/" + name).status == 200);  // the server looks whether there is such a file
    for (auto bad : {std::string("salve.db"), std::string("../salve.db"), "../" + name, name + "/..", name.substr(1), "AA" + name.substr(2),
                     "aa/" + std::string(59, 'b') + "/..webp", std::string("half.new"), "aa/" + std::string(62, '.') + ".webp"}) {
        CAPTURE(bad);
        CHECK(get("/media/" + bad).status == 404);
    }
}

TEST_CASE_FIXTURE(World, "the engine takes every statement") { check_statements(); }
