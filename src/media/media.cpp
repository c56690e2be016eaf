// The rules of pictures: what is taken, who has which, and when a file goes.
#include "media/media.hpp"
#include "media/decoding.hpp"
#include "media/files.hpp"
#include "media/formats.hpp"
#include "media/queries.hpp"
#include "media/schema.hpp"
#include <any>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace media {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::string_view discarding = "media.discard";

std::string_view text_of(Shape shape) { return shape == Shape::avatar ? "avatar" : "header"; }

Picture picture_in(db::Row const& row) {
    return {row.id<PictureId>(0), row.id<AccountId>(1), row.view(2) == "avatar" ? Shape::avatar : Shape::header, row.text(3),
            static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5)), row.integer(6), row.integer(7)};
}

// An open upload. Its bytes are read once, here; the worker is given the file itself.
class Opened {
public:
    explicit Opened(std::string const& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (file_ < 0) throw std::system_error(errno, std::generic_category(), "an upload cannot be read");
    }
    Opened(Opened const&) = delete;
    ~Opened() { ::close(file_); }
    int number() const { return file_; }

    // At most one byte more than `most`, so that too much is noticed.
    std::string bytes(std::size_t most) const {
        std::string whole(most + 1, '\0');
        std::size_t size = 0;
        for (ssize_t step; size < whole.size() && (step = ::pread(file_, whole.data() + size, whole.size() - size, static_cast<off_t>(size))) > 0;)
            size += static_cast<std::size_t>(step);
        whole.resize(size);
        return whole;
    }

private:
    int file_;
};

base::Result<base::Done> check(std::string const& field, std::string_view bytes) {
    if (static_cast<std::int64_t>(bytes.size()) > largest_picture())
        return base::refuse_field(field, "ERR_TOO_LARGE", "This file is too large. Choose a picture of at most " + std::to_string(largest_picture() >> 20) + " MB.");
    auto seen = look_at(bytes);
    if (!seen) return base::refuse_field(field, "ERR_INVALID", "This file is not a picture we can read. Choose a PNG, JPEG, WebP or GIF file.");
    if (seen->height > most_pixels / seen->width)  // a product could overflow
        return base::refuse_field(field, "ERR_TOO_LARGE", "This picture has too many pixels. Choose one of at most 25 million, such as 5,000 by 5,000.");
    return base::Done{};
}

// The file goes when the change is kept and no other picture is the same.
void discard_later(db::Write& write, std::string const& file) { jobs::add(write, discarding, file, 0, file); }

bool is_used(db::Database& database, std::string_view file) {
    return database.read([&](db::Read& read) { return read.number(sql::is_used, {file}) != 0; });
}

}  // namespace

void keep_in(std::string const& data_folder) {
    if (folder().empty()) folder.change(data_folder + "/media");
    std::filesystem::create_directories(folder());
}

std::int64_t body_with(int pictures) { return pictures * largest_picture() + (1 << 20); }

base::Result<Prepared> prepare(http::Upload const& upload, Shape shape) {
    Opened file(upload.path);
    TRY(check(upload.field, file.bytes(static_cast<std::size_t>(largest_picture()))));
    auto output = decode(file.number(), shape);
    // The worker may have been taken over by what it read: its answer is as strange as the upload was.
    auto picture = output ? only_pixels(*output) : std::nullopt;
    auto widest = shape == Shape::avatar ? 400 : 1500, highest = shape == Shape::avatar ? 400 : 500;
    if (!picture || picture->width > widest || picture->height > highest)
        return base::refuse_field(upload.field, "ERR_INVALID", "This picture is damaged or incomplete. Try to save or export it again.");
    auto bytes = static_cast<std::int64_t>(picture->file.size());
    return Prepared{upload.field, shape, files::put(picture->file), picture->width, picture->height, bytes};
}

std::function<base::Result<base::Done>(http::Request&)> preparing(std::vector<std::pair<std::string, Shape>> fields) {
    return [fields = std::move(fields)](http::Request& request) -> base::Result<base::Done> {
        base::Refusal refusal;
        for (auto const& [field, shape] : fields) {
            auto upload = request.upload(field);
            if (!upload) continue;
            if (auto ready = prepare(*upload, shape)) request.prepared.emplace_back(std::move(*ready));
            else refusal.fields.insert(refusal.fields.end(), ready.error().fields.begin(), ready.error().fields.end());
        }
        if (refusal.fields.empty()) return base::Done{};
        refusal.message = refusal.fields.front().message;
        return std::unexpected(std::move(refusal));
    };
}

Prepared const* prepared(http::Request const& request, std::string_view field) {
    for (auto const& each : request.prepared)
        if (auto ready = std::any_cast<Prepared>(&each); ready && ready->field == field) return ready;
    return nullptr;
}

Picture store(db::Write& write, AccountId owner, Prepared const& ready) {
    remove(write, owner, ready.shape);
    Picture picture{write.new_id<PictureId>(), owner, ready.shape, ready.file, ready.width, ready.height, ready.bytes, write.now};
    write.run(sql::insert, {picture.id, owner, text_of(picture.shape), picture.file, picture.width, picture.height, picture.bytes, picture.created_at});
    return picture;
}

std::optional<Picture> find(db::Read& read, AccountId owner, Shape shape) { return read.one(sql::find, {owner, text_of(shape)}, picture_in); }

void remove(db::Write& write, AccountId owner, Shape shape) {
    auto old = find(write, owner, shape);
    if (!old) return;
    write.run(sql::remove, {owner, text_of(shape)});
    discard_later(write, old->file);
}

void remove_all(db::Write& write, AccountId owner) {
    auto files = write.rows(sql::files_of, {owner}, [](db::Row const& row) { return row.text(0); });
    write.run(sql::remove_all, {owner});
    for (auto const& file : files) discard_later(write, file);
}

void sweep(db::Database& database) {
    files::sweep([&](std::string const& file) { return is_used(database, file); });
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(discarding), [&database](jobs::Job const& job) -> base::Result<base::Done> {
        if (!files::is_name(job.payload) || is_used(database, job.payload) || files::discard(job.payload)) return base::Done{};
        return base::refuse(base::Why::unavailable, "The same picture was uploaded just now.");
    });
    runner.every("media.sweep", 6 * 3'600'000, [&database] { sweep(database); });
}

void add_routes(http::Router::Section routes) {
    routes.plain("/media/*file", http::Open::to_anyone, [](http::Request const& request) -> http::Answer {
        auto file = request.parameters.text("file");
        if (!files::is_name(file)) return base::refuse(base::Why::not_found, "There is no picture at this address.");
        http::Response response{.type = "image/webp", .file = files::path_of(file)};
        // A name never gets other content. What strangers drew is shown as a picture and runs as nothing.
        return std::move(response.with("Cache-Control", "public, max-age=31536000, immutable")
                             .with("Content-Security-Policy", "default-src 'none'; sandbox")
                             .with("X-Content-Type-Options", "nosniff")
                             .with("Cross-Origin-Resource-Policy", "cross-origin"));
    });
}

}  // namespace media
