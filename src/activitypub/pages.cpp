// The administrators' page of other servers: queue by host, failing hosts, try now, hold, drop.
#include "activitypub/deliveries.hpp"
#include "activitypub/pages.hpp"
#include "html/html.hpp"

namespace activitypub {
namespace {

constexpr int most_shown = 100;

html::Safe row_of(http::Request const& request, html::Words const& words, std::string const& host, std::string const& state, html::Safe since, bool waits) {
    return words.fill(pages::PeerRow{.host = host, .state = state, .since = since, .csrf = html::csrf_field(request), .waits = waits});
}

std::string state_of(html::Words const& words, Peer const& peer) {
    if (peer.state == PeerState::held) return words("held by hand");
    if (peer.state == PeerState::parked) return words("given up until it is heard from");
    return words("fails since");
}

http::Answer show_federation(http::Request const& request, db::Read& read) {
    html::Words words(request.locale);
    html::Safe waiting, failing;
    for (auto const& each : most_waiting(read, most_shown))
        waiting += row_of(request, words, each.host, words("{count, number} waiting, the oldest since", {{"count", each.waiting}}), html::time_tag(words, each.oldest, read.now), true);
    for (auto const& peer : peers_in_trouble(read, most_shown))
        failing += row_of(request, words, peer.host, state_of(words, peer), peer.failing_since ? html::time_tag(words, peer.failing_since, read.now) : html::Safe(), waiting_at(read, peer.host).waiting > 0);
    html::Page page{.title = words("Other servers"), .current = "/admin"};
    page.main = words.fill(pages::Federation{.waiting = waiting, .failing = failing});
    return html::page(request, read, std::move(page));
}

template <void (*change)(db::Write&, std::string_view)>
http::Answer change_peer(http::Request const& request, db::Write& write) {
    change(write, request.fields.text("host"));
    return http::redirect("/admin/federation");
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/admin/federation", Open::to_admins, show_federation);
    pages.post("/admin/federation/retry", Open::to_admins, change_peer<try_again>);
    pages.post("/admin/federation/hold", Open::to_admins, change_peer<hold>);
    pages.post("/admin/federation/drop", Open::to_admins, change_peer<drop>);
}

}  // namespace activitypub
