// Sky, sun, hills behind hills, and water or a meadow in front: each a few sines and two colors.
#include "demo/drawing.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <zlib.h>

namespace demo {
namespace {

constexpr int width = 960, height = 640;

struct Color {
    double red, green, blue;
    Color towards(Color other, double share) const {
        share = std::clamp(share, 0.0, 1.0);
        return {red + (other.red - red) * share, green + (other.green - green) * share, blue + (other.blue - blue) * share};
    }
};

struct Landscape {
    std::string_view name;
    Color zenith, horizon, sun, far, near, ground;
    double sun_x, sun_y, sun_radius;  // in shares of the picture
    int ridges;
    double foreground;  // where the ground begins, from above
    bool water;
    double phase;       // other hills for each
};

constexpr std::array landscapes = {
    Landscape{"river", {120, 178, 214}, {252, 226, 190}, {255, 246, 220}, {150, 178, 190}, {58, 98, 84}, {96, 150, 160}, 0.70, 0.36, 0.045, 4, 0.70, true, 0.4},
    Landscape{"meadow", {98, 164, 220}, {222, 238, 240}, {255, 252, 232}, {150, 184, 176}, {70, 120, 72}, {138, 170, 76}, 0.25, 0.20, 0.040, 3, 0.66, false, 2.1},
    Landscape{"smoke", {150, 122, 96}, {226, 168, 106}, {252, 120, 64}, {214, 168, 120}, {104, 78, 62}, {74, 58, 50}, 0.60, 0.34, 0.038, 5, 0.84, false, 3.7},
    Landscape{"evening", {38, 34, 84}, {236, 138, 116}, {250, 240, 220}, {112, 84, 128}, {30, 30, 58}, {58, 56, 104}, 0.30, 0.24, 0.030, 4, 0.72, true, 5.2},
    Landscape{"clearing", {128, 176, 208}, {240, 206, 168}, {255, 232, 190}, {196, 184, 172}, {72, 96, 86}, {88, 112, 74}, 0.45, 0.40, 0.050, 4, 0.80, false, 6.6},
};

// How high the ridge stands at x: the nearer, the higher its waves.
double crest(Landscape const& scene, int ridge, double x) {
    auto nearness = (ridge + 1.0) / scene.ridges;
    auto base = 0.44 + (scene.foreground - 0.46) * nearness;
    auto wave = std::sin(x * (3.1 + ridge) + scene.phase * (ridge + 1)) * 0.050 + std::sin(x * (7.3 + 2 * ridge) + scene.phase) * 0.020 +
                std::sin(x * (19 + 5 * ridge) + scene.phase * 3) * 0.006;
    return base + wave * (0.6 + 0.4 * nearness);
}

Color sky(Landscape const& scene, double x, double y) {
    auto color = scene.zenith.towards(scene.horizon, std::pow(y / 0.62, 1.3));
    auto across = (x - scene.sun_x) * width / height, down = y - scene.sun_y;
    auto distance = std::sqrt(across * across + down * down);
    color = color.towards(scene.sun, 0.45 * std::exp(-distance * 7));
    return distance < scene.sun_radius ? scene.sun : color.towards(scene.sun, 1 - (distance - scene.sun_radius) * height / 1.5);
}

Color ground(Landscape const& scene, double x, double y) {
    auto depth = (y - scene.foreground) / (1 - scene.foreground);
    if (!scene.water) return scene.ground.towards(scene.near, 0.45 * depth + 0.10 * std::sin(x * 40 + depth * 60) * depth);
    // The sky upside down, broken by ripples that grow towards the shore.
    auto ripple = std::sin(depth * depth * 160 + std::sin(x * 9 + scene.phase) * 2) * 0.5 + 0.5;
    auto mirrored = sky(scene, x + 0.006 * std::sin(depth * 120), scene.foreground * (1 - depth * 0.8));
    return mirrored.towards(scene.ground, 0.35 + 0.35 * depth).towards(scene.sun, 0.10 * ripple * std::exp(-std::abs(x - scene.sun_x) * 9));
}

Color color_at(Landscape const& scene, double x, double y) {
    if (y >= scene.foreground) return ground(scene, x, y);
    for (int ridge = scene.ridges - 1; ridge >= 0; --ridge) {
        auto top = crest(scene, ridge, x);
        if (y < top) continue;
        auto nearness = scene.ridges > 1 ? static_cast<double>(ridge) / (scene.ridges - 1) : 1;
        // Haze lies in the valleys.
        return scene.far.towards(scene.near, nearness).towards(scene.horizon, 0.35 * (1 - nearness) + (y - top) * 1.2 * (1 - 0.6 * nearness));
    }
    return sky(scene, x, y);
}

void append_big32(std::string& out, unsigned long number) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xFF);
}

void append_chunk(std::string& out, std::string const& name, std::string const& content) {
    append_big32(out, content.size());
    auto body = name + content;
    out += body;
    append_big32(out, crc32(0, reinterpret_cast<Bytef const*>(body.data()), static_cast<uInt>(body.size())));
}

std::string as_png(std::string const& rows) {
    auto size = compressBound(rows.size());
    std::string packed(size, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<Bytef const*>(rows.data()), rows.size(), 6);
    packed.resize(size);
    std::string head;
    append_big32(head, width);
    append_big32(head, height);
    head += std::string("\x08\x02\0\0\0", 5);  // 8 bits, red green blue
    std::string file = "\x89PNG\r\n\x1a\n";
    append_chunk(file, "IHDR", head);
    append_chunk(file, "IDAT", packed);
    append_chunk(file, "IEND", "");
    return file;
}

}  // namespace

std::string painted(std::string_view name) {
    auto scene = std::ranges::find(landscapes, name, &Landscape::name);
    if (scene == landscapes.end()) throw std::logic_error("nobody knows how to paint this");
    std::string rows;
    rows.reserve(static_cast<std::size_t>(height) * (width * 3 + 1));
    auto byte = [](double value) { return static_cast<char>(static_cast<unsigned char>(std::clamp(value, 0.0, 255.0))); };
    for (int y = 0; y < height; ++y) {
        rows += '\0';
        for (int x = 0; x < width; ++x) {
            auto color = color_at(*scene, (x + 0.5) / width, (y + 0.5) / height);
            rows += {byte(color.red), byte(color.green), byte(color.blue)};
        }
    }
    return as_png(rows);
}

}  // namespace demo
