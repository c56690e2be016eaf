// Attachments in pages. Pages load from this server only, wherever apps are sent.
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/media.hpp"
#include "media/pages.hpp"
#include <algorithm>
#include <array>
#include <cmath>

namespace media {
namespace {

constexpr std::string_view digits83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

std::string local(std::string_view file) { return file.empty() ? std::string() : "/media/" + std::string(file); }

// The color that a blurhash gives for the whole: what is shown until the picture is there.
std::string tone_of(std::string_view blurhash) {
    if (blurhash.size() < 6) return "none";
    unsigned value = 0;
    for (auto digit : blurhash.substr(2, 4)) value = value * 83 + static_cast<unsigned>(std::min(digits83.find(digit), std::size_t{82}));
    static constexpr char hex[] = "0123456789abcdef";
    std::string color = "#";
    for (int shift = 20; shift >= 0; shift -= 4) color += hex[value >> shift & 15];
    return color;
}

// Kept in view when a box cuts the picture, in five steps each way: a page has no inline styles.
std::string focus_of(Attachment const& one) {
    auto step = [](double share) { return std::to_string(std::clamp(static_cast<int>(std::lround((share + 1) * 2)), 0, 4)); };
    return "x" + step(one.focus_x) + " y" + step(-one.focus_y);
}

struct Place {
    std::int64_t place, count;
};

// Behind a press, with what it costs: for who pays for every byte.
html::Safe asked_for(html::Words const& words, Attachment const& one, std::string const& address) {
    auto name = one.kind == Kind::image ? words("Show picture") : one.kind == Kind::audio ? words("Play the sound") : words("Show video");
    constexpr std::int64_t kilo = 1024, mega = kilo * kilo;
    auto size = one.bytes <= 0 ? std::string() : one.bytes < mega ? words("{size, number} kB", {{"size", std::max<std::int64_t>(1, one.bytes / kilo)}})
                                               : words("{size, number} MB", {{"size", (one.bytes + mega / 2) / mega}});
    return words.fill(pages::Asked{.address = address, .picture = one.kind == Kind::image, .name = name, .size = size, .description = one.description});
}

html::Safe item(html::Words const& words, Attachment const& one, Place at) {
    if (one.kind == Kind::image && one.file.empty() && one.state == State::processing && !one.remote_address.empty()) {
        auto address = copying_address(one);
        if (words.lean()) return asked_for(words, one, address);
        return words.fill(pages::Image{.focus = focus_of(one), .address = address, .description = one.description, .place = at.place, .count = at.count, .color = tone_of(one.blurhash),
                                       .webp = std::string(), .preview = address, .width = one.size.width, .height = one.size.height});
    }
    if (one.state != State::ready || one.file.empty()) return words.fill(pages::Waiting{.failed = one.state == State::failed});
    auto preview = local(one.preview), address = local(one.file);
    if (words.lean()) return asked_for(words, one, address);
    auto shown = one.preview_size.width > 0 ? one.preview_size : one.size;
    if (one.kind == Kind::image)
        return words.fill(pages::Image{.focus = focus_of(one), .address = address, .description = one.description, .place = at.place, .count = at.count, .color = tone_of(one.blurhash),
                                       .webp = local(files::with_ending(one.preview, ".webp")), .preview = preview, .width = shown.width, .height = shown.height});
    if (one.kind == Kind::audio)
        return words.fill(pages::Sound{.poster = preview, .width = shown.width, .height = shown.height, .address = address, .description = one.description, .place = at.place, .count = at.count});
    return words.fill(pages::Film{.width = one.size.width, .height = one.size.height, .poster = preview, .loops = one.kind == Kind::gifv,
                                  .description = one.description, .place = at.place, .count = at.count, .address = address});
}

std::string state_of(html::Words const& words, State state) {
    if (state == State::processing) return words("Still being prepared. You can describe it now and post in a minute.");
    return state == State::failed ? words("This file could not be read. Leave it out and try another.") : std::string();
}

}  // namespace

html::Safe gallery(html::Words const& words, std::vector<Attachment> const& all, bool sensitive) {
    static constexpr std::array<std::string_view, 6> names = {"none", "one", "two", "three", "four", "more"};
    html::Safe items;
    auto count = static_cast<std::int64_t>(all.size());
    for (std::int64_t i = 0; i < count; ++i) items += item(words, all[static_cast<std::size_t>(i)], {i + 1, count});
    auto album = words.fill(pages::Album{.many = names[std::min(all.size(), names.size() - 1)], .items = items});
    return sensitive ? words.fill(pages::Cover{.count = count, .album = album}) : album;
}

html::Safe upload_fields(html::Words const& words, std::vector<Attachment> const& uploaded) {
    html::Safe rows;
    std::int64_t place = 0;
    for (auto const& one : uploaded)
        rows += words.fill(pages::Uploaded{.id = one.id.text(), .preview = local(one.preview), .width = one.preview_size.width, .height = one.preview_size.height, .place = ++place,
                                           .longest = longest_description, .description = one.description, .state = state_of(words, one.state)});
    std::string types;
    for (auto const& type : types_taken()) types += (types.empty() ? "" : ",") + type;
    return words.fill(pages::UploadFields{.uploaded = rows, .room = place < most_attachments, .types = types, .most = most_attachments - place});
}

}  // namespace media
