// Pictures that people upload: checked, cut to their shape, stripped of everything but pixels, and served.
//
//     pages.post("/settings/profile", Open::to_members, change)
//         .body_up_to(media::body_with(2)).first(media::preparing({{"avatar", Shape::avatar}, {"header", Shape::header}}));
//     ...
//     if (auto avatar = media::prepared(request, "avatar")) profile.avatar = media::store(write, account, *avatar).address();
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace media {

using base::AccountId;
using base::PictureId;

extern db::Schema const schema;

inline base::Setting<std::string> folder{"media.folder", "", "Where pictures are kept. Empty: in the folder media of the data folder."};
inline base::Setting<std::string> worker{"media.worker", "", "The program that decodes uploaded pictures, apart from the server. Empty: salve-picture, beside the server's own program."};
inline base::Setting<std::int64_t> largest_picture{"media.largest_picture", 8 << 20, "How many bytes an uploaded picture may have."};

inline constexpr std::int64_t most_pixels = 25'000'000;

// What a picture is for decides how it is cut: around its middle, and never made larger.
enum class Shape {
    avatar,  // square, 400 pixels at most
    header,  // three to one, 1500 pixels wide at most
};

// A picture that lies in the folder, but belongs to nobody until it is stored: then it is removed after a day.
struct Prepared {
    std::string field;  // that it was uploaded in
    Shape shape = Shape::avatar;
    std::string file;   // ab/cdef....webp: by its content
    int width = 0, height = 0;
    std::int64_t bytes = 0;
};

struct Picture {
    PictureId id;
    AccountId owner;
    Shape shape = Shape::avatar;
    std::string file;
    int width = 0, height = 0;
    std::int64_t bytes = 0;
    base::Time created_at = 0;
    std::string address() const { return "/media/" + file; }  // below the site's address
};

// At start: where pictures are kept unless the setting says otherwise. Makes the folder.
void keep_in(std::string const& data_folder);

// Decodes in a process of its own, 30 to 100 ms: never inside a Write. Refuses, naming the upload's field, what is not a
// whole PNG, JPEG, WebP or GIF (by content: names and claimed types are ignored) or is too large.
base::Result<Prepared> prepare(http::Upload const&, Shape);

// The same for http::Route::first: each of these fields that was uploaded; all that are at fault are refused together.
std::function<base::Result<base::Done>(http::Request&)> preparing(std::vector<std::pair<std::string, Shape>> fields);
Prepared const* prepared(http::Request const&, std::string_view field);
std::int64_t body_with(int pictures);  // for http::Route::body_up_to

// An account has one picture of each shape: the one before is removed.
Picture store(db::Write&, AccountId owner, Prepared const&);
std::optional<Picture> find(db::Read&, AccountId owner, Shape);
void remove(db::Write&, AccountId owner, Shape);
void remove_all(db::Write&, AccountId owner);

void add_routes(http::Router::Section);            // GET /media/ab/cdef....webp
void add_jobs(jobs::Runner&, db::Database&);       // removes files that no picture uses any more
void sweep(db::Database&);                         // files older than a day that no picture ever used

}  // namespace media
