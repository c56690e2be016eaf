// Keeps of a picture what shows it, and drops the rest: what the worker gives back is cleaned by these.
#include "media/formats.hpp"
#include <algorithm>
#include <array>

namespace media {
namespace {

using namespace std::string_view_literals;

std::uint32_t byte(std::string_view file, std::size_t at) { return static_cast<unsigned char>(file[at]); }
std::size_t big16(std::string_view file, std::size_t at) { return byte(file, at) << 8 | byte(file, at + 1); }
std::size_t big32(std::string_view file, std::size_t at) { return big16(file, at) << 16 | big16(file, at + 2); }

Plain plain(std::string file, Seen const& seen) { return {std::move(file), static_cast<int>(seen.width), static_cast<int>(seen.height)}; }

// Frames, tables, restart intervals and the JFIF head: all that a decoder asks for.
bool is_needed(std::uint32_t marker) { return (marker >= 0xC0 && marker <= 0xCF) || marker == 0xDB || marker == 0xDD || marker == 0xE0; }

// Where the pixels of one scan end: at the next marker that is neither a stuffed zero nor a restart.
std::size_t end_of_scan(std::string_view jpeg, std::size_t at) {
    for (; at + 1 < jpeg.size(); ++at) {
        auto next = byte(jpeg, at + 1);
        if (byte(jpeg, at) == 0xFF && next != 0 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) return at;
    }
    return jpeg.npos;
}

constexpr std::array needed_chunks = {"IHDR"sv, "PLTE"sv, "tRNS"sv, "IDAT"sv, "IEND"sv};

constexpr std::string_view base83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

}  // namespace

std::optional<Plain> only_pixels_of_jpeg(std::string_view jpeg) {
    auto seen = jpeg.starts_with("\xFF\xD8\xFF"sv) ? look_at(jpeg) : std::nullopt;
    if (!seen) return std::nullopt;
    std::string kept(jpeg.substr(0, 2));
    std::size_t at = 2;
    while (at + 4 <= jpeg.size() && byte(jpeg, at) == 0xFF) {
        auto marker = byte(jpeg, at + 1);
        if (marker == 0xD9) return plain(kept + "\xFF\xD9", *seen);
        auto end = at + 2 + big16(jpeg, at + 2);
        if (marker == 0xDA) end = end_of_scan(jpeg, std::min(end, jpeg.size()));
        if (end > jpeg.size()) return std::nullopt;
        // A JFIF head may carry a thumbnail: only one without is as long as this.
        if (marker == 0xDA || (is_needed(marker) && (marker != 0xE0 || end - at == 18))) kept += jpeg.substr(at, end - at);
        at = end;
    }
    if (jpeg.substr(std::min(at, jpeg.size())).starts_with("\xFF\xD9"sv)) return plain(kept + "\xFF\xD9", *seen);
    return std::nullopt;
}

std::optional<Plain> only_pixels_of_png(std::string_view png) {
    auto seen = png.starts_with("\x89PNG\r\n\x1a\n"sv) ? look_at(png) : std::nullopt;
    if (!seen) return std::nullopt;
    std::string kept(png.substr(0, 8));
    for (std::size_t at = 8; at + 12 <= png.size();) {
        auto size = big32(png, at);
        if (size > png.size() - at - 12) return std::nullopt;
        auto name = png.substr(at + 4, 4);
        if (std::ranges::find(needed_chunks, name) != needed_chunks.end()) kept += png.substr(at, size + 12);
        if (name == "IEND") return plain(std::move(kept), *seen);
        at += size + 12;
    }
    return std::nullopt;
}

bool is_film_or_sound(std::string_view head) {
    auto at = [&](std::size_t place, std::string_view mark) { return head.size() >= place + mark.size() && head.substr(place, mark.size()) == mark; };
    if (at(4, "ftyp") || at(4, "moov") || at(4, "mdat") || at(4, "wide") || at(4, "free") || at(4, "skip")) return true;
    if (at(0, "\x1A\x45\xDF\xA3") || at(0, "OggS") || at(0, "ID3") || at(0, "fLaC")) return true;
    if (at(0, "RIFF") && (at(8, "WAVE") || at(8, "AVI "))) return true;
    if (head.size() < 2 || byte(head, 0) != 0xFF) return false;
    return (byte(head, 1) & 0xE0) == 0xE0 && byte(head, 1) != 0xFF;  // a frame of MPEG audio or of AAC
}

bool is_blurhash(std::string_view hash) {
    constexpr std::size_t length = 4 + 2 * 4 * 3;
    return hash.size() == length && std::ranges::all_of(hash, [](char c) { return base83.contains(c); });
}

}  // namespace media
