// Pictures for the tests: drawn and looked at with libvips, and doctored by hand.
#pragma once
#include <array>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <vips/vips.h>
#include <zlib.h>

namespace drawing {

inline void require(bool worked) {
    if (!worked) throw std::runtime_error(vips_error_buffer());
}

inline void start() {
    static bool const started = [] {
        ::setenv("VIPSHOME", "/nonexistent", 1);
        return vips_init("test") == 0;
    }();
    require(started);
}

struct Image {
    VipsImage* held = nullptr;
    explicit Image(VipsImage* image) : held(image) { require(held != nullptr); }
    Image(Image&& other) noexcept : held(std::exchange(other.held, nullptr)) {}
    ~Image() {
        if (held) g_object_unref(held);
    }
    int width() const { return vips_image_get_width(held); }
    int height() const { return vips_image_get_height(held); }
    std::array<int, 4> at(int x, int y) const {
        double* values = nullptr;
        int count = 0;
        require(vips_getpoint(held, &values, &count, x, y, nullptr) == 0);
        std::array<int, 4> color{0, 0, 0, 255};
        for (int i = 0; i < count && i < 4; ++i) color[static_cast<std::size_t>(i)] = static_cast<int>(values[i]);
        g_free(values);
        return color;
    }
    bool is_red(int x, int y) const { auto color = at(x, y); return color[0] > 180 && color[2] < 90; }
    bool is_blue(int x, int y) const { auto color = at(x, y); return color[2] > 180 && color[0] < 90; }
};

// The left half red, the right half blue; `bands` 4 makes the blue half transparent.
inline Image halves(int width, int height, int bands = 3) {
    start();
    std::string pixels;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            bool left = x < width / 2;
            pixels += left ? '\xFF' : '\0';
            pixels += '\0';
            pixels += left ? '\0' : '\xFF';
            if (bands == 4) pixels += left ? '\xFF' : '\0';
        }
    Image raw(vips_image_new_from_memory_copy(pixels.data(), pixels.size(), width, height, bands, VIPS_FORMAT_UCHAR));
    VipsImage* image = nullptr;
    require(vips_copy(raw.held, &image, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) == 0);
    return Image(image);
}

inline std::string save(Image const& image, char const* options) {
    void* bytes = nullptr;
    std::size_t size = 0;
    require(vips_image_write_to_buffer(image.held, options, &bytes, &size, nullptr) == 0);
    std::string file(static_cast<char*>(bytes), size);
    g_free(bytes);
    return file;
}

// Frames that differ, a tenth of a second each.
inline std::string animated(int width, int height, int frames, char const* options) {
    start();
    std::string pixels;
    for (int frame = 0; frame < frames; ++frame)
        for (int i = 0; i < width * height; ++i) pixels += {static_cast<char>(frame * 80), static_cast<char>(i % width / 2), static_cast<char>(200 - frame * 60)};
    Image raw(vips_image_new_from_memory_copy(pixels.data(), pixels.size(), width, height * frames, 3, VIPS_FORMAT_UCHAR));
    VipsImage* copied = nullptr;
    require(vips_copy(raw.held, &copied, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) == 0);
    Image image(copied);
    vips_image_set_int(image.held, "page-height", height);
    std::vector<int> delays(static_cast<std::size_t>(frames), 100);
    vips_image_set_array_int(image.held, "delay", delays.data(), frames);
    return save(image, options);
}
inline std::string animated_gif(int width, int height, int frames) { return animated(width, height, frames, ".gif"); }

// AVIF and HEIC come with a module of their own.
inline std::string save_heif(Image const& image, VipsForeignHeifCompression compression) {
    static bool const loaded = [] {
        auto module = ::dlopen(VIPS_MODULES "/vips-heif.so", RTLD_NOW);
        auto begin = module ? reinterpret_cast<char const* (*)(GModule*)>(::dlsym(module, "g_module_check_init")) : nullptr;
        if (begin) begin(nullptr);
        return begin != nullptr;
    }();
    require(loaded);
    void* bytes = nullptr;
    std::size_t size = 0;
    require(vips_heifsave_buffer(image.held, &bytes, &size, "compression", compression, "Q", 80, "effort", 0, nullptr) == 0);
    std::string file(static_cast<char*>(bytes), size);
    g_free(bytes);
    return file;
}

// The whole picture in memory: nothing is read later.
inline Image load(std::string const& file) {
    start();
    Image lazy(vips_image_new_from_buffer(file.data(), file.size(), "", nullptr));
    return Image(vips_image_copy_memory(lazy.held));
}

inline Image load_all(std::string const& file) {  // every frame
    start();
    Image lazy(vips_image_new_from_buffer(file.data(), file.size(), "[n=-1]", nullptr));
    return Image(vips_image_copy_memory(lazy.held));
}

inline std::string big16(unsigned number) { return {static_cast<char>(number >> 8), static_cast<char>(number)}; }
inline std::string big32(std::size_t number) { return big16(static_cast<unsigned>(number >> 16 & 0xFFFF)) + big16(static_cast<unsigned>(number & 0xFFFF)); }
inline std::string little32(std::size_t number) {
    auto text = big32(number);
    return {text.rbegin(), text.rend()};
}

inline constexpr std::string_view secret = "PLANTED-SECRET-51.5007N";

// TIFF as EXIF has it: an orientation, and a description that must not be seen again.
inline std::string exif(int orientation) {
    std::string tiff("MM\0*\0\0\0\x08\0\x02", 10);
    tiff += std::string("\x01\x0E\0\x02", 4) + big32(secret.size() + 1) + big32(38);
    tiff += std::string("\x01\x12\0\x03", 4) + big32(1) + big16(static_cast<unsigned>(orientation)) + big16(0);
    tiff += big32(0);
    return tiff + std::string(secret) + std::string(1, '\0');
}

inline std::string xmp() { return "<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + std::string(secret) + "</x:xmpmeta>"; }

inline std::string jpeg_segment(char marker, std::string const& content) {
    return std::string("\xFF") + marker + big16(static_cast<unsigned>(content.size() + 2)) + content;
}

inline std::string with_metadata_in_jpeg(std::string jpeg, int orientation) {
    auto planted = jpeg_segment('\xE1', std::string("Exif\0\0", 6) + exif(orientation)) +
                   jpeg_segment('\xE1', std::string("http://ns.adobe.com/xap/1.0/") + '\0' + xmp()) + jpeg_segment('\xFE', std::string(secret));
    return jpeg.insert(2, planted);
}

inline std::string png_chunk(std::string const& name, std::string const& content) {
    auto body = name + content;
    auto sum = ::crc32(0, reinterpret_cast<unsigned char const*>(body.data()), static_cast<unsigned>(body.size()));
    return big32(content.size()) + body + big32(sum);
}

inline std::string with_metadata_in_png(std::string png) {
    auto planted = png_chunk("eXIf", exif(1)) + png_chunk("tEXt", std::string("Comment") + '\0' + std::string(secret)) +
                   png_chunk("iTXt", std::string("XML:com.adobe.xmp\0\0\0\0\0", 22) + xmp());
    return png.insert(33, planted);  // after IHDR
}

inline std::string riff_chunk(std::string const& name, std::string const& content) {
    return name + little32(content.size()) + content + std::string(content.size() & 1, '\0');
}

// `pixels`: the VP8 or VP8L chunk of a simple file.
inline std::string with_metadata_in_webp(std::string const& pixels, int width, int height, int orientation) {
    auto canvas = std::string("\x0C\0\0\0", 4) + little32(static_cast<std::size_t>(width - 1)).substr(0, 3) + little32(static_cast<std::size_t>(height - 1)).substr(0, 3);
    auto body = "WEBP" + riff_chunk("VP8X", canvas) + pixels + riff_chunk("EXIF", exif(orientation)) + riff_chunk("XMP ", xmp());
    return "RIFF" + little32(body.size()) + body;
}

// The chunk that holds the pixels of a WebP without alpha.
inline std::string pixels_of_webp(std::string const& webp) {
    auto at = webp.find("VP8 ") == std::string::npos ? webp.find("VP8L") : webp.find("VP8 ");
    std::size_t size = 0;
    for (std::size_t i = 4; i-- > 0;) size = size << 8 | static_cast<unsigned char>(webp[at + 4 + i]);
    return webp.substr(at, 8 + size + (size & 1));
}

}  // namespace drawing
