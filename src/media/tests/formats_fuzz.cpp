// Heads of pictures are a stranger's bytes: reading them must not fault, and what was cleaned must stay clean.
#include "media/formats.hpp"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t size) {
    std::string_view file(reinterpret_cast<char const*>(bytes), size);
    auto seen = media::look_at(file);
    if (seen && (seen->width <= 0 || seen->height <= 0)) std::abort();
    (void)media::is_animated(file);
    (void)media::is_film_or_sound(file);
    for (auto clean : {media::only_frames, media::only_pixels_of_jpeg, media::only_pixels_of_png})
        if (auto once = clean(file)) {
            auto twice = clean(once->file);
            if (!twice || twice->file != once->file) std::abort();
        }
    auto plain = media::only_pixels(file);
    if (!plain) return 0;
    auto again = media::only_pixels(plain->file);
    if (!again || again->file != plain->file || !media::look_at(plain->file)) std::abort();
    return 0;
}
