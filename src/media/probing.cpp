// ffprobe's answer read, and ffmpeg's questions written.
#include "media/probing.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace media {
namespace {

using Arguments = std::vector<std::string>;
using Facts = std::map<std::string, std::string, std::less<>>;

constexpr double longest_seconds = 2 * 3600;
constexpr std::string_view containers = "mov,matroska,webm,ogg,mp3,wav,flac,aac,gif,avi";  // never playlists: they name other files

double number(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return std::isfinite(value) && value > 0 ? value : 0;
}

// "30000/1001"
double rate(std::string_view text) {
    auto slash = text.find('/');
    auto above = number(text.substr(0, slash)), below = slash == text.npos ? 1 : number(text.substr(slash + 1));
    return below > 0 ? above / below : 0;
}

Facts facts_in(std::string_view flat) {
    Facts facts;
    while (!flat.empty()) {
        auto line = flat.substr(0, flat.find('\n'));
        flat.remove_prefix(std::min(flat.size(), line.size() + 1));
        auto equals = line.find('=');
        if (equals == line.npos) continue;
        auto value = line.substr(equals + 1);
        if (value.size() >= 2 && value.starts_with('"')) value = value.substr(1, value.size() - 2);
        facts.emplace(line.substr(0, equals), value);
    }
    return facts;
}

std::string fact(Facts const& facts, std::string const& name) {
    auto found = facts.find(name);
    return found == facts.end() ? std::string() : found->second;
}

Arguments with(Arguments first, Arguments const& more) {
    first.insert(first.end(), more.begin(), more.end());
    return first;
}

Arguments reading(Arguments const& before_input, std::string const& file) {
    return with(with({"/usr/bin/ffmpeg", "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file", "-format_whitelist", std::string(containers) + ",image2"}, before_input),
                {"-i", "file:" + file});
}

// Nothing of what the file says about itself: titles, places, dates, chapters, subtitles, data, the encoder's name.
Arguments without_metadata() {
    return {"-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"};
}

bool fits_as_it_is(Probe const& probe, bool with_sound) {
    return probe.container.starts_with("mov") && probe.video_codec == "h264" && probe.pixel_format == "yuv420p" && !probe.turned &&
           (!with_sound || probe.audio_codec.empty() || probe.audio_codec == "aac") && std::max(probe.width, probe.height) <= 1920 &&
           probe.frames_per_second <= 60 && probe.bits_per_second > 0 && probe.bits_per_second <= 6'000'000;
}

}  // namespace

Probe read_probe(std::string_view flat) {
    auto facts = facts_in(flat);
    Probe probe;
    probe.container = fact(facts, "format.format_name");
    probe.seconds = number(fact(facts, "format.duration"));
    probe.bits_per_second = std::llround(number(fact(facts, "format.bit_rate")));
    for (int i = 0; i < 32; ++i) {
        auto stream = "streams.stream." + std::to_string(i) + ".";
        auto type = fact(facts, stream + "codec_type");
        if (type == "audio" && probe.audio_codec.empty()) probe.audio_codec = fact(facts, stream + "codec_name");
        if (type != "video" || !probe.video_codec.empty()) continue;
        probe.video_codec = fact(facts, stream + "codec_name");
        probe.cover = fact(facts, stream + "disposition.attached_pic") == "1";
        probe.pixel_format = fact(facts, stream + "pix_fmt");
        probe.width = static_cast<int>(std::min(number(fact(facts, stream + "width")), 1e6));
        probe.height = static_cast<int>(std::min(number(fact(facts, stream + "height")), 1e6));
        probe.frames_per_second = rate(fact(facts, stream + "avg_frame_rate"));
        auto rotation = fact(facts, stream + "side_data_list.side_data.0.rotation");
        probe.turned = !rotation.empty() && rotation != "0";
    }
    return probe;
}

std::optional<std::string> fault_in(Probe const& probe) {
    if (!probe.is_film() && probe.audio_codec.empty()) return "There is neither sound nor a picture in this file.";
    if (probe.seconds > longest_seconds) return "This is longer than two hours.";
    if (!probe.is_film()) return std::nullopt;
    if (probe.width <= 0 || probe.height <= 0 || std::max(probe.width, probe.height) > 10'000 || std::int64_t{probe.width} * probe.height > most_video_pixels) return "This video has too many pixels: 3840 by 2160 at most.";
    if (probe.frames_per_second > most_frames_per_second) return "This video has too many frames a second.";
    return std::nullopt;
}

Arguments probe_arguments(std::string const& file) {
    return {"/usr/bin/ffprobe", "-v", "error", "-protocol_whitelist", "file", "-format_whitelist", std::string(containers), "-of", "flat", "-show_entries",
            "format=duration,bit_rate,format_name:stream=codec_type,codec_name,width,height,avg_frame_rate,pix_fmt:stream_disposition=attached_pic:stream_side_data=rotation",
            "file:" + file};
}

Arguments film_arguments(Probe const& probe, bool with_sound) {
    auto arguments = with(reading({}, "input"), {"-map", "0:v:0"});
    arguments = with(arguments, with_sound ? Arguments{"-map", "0:a:0?"} : Arguments{"-an"});
    arguments = with(arguments, without_metadata());
    if (fits_as_it_is(probe, with_sound)) {
        arguments = with(arguments, {"-c", "copy"});
    } else {
        std::string filter = "scale=w='min(1920,iw)':h='min(1920,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1,format=yuv420p";
        if (probe.frames_per_second > 60) filter = "fps=60," + filter;
        arguments = with(arguments, {"-vf", filter, "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23", "-maxrate", "4M", "-bufsize", "8M",
                                     "-g", "150", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-threads", "2"});
    }
    // Supplemental units carry whatever a camera or an encoder likes to say of itself.
    return with(arguments, {"-bsf:v", "filter_units=remove_types=6", "-movflags", "+faststart", "-f", "mp4", "file:out.mp4"});
}

Arguments sound_arguments(Probe const& probe) {
    auto arguments = with(with(reading({}, "input"), {"-map", "0:a:0", "-vn"}), without_metadata());
    bool fits = probe.audio_codec == "mp3" && probe.container == "mp3";
    arguments = with(arguments, fits ? Arguments{"-c:a", "copy"} : Arguments{"-c:a", "libmp3lame", "-q:a", "2", "-ac", "2"});
    return with(arguments, {"-write_id3v1", "0", "-id3v2_version", "0", "-f", "mp3", "file:out.mp3"});
}

Arguments poster_arguments(std::string const& file, double second) {
    return with(reading({"-ss", std::to_string(second)}, file),
                {"-map", "0:v:0", "-frames:v", "1", "-map_metadata", "-1", "-vf", "scale=w='min(1280,iw)':h='min(1280,ih)':force_original_aspect_ratio=decrease,format=yuvj420p", "-c:v", "mjpeg", "-q:v", "2", "-f", "image2",
                 "-update", "1", "file:poster.jpg"});
}

}  // namespace media
