// The preview of a link, as apps read it.
#include "base/time.hpp"
#include "mastodon/entities.hpp"

namespace mastodon {

namespace {

void write_authors(base::Json& out, links::Card const& card) {
    out.key("authors").array();
    if (!card.author_name.empty() || !card.author_url.empty())
        out.object().pair("name", card.author_name).pair("url", card.author_url).key("account").null().end();
    out.end();
}

void write_or_null(base::Json& out, std::string_view name, std::string const& text) {
    out.key(name);
    text.empty() ? out.null() : out.value(text);
}

}  // namespace

void write(base::Json& out, links::Card const& card) {
    out.object();
    write_members(out, card);
    out.end();
}

void write_members(base::Json& out, links::Card const& card) {
    out.pair("url", card.url).pair("title", card.title).pair("description", card.description);
    write_or_null(out, "language", card.language);
    out.pair("type", card.type).pair("author_name", card.author_name).pair("author_url", card.author_url);
    write_authors(out, card);
    out.pair("provider_name", card.provider_name).pair("provider_url", card.provider_url);
    out.pair("html", card.html).pair("width", card.width).pair("height", card.height);
    write_or_null(out, "image", card.image.empty() ? card.image : absolute(card.image));
    out.pair("image_description", card.image_description);
    // A photo would be embedded from its own address: ours is the only one that readers are sent to.
    out.pair("embed_url", card.type == "photo" && !card.image.empty() ? absolute(card.image) : "");
    write_or_null(out, "blurhash", card.blurhash);
    out.key("published_at");
    card.published_at ? out.value(base::iso8601(card.published_at)) : out.null();
}

}  // namespace mastodon
