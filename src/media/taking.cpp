// From an upload to what can be kept: the slow part, before any change.
#include "crypto/crypto.hpp"
#include "media/disk.hpp"
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/queries.hpp"
#include "base/time.hpp"
#include <any>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

namespace media {
namespace {

MediaId known_upload(AccountId owner, std::string const& hash, std::string_view key) {
    auto catalogue = files::catalogue();
    if (!catalogue) return {};
    return catalogue->database().read([&](db::Read& read) {
        auto since = read.now - base::day;
        auto by_key = MediaId{key.empty() ? 0 : read.number(sql::uploaded_with_key, {owner, key, since})};
        return by_key ? by_key : MediaId{read.number(sql::uploaded_lately, {owner, hash, since})};
    });
}

// A first word, for whoever asks before the job has looked inside.
Kind guess(std::string_view head) {
    bool sound = head.starts_with("ID3") || head.starts_with("fLaC") || head.starts_with("RIFF") || head.front() == '\xFF' || head.substr(0, 12).contains("ftypM4A") ||
                 (head.starts_with("OggS") && !head.substr(0, 64).contains("theora"));
    return sound ? Kind::audio : Kind::video;
}

// Sound and video wait in a folder of their own until their job converts them; a moving picture too.
std::string put_aside(http::Upload const& upload) {
    auto name = files::new_incoming();
    std::error_code other_file_system;
    auto path = files::incoming_path(name);
    std::filesystem::create_directories(folder() + "/incoming");
    std::filesystem::rename(upload.path, path, other_file_system);
    if (other_file_system) std::filesystem::copy_file(upload.path, path);
    disk::move_in(path, path);  // durable before it is promised
    return name;
}

base::Result<base::Done> take_film(Taken& taken, http::Upload const& file, Kind kind) {
    if (file.size > largest_video())
        return base::refuse_field(file.field, "ERR_TOO_LARGE", "This file is too large. Choose one of at most " + std::to_string(largest_video() >> 20) + " MB.");
    if (!takes_video())
        return base::refuse_field(file.field, "ERR_INVALID", "This server takes pictures only: it has nothing to convert video and sound with.");
    taken.made = Attachment{.kind = kind, .state = State::processing};
    taken.made.bytes = file.size;
    taken.source = put_aside(file);
    return base::Done{};
}

}  // namespace

std::int64_t largest_upload() { return std::max(largest_image(), largest_video()) + largest_picture() + (1 << 20); }

std::vector<std::string> const& types_taken() {
    static std::vector<std::string> const pictures = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif"};
    static std::vector<std::string> const all = [] {
        auto every = pictures;
        for (auto type : {"video/mp4", "video/webm", "video/quicktime", "video/ogg", "audio/mpeg", "audio/mp3", "audio/ogg", "audio/vorbis", "audio/wav",
                          "audio/wave", "audio/x-wav", "audio/x-pn-wave", "audio/vnd.wave", "audio/flac", "audio/aac", "audio/m4a", "audio/x-m4a", "audio/mp4",
                          "audio/webm", "audio/3gpp", "video/3gpp"})
            every.emplace_back(type);
        return every;
    }();
    return takes_video() ? all : pictures;
}

base::Result<Taken> take(http::Upload const& file, http::Upload const* thumbnail, AccountId owner, std::string_view key) {
    if (file.size == 0) return base::refuse_field(file.field, "ERR_BLANK", "This file is empty.");
    Taken taken{.hash = files::hash_of_file(file.path), .known = {}, .source = {}, .made = {}, .thumbnail = {}, .key = std::string(key)};
    taken.known = known_upload(owner, taken.hash, key);
    if (taken.known) return taken;
    Opened opened(file.path);
    auto head = opened.bytes(1 << 16);
    if (look_at(head) || !is_film_or_sound(head)) {
        auto bytes = opened.bytes(static_cast<std::size_t>(largest_image()));
        TRY(check_picture(file.field, bytes, largest_image(), most_pixels_attached));
        if (is_animated(bytes) && bytes.starts_with("GIF8") && takes_video()) TRY(take_film(taken, file, Kind::gifv));
        else taken.made = TRY(make_image(file.field, opened));
    } else {
        TRY(take_film(taken, file, guess(head)));
    }
    if (thumbnail) taken.thumbnail = TRY(prepare(*thumbnail, Shape::preview));
    return taken;
}

std::function<base::Result<base::Done>(http::Request&)> taking(std::string field) {
    return [field = std::move(field)](http::Request& request) -> base::Result<base::Done> {
        auto file = request.upload(field);
        if (!file) return base::refuse_field(field, "ERR_BLANK", "Choose a file to upload.");
        // A key is a stranger's text of any length: what is kept of it is its hash.
        auto given = request.header("idempotency-key");
        auto key = given.empty() ? std::string() : crypto::hex(crypto::sha256(given));
        request.prepared.emplace_back(TRY(take(*file, request.upload("thumbnail"), request.account(), key)));
        return base::Done{};
    };
}

std::function<base::Result<base::Done>(http::Request&)> taking_and_waiting() {
    return [take = taking()](http::Request& request) -> base::Result<base::Done> {
        static std::atomic<bool> somebody_waits{false};  // one at a time: the others' threads are needed
        constexpr std::chrono::milliseconds patience(30'000), step(100);
        TRY(take(request));
        auto& ready = std::any_cast<Taken&>(request.prepared.back());
        auto catalogue = files::catalogue();
        if (ready.known || ready.made.state != State::processing || !catalogue || somebody_waits.exchange(true)) return base::Done{};
        struct Leave {
            ~Leave() { somebody_waits = false; }
        } leave;
        auto& database = catalogue->database();
        auto kept = database.write([&](db::Write& write) { return keep(write, request.account(), ready, {}); });
        if (kept) ready = Taken{.hash = ready.hash, .known = kept->id, .source = {}, .made = {}, .thumbnail = {}};
        for (auto waited = step; kept && kept->state == State::processing && waited < patience; waited += step) {
            std::this_thread::sleep_for(step);
            kept = *database.read([&](db::Read& read) { return find_attachment(read, request.account(), kept->id); });
        }
        if (!kept) return std::unexpected(kept.error());
        return base::Done{};
    };
}

Taken const* taken(http::Request const& request) {
    for (auto const& each : request.prepared)
        if (auto one = std::any_cast<Taken>(&each)) return one;
    return nullptr;
}

}  // namespace media
