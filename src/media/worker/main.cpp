// salve-picture avatar|header: decodes the stranger's file on standard input and writes a WebP to standard output.
// salve-picture attachment|preview|emoji: writes several files, one after another; see parts.hpp.
// Decoders are where such files do their harm. So this is a process of its own, with little memory and time, and, once
// the file is read and the library has started, without files, sockets or programs.
#include "media/worker/blurhash.hpp"
#include "media/worker/parts.hpp"
#include "media/worker/sandbox.hpp"
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <dlfcn.h>
#include <memory>
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

bool is_heif(std::string_view file) { return file.size() > 12 && file.substr(4, 4) == "ftyp"; }

// AVIF and HEIC come with a module of their own, loaded for such a file only.
void load_heif() {
    auto module = ::dlopen(VIPS_MODULES "/vips-heif.so", RTLD_NOW);
    auto start = module ? reinterpret_cast<char const* (*)(GModule*)>(::dlsym(module, "g_module_check_init")) : nullptr;
    if (start) start(nullptr);
}

// Five decoders and no other. Pointing the library at a place without modules keeps ImageMagick and its like from being
// loaded at all, and makes the start fifteen times shorter.
bool start_library(char const* program, std::string_view file) {
    ::setenv("VIPSHOME", "/nonexistent", 1);
    if (vips_init(program) != 0) return false;
    if (is_heif(file)) load_heif();
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (auto decoder : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif", "VipsForeignLoadHeif"})
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

Size fitted(Size seen, int longest, double pixels) {
    auto scale = std::min({1.0, static_cast<double>(longest) / std::max(seen.width, seen.height), std::sqrt(pixels / (static_cast<double>(seen.width) * seen.height))});
    auto side = [scale](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
    return {side(seen.width), side(seen.height)};
}

bool plan_for(std::string_view shape, std::string const& file, Plan& plan) {
    auto image = vips_image_new_from_buffer(file.data(), file.size(), "", nullptr);
    if (!image) return false;
    Size seen{vips_image_get_width(image), vips_image_get_height(image)};
    if (vips_image_get_orientation(image) >= 5) std::swap(seen.width, seen.height);
    g_object_unref(image);
    auto& frame = plan.frame;
    if (shape == "avatar") {
        frame.width = frame.height = std::min({400, seen.width, seen.height});
    } else if (shape == "header") {
        frame.width = std::min({1500, seen.width, seen.height * 3});
        frame.height = std::max(1, frame.width / 3);
    } else {
        frame = shape == "attachment" ? fitted(seen, parts::longest_side, parts::most_pixels) : fitted(seen, shape == "emoji" ? parts::emoji_side : parts::preview_side, parts::most_pixels);
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

// Nothing but pixels: 8 bits, sRGB, without a single field.
VipsImage* bare(VipsImage* image) {
    image = then(image, [](auto from, auto to) { return vips_colourspace(from, to, VIPS_INTERPRETATION_sRGB, nullptr); });
    image = then(image, [](auto from, auto to) { return vips_cast(from, to, VIPS_FORMAT_UCHAR, nullptr); });
    image = then(image, [](auto from, auto to) { return vips_copy(from, to, nullptr); });  // ours alone, so that it may be changed
    if (!image) return nullptr;
    auto fields = vips_image_get_fields(image);
    for (auto field = fields; *field; ++field) vips_image_remove(image, *field);
    g_strfreev(fields);
    return image;
}

// Turned by its orientation and brought to sRGB by its profile here: both are gone afterwards.
VipsImage* pixels_of(std::string& file, Plan const& plan, bool cut) {
    return bare(then(open(file, plan.reduction), [&frame = plan.frame, cut](auto from, auto to) {
        return vips_thumbnail_image(from, to, frame.width, "height", frame.height, "crop", cut ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE,
                                    "size", cut ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN, "export_profile", "srgb", nullptr);
    }));
}

struct Release {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Release>;

using Save = int (*)(VipsImage*, void**, std::size_t*);

int save_webp(VipsImage* image, void** bytes, std::size_t* size) { return vips_webpsave_buffer(image, bytes, size, "Q", 80, "effort", 3, "strip", TRUE, nullptr); }
int save_jpeg(VipsImage* image, void** bytes, std::size_t* size) {
    return vips_jpegsave_buffer(image, bytes, size, "Q", 85, "optimize_coding", TRUE, "interlace", TRUE, "strip", TRUE, nullptr);
}
int save_png(VipsImage* image, void** bytes, std::size_t* size) { return vips_pngsave_buffer(image, bytes, size, "compression", 6, "strip", TRUE, nullptr); }

std::string saved(Image const& image, Save save) {
    void* bytes = nullptr;
    std::size_t size = 0;
    if (!image || save(image.get(), &bytes, &size) != 0) return {};
    std::string file(static_cast<char const*>(bytes), size);
    g_free(bytes);
    return file;
}

// Every pixel decoded, once: several files are made of them.
Image in_memory(VipsImage* image) {
    if (!image) return nullptr;
    auto copied = vips_image_copy_memory(image);
    g_object_unref(image);
    return Image(copied);
}

bool shows_through(Image const& image) {
    if (!vips_image_hasalpha(image.get())) return false;
    VipsImage* alpha = nullptr;
    double least = 255;
    if (vips_extract_band(image.get(), &alpha, vips_image_get_bands(image.get()) - 1, nullptr) != 0) return false;
    vips_min(alpha, &least, nullptr);
    g_object_unref(alpha);
    return least < 255;
}

// Three bands, over white where it is transparent.
Image opaque(Image const& image) {
    auto white = vips_array_double_newv(1, 255.0);
    VipsImage* flat = nullptr;
    auto worked = vips_image_hasalpha(image.get()) ? vips_flatten(image.get(), &flat, "background", white, nullptr) : vips_copy(image.get(), &flat, nullptr);
    vips_area_unref(VIPS_AREA(white));
    return worked == 0 ? in_memory(flat) : nullptr;
}

Image shrunk(Image const& image, int side) {
    VipsImage* small = nullptr;
    if (vips_thumbnail_image(image.get(), &small, side, "height", side, "size", VIPS_SIZE_DOWN, nullptr) != 0) return nullptr;
    return in_memory(bare(small));
}

std::string blurhash_of(Image const& image) {
    auto flat = opaque(image);
    auto tiny = flat ? shrunk(flat, 48) : nullptr;
    if (!tiny || vips_image_get_bands(tiny.get()) != 3) return {};
    auto width = vips_image_get_width(tiny.get()), height = vips_image_get_height(tiny.get());
    std::size_t size = 0;
    auto pixels = static_cast<unsigned char*>(vips_image_write_to_memory(tiny.get(), &size));
    if (!pixels) return {};
    auto hash = blurhash::encode(pixels, width, height, width >= height ? 4 : 3, width >= height ? 3 : 4);
    g_free(pixels);
    return hash;
}

// What every app can show: PNG where something shines through, or where it was drawn and does not cost much; else JPEG.
bool write_for_any(Image const& image, bool drawn, parts::Kind kind) {
    if (shows_through(image)) {
        auto png = saved(image, save_png);
        return !png.empty() && parts::write(STDOUT_FILENO, kind, png);
    }
    auto flat = opaque(image);
    auto png = drawn ? saved(flat, save_png) : std::string();
    if (!png.empty() && png.size() <= parts::largest_drawing) return parts::write(STDOUT_FILENO, kind, png);
    auto jpeg = saved(flat, save_jpeg);
    return !jpeg.empty() && parts::write(STDOUT_FILENO, kind, jpeg);
}

bool write_pair(Image const& image, bool drawn, parts::Kind any, parts::Kind webp) {
    auto small = saved(image, save_webp);
    return !small.empty() && write_for_any(image, drawn, any) && parts::write(STDOUT_FILENO, webp, small);
}

bool write_moving(std::string& file, int side) {
    VipsImage* image = nullptr;
    auto worked = file.starts_with("GIF8") ? vips_gifload_buffer(file.data(), file.size(), &image, "n", -1, nullptr)
                                           : vips_webpload_buffer(file.data(), file.size(), &image, "n", -1, nullptr);
    if (worked != 0) return false;
    image = then(image, [side](auto from, auto to) { return vips_thumbnail_image(from, to, side, "height", side, "size", VIPS_SIZE_DOWN, nullptr); });
    auto frames = in_memory(image);
    auto moving = saved(frames, save_webp);
    return !moving.empty() && parts::write(STDOUT_FILENO, parts::Kind::moving, moving);
}

// A WebP of several frames that are not too much work together. GIFs become films elsewhere.
bool is_short_film(std::string& file) {
    VipsImage* image = nullptr;
    if (!file.starts_with("RIFF") || vips_webpload_buffer(file.data(), file.size(), &image, "n", -1, nullptr) != 0) return false;
    auto pixels = static_cast<double>(vips_image_get_width(image)) * vips_image_get_height(image);
    auto frames = vips_image_get_n_pages(image);
    g_object_unref(image);
    return frames > 1 && pixels <= parts::most_moving_pixels;
}

int convert_whole(std::string_view shape, std::string& file, Plan const& plan) {
    auto image = in_memory(pixels_of(file, plan, false));
    if (!image) return not_a_picture;
    bool drawn = !file.starts_with("\xFF\xD8") && !is_heif(file);
    if (shape == "emoji") {
        auto png = saved(image, save_png);
        if (png.empty()) return not_a_picture;
        return parts::write(STDOUT_FILENO, parts::Kind::any, png) && (!parts::may_move(file) || write_moving(file, parts::emoji_side)) ? 0 : not_a_picture;
    }
    if (!write_pair(image, drawn, parts::Kind::any, parts::Kind::webp)) return not_a_picture;
    if (shape == "attachment") {
        auto small = shrunk(image, parts::preview_side);
        if (!small || !write_pair(small, false, parts::Kind::small_any, parts::Kind::small_webp)) return not_a_picture;
        if (is_short_film(file) && !write_moving(file, parts::moving_side)) return not_a_picture;
    }
    return parts::write(STDOUT_FILENO, parts::Kind::blurhash, blurhash_of(image)) ? 0 : broken;
}

int convert(std::string_view shape, std::string& file) {
    Plan plan{};
    if (!plan_for(shape, file, plan)) return not_a_picture;
    if (shape != "avatar" && shape != "header") return convert_whole(shape, file, plan);
    Image image(pixels_of(file, plan, true));
    auto webp = saved(image, save_webp);
    if (webp.empty()) return not_a_picture;
    return parts::write_whole(STDOUT_FILENO, webp) ? 0 : broken;
}

}  // namespace

int main(int count, char** arguments) {
    std::string_view shape = count == 2 ? arguments[1] : "";
    constexpr std::string_view shapes[] = {"avatar", "header", "attachment", "preview", "emoji"};
    if (std::ranges::find(shapes, shape) == std::end(shapes)) return broken;
    sandbox::limit_resources();
    auto file = read_whole(STDIN_FILENO);
    if (!start_library(arguments[0], file)) return broken;
    sandbox::close_the_doors();
    ::_exit(convert(shape, file));  // without the library's own ending, which does more than the doors allow
}
