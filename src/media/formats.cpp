// Reads the heads of picture files. Every read is checked: these bytes are a stranger's.
#include "media/formats.hpp"
#include <algorithm>

namespace media {
namespace {

using namespace std::string_view_literals;

std::uint32_t byte(std::string_view file, std::size_t at) { return static_cast<unsigned char>(file[at]); }
std::uint32_t big16(std::string_view file, std::size_t at) { return byte(file, at) << 8 | byte(file, at + 1); }
std::uint32_t big32(std::string_view file, std::size_t at) { return big16(file, at) << 16 | big16(file, at + 2); }
std::uint32_t little16(std::string_view file, std::size_t at) { return byte(file, at) | byte(file, at + 1) << 8; }
std::uint32_t little24(std::string_view file, std::size_t at) { return little16(file, at) | byte(file, at + 2) << 16; }
std::uint32_t little32(std::string_view file, std::size_t at) { return little16(file, at) | little16(file, at + 2) << 16; }

std::optional<Seen> seen(Format format, std::int64_t width, std::int64_t height) {
    if (width == 0 || height == 0) return std::nullopt;
    return Seen{format, width, height};
}

std::optional<Seen> look_at_png(std::string_view file) {
    if (file.size() < 33 || file.substr(12, 4) != "IHDR") return std::nullopt;
    return seen(Format::png, big32(file, 16), big32(file, 20));
}

std::optional<Seen> look_at_gif(std::string_view file) {
    if (file.size() < 13) return std::nullopt;
    return seen(Format::gif, little16(file, 6), little16(file, 8));
}

// SOF0 to SOF15, without the three in between that mean something else: tables, an extension, arithmetic conditions.
bool is_frame(std::uint32_t marker) { return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC; }

std::optional<Seen> look_at_jpeg(std::string_view file) {
    std::size_t at = 2;
    for (;;) {
        if (at >= file.size() || byte(file, at) != 0xFF) return std::nullopt;
        while (at < file.size() && byte(file, at) == 0xFF) ++at;  // any number may fill the space before a marker
        if (at + 3 > file.size()) return std::nullopt;
        auto marker = byte(file, at);
        auto length = big16(file, at + 1);
        if (marker == 0xD9 || marker == 0xDA || length < 2) return std::nullopt;  // pixels or the end before any size
        if (is_frame(marker)) {
            if (length < 8 || at + 1 + length > file.size()) return std::nullopt;
            return seen(Format::jpeg, big16(file, at + 6), big16(file, at + 4));
        }
        at += 1 + length;
    }
}

// The chunks of a RIFF file, one after another.
struct Chunks {
    std::string_view rest;
    std::string_view name, content;
    bool next() {
        if (rest.size() < 8) return false;
        auto size = little32(rest, 4);
        if (size > rest.size() - 8) return false;
        name = rest.substr(0, 4);
        content = rest.substr(8, size);
        rest.remove_prefix(std::min<std::size_t>(rest.size(), 8 + size + (size & 1)));
        return true;
    }
};

bool is_webp(std::string_view file) { return file.size() >= 12 && file.starts_with("RIFF") && file.substr(8, 4) == "WEBP"; }

Chunks chunks_of(std::string_view webp) {
    auto end = std::min<std::size_t>(webp.size(), std::size_t{8} + little32(webp, 4));
    return {end > 12 ? webp.substr(12, end - 12) : ""sv, {}, {}};
}

// The size by the chunk that must come first: lossy, lossless, or the canvas of anything else.
std::optional<Seen> size_in(Chunks const& chunk) {
    auto const& content = chunk.content;
    if (chunk.name == "VP8 " && content.size() >= 10 && content.substr(3, 3) == "\x9d\x01\x2a"sv)
        return seen(Format::webp, little16(content, 6) & 0x3FFF, little16(content, 8) & 0x3FFF);
    if (chunk.name == "VP8L" && content.size() >= 5 && content[0] == '\x2f') {
        auto bits = little32(content, 1);
        return seen(Format::webp, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }
    if (chunk.name == "VP8X" && content.size() >= 10)
        return seen(Format::webp, std::int64_t{little24(content, 4)} + 1, std::int64_t{little24(content, 7)} + 1);
    return std::nullopt;
}

void append_little32(std::string& out, std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xFF);
}

void append_chunk(std::string& out, std::string_view name, std::string_view content) {
    out += name;
    append_little32(out, static_cast<std::uint32_t>(content.size()));
    out += content;
    if (content.size() & 1) out += '\0';
}

// Boxes of ISO media files: a 32-bit size with itself, a name, the content. The size of the picture stands in an `ispe` box
// deep inside; of several (tiles, a thumbnail) the largest counts.
std::optional<Seen> look_at_heif(std::string_view file) {
    std::optional<Seen> largest;
    auto area = [](Seen const& each) { return static_cast<std::uint64_t>(each.width) * static_cast<std::uint64_t>(each.height); };  // of 32 bits each: it fits
    auto head = file.substr(0, 1 << 16);
    for (auto at = head.find("ispe"); at != head.npos && at + 16 <= head.size(); at = head.find("ispe", at + 4)) {
        auto one = seen(Format::heif, big32(head, at + 8), big32(head, at + 12));
        if (one && (!largest || area(*one) > area(*largest))) largest = one;
    }
    return largest;
}

bool is_heif(std::string_view file) {
    if (file.size() < 32 || file.substr(4, 4) != "ftyp") return false;
    auto brand = file.substr(8, 4);
    return brand == "avif" || brand == "heic" || brand == "heix" || brand == "mif1";
}

}  // namespace

std::optional<Seen> look_at(std::string_view file) {
    if (file.starts_with("\x89PNG\r\n\x1a\n"sv)) return look_at_png(file);
    if (file.starts_with("\xFF\xD8\xFF"sv)) return look_at_jpeg(file);
    if (file.starts_with("GIF87a"sv) || file.starts_with("GIF89a"sv)) return look_at_gif(file);
    if (is_heif(file)) return look_at_heif(file);  // after the JPEG: its mark may stand in the size of a box
    if (!is_webp(file)) return std::nullopt;
    auto chunk = chunks_of(file);
    return chunk.next() ? size_in(chunk) : std::nullopt;
}

// Whether a GIF has a second picture: its blocks are walked, not searched, for their content may look like anything.
static bool is_animated_gif(std::string_view gif) {
    auto skip_table = [](std::size_t at, std::uint32_t flags) { return at + (flags & 0x80 ? std::size_t{3} << ((flags & 7) + 1) : 0); };
    if (gif.size() < 13) return false;
    int pictures = 0;
    for (auto at = skip_table(13, byte(gif, 10)); at + 10 < gif.size();) {
        auto kind = byte(gif, at);
        if (kind == 0x2C) {
            if (++pictures == 2) return true;
            at = skip_table(at + 10, byte(gif, at + 9)) + 1;
        } else if (kind == 0x21) {
            at += 2;
        } else {
            return false;
        }
        while (at < gif.size() && byte(gif, at) != 0) at += byte(gif, at) + 1;
        ++at;
    }
    return false;
}

bool is_animated(std::string_view file) {
    if (file.starts_with("GIF8")) return is_animated_gif(file);
    if (!is_webp(file)) return false;
    int frames = 0;
    for (auto chunk = chunks_of(file); chunk.next();) frames += chunk.name == "ANMF";
    return frames > 1;
}

std::optional<Plain> only_frames(std::string_view webp) {
    if (!is_webp(webp)) return std::nullopt;
    auto chunk = chunks_of(webp);
    std::string body = "WEBP";
    std::optional<Seen> canvas;
    int frames = 0;
    while (chunk.next()) {
        if (chunk.name == "VP8X" && !canvas && (canvas = size_in(chunk))) {
            constexpr char alpha_and_animation = 0x12;
            std::string content(chunk.content.substr(0, 10));
            content[0] &= alpha_and_animation;
            append_chunk(body, chunk.name, content);
        } else if (chunk.name == "ANIM" && canvas && chunk.content.size() == 6) {
            append_chunk(body, chunk.name, chunk.content);
        } else if (chunk.name == "ANMF" && canvas && chunk.content.size() > 16) {
            std::string frame(chunk.content.substr(0, 16));
            bool drawn = false;
            for (Chunks part{chunk.content.substr(16), {}, {}}; part.next();) {
                bool pixels = part.name == "VP8 " || part.name == "VP8L";
                if (pixels || part.name == "ALPH") append_chunk(frame, part.name, part.content);
                drawn |= pixels;
            }
            if (!drawn) continue;
            append_chunk(body, chunk.name, frame);
            ++frames;
        }
    }
    if (!canvas || frames == 0) return only_pixels(webp);
    std::string file = "RIFF";
    append_little32(file, static_cast<std::uint32_t>(body.size()));
    return Plain{file + body, static_cast<int>(canvas->width), static_cast<int>(canvas->height)};
}

std::optional<Plain> only_pixels(std::string_view webp) {
    if (!is_webp(webp)) return std::nullopt;
    auto chunk = chunks_of(webp);
    std::optional<Seen> canvas, size;
    std::string head, alpha, pixels;
    while (chunk.next()) {
        if (chunk.name == "VP8X") {
            if (canvas || !(canvas = size_in(chunk))) return std::nullopt;
            constexpr char has_alpha = 0x10;  // all other flags promise chunks that are dropped here
            std::string content(chunk.content.substr(0, 10));
            content[0] &= has_alpha;
            append_chunk(head, chunk.name, content);
        } else if (chunk.name == "VP8 " || chunk.name == "VP8L") {
            if (size || !(size = size_in(chunk))) return std::nullopt;
            append_chunk(pixels, chunk.name, chunk.content);
        } else if (chunk.name == "ALPH") {
            if (!alpha.empty()) return std::nullopt;
            append_chunk(alpha, chunk.name, chunk.content);
        } else if (chunk.name == "ANMF") {
            return std::nullopt;
        }
    }
    if (!size || (canvas && (canvas->width != size->width || canvas->height != size->height))) return std::nullopt;
    if (!canvas) alpha.clear();  // no reader looks for it then
    auto body = "WEBP" + head + alpha + pixels;
    std::string file = "RIFF";
    append_little32(file, static_cast<std::uint32_t>(body.size()));
    return Plain{file + body, static_cast<int>(size->width), static_cast<int>(size->height)};
}

}  // namespace media
