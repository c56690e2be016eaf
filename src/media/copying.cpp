// Our own copies of what posts of other servers show: made by a job or when somebody asks, let go after a while.
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include "media/disk.hpp"
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/queries.hpp"
#include <algorithm>
#include <cmath>
#include <filesystem>

namespace media {
namespace {

using base::Done, base::Result, base::Why;

constexpr std::string_view copying = "media.copy", copying_film = "media.copy_film";
constexpr base::Time between_tries = 10 * base::minute;
constexpr int enough_tries = 4;

Kind kind_of_type(std::string_view type) {
    if (type.starts_with("image/")) return Kind::image;
    if (type.starts_with("video/")) return Kind::video;
    return type.starts_with("audio/") ? Kind::audio : Kind::unknown;
}

bool is_fetchable(std::string_view address) {
    return (address.starts_with("https://") || address.starts_with("http://")) && address.size() <= 2048 &&
           std::ranges::none_of(address, [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
}

bool is_blurhash(std::string_view text) {
    return text.size() >= 6 && text.size() <= 100 && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '<'; });
}

std::string told_description(std::string_view text) { return base::shorten(base::trim(base::normalize(text.substr(0, 40'000))), longest_description); }
double told_focus(double value) { return std::isfinite(value) ? std::clamp(value, -1.0, 1.0) : 0; }

MediaId insert(db::Write& write, AccountId owner, Remote const& told, bool fetch) {
    constexpr int most_side = 20'000;
    auto id = write.new_id<MediaId>();
    auto kind = kind_of_type(told.type);
    bool shows = fetch && kind != Kind::unknown && is_fetchable(told.address);
    bool sized = told.size.width > 0 && told.size.height > 0 && told.size.width < most_side && told.size.height < most_side;
    write.run(sql::insert_remote, {id, owner, text_of(shows ? kind : Kind::unknown), text_of(shows ? State::processing : State::failed), std::string_view(told.type).substr(0, 100),
                                   sized ? told.size.width : 0, sized ? told.size.height : 0, is_blurhash(told.blurhash) ? told.blurhash : std::string(),
                                   told_description(told.description), told_focus(told.focus_x), told_focus(told.focus_y), write.now,
                                   is_fetchable(told.address) ? told.address : std::string()});
    if (shows) jobs::add(write, kind == Kind::image ? copying : copying_film, id.text(), 0, id.text());
    return id;
}

std::optional<Attachment> find_any(db::Read& read, MediaId id) { return read.one(sql::attachment, {id}, attachment_in); }

Result<Taken> fetched(Attachment const& wanted) {
    bool film = wanted.kind != Kind::image;
    http::Fetch fetch;
    fetch.url = wanted.remote_address;
    fetch.largest = film ? largest_video() : largest_image();
    fetch.milliseconds = film ? 60'000 : 10'000;
    auto got = TRY(http::fetch(fetch));
    if (got.status >= 500 || got.status == 429) return base::refuse(Why::unavailable, "The file's server does not answer.");
    if (got.status != 200) return base::refuse(Why::invalid, "The file is not there any more.");
    auto name = files::new_incoming();
    auto path = files::incoming_path(name);
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    disk::write(path, got.body);
    auto taken = take({"file", {}, {}, path, static_cast<std::int64_t>(got.body.size())}, nullptr, AccountId{});
    files::remove_incoming(name);  // a film was moved on from there
    return taken;
}

Result<Done> keep_copy(db::Write& write, MediaId id, Taken const& taken) {
    auto waiting = find_any(write, id);
    if (!waiting || !waiting->file.empty()) return Done{};
    write.run(sql::set_asked, {id, write.now});
    if (!taken.source.empty()) {
        write.run(sql::set_source, {id, taken.source});
        convert_later(write, id);
        return Done{};
    }
    auto const& made = taken.made;
    write.run(sql::set_result, {id, text_of(made.kind), text_of(made.state), made.file, made.preview, made.type, made.bytes, made.size.width, made.size.height,
                                made.preview_size.width, made.preview_size.height, made.seconds, made.frames_per_second, made.bits_per_second, made.blurhash});
    write.emit(Processed{id, waiting->post, waiting->owner});
    return Done{};
}

Result<Done> make_copy(db::Database& database, MediaId id, bool last_try) {
    auto wanted = database.read([&](db::Read& read) { return find_any(read, id); });
    if (!wanted || !wanted->file.empty() || wanted->remote_address.empty() || wanted->state != State::processing) return Done{};
    if (database.read([&](db::Read& read) { return read.one(sql::source_of, {id}, [](db::Row const& row) { return row.text(0); }).value_or(""); }).size()) return Done{};
    auto taken = fetched(*wanted);
    if (taken) return database.write([&](db::Write& write) { return keep_copy(write, id, *taken); });
    bool hopeless = taken.error().why != Why::unavailable || last_try;
    TRY(database.write([&](db::Write& write) -> Result<Done> {
        write.run(sql::set_asked, {id, write.now});
        if (hopeless && write.run(sql::cannot_be_shown, {id})) write.emit(Processed{id, wanted->post, wanted->owner});
        return Done{};
    }));
    return hopeless ? Result<Done>(Done{}) : std::unexpected(taken.error());
}

std::string check_of(Attachment const& one) { return crypto::hex(crypto::sha256(one.id.text() + " " + one.remote_address)).substr(0, 24); }

std::optional<Attachment> asked_for(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<MediaId>("id");
    auto found = id ? find_any(read, *id) : std::nullopt;
    // The address is known to those alone who were shown it: ids can be guessed.
    return found && !found->remote_address.empty() && request.parameters.text("check") == check_of(*found) ? found : std::nullopt;
}

Result<Done> copy_now(http::Request& request) {
    auto catalogue = files::catalogue();
    if (!catalogue) return Done{};
    auto& database = catalogue->database();
    auto found = database.read([&](db::Read& read) {
        auto one = asked_for(request, read);
        bool lately = one && read.number(sql::lately_asked, {one->id}) > read.now - between_tries;
        return one && one->file.empty() && !lately ? one : std::nullopt;
    });
    // Films are fetched by their job: nobody waits for a conversion here.
    if (found && found->kind == Kind::image) (void)make_copy(database, found->id, false);
    else if (found) return database.write([&](db::Write& write) -> Result<Done> { return jobs::add(write, copying_film, found->id.text(), 0, found->id.text()), Done{}; });
    return Done{};
}

http::Answer show_copy(http::Request const& request, db::Read& read) {
    auto found = asked_for(request, read);
    if (!found || found->file.empty()) return base::refuse(Why::not_found, "There is no file at this address.");
    return std::move(http::redirect(address_of(found->file), 302).with("Cache-Control", "no-store").with("Access-Control-Allow-Origin", "*"));
}

}  // namespace

std::string copying_address(Attachment const& one) { return "/media/remote/" + one.id.text() + "/" + check_of(one); }

void keep_remote(db::Write& write, AccountId owner, PostId post, std::vector<Remote> const& told, bool fetch) {
    auto before = attachments_of(write, {post});
    if (told.empty() && before.empty()) return;
    write.run(sql::let_go, {post, write.now});
    std::int64_t position = 0;
    for (auto const& each : told) {
        if (position == most_attachments) break;
        auto same = std::ranges::find_if(before, [&](Attachment const& one) { return !each.address.empty() && one.remote_address == each.address; });
        auto id = same == before.end() ? insert(write, owner, each, fetch) : same->id;
        if (same != before.end()) {
            write.run(sql::set_details, {id, told_description(each.description), told_focus(each.focus_x), told_focus(each.focus_y)});
            before.erase(same);
        }
        write.run(sql::give_to_post, {id, post, position++});
    }
}

void let_old_copies_go(db::Database& database) {
    constexpr int at_once = 200;
    for (std::size_t found = at_once; found == at_once;)
        (void)database.write([&](db::Write& write) -> Result<Done> {
            auto ids = write.rows(sql::old_copies, {write.now - remote_days() * base::day, at_once}, [](db::Row const& row) { return row.id<MediaId>(0); });
            found = ids.size();
            for (auto id : ids) {
                auto gone = find_any(write, id);
                write.run(sql::let_copy_go, {id});
                discard_later(write, gone->file);
                discard_later(write, gone->preview);
                write.emit(Processed{id, gone->post, gone->owner});
            }
            return Done{};
        });
}

void add_copying(jobs::Runner& runner, db::Database& database) {
    auto copy = [&database](jobs::Job const& job) -> Result<Done> {
        auto id = base::parse<MediaId>(job.payload);
        return id ? make_copy(database, *id, job.attempts >= enough_tries) : Result<Done>(Done{});
    };
    runner.handle(std::string(copying), copy);
    runner.handle_apart(std::string(copying_film), copy);
}

void add_copying_route(http::Router::Section routes) {
    routes.get("/media/remote/:id/:check", http::Open::to_anyone, show_copy).limited({"remote_media", 600, 300}).first(http::Aside(copy_now))
        .says("A picture of another server: our own copy of it, made now where there is none.");
}

}  // namespace media
