// BlurHash (blurha.sh): a picture's broad colors in some thirty characters, shown until the picture is there.
#pragma once
#include <string>

namespace blurhash {

// `pixels`: 3 bytes each, sRGB, row by row. `across` and `down`: 1 to 9 components.
std::string encode(unsigned char const* pixels, int width, int height, int across, int down);

}  // namespace blurhash
