// What files are, whatever they call themselves; and WebP files without anything but pixels.
#include "drawing.hpp"
#include "media/formats.hpp"
#include <doctest/doctest.h>

using namespace media;
using drawing::big16, drawing::big32, drawing::little32;

namespace {

std::string file_of(Format format) {
    static auto const image = drawing::halves(37, 21);
    switch (format) {
    case Format::png: return drawing::save(image, ".png");
    case Format::jpeg: return drawing::save(image, ".jpg");
    case Format::webp: return drawing::save(image, ".webp");
    case Format::gif: return drawing::save(image, ".gif");
    case Format::heif: break;  // written in attachments_test, by a module
    }
    return {};
}

constexpr Format formats[] = {Format::png, Format::jpeg, Format::webp, Format::gif};

std::string webp_of(std::string const& chunks) { return "RIFF" + little32(chunks.size() + 4) + "WEBP" + chunks; }

}  // namespace

TEST_CASE("a picture's format and size are read from its head") {
    for (auto format : formats) {
        auto seen = look_at(file_of(format));
        REQUIRE(seen);
        CHECK(seen->format == format);
        CHECK(seen->width == 37);
        CHECK(seen->height == 21);
    }
    CHECK(look_at(drawing::save(drawing::halves(37, 21), ".webp[lossless]"))->width == 37);
    CHECK(look_at(drawing::save(drawing::halves(37, 21, 4), ".webp"))->height == 21);
    CHECK(look_at(drawing::save(drawing::halves(37, 21), ".jpg[interlace]"))->width == 37);
}

TEST_CASE("a size behind a long head is found") {
    auto jpeg = file_of(Format::jpeg);
    for (int i = 0; i < 40; ++i) jpeg.insert(2, drawing::jpeg_segment('\xE2', std::string(65000, 'i')));
    jpeg.insert(2, "\xFF\xFF\xFF");  // fill before a marker
    CHECK(look_at(jpeg)->width == 37);
}

TEST_CASE("other kinds of files are no pictures") {
    for (std::string file : {std::string(), std::string("<svg xmlns='http://www.w3.org/2000/svg'/>"), std::string("<!doctype html>"),
                             std::string("II*\0\x08\0\0\0", 8), std::string("BM") + std::string(100, 'x'), std::string("%PDF-1.7"),
                             "\0\0\0\x18" "ftypheic" + std::string(40, 'x'), std::string("GIF88a") + std::string(40, 'x'), std::string("RIFF\x10\0\0\0WAVEfmt ", 16)}) {
        CAPTURE(file);
        CHECK(!look_at(file));
    }
    CHECK(!look_at(" " + file_of(Format::png)));
}

TEST_CASE("a file that begins as a JPEG is one, whatever a box of it claims to be") {
    std::string both("\xFF\xD8\xFF\xD9" "ftypavifisGDq\x18pe\xFF\xFFvispe\xFF\xFF\xFF\xFF\xA3\xFF\xFF\xFF\xF7\0-s", 39);
    CHECK(!look_at(both));
    CHECK(!only_pixels_of_jpeg(both));
    auto jpeg = file_of(Format::jpeg);
    jpeg.insert(2, drawing::jpeg_segment('\xE1', "ftypheic"));
    CHECK(look_at(jpeg)->format == Format::jpeg);
}

TEST_CASE("of several sizes in one file the largest counts, however large it claims to be") {
    auto box = [](std::size_t width, std::size_t height) { return big32(20) + "ispe" + std::string(4, '\0') + big32(width) + big32(height); };
    auto file = big32(20) + "ftypavif" + std::string(8, '\0') + box(1000, 600) + box(160, 120);
    REQUIRE(look_at(file));
    CHECK(look_at(file)->width == 1000);
    CHECK(look_at(file + box(0xFFFFFFFF, 0xFFFFFFFF) + box(2000, 3))->width == 0xFFFFFFFF);
}

TEST_CASE("a file that is cut anywhere is read without a fault, and never with another size") {
    for (auto format : formats) {
        auto file = file_of(format);
        for (std::size_t size = 0; size < file.size(); ++size) {
            std::string cut(file.data(), size);  // its own memory, so that a sanitizer sees a read past the end
            auto seen = look_at(cut);
            if (seen) CHECK(seen->width == 37);
            CHECK((!only_pixels(cut) || format == Format::webp));
        }
    }
}

TEST_CASE("a size of nothing is no size") {
    CHECK(!look_at("\x89PNG\r\n\x1a\n" + drawing::png_chunk("IHDR", big32(0) + big32(5) + std::string(5, '\0'))));
    CHECK(!look_at(std::string("\xFF\xD8\xFF\xC0\0\x0B\x08\0\0\0\x05\x01\x01\x11\0", 15)));
    CHECK(!look_at(std::string("GIF89a\0\0\x05\0\0\0\0", 13)));
}

TEST_CASE("a WebP keeps its pixels and its alpha, and nothing else") {
    for (auto options : {".webp", ".webp[lossless]"}) {
        for (int bands : {3, 4}) {
            auto image = drawing::halves(37, 21, bands);
            auto plain = only_pixels(drawing::save(image, options) + "<script>after the end</script>");
            REQUIRE(plain);
            CHECK(plain->width == 37);
            CHECK(plain->height == 21);
            for (auto gone : {"EXIF", "XMP ", "ICCP", "script"}) CHECK(!plain->file.contains(gone));
            auto shown = drawing::load(plain->file);
            CHECK(shown.is_red(3, 3));
            CHECK(vips_image_hasalpha(shown.held) == (bands == 4));
            CHECK(shown.at(33, 3)[3] == (bands == 4 ? 0 : 255));
        }
    }
}

TEST_CASE("planted chunks are dropped with the flags that promise them") {
    auto pixels = drawing::pixels_of_webp(file_of(Format::webp));
    auto planted = drawing::with_metadata_in_webp(pixels, 37, 21, 1);
    REQUIRE(planted.contains(drawing::secret));
    auto plain = only_pixels(planted);
    REQUIRE(plain);
    CHECK(!plain->file.contains(drawing::secret));
    CHECK((plain->file[20] & ~0x10) == 0);
    CHECK(only_pixels(plain->file)->file == plain->file);
}

TEST_CASE("of a WebP that moves its frames are kept, and of a frame its pixels") {
    auto pixels = drawing::pixels_of_webp(file_of(Format::webp));
    std::string secret(drawing::secret);
    auto canvas = drawing::riff_chunk("VP8X", std::string("\x1E\0\0\0\x24\0\0\x14\0\0", 10));
    auto frame = [](std::string const& parts) { return drawing::riff_chunk("ANMF", std::string(16, '\0') + parts); };
    auto film = canvas + drawing::riff_chunk("ANIM", std::string(6, '\0')) + frame(pixels);
    auto plain = only_frames(webp_of(film + frame(drawing::riff_chunk("EXIF", secret)) + frame(pixels + drawing::riff_chunk("XMP ", secret))));
    REQUIRE(plain);
    CHECK(plain->width == 37);
    CHECK(is_animated(plain->file));
    CHECK(!plain->file.contains(drawing::secret));
    CHECK(only_frames(plain->file)->file == plain->file);
    CHECK(!only_frames(webp_of(canvas + frame(drawing::riff_chunk("VP7 ", "no pixels")))));
}

TEST_CASE("a WebP that contradicts itself, moves, or has no pixels is refused") {
    auto pixels = drawing::pixels_of_webp(file_of(Format::webp));
    CHECK(only_pixels(webp_of(pixels)));
    CHECK(!only_pixels(webp_of("")));
    CHECK(look_at(only_pixels(webp_of(drawing::riff_chunk("ALPH", "stray") + pixels))->file)->width == 37);
    CHECK(!only_pixels(webp_of(pixels + pixels)));
    CHECK(!only_pixels(drawing::with_metadata_in_webp(pixels, 38, 21, 1)));
    CHECK(!only_pixels(webp_of(pixels + drawing::riff_chunk("ANMF", "frame"))));
    CHECK(!only_pixels(file_of(Format::png)));
}
