// What the worker writes when one picture becomes several files: for each a kind, its size in 4 bytes, and its bytes.
// The server reads these: see media/decoding.cpp.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unistd.h>

namespace parts {

enum class Kind : char { any = 'a', webp = 'w', small_any = 'A', small_webp = 'W', blurhash = 'b', moving = 'm' };

inline constexpr int longest_side = 3840, preview_side = 640, emoji_side = 256, moving_side = 1280;
inline constexpr double most_pixels = 8.3e6;
inline constexpr double most_moving_pixels = 20e6;  // of all frames
inline constexpr std::size_t largest_drawing = 3 << 20;

// Whether the file is of a kind that may have several frames.
inline bool may_move(std::string_view file) { return file.starts_with("GIF8") || file.starts_with("RIFF"); }

inline bool write_whole(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

inline bool write(int file, Kind kind, std::string_view content) {
    std::string head(1, static_cast<char>(kind));
    for (int shift = 24; shift >= 0; shift -= 8) head += static_cast<char>(content.size() >> shift & 0xFF);
    return write_whole(file, head) && write_whole(file, content);
}

}  // namespace parts
