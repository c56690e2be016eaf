// Custom emoji: small pictures, written as :name: in texts; this server's own, and those of others in what came from there.
#pragma once
#include "base/event.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "media/media.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace emojis {

extern db::Schema const schema;

struct Emoji {
    std::int64_t id = 0;
    std::string shortcode, category;
    std::string file, still;  // still: the same without movement
    bool visible_in_picker = true, enabled = true;
    bool is_remote = false;     // of another server: our copy is made when its address is asked for
    std::string address() const;
    std::string still_address() const;
};

// A shortcode has 2 to 30 letters, digits and _, as everywhere.
base::Result<Emoji> add(db::Write&, std::string_view shortcode, std::string_view category, bool visible_in_picker, media::Prepared const&);
struct Change { std::optional<std::string> category; std::optional<bool> visible_in_picker, enabled; };
base::Result<Emoji> change(db::Write&, std::string_view shortcode, Change const&);
base::Result<base::Done> remove(db::Write&, std::string_view shortcode);

std::vector<Emoji> all(db::Read&);  // by category and name, switched-off ones too
std::optional<Emoji> find(db::Read&, std::string_view shortcode);
std::optional<Emoji> find(db::Read&, std::string_view shortcode, std::string_view domain);
// The enabled ones that these texts use, each once. A text without :x: costs a look at its letters, and no statement.
// `domain` is where the texts were written: "" for here.
std::vector<Emoji> in(db::Read&, std::vector<std::string_view> const& texts, std::string_view domain = {});
std::vector<std::string_view> shortcodes_in(std::string_view text);

// Markup with pictures for the emoji in its text; attributes stay as they are. What has none costs no statement.
html::Safe drawn(db::Read&, html::Safe);
html::Safe drawn(db::Read&, html::Safe, std::string_view domain);
html::Safe drawn_name(db::Read&, std::string_view name, std::string_view domain);  // a text of one line, escaped

// Emoji of other servers, as their posts and profiles name them. A picture at a new address, or told to be newer, takes the
// place of the one before.
struct Remote { std::string shortcode, source; base::Time updated_at = 0; };
void keep_remote(db::Write&, std::string_view domain, std::vector<Remote> const&);
void forget_remote(db::Write&, std::string_view domain);  // the server was purged
void let_old_copies_go(db::Database&);                    // after media.remote_days; made again when somebody looks

// [{"shortcode": .., "url": .., "static_url": .., "visible_in_picker": .., "category": ..}]: the Mastodon API's form.
std::string as_json(std::vector<Emoji> const&);

// Something reads differently now, anywhere.
struct Changed { static constexpr std::string_view kind = "emojis.changed"; std::int64_t emoji; };

void add_pages(http::Router::Section);  // /admin/emojis
void add_routes(http::Router::Section, db::Database&);  // pictures of other servers' emoji
void add_jobs(jobs::Runner&, db::Database&);

}  // namespace emojis
