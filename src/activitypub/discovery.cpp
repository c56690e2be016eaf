// How others find out who is here, and what kind of server this is: WebFinger, host-meta, NodeInfo.
#include "activitypub/asking.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/vocabulary.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <memory>
#include <mutex>

namespace activitypub {

using base::Json;
using http::Answer, http::Open, http::Request, http::Response;

namespace {

Response as(std::string type, std::string body) {
    Response response = http::json(std::move(body));
    response.type = std::move(type);
    return response;
}

Answer nodeinfo_links(Request const&) {
    Json out;
    out.object().key("links").array();
    for (std::string_view number : {"2.0", "2.1"}) {
        out.object().pair("rel", "http://nodeinfo.diaspora.software/ns/schema/" + std::string(number));
        out.pair("href", base::site_url() + "/nodeinfo/" + std::string(number)).end();
    }
    out.end().end();
    return http::json(out.take());
}

struct Usage { std::int64_t members = 0, in_a_month = 0, in_half_a_year = 0, posts = 0; };

// Counted anew after ten minutes: anybody may ask, and half a year of people is much to count.
class Counted {
public:
    Usage usage(db::Read& read) {
        std::scoped_lock lock(mutex_);
        if (counted_at_ && read.now - counted_at_ < 10 * base::minute) return usage_;
        auto today = read.now / base::day;
        auto active = [&](std::int64_t days) { return read.number(sql::active_people, {today - days + 1}); };
        usage_ = {accounts::members(read), active(30), active(180), accounts::posts_of_members(read)};
        counted_at_ = read.now;
        return usage_;
    }

private:
    std::mutex mutex_;
    base::Time counted_at_ = 0;
    Usage usage_;
};

Answer nodeinfo(std::string_view number, Usage const& usage) {
    Json out;
    out.object().pair("version", number).key("software").object().pair("name", "salve").pair("version", SALVE_VERSION);
    if (number == "2.1") out.pair("homepage", base::site_url());
    out.end().key("protocols").array();
    if (federate()) out.value("activitypub");
    out.end().key("services").object().key("inbound").array().end().key("outbound").array().end().end();
    out.pair("openRegistrations", accounts::sign_up_open());
    out.key("usage").object().key("users").object().pair("total", usage.members).pair("activeMonth", usage.in_a_month);
    out.pair("activeHalfyear", usage.in_half_a_year).end().pair("localPosts", usage.posts).end();
    // `upstream` tells apps that look for servers by name which API is spoken here.
    out.key("metadata").object().pair("nodeName", base::site_name()).pair("nodeDescription", base::site_about());
    out.key("upstream").object().pair("name", "mastodon").end().end().end();
    return as("application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/" + std::string(number) + "#\"; charset=utf-8", out.take());
}

Answer host_meta(Request const& request) {
    auto finger = base::site_url() + "/.well-known/webfinger?resource={uri}";
    if (request.path.ends_with(".json") || request.header("accept").contains("application/json") || request.header("accept").contains("jrd+json")) {
        Json out;
        out.object().key("links").array().object().pair("rel", "lrdd").pair("template", finger).end().end().end();
        return http::json(out.take());
    }
    return as("application/xrd+xml; charset=utf-8",
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
              "  <Link rel=\"lrdd\" type=\"application/jrd+json\" template=\"" + finger + "\"/>\n</XRD>\n");
}

// acct:ada@this.server, or the address of a page or an actor.
std::string_view handle_in(std::string_view resource) {
    constexpr std::string_view scheme = "acct:";
    if (resource.starts_with(scheme)) return resource.substr(scheme.size());
    for (std::string_view prefix : {"/@", "/users/"}) {
        auto start = base::site_url() + std::string(prefix);
        if (resource.starts_with(start)) return resource.substr(start.size());
    }
    return {};
}

void link(Json& out, std::string_view rel, std::string_view type, std::string const& href) {
    out.object().pair("rel", rel).pair("type", type).pair("href", href).end();
}

Response finger_of_server() {
    Json out;
    out.object().pair("subject", "acct:" + base::site_domain() + "@" + base::site_domain());
    out.key("aliases").array().value(server_actor_uri()).end().key("links").array();
    link(out, "self", activity_type, server_actor_uri());
    out.end().end();
    return as("application/jrd+json; charset=utf-8", out.take());
}

Response finger_of(accounts::Account const& account) {
    Json out;
    out.object().pair("subject", "acct:" + account.username + "@" + base::site_domain());
    out.key("aliases").array().value(account.url()).value(account.uri()).end();
    out.key("links").array();
    link(out, "http://webfinger.net/rel/profile-page", "text/html", account.url());
    if (federate()) link(out, "self", activity_type, account.uri());
    if (!account.avatar.empty()) link(out, "http://webfinger.net/rel/avatar", media_type_of(account.avatar), absolute(account.avatar));
    out.object().pair("rel", "http://ostatus.org/schema/1.0/subscribe").pair("template", base::site_url() + "/authorize_interaction?uri={uri}").end();
    out.end().end();
    return as("application/jrd+json; charset=utf-8", out.take());
}

Answer webfinger(Request const& request, db::Read& read) {
    auto resource = request.fields.text("resource");
    if (resource.empty()) return base::refuse(base::Why::invalid, "Say whom you look for: ?resource=acct:name@" + base::site_domain());
    auto handle = handle_in(resource);
    if (resource == server_actor_uri() || base::fold(handle) == base::fold(base::site_domain() + "@" + base::site_domain())) return finger_of_server();
    auto account = handle.empty() || handle.size() > 500 ? std::nullopt : accounts::find_by_handle(read, handle);
    if (!account || !account->is_local() || account->pending) return nothing_here();
    if (account->hidden()) return gone_from_here();
    return finger_of(*account);
}

// Who comes from another server to follow or answer looks for it here.
Answer interact(Request const& request, db::Read&) {
    auto uri = request.fields.text("uri");
    if (uri.starts_with("acct:")) uri.remove_prefix(5);
    return http::redirect("/search?q=" + http::percent_encode(uri), 302);
}

}  // namespace

void add_discovery_routes(http::Router::Section api, db::Database&) {
    auto counted = std::make_shared<Counted>();
    api.plain("/.well-known/nodeinfo", Open::to_anyone, nodeinfo_links);
    api.get("/nodeinfo/2.0", Open::to_anyone, [counted](Request const&, db::Read& read) { return nodeinfo("2.0", counted->usage(read)); });
    api.get("/nodeinfo/2.1", Open::to_anyone, [counted](Request const&, db::Read& read) { return nodeinfo("2.1", counted->usage(read)); });
    api.plain("/.well-known/host-meta", Open::to_anyone, host_meta);
    api.plain("/.well-known/host-meta.json", Open::to_anyone, host_meta);
    api.get("/.well-known/webfinger", Open::to_anyone, webfinger);
    api.get("/authorize_interaction", Open::to_anyone, interact);
}

}  // namespace activitypub
