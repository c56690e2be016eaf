// Has one picture decoded by the worker, and takes its answer apart with care.
#include "media/decoding.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "media/media.hpp"
#include "media/process.hpp"
#include "media/worker/parts.hpp"

namespace media {
namespace {

constexpr base::Time patience = 40 * base::second;  // more than the worker's own limit of processor time
constexpr std::size_t largest_output = 64 << 20;    // a transparent picture of noise, as PNG
constexpr int not_a_picture = 1;                    // the worker's way to say so

}  // namespace

std::optional<std::string> decode(int file, std::string_view shape) {
    auto path = worker().empty() ? process::beside_us("salve-picture") : worker();
    auto outcome = process::run({.command = {path, std::string(shape)}, .input = file, .patience = patience, .largest_output = largest_output});
    if (outcome.worked()) return std::move(outcome.output);
    // A picture that takes the decoder down deserves a look.
    if (outcome.exit != not_a_picture)
        base::log(base::Level::warning, "media.worker_failed", {{"status", std::int64_t{std::max(outcome.exit, 0)}}, {"signal", std::int64_t{outcome.signal}}});
    return std::nullopt;
}

std::optional<Decoded> sort_out(std::string_view output) {
    Decoded made;
    auto clean = [](std::string_view content, Plain& place) {
        auto cleaned = content.starts_with("RIFF") ? only_frames(content) : content.starts_with("\x89PNG") ? only_pixels_of_png(content) : only_pixels_of_jpeg(content);
        if (cleaned) place = std::move(*cleaned);
        return cleaned.has_value();
    };
    while (!output.empty()) {
        if (output.size() < 5) return std::nullopt;
        std::size_t size = 0;
        for (std::size_t i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(output[i]);
        if (size > output.size() - 5) return std::nullopt;
        auto kind = static_cast<parts::Kind>(output.front());
        auto content = output.substr(5, size);
        output.remove_prefix(5 + size);
        bool fine = true;
        switch (kind) {
        case parts::Kind::any: fine = clean(content, made.any); break;
        case parts::Kind::webp: fine = clean(content, made.webp); break;
        case parts::Kind::small_any: fine = clean(content, made.small_any); break;
        case parts::Kind::small_webp: fine = clean(content, made.small_webp); break;
        case parts::Kind::moving: fine = clean(content, made.moving); break;
        case parts::Kind::blurhash: fine = is_blurhash(content); made.blurhash = content; break;
        default: fine = false;
        }
        if (!fine) return std::nullopt;
    }
    if (made.any.file.empty()) return std::nullopt;
    return made;
}

std::string_view ending_of(std::string_view picture) {
    return picture.starts_with("RIFF") ? ".webp" : picture.starts_with("\x89PNG") ? ".png" : ".jpg";
}

}  // namespace media
