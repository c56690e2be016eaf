// The rules of pictures: what is taken, who has which, and when a file goes.
#include "media/media.hpp"
#include "base/time.hpp"
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/queries.hpp"
#include "media/s3.hpp"
#include "media/schema.hpp"
#include <any>
#include <filesystem>

namespace media {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::string_view discarding = "media.discard";

std::string_view text_of(Shape shape) {
    switch (shape) {
    case Shape::avatar: return "avatar";
    case Shape::header: return "header";
    case Shape::emoji: return "emoji";
    case Shape::preview: break;
    }
    return "preview";
}

Picture picture_in(db::Row const& row) {
    return {row.id<PictureId>(0), row.id<AccountId>(1), row.view(2) == "avatar" ? Shape::avatar : Shape::header, row.text(3),
            static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5)), row.integer(6), row.integer(7)};
}

// Cut to one shape: the worker's answer is one WebP.
base::Result<Prepared> prepare_cut(std::string const& field, Opened const& file, Shape shape) {
    auto output = decode(file.number(), text_of(shape));
    auto picture = output ? only_pixels(*output) : std::nullopt;
    auto widest = shape == Shape::avatar ? 400 : 1500, highest = shape == Shape::avatar ? 400 : 500;
    if (!picture || picture->width > widest || picture->height > highest) return std::unexpected(damaged(field));
    auto name = files::put(picture->file, ".webp");
    return Prepared{field, shape, name, picture->width, picture->height, static_cast<std::int64_t>(picture->file.size()), name};
}

base::Result<Prepared> prepare_whole(std::string const& field, Opened const& file, Shape shape) {
    auto output = decode(file.number(), text_of(shape));
    auto made = output ? sort_out(*output) : std::nullopt;
    auto side = shape == Shape::emoji ? 256 : 640;
    if (!made || made->any.width > side || made->any.height > side) return std::unexpected(damaged(field));
    auto const& shown = made->moving.file.empty() ? made->any : made->moving;
    Prepared ready{field, shape, {}, shown.width, shown.height, static_cast<std::int64_t>(shown.file.size())};
    ready.still = made->webp.file.empty() ? files::put(made->any.file, ending_of(made->any.file)) : put_pair(made->any, made->webp);
    ready.file = made->moving.file.empty() ? ready.still : files::put(made->moving.file, ".webp");
    ready.blurhash = made->blurhash;
    return ready;
}

base::Result<Prepared> prepare_opened(std::string const& field, Opened const& file, Shape shape) {
    TRY(check_picture(field, file.bytes(static_cast<std::size_t>(largest_picture())), largest_picture(), most_pixels));
    return shape == Shape::avatar || shape == Shape::header ? prepare_cut(field, file, shape) : prepare_whole(field, file, shape);
}

}  // namespace

void keep_in(std::string const& data_folder) {
    if (folder().empty()) folder.change(data_folder + "/media");
    std::filesystem::create_directories(folder() + "/incoming");
}

std::int64_t body_with(int pictures) { return pictures * largest_picture() + (1 << 20); }

std::string address_of(std::string_view file) {
    if (file.empty()) return {};
    return (s3::is_set() && !s3::public_url().empty() ? s3::public_url() + "/" : "/media/") + std::string(file);
}

void discard_later(db::Write& write, std::string const& file) {
    if (!file.empty()) jobs::add(write, discarding, file, 0, file);
}

base::Result<Prepared> prepare(http::Upload const& upload, Shape shape) { return prepare_opened(upload.field, Opened(upload.path), shape); }

base::Result<Prepared> prepare_bytes(std::string_view bytes, Shape shape, std::string field) {
    return prepare_opened(field, Opened(bytes, 0), shape);
}

void hold(db::Write& write, Prepared const& ready) {
    write.run(sql::hold, {ready.file});
    if (!ready.still.empty() && ready.still != ready.file) write.run(sql::hold, {ready.still});
}

void let_go(db::Write& write, Prepared const& ready) {
    auto one = [&write](std::string const& file) {
        if (write.run(sql::held_last, {file}) == 0) write.run(sql::held_less, {file});
        else discard_later(write, file);
    };
    one(ready.file);
    if (!ready.still.empty() && ready.still != ready.file) one(ready.still);
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

}  // namespace media
