// Converts sound and video, as a durable job: one at a time, in a process of its own, again when the server was ended.
#include "base/log.hpp"
#include "base/time.hpp"
#include "media/disk.hpp"
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/probing.hpp"
#include "media/process.hpp"
#include "media/queries.hpp"
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <unistd.h>

namespace media {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view converting = "media.convert";
constexpr base::Time patience = 20 * base::minute;

// A folder for one conversion, with the upload in it as `input`. What an interrupted run left there is gone first.
class Workshop {
public:
    Workshop(std::string const& source, std::function<bool()> given_up) : folder_(files::incoming_path(source) + ".work"), given_up_(std::move(given_up)) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        fs::create_hard_link(files::incoming_path(source), folder_ + "/input");
    }
    Workshop(Workshop const&) = delete;
    ~Workshop() {
        std::error_code gone;
        fs::remove_all(folder_, gone);
    }

    process::Outcome run(std::vector<std::string> const& arguments) const {
        std::vector<std::string> command{film_worker().empty() ? process::beside_us("salve-film") : film_worker(), folder_};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return process::run({.command = std::move(command), .patience = patience, .largest_output = 1 << 20, .given_up = given_up_});
    }
    std::string path(std::string const& file) const { return folder_ + "/" + file; }
    bool has(std::string const& file) const { return ::access(path(file).c_str(), R_OK) == 0; }

private:
    std::string const folder_;
    std::function<bool()> const given_up_;
};

// Refused with `unavailable` when it is worth another try.
std::unexpected<base::Refusal> interrupted() { return base::refuse(base::Why::unavailable, "The conversion was interrupted."); }
std::unexpected<base::Refusal> no_good(std::string why) { return base::refuse(base::Why::invalid, std::move(why)); }

// The server ends, or somebody killed it: the file is not to blame.
bool was_interrupted(process::Outcome const& outcome) { return outcome.given_up || (outcome.in_time && outcome.signal == SIGKILL); }

base::Result<Probe> probe(Workshop const& shop, std::string const& file) {
    auto outcome = shop.run(probe_arguments(file));
    if (was_interrupted(outcome)) return interrupted();
    if (!outcome.worked()) return no_good("This file cannot be read.");
    auto found = read_probe(outcome.output);
    if (auto fault = fault_in(found)) return no_good(*fault);
    return found;
}

// A frame of what was made, or the cover of a sound, becomes the preview.
void add_poster(Workshop const& shop, std::string const& file, double second, Attachment& made) {
    if (!shop.run(poster_arguments(file, second)).worked() || !shop.has("poster.jpg")) return;
    http::Upload poster{"file", {}, {}, shop.path("poster.jpg"), 0};
    auto ready = prepare(poster, Shape::preview);
    if (!ready) return;
    made.preview = ready->file;
    made.preview_size = {ready->width, ready->height};
    made.blurhash = ready->blurhash;
}

base::Result<Attachment> convert(Workshop const& shop, Kind asked) {
    auto input = TRY(probe(shop, "input"));
    bool moves = input.is_film();
    Attachment made{.kind = !moves ? Kind::audio : asked == Kind::gifv ? Kind::gifv : Kind::video, .state = State::ready};
    auto outcome = shop.run(moves ? film_arguments(input, made.kind == Kind::video) : sound_arguments(input));
    if (was_interrupted(outcome)) return interrupted();
    std::string file = moves ? "out.mp4" : "out.mp3";
    if (!outcome.worked() || !shop.has(file)) return no_good("This file is damaged, or of a kind that cannot be converted.");
    auto output = TRY(probe(shop, file));
    if (moves) add_poster(shop, file, made.kind == Kind::gifv ? 0 : std::min(1.0, output.seconds / 3), made);
    else if (input.cover) add_poster(shop, "input", 0, made);
    made.size = {output.width, output.height};
    made.seconds = output.seconds;
    made.frames_per_second = moves ? output.frames_per_second : 0;
    made.bits_per_second = output.bits_per_second;
    made.bytes = static_cast<std::int64_t>(fs::file_size(shop.path(file)));
    made.file = files::put_file(shop.path(file), moves ? ".mp4" : ".mp3");
    made.type = files::type_of(made.file)->type;
    return made;
}

// Only where the row still waits: its owner may have removed it meanwhile.
base::Result<base::Done> settle(db::Write& write, MediaId id, std::string const& source, Attachment const& made) {
    auto waiting = write.one(sql::attachment, {id}, attachment_in);
    if (!waiting || waiting->state != State::processing) return base::Done{};
    bool own_preview = !waiting->preview.empty();
    auto const& preview = own_preview ? *waiting : made;
    write.run(sql::set_result, {id, text_of(made.kind), text_of(made.state), made.file, preview.preview, made.type, made.bytes, made.size.width, made.size.height,
                                preview.preview_size.width, preview.preview_size.height, made.seconds, made.frames_per_second, made.bits_per_second, preview.blurhash});
    jobs::add(write, "media.remove_incoming", source);
    write.emit(Processed{id, waiting->post, waiting->owner});
    return base::Done{};
}

base::Result<base::Done> work(db::Database& database, MediaId id, int attempts, std::function<bool()> const& given_up) {
    std::string source;
    auto waiting = database.read([&](db::Read& read) {
        source = read.one(sql::source_of, {id}, [](db::Row const& row) { return row.text(0); }).value_or("");
        return read.one(sql::attachment, {id}, attachment_in);
    });
    if (!waiting || source.empty()) return base::Done{};
    if (::access(files::incoming_path(source).c_str(), R_OK) != 0) return base::refuse(base::Why::unavailable, "The upload lies on another machine, or is gone.");
    auto made = [&] { return convert(Workshop(source, given_up), waiting->kind); }();
    constexpr int enough = 6;
    if (!made && made.error().why == base::Why::unavailable && attempts < enough) return std::unexpected(made.error());
    if (!made) {
        base::log(base::Level::info, "media.not_converted", {{"id", id.value}, {"why", std::string_view(made.error().message)}});
        made = Attachment{.kind = waiting->kind, .state = State::failed};
    }
    return database.write([&](db::Write& write) { return settle(write, id, source, *made); });
}

}  // namespace

bool takes_video() {
    static bool const there = [] {
        bool both = ::access("/usr/bin/ffmpeg", X_OK) == 0 && ::access("/usr/bin/ffprobe", X_OK) == 0;
        if (!both) base::log(base::Level::warning, "media.no_ffmpeg", {{"what", std::string_view("Video and sound are refused: install the package ffmpeg to take them.")}});
        return both;
    }();
    return there;
}

void convert_later(db::Write& write, MediaId id) { jobs::add(write, converting, id.text(), 0, id.text()); }

void add_conversion(jobs::Runner& runner, db::Database& database) {
    (void)takes_video();  // says at start when it cannot
    runner.handle_apart(std::string(converting), [&runner, &database](jobs::Job const& job) -> base::Result<base::Done> {
        auto id = base::parse<MediaId>(job.payload);
        return id ? work(database, *id, job.attempts, [&runner] { return runner.is_stopping(); }) : base::Result<base::Done>(base::Done{});
    });
}

}  // namespace media
