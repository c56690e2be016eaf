// salve-picture avatar|header: decodes the stranger's file on standard input and writes a WebP to standard output.
// Decoders are where such files do their harm. So this is a process of its own, with little memory and time, and, once
// the file is read and the library has started, without files, sockets or programs.
#include "media/worker/sandbox.hpp"
#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vips/vips.h>

namespace {

// The server reads these: keep them in step with media/decoding.cpp.
constexpr int not_a_picture = 1, broken = 2;

std::string read_whole(int file) {
    std::string whole;
    char block[1 << 16];
    for (ssize_t size; (size = ::read(file, block, sizeof block)) > 0;) whole.append(block, static_cast<std::size_t>(size));
    return whole;
}

bool write_whole(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// Four decoders and no other. Pointing the library at a place without modules keeps ImageMagick and its like from being
// loaded at all, and makes the start fifteen times shorter.
bool start_library(char const* program) {
    ::setenv("VIPSHOME", "/nonexistent", 1);
    if (vips_init(program) != 0) return false;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (auto decoder : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"})
        vips_operation_block_set(decoder, FALSE);
    return true;
}

struct Size {
    int width, height;
};

// The picture as its head describes it, before any pixel is decoded.
struct Plan {
    Size frame;          // the largest of the shape that fits the picture as it is seen, that is after it was turned
    int reduction = 1;   // how much smaller it becomes, at least
};

bool plan_for(std::string_view shape, std::string const& file, Plan& plan) {
    auto image = vips_image_new_from_buffer(file.data(), file.size(), "", nullptr);
    if (!image) return false;
    Size seen{vips_image_get_width(image), vips_image_get_height(image)};
    if (vips_image_get_orientation(image) >= 5) std::swap(seen.width, seen.height);
    g_object_unref(image);
    auto& frame = plan.frame;
    if (shape == "avatar") {
        frame.width = frame.height = std::min({400, seen.width, seen.height});
    } else {
        frame.width = std::min({1500, seen.width, seen.height * 3});
        frame.height = std::max(1, frame.width / 3);
    }
    plan.reduction = std::min(seen.width / frame.width, seen.height / frame.height);
    return true;
}

// vips_thumbnail_buffer() would do this and the next step in one, but it forgets fail_on: cut files would pass.
VipsImage* open(std::string& file, int reduction) {
    if (!file.starts_with("\xFF\xD8"))
        return vips_image_new_from_buffer(file.data(), file.size(), "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr);
    // JPEG is decoded at a fraction of its size for a fraction of the time. Half of the reduction is left for resampling.
    auto shrink = reduction >= 16 ? 8 : reduction >= 8 ? 4 : reduction >= 4 ? 2 : 1;
    VipsImage* image = nullptr;
    if (vips_jpegload_buffer(file.data(), file.size(), &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED, "shrink", shrink, nullptr) != 0)
        return nullptr;
    return image;
}

// One step of the work: takes the image, gives the next one or nothing.
template <class Step>
VipsImage* then(VipsImage* image, Step step) {
    VipsImage* next = nullptr;
    if (image && step(image, &next) != 0) next = nullptr;
    if (image) g_object_unref(image);
    return next;
}

VipsImage* pixels_of(std::string& file, Plan const& plan) {
    // Turned by its orientation and brought to sRGB by its profile here: both are gone afterwards.
    auto image = then(open(file, plan.reduction), [&frame = plan.frame](auto from, auto to) {
        return vips_thumbnail_image(from, to, frame.width, "height", frame.height, "crop", VIPS_INTERESTING_CENTRE, "export_profile", "srgb", nullptr);
    });
    image = then(image, [](auto from, auto to) { return vips_colourspace(from, to, VIPS_INTERPRETATION_sRGB, nullptr); });
    image = then(image, [](auto from, auto to) { return vips_cast(from, to, VIPS_FORMAT_UCHAR, nullptr); });
    image = then(image, [](auto from, auto to) { return vips_copy(from, to, nullptr); });  // ours alone, so that it may be changed
    if (!image) return nullptr;
    auto fields = vips_image_get_fields(image);
    for (auto field = fields; *field; ++field) vips_image_remove(image, *field);
    g_strfreev(fields);
    return image;
}

int convert(std::string_view shape, std::string& file) {
    Plan plan{};
    if (!plan_for(shape, file, plan)) return not_a_picture;
    auto image = pixels_of(file, plan);
    if (!image) return not_a_picture;
    void* bytes = nullptr;
    std::size_t size = 0;
    if (vips_webpsave_buffer(image, &bytes, &size, "Q", 80, "strip", TRUE, nullptr) != 0) return not_a_picture;
    return write_whole(STDOUT_FILENO, {static_cast<char const*>(bytes), size}) ? 0 : broken;
}

}  // namespace

int main(int count, char** arguments) {
    std::string_view shape = count == 2 ? arguments[1] : "";
    if (shape != "avatar" && shape != "header") return broken;
    sandbox::limit_resources();
    auto file = read_whole(STDIN_FILENO);
    if (!start_library(arguments[0])) return broken;
    sandbox::close_the_doors();
    ::_exit(convert(shape, file));  // without the library's own ending, which does more than the doors allow
}
