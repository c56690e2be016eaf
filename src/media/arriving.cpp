// Uploads in pieces, for poor lines: create, send pieces where the last one ended, ask how far it got. What has arrived is
// the size of the file, synced before it is acknowledged; so neither a lost answer nor a restart loses or doubles a byte.
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "media/disk.hpp"
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/queries.hpp"
#include <any>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

namespace media {
namespace {

using http::Answer, http::Request, http::Response;

constexpr std::int64_t largest_piece = 8 << 20;
constexpr int most_open = 20;  // of one person
constexpr std::string_view address = "/api/salve/v1/uploads";

struct Arriving {
    std::int64_t id = 0;
    std::string name;  // in the folder `incoming`
    std::int64_t bytes = 0;
    MediaId made;
};

Arriving arriving_in(db::Row const& row) { return {row.integer(0), row.text(2), row.integer(3), row.id<MediaId>(5)}; }

base::Result<Arriving> find(db::Read& read, Request const& request) {
    auto found = read.one(sql::upload, {request.parameters.integer("id").value_or(0), request.account()}, arriving_in);
    if (!found) return base::refuse(base::Why::not_found, "There is no such upload.");
    return std::move(*found);
}

std::int64_t arrived(Arriving const& upload) {
    if (upload.made) return upload.bytes;
    struct stat about;
    return ::stat(files::incoming_path(upload.name).c_str(), &about) == 0 ? about.st_size : 0;
}

Response told(Arriving const& upload, std::int64_t offset, int status) {
    base::Json out;
    out.object().pair("id", std::to_string(upload.id)).pair("offset", offset).pair("length", upload.bytes).key("media_id");
    upload.made ? out.value(upload.made.text()) : out.null();
    out.end();
    return http::json(out.take(), status).with("Upload-Offset", std::to_string(offset)).with("Upload-Length", std::to_string(upload.bytes)).with("Cache-Control", "no-store");
}

// A header as in the drafts for resumable uploads, or a field of the same meaning.
std::optional<std::int64_t> number_in(Request const& request, std::string_view header, std::string_view field) {
    auto text = request.header(header);
    if (text.empty()) return request.fields.integer(field);
    http::Fields one;
    one.add("n", std::string(text));
    return one.integer("n");
}

Answer create(Request const& request, db::Write& write) {
    auto bytes = number_in(request, "upload-length", "length");
    if (!bytes || *bytes <= 0) return base::refuse_field("length", "ERR_BLANK", "Say how many bytes the file has, in Upload-Length.");
    auto most = std::max(largest_image(), largest_video());
    if (*bytes > most) return base::refuse_field("length", "ERR_TOO_LARGE", "This file is too large. Choose one of at most " + std::to_string(most >> 20) + " MB.");
    auto given = request.header("idempotency-key");
    auto key = given.empty() ? std::string() : crypto::hex(crypto::sha256(given));
    if (auto known = write.number(sql::upload_with_key, {request.account(), key, write.now - base::day})) {
        auto found = *write.one(sql::upload, {known, request.account()}, arriving_in);
        return told(found, arrived(found), 200).with("Location", std::string(address) + "/" + std::to_string(found.id));
    }
    if (write.number(sql::count_uploads, {request.account()}) >= most_open)
        return base::refuse(base::Why::too_many, "You have begun too many uploads. Finish or remove one first.");
    Arriving made{write.new_id<MediaId>().value, files::new_incoming(), *bytes, {}};
    write.run(sql::insert_upload, {made.id, request.account(), key, made.name, made.bytes, write.now});
    return told(made, 0, 201).with("Location", std::string(address) + "/" + std::to_string(made.id));
}

Answer show(Request const& request, db::Read& read) {
    auto found = TRY(find(read, request));
    return told(found, arrived(found), 200);
}

class Open {
public:
    Open(std::string const& path, int flags) : number(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (number < 0) throw std::system_error(errno, std::generic_category(), "an upload cannot be opened");
    }
    Open(Open const&) = delete;
    ~Open() { ::close(number); }
    int const number;
};

// Adds the piece where it belongs; two at once wait for each other, and the second is then at the wrong place.
base::Result<std::int64_t> add(Arriving const& upload, http::Upload const* piece, std::int64_t offset) {
    Open file(files::incoming_path(upload.name), O_WRONLY | O_CREAT | O_APPEND);
    ::flock(file.number, LOCK_EX);
    struct stat about{};
    ::fstat(file.number, &about);
    if (about.st_size != offset) return base::refuse(base::Why::conflict, "The next piece begins at byte " + std::to_string(about.st_size) + ".");
    if (!piece) return offset;
    if (piece->size > upload.bytes - offset) return base::refuse(base::Why::too_large, "This is more than the length that was said.");
    auto bytes = disk::read(piece->path);
    for (std::size_t done = 0; done < bytes.size();) {
        auto written = ::write(file.number, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw db::Broken(errno == ENOSPC ? db::Broken::Kind::full : db::Broken::Kind::other, "a piece of an upload cannot be written");
        done += static_cast<std::size_t>(written);
    }
    if (::fsync(file.number) != 0) throw db::Broken(db::Broken::Kind::other, "a piece of an upload cannot be synced");
    return offset + static_cast<std::int64_t>(bytes.size());
}

base::Result<base::Done> receive(Request& request) {
    auto upload = std::any_cast<Arriving>(request.prepared.at(0));
    if (upload.made) return base::Done{};
    auto offset = number_in(request, "upload-offset", "offset");
    if (!offset) return base::refuse_field("offset", "ERR_BLANK", "Say where this piece begins, in Upload-Offset.");
    auto reached = TRY(add(upload, request.upload(""), *offset));
    request.prepared.emplace_back(reached);
    if (reached < upload.bytes) return base::Done{};
    http::Upload whole{"file", {}, {}, files::incoming_path(upload.name), upload.bytes};
    request.prepared.emplace_back(TRY(take(whole, nullptr, request.account())));
    return base::Done{};
}

Answer answer_piece(Request const& request, db::Write& write) {
    auto upload = TRY(find(write, request));
    if (upload.made) return told(upload, upload.bytes, 200);
    auto reached = std::any_cast<std::int64_t>(request.prepared.at(1));
    auto ready = taken(request);
    if (!ready) return told(upload, reached, 200);
    upload.made = TRY(keep(write, request.account(), *ready, {})).id;
    write.run(sql::finish_upload, {upload.id, upload.made});
    jobs::add(write, "media.remove_incoming", upload.name);
    return told(upload, reached, 200);
}

Answer give_up(Request const& request, db::Write& write) {
    auto upload = TRY(find(write, request));
    write.run(sql::remove_upload, {upload.id});
    jobs::add(write, "media.remove_incoming", upload.name);
    return http::json("{}");
}

}  // namespace

void add_api(http::Router::Section api) {
    http::Access const owner{http::Open::to_members, "write:media"};
    auto one = std::string(address) + "/:id";
    api.post(address, owner, create).limited({"media", 120, 1800}).says("Begins an upload in pieces. Upload-Length says how many bytes it will have.").takes_field("length", "integer", "The same, as a field.");
    api.get(one, owner, show).says("How far an upload got: Upload-Offset. HEAD tells the same.");
    api.patch(one, owner, answer_piece)
        .body_up_to(largest_piece)
        .body_to_file()
        .first(http::Before([](Request& request, db::Read& read) -> base::Result<base::Done> {
            request.prepared.emplace_back(TRY(find(read, request)));
            return base::Done{};
        }))
        .first(http::Aside(receive))
        .says("Adds a piece of at most 8 MB, which begins at Upload-Offset. The last one makes the attachment: media_id.");
    api.remove(one, owner, give_up).says("Gives an upload up.");
}

void sweep_arriving(db::Database& database) {
    constexpr int at_once = 200;
    (void)database.write([&](db::Write& write) -> base::Result<base::Done> {
        for (auto id : write.rows(sql::old_uploads, {write.now - base::day, at_once}, [](db::Row const& row) { return row.integer(0); })) write.run(sql::remove_upload, {id});
        return base::Done{};  // their files are no longer known to anybody, and swept as such
    });
}

}  // namespace media
