// The published algorithm: a cosine transform of the linear colors, its coefficients written in base 83.
#include "media/worker/blurhash.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace blurhash {
namespace {

struct Color {
    double red = 0, green = 0, blue = 0;
};

std::array<double, 256> const& linear() {
    static auto const table = [] {
        std::array<double, 256> made{};
        for (std::size_t i = 0; i < made.size(); ++i) {
            auto value = static_cast<double>(i) / 255;
            made[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        }
        return made;
    }();
    return table;
}

int to_srgb(double value) {
    auto clipped = std::clamp(value, 0.0, 1.0);
    auto curved = clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * std::pow(clipped, 1 / 2.4) - 0.055;
    return static_cast<int>(curved * 255 + 0.5);
}

void append(std::string& out, int value, int digits) {
    static constexpr char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    int divisor = 1;
    for (int i = 1; i < digits; ++i) divisor *= 83;
    for (; digits > 0; --digits, divisor /= 83) out += alphabet[value / divisor % 83];
}

std::vector<double> waves(int length, int components) {
    std::vector<double> made;
    for (int component = 0; component < components; ++component)
        for (int place = 0; place < length; ++place) made.push_back(std::cos(std::numbers::pi * component * place / length));
    return made;
}

Color coefficient(unsigned char const* pixels, int width, int height, double const* across, double const* down, double scale) {
    Color sum;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x, pixels += 3) {
            auto weight = across[x] * down[y];
            sum.red += weight * linear()[pixels[0]];
            sum.green += weight * linear()[pixels[1]];
            sum.blue += weight * linear()[pixels[2]];
        }
    scale /= static_cast<double>(width) * height;
    return {sum.red * scale, sum.green * scale, sum.blue * scale};
}

int step_of(double value, double largest) {
    auto share = value / largest;
    return std::clamp(static_cast<int>(std::floor(std::copysign(std::sqrt(std::abs(share)), share) * 9 + 9.5)), 0, 18);
}

}  // namespace

std::string encode(unsigned char const* pixels, int width, int height, int across, int down) {
    auto horizontal = waves(width, across), vertical = waves(height, down);
    std::vector<Color> found;
    double largest = 0;
    for (int y = 0; y < down; ++y)
        for (int x = 0; x < across; ++x) {
            auto one = coefficient(pixels, width, height, &horizontal[static_cast<std::size_t>(x * width)], &vertical[static_cast<std::size_t>(y * height)], x || y ? 2 : 1);
            if (x || y) largest = std::max({largest, std::abs(one.red), std::abs(one.green), std::abs(one.blue)});
            found.push_back(one);
        }
    std::string hash;
    append(hash, across - 1 + (down - 1) * 9, 1);
    auto step = found.size() > 1 ? std::clamp(static_cast<int>(std::floor(largest * 166 - 0.5)), 0, 82) : 0;
    append(hash, step, 1);
    auto const& middle = found.front();
    append(hash, to_srgb(middle.red) << 16 | to_srgb(middle.green) << 8 | to_srgb(middle.blue), 4);
    auto most = (step + 1) / 166.0;
    for (std::size_t i = 1; i < found.size(); ++i)
        append(hash, (step_of(found[i].red, most) * 19 + step_of(found[i].green, most)) * 19 + step_of(found[i].blue, most), 2);
    return hash;
}

}  // namespace blurhash
