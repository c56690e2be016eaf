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
#include "base/json.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace media {

using base::AccountId, base::MediaId, base::PictureId, base::PostId;

extern db::Schema const schema;

inline base::Setting<std::string> folder{"media.folder", "", "Where pictures are kept. Empty: in the folder media of the data folder."};
inline base::Setting<std::string> worker{"media.worker", "", "The program that decodes uploaded pictures, apart from the server. Empty: salve-picture, beside the server's own program."};
inline base::Setting<std::string> film_worker{"media.film_worker", "", "The program that runs ffmpeg within limits. Empty: salve-film, beside the server's own program."};
inline base::Setting<std::int64_t> largest_picture{"media.largest_picture", 8 << 20, "How many bytes an uploaded picture may have."};

inline base::Setting<std::int64_t> largest_image{"media.largest_image", 16 << 20, "How many bytes a picture attached to a post may have."};
inline base::Setting<std::int64_t> largest_video{"media.largest_video", 100 << 20, "How many bytes a video or a sound attached to a post may have."};

inline constexpr std::int64_t most_pixels = 25'000'000;
inline constexpr std::int64_t most_pixels_attached = 50'000'000;  // a telephone's largest photograph
inline constexpr std::int64_t most_video_pixels = 8'294'400;      // 3840 by 2160; shown with 1920 by 1080 at most
inline constexpr std::int64_t most_frames_per_second = 120;       // shown with 60 at most

// What a picture is for decides how it is cut: around its middle, and never made larger.
enum class Shape {
    avatar,   // square, 400 pixels at most
    header,   // three to one, 1500 pixels wide at most
    emoji,    // whole, within 256 by 256; what moves goes on moving, and `still` does not
    preview,  // of a linked page, a video or a book: whole, within 640 by 640, with a blurhash
};

// A picture that lies in the folder, but belongs to nobody until it is stored: then it is removed after a day.
struct Prepared {
    std::string field;  // that it was uploaded in
    Shape shape = Shape::avatar;
    std::string file;   // ab/cdef....webp: by its content
    int width = 0, height = 0;
    std::int64_t bytes = 0;
    std::string still = {};     // emoji: the same without movement; else the same file
    std::string blurhash = {};  // previews: what to show until it is there
};
std::string address_of(std::string_view file);  // below the site's address, or absolute when files lie elsewhere

struct Picture {
    PictureId id;
    AccountId owner;
    Shape shape = Shape::avatar;
    std::string file;
    int width = 0, height = 0;
    std::int64_t bytes = 0;
    base::Time created_at = 0;
    std::string address() const { return address_of(file); }
};

// At start: where pictures are kept unless the setting says otherwise. Makes the folder.
void keep_in(std::string const& data_folder);

// Decodes in a process of its own, 30 to 100 ms: never inside a Write. Refuses, naming the upload's field, what is not a
// whole PNG, JPEG, WebP or GIF (by content: names and claimed types are ignored) or is too large.
base::Result<Prepared> prepare(http::Upload const&, Shape);
// The same from memory, for what a job fetched. `file` and `still` can be shown by every app (JPEG or PNG; WebP when it moves).
base::Result<Prepared> prepare_bytes(std::string_view bytes, Shape, std::string field = "image");
// Other rooms hold the files they name in their own rows, once for each row, and let them go with it.
void hold(db::Write&, Prepared const&);
void let_go(db::Write&, Prepared const&);  // `file` and `still` are enough

// The same for http::Route::first: each of these fields that was uploaded; all that are at fault are refused together.
std::function<base::Result<base::Done>(http::Request&)> preparing(std::vector<std::pair<std::string, Shape>> fields);
Prepared const* prepared(http::Request const&, std::string_view field);
std::int64_t body_with(int pictures);  // for http::Route::body_up_to

// An account has one picture of each shape: the one before is removed.
Picture store(db::Write&, AccountId owner, Prepared const&);
std::optional<Picture> find(db::Read&, AccountId owner, Shape);
void remove(db::Write&, AccountId owner, Shape);
void remove_all(db::Write&, AccountId owner);

// What people attach to posts: an upload belongs to its owner, then to one post.
enum class Kind { image, gifv, video, audio, unknown };
std::string_view text_of(Kind);
enum class State { processing, ready, failed };
std::string_view text_of(State);

struct Size { int width = 0, height = 0; };
struct Attachment {
    MediaId id;
    AccountId owner;
    PostId post;         // 0 while it waits for one
    int position = 0;    // in its post
    Kind kind = Kind::unknown;
    State state = State::processing;
    std::string address;          // below the site's address, or absolute; "" while processing. Any app can show it
    std::string webp_address;     // of pictures: the same, smaller, for who can read it
    std::string preview_address;  // "" for none
    std::string description;      // alt text
    std::string blurhash;
    double focus_x = 0, focus_y = 0;  // -1 to 1, the middle is 0; y grows upwards
    Size size, preview_size;          // 0 for sound
    double seconds = 0;               // of sound and moving pictures
    double frames_per_second = 0;
    std::int64_t bits_per_second = 0;
    std::string type;                 // image/webp
    std::int64_t bytes = 0;
    base::Time created_at = 0;
    std::string file, preview;    // their names in the store
    std::string remote_address;   // where another server has it; "" for what was uploaded here. Without a copy of ours,
                                  // `address` is one of this server that makes it
};

inline constexpr int most_attachments = 16;
inline constexpr int longest_description = 1500;

// Attached to posts, in their order. One statement for all.
std::vector<Attachment> attachments_of(db::Read&, std::vector<PostId> const&);
std::vector<Attachment> find_attachments(db::Read&, AccountId owner, std::vector<MediaId> const&);  // the owner's own, in the order asked
// Makes these the post's attachments, in this order; those it had and that are not named are let go. Refuses, naming
// `media_ids`, what is not the owner's, belongs to another post, is still processing or failed, more than
// most_attachments, or a second attachment beside a video or a sound.
base::Result<base::Done> attach(db::Write&, AccountId owner, PostId, std::vector<MediaId> const&);
// What belongs to no post yet becomes another owner's: a person uploads, the organization they post for publishes.
void hand_over(db::Write&, AccountId owner, AccountId to, std::vector<MediaId> const&);
void detach(db::Write&, PostId);  // the post was deleted; its owner may use them again for a day
struct Details { std::optional<std::string> description; std::optional<double> focus_x, focus_y; };
base::Result<Attachment> describe(db::Write&, AccountId owner, MediaId, Details const&);
void reserve(db::Write&, AccountId owner, std::vector<MediaId> const&, base::Time until);  // for posts to come: kept a day longer than that
void forget(db::Write&, AccountId);  // the account was removed: what it uploaded goes
std::string exported(db::Read&, AccountId);  // JSON, for accounts::add_to_export

// What a post of another server shows. The address and what is told of it are kept at once; our copy is made by a job, let go
// after media.remote_days, and made again when somebody asks for it.
struct Remote {
    std::string address, type, description, blurhash;
    double focus_x = 0, focus_y = 0;
    Size size;
};
inline base::Setting<std::int64_t> remote_days{"media.remote_days", 30, "For how many days copies of pictures and films of other servers are kept. They are fetched again when somebody looks at them later."};
// These become the post's attachments, in this order; those it had stay where the address is the same. `fetch` false: our
// copies are not made (moderators decided so), and nothing is shown but the description.
void keep_remote(db::Write&, AccountId owner, PostId, std::vector<Remote> const&, bool fetch = true);

// An upload for a post, from its bytes to an attachment, in two steps:
//     routes.post("/api/v2/media", ..., handler).body_up_to(media::largest_upload()).first(media::taking());
//     auto attachment = TRY(media::keep(write, owner, media::taken(request), details));
// The first is slow and decodes pictures; sound and video are taken as they are, and converted by a job after the second.
// The same bytes again within a day, from the same owner and not attached yet, give the same attachment.
struct Taken {
    std::string hash;    // of the bytes
    MediaId known;       // uploaded before; then nothing else is set
    std::string source;  // waits for conversion
    Attachment made;     // its files, sizes and blurhash, when it is ready
    std::optional<Prepared> thumbnail;
    std::string key = {};  // the app's own name for this upload: Idempotency-Key
};
base::Result<Taken> take(http::Upload const& file, http::Upload const* thumbnail, AccountId owner, std::string_view key = {});
std::function<base::Result<base::Done>(http::Request&)> taking(std::string field = "file");
std::function<base::Result<base::Done>(http::Request&)> taking_and_waiting();  // keeps it as well, and waits for its conversion for half a minute
Taken const* taken(http::Request const&);
base::Result<Attachment> keep(db::Write&, AccountId owner, Taken const&, Details const&);
std::optional<Attachment> find_attachment(db::Read&, AccountId owner, MediaId);  // the owner's own
base::Result<base::Done> remove_attachment(db::Write&, AccountId owner, MediaId);  // refused while a post has it
// Takes a new picture for a video or a sound.
base::Result<Attachment> change_thumbnail(db::Write&, AccountId owner, MediaId, Prepared const&);
std::int64_t largest_upload();
std::vector<std::string> const& types_taken();  // for the instance's configuration
bool takes_video();  // whether the programs that convert it are there

// Attachments in a page: an album with descriptions that needs no script and does not move as it loads; behind a cover
// when it is sensitive.
html::Safe gallery(html::Words const&, std::vector<Attachment> const&, bool sensitive);
// For a form with enctype="multipart/form-data": a field for files (`media[]`), and for each that is uploaded already its
// picture, a field for its description (`media_description[ID]`), its id (`media_ids[]`) and a box to leave it out.
html::Safe upload_fields(html::Words const&, std::vector<Attachment> const& uploaded);

// An attachment is ready, failed, or was described anew. `post` 0: not attached yet.
struct Processed { static constexpr std::string_view kind = "media.processed"; MediaId media; PostId post; AccountId owner; };

void add_routes(http::Router::Section);            // GET /media/ab/cdef....webp
void add_api(http::Router::Section);               // /api/salve/v1/uploads: in pieces, see docs/api/uploads.md
void add_jobs(jobs::Runner&, db::Database&);       // converts sound and video; removes files that nothing uses any more
void sweep(db::Database&);                         // attachments that no post took in a day, files that nothing ever used

}  // namespace media
