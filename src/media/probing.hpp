// What is in a file of sound or moving pictures, and how it is made fit for every app.
#pragma once
#include "media/media.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace media {

// As ffprobe tells it.
struct Probe {
    std::string container, video_codec, audio_codec, pixel_format;  // codecs: "" for none
    int width = 0, height = 0;
    double seconds = 0, frames_per_second = 0;
    std::int64_t bits_per_second = 0;
    bool turned = false;   // shown rotated
    bool cover = false;    // the picture is a cover, not a film
    bool is_film() const { return !video_codec.empty() && !cover; }
};
Probe read_probe(std::string_view flat);  // ffprobe's output in its form "flat"

// Why it is refused; nothing when it is fine.
std::optional<std::string> fault_in(Probe const&);

// Arguments of ffprobe and ffmpeg, for a file `input` in their folder.
std::vector<std::string> probe_arguments(std::string const& file);
std::vector<std::string> film_arguments(Probe const&, bool with_sound);  // writes out.mp4
std::vector<std::string> sound_arguments(Probe const&);                  // writes out.mp3
std::vector<std::string> poster_arguments(std::string const& file, double second);  // writes poster.jpg

}  // namespace media
