// Writes Atom feeds and the sitemap from what visitors may read.
#include "feeds/feeds.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "collections/collections.hpp"
#include "follows/follows.hpp"
#include "timelines/timelines.hpp"
#include <algorithm>
#include <unordered_map>

namespace feeds {
namespace {

using base::AccountId, base::PostId;

constexpr int entries_shown = 20, people_listed = 2000, posts_listed = 500;

// XML 1.0 has no way to say most control characters.
std::string escaped(std::string_view text) {
    std::string plain, made;
    std::ranges::copy_if(text, std::back_inserter(plain), [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t'; });
    html::escape(made, plain);
    return made;
}

std::string element(std::string_view name, std::string_view text) {
    return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">";
}

std::string link(std::string_view relation, std::string_view type, std::string_view address) {
    return "<link rel=\"" + std::string(relation) + "\" type=\"" + std::string(type) + "\" href=\"" + escaped(address) + "\"/>";
}

http::Response xml(std::string body, std::string type) {
    http::Response response;
    response.type = std::move(type);
    response.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::move(body);
    return response.with("Cache-Control", "public, max-age=300");
}

std::unordered_map<AccountId, accounts::Account> authors_of(db::Read& read, std::vector<posts::Post> const& all) {
    std::vector<AccountId> ids;
    for (auto const& post : all) ids.push_back(post.author);
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    std::unordered_map<AccountId, accounts::Account> found;
    for (auto& account : accounts::find_all(read, ids)) found.emplace(account.id, std::move(account));
    return found;
}

std::string entry(posts::Post const& post, accounts::Account const& author) {
    bool covered = !post.content_note.empty();
    auto title = covered ? post.content_note : base::shorten(post.text, 80);
    std::string made = "<entry>" + element("id", post.uri(author.username)) + element("title", title.empty() ? author.name : title) +
                       link("alternate", "text/html", post.url(author.username)) + element("published", base::iso8601(post.created_at)) +
                       element("updated", base::iso8601(post.edited_at ? post.edited_at : post.created_at)) + "<author>" + element("name", author.name) +
                       element("uri", author.url()) + "</author>";
    for (auto const& tag : post.hashtags) made += "<category term=\"" + escaped(tag) + "\"/>";
    if (!covered && !post.sensitive)
        for (auto const& file : post.media) made += link("enclosure", file.type, html::absolute(file.address));
    made += "<content type=\"html\" xml:lang=\"" + escaped(post.language) + "\">" + escaped(covered ? post.content_note : post.html) + "</content>";
    return made + "</entry>";
}

struct Head { std::string title, about, page, feed; };

http::Response feed(db::Read& read, Head const& head, std::vector<PostId> const& ids, base::Time updated) {
    auto all = posts::find_all(read, ids, {});
    std::erase_if(all, [](posts::Post const& post) { return post.local_only || post.boost_of; });
    auto authors = authors_of(read, all);
    if (!all.empty()) updated = all.front().created_at;
    std::string body = "<feed xmlns=\"http://www.w3.org/2005/Atom\">" + element("id", head.page) + element("title", head.title) + element("subtitle", head.about) +
                       element("updated", base::iso8601(updated)) + link("self", "application/atom+xml", head.feed) + link("alternate", "text/html", head.page);
    for (auto const& post : all)
        if (auto author = authors.find(post.author); author != authors.end()) body += entry(post, author->second);
    return xml(body + "</feed>\n", "application/atom+xml; charset=utf-8");
}

http::Answer of_account(http::Request const& request, db::Read& read) {
    auto account = accounts::find_by_handle(read, request.parameters.text("name"));
    if (!account || account->hidden() || !account->domain.empty()) return base::refuse(base::Why::not_found, "There is no such account.");
    auto ids = timelines::account(read, account->id, {}, {.replies = false, .boosts = false}, {.limit = entries_shown});
    return feed(read, {account->name, account->note, account->url(), account->url() + "/feed.atom"}, ids, account->created_at);
}

http::Answer of_collection(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<collections::CollectionId>("id");
    auto shown = id ? collections::find(read, *id, {}) : std::nullopt;
    if (!shown) return base::refuse(base::Why::not_found, "There is no such collection.");
    std::vector<PostId> ids;
    for (auto const& kept : collections::posts_in(read, shown->id, 0, entries_shown)) ids.push_back(kept.post);
    return feed(read, {shown->title, shown->about, shown->url(), shown->url() + "/feed.atom"}, ids, shown->changed_at);
}

http::Answer of_hashtag(http::Request const& request, db::Read& read) {
    auto name = std::string(request.parameters.text("name"));
    auto tag = posts::find_tag(read, name, {});
    if (!tag) return base::refuse(base::Why::not_found, "Nobody has used this topic yet.");
    auto page = base::site_url() + "/tags/" + http::percent_encode(base::fold(name));
    return feed(read, {"#" + tag->name, base::site_name(), page, page + "/feed.atom"}, timelines::hashtag(read, {.name = name}, {}, {.limit = entries_shown}), 0);
}

std::string place(std::string_view address, base::Time changed = 0) {
    auto made = "<url>" + element("loc", address);
    if (changed) made += element("lastmod", base::iso8601(changed));
    return made + "</url>\n";
}

// People who want to be found and whose words search engines may keep, and what was said here lately.
http::Answer sitemap(http::Request const&, db::Read& read) {
    std::string body = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (auto path : {"/local", "/explore", "/people", "/about"}) body += place(base::site_url() + path);
    auto people = follows::directory(read, {}, {.order = follows::Order::active, .local = true, .limit = people_listed});
    for (auto const& account : accounts::find_all(read, people))
        if (account.indexable && !account.hidden()) body += place(account.url(), account.last_post_at);
    auto all = posts::find_all(read, timelines::local(read, {}, {.limit = posts_listed}), {});
    auto authors = authors_of(read, all);
    for (auto const& post : all) {
        auto author = authors.find(post.author);
        if (author != authors.end() && author->second.indexable && !post.local_only)
            body += place(post.url(author->second.username), post.edited_at ? post.edited_at : post.created_at);
    }
    return xml(body + "</urlset>\n", "application/xml; charset=utf-8");
}

// What is for one person, or without end, is nobody's to index; pages say for themselves who may be found.
http::Answer robots(http::Request const&) {
    std::string body = "User-agent: *\n";
    for (auto path : {"/api/", "/oauth/", "/settings", "/admin", "/moderation", "/messages", "/notifications", "/new", "/posts/", "/search", "/live/", "/demo/"})
        body += "Disallow: " + std::string(path) + "\n";
    return http::text(body + "\nSitemap: " + base::site_url() + "/sitemap.xml\n").with("Cache-Control", "public, max-age=86400");
}

}  // namespace

void add_routes(http::Router::Section pages) {
    using http::Open;
    pages.get("/@:name/feed.atom", Open::to_anyone, of_account).says("What somebody says, as Atom");
    pages.get("/tags/:name/feed.atom", Open::to_anyone, of_hashtag).says("What is said about a topic, as Atom");
    pages.get("/collections/:id/feed.atom", Open::to_anyone, of_collection).says("A public collection, as Atom");
    pages.get("/sitemap.xml", Open::to_anyone, sitemap).limited({"sitemap", 20, 600}).says("What search engines may keep");
    pages.plain("/robots.txt", Open::to_anyone, robots).says("What search engines should pass over");
}

}  // namespace feeds
