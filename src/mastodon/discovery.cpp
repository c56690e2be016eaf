// How apps recognize the kind of server they speak to: NodeInfo, host-meta, and whom a name belongs to.
#include "base/settings.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

using base::Json;

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

Answer nodeinfo(std::string_view number) {
    Json out;
    out.object().pair("version", number).key("software").object().pair("name", "salve").pair("version", SALVE_VERSION);
    if (number == "2.1") out.pair("homepage", base::site_url());
    out.end().key("protocols").array().end();
    out.key("services").object().key("inbound").array().end().key("outbound").array().end().end();
    out.pair("openRegistrations", accounts::sign_up_open());
    out.key("usage").object().key("users").object().end().end();
    out.key("metadata").object().pair("nodeName", base::site_name()).pair("nodeDescription", base::site_about()).end().end();
    return as("application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/" + std::string(number) + "#\"; charset=utf-8", out.take());
}

Answer host_meta(Request const&) {
    return as("application/xrd+xml; charset=utf-8",
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
              "  <Link rel=\"lrdd\" type=\"application/jrd+json\" template=\"" + base::site_url() + "/.well-known/webfinger?resource={uri}\"/>\n</XRD>\n");
}

// acct:ada@this.server, or the address of a page.
std::string_view handle_in(std::string_view resource) {
    constexpr std::string_view scheme = "acct:";
    if (resource.starts_with(scheme)) return resource.substr(scheme.size());
    for (std::string_view prefix : {"/@", "/users/"}) {
        auto start = base::site_url() + std::string(prefix);
        if (resource.starts_with(start)) return resource.substr(start.size());
    }
    return {};
}

Answer webfinger(Request const& request, db::Read& read) {
    auto handle = handle_in(request.fields.text("resource"));
    auto account = handle.empty() ? std::nullopt : accounts::find_by_handle(read, handle);
    if (!account || account->suspended_at || !account->domain.empty()) return not_found();
    Json out;
    out.object().pair("subject", "acct:" + account->username + "@" + base::site_domain());
    out.key("aliases").array().value(account->url()).value(account->uri()).end();
    out.key("links").array().object().pair("rel", "http://webfinger.net/rel/profile-page").pair("type", "text/html");
    out.pair("href", account->url()).end().end().end();
    return as("application/jrd+json; charset=utf-8", out.take());
}

}  // namespace

void add_discovery_routes(Section api, Context&) {
    api.plain("/.well-known/nodeinfo", Open::to_anyone, nodeinfo_links);
    api.plain("/nodeinfo/2.0", Open::to_anyone, [](Request const&) { return nodeinfo("2.0"); });
    api.plain("/nodeinfo/2.1", Open::to_anyone, [](Request const&) { return nodeinfo("2.1"); });
    api.plain("/health", Open::to_anyone, [](Request const&) -> Answer { return http::text("OK"); });
    api.plain("/.well-known/host-meta", Open::to_anyone, host_meta);
    api.get("/.well-known/webfinger", Open::to_anyone, webfinger);
}

}  // namespace mastodon
