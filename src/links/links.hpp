// Links: what a page on the web says of itself (OpenGraph, oEmbed, its title), fetched once as a job and shown as a card.
#pragma once
#include "base/event.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace links {

using base::PostId;

extern db::Schema const schema;

inline base::Setting<bool> fetch_previews{"links.fetch_previews", true, "Whether this server fetches the pages that public posts link to, to show their title and picture."};

inline base::Setting<std::string> embed_hosts{"links.embed_hosts", "", "Hosts whose players apps may embed, separated by commas, for example: www.youtube-nocookie.com,player.vimeo.com. Empty: none. Readers' apps contact them when a post is shown."};

struct Card {
    std::int64_t id = 0;
    std::string url, title, description;
    std::string type = "link";  // link, photo, video, rich
    std::string author_name, author_url, provider_name, provider_url;
    std::string image;          // address of our own copy, "" for none
    std::string image_description, blurhash;
    std::string html;           // of a video, only from providers that are allowed; sanitized
    int width = 0, height = 0;
    std::string language;
    base::Time published_at = 0, fetched_at = 0;
};

// The post names this address (its first link that is neither a mention nor a hashtag): shows the card when one is known,
// and asks for it when it is not, or is older than two weeks. "" takes it away.
void set_link(db::Write&, PostId, std::string_view url);
std::vector<std::pair<PostId, Card>> of_posts(db::Read&, std::vector<PostId> const&);  // those that have one
std::optional<Card> find(db::Read&, std::string_view url);
std::vector<Card> find_all(db::Read&, std::vector<std::int64_t> const& ids);  // in the order asked
std::vector<PostId> posts_with(db::Read&, std::int64_t card, std::int64_t before, int limit);  // newest first

struct Fetched { static constexpr std::string_view kind = "links.fetched"; PostId post; };  // this post's card came or changed

void add_jobs(jobs::Runner&, db::Database&);

}  // namespace links
