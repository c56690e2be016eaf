// oEmbed: how another site shows one of our posts. Public and unlisted posts only: the reader is anybody.
#include "base/settings.hpp"
#include "html/template.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

namespace {

constexpr std::int64_t usual_width = 400, narrowest = 220, widest = 1000;

// .../@ada/17
std::optional<PostId> post_at(std::string_view address) {
    auto start = base::site_url() + "/@";
    if (!address.starts_with(start)) return std::nullopt;
    auto path = address.substr(start.size());
    path = path.substr(0, path.find_first_of("?#"));
    auto slash = path.find('/');
    return slash == path.npos ? std::nullopt : base::parse<PostId>(path.substr(slash + 1));
}

// Words and a link, which need nothing from us: the site that shows them decides how they look.
std::string quotation(posts::Post const& post, accounts::Account const& author) {
    auto address = post.url(author.username);
    std::string out = "<blockquote cite=\"";
    html::escape(out, address);
    out += "\">";
    if (post.content_note.empty() && !post.sensitive) {
        out += post.html;
    } else {
        out += "<p>";
        html::escape(out, post.content_note);
        out += "</p>";
    }
    out += "<footer><a href=\"";
    html::escape(out, address);
    out += "\">";
    html::escape(out, author.name + " (@" + author.username + "@" + base::site_domain() + ")");
    return out += "</a></footer></blockquote>";
}

Answer embed(Request const& request, db::Read& read) {
    auto id = post_at(request.fields.text("url"));
    auto post = id ? posts::find(read, *id, {}) : std::nullopt;
    bool open = post && !post->boost_of && (post->visibility == posts::Visibility::everyone || post->visibility == posts::Visibility::unlisted);
    if (!open) return not_found();
    auto author = accounts::find(read, post->author);
    if (!author || author->hidden()) return not_found();
    auto width = std::clamp(request.fields.integer("maxwidth").value_or(usual_width), narrowest, widest);
    base::Json out;
    out.object().pair("type", "rich").pair("version", "1.0").pair("author_name", author->name).pair("author_url", author->url());
    out.pair("provider_name", base::site_name()).pair("provider_url", base::site_url() + "/").pair("cache_age", 86400);
    out.pair("html", quotation(*post, *author)).pair("width", width).key("height").null().end();
    return http::json(out.take());
}

}  // namespace

void add_embedding_routes(Section api, Context&) {
    api.get("/api/oembed", Open::to_anyone, embed).says("A public post, for showing it on another site").takes_field("url", "string", "The post's address", true);
}

}  // namespace mastodon
