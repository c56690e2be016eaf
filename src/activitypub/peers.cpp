// Other servers, as far as sending goes: which are dealt with, which fail, which are held.
#include "activitypub/deliveries.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/peers.hpp"
#include "activitypub/queries.hpp"
#include "base/time.hpp"
#include "moderation/moderation.hpp"

namespace activitypub {
namespace {

constexpr base::Time given_up_after = 30 * base::day;
constexpr int batch = 500;

WaitingAt waiting_in(std::string host, db::Row const& row, int column) {
    auto oldest = row.integer(column + 1);
    return {std::move(host), row.integer(column), oldest ? base::time_of(oldest) : 0};
}

void changed(db::Write& write) { write.emit(PeersChanged{1}); }

}  // namespace

Peer peer_in(db::Row const& row) {
    Peer peer;
    peer.host = row.text(0);
    peer.software = row.text(1);
    peer.scheme = row.text(2);
    peer.refused = row.boolean(3);
    peer.state = row.view(4) == "parked" ? PeerState::parked : row.view(4) == "held" ? PeerState::held : PeerState::open;
    peer.failing_since = row.integer(5);
    peer.attempts = row.integer(6);
    peer.retry_at = row.integer(7);
    peer.last_delivered_at = row.integer(8);
    return peer;
}

std::string_view text_of(PeerState state) { return state == PeerState::parked ? "parked" : state == PeerState::held ? "held" : "open"; }

bool deals_with(db::Read& read, std::string_view host) {
    if (!federate()) return false;
    auto name = without_port(host);
    if (auto block = moderation::block_for(read, name); block && block->severity == moderation::DomainSeverity::suspend) return false;
    return !allow_list() || moderation::is_domain_allowed(read, name);
}

std::optional<Peer> find_peer(db::Read& read, std::string_view host) { return read.one(sql::peer, {host}, peer_in); }

std::vector<Peer> peers_in_trouble(db::Read& read, int most) {
    auto all = read.rows(sql::peers_in_trouble, {most}, peer_in);
    for (auto& peer : read.rows(sql::peers_not_open, {most}, peer_in))
        if (peer.failing_since == 0) all.push_back(std::move(peer));
    return all;
}

std::vector<WaitingAt> most_waiting(db::Read& read, int most) {
    return read.rows(sql::hosts_by_waiting, {most}, [](db::Row const& row) { return waiting_in(row.text(0), row, 1); });
}

WaitingAt waiting_at(db::Read& read, std::string_view host) {
    return read.one(sql::waiting_at_host, {host}, [&](db::Row const& row) { return waiting_in(std::string(host), row, 0); }).value_or(WaitingAt{});
}

void heard_from(db::Write& write, std::string_view host) {
    if (write.run(sql::revive_peer, {host})) changed(write);
}

void note_software(db::Write& write, std::string_view host, std::string_view software) { write.run(sql::set_peer_software, {host, software}); }

void try_again(db::Write& write, std::string_view host) {
    if (write.run(sql::open_peer, {host})) changed(write);
}

void hold(db::Write& write, std::string_view host) {
    if (write.run(sql::hold_peer, {host})) changed(write);
}

void drop(db::Write& write, std::string_view host) {
    write.run(sql::delete_deliveries_to_host, {host});
    write.run(sql::delete_all_idle_outgoing, {base::first_id_at(write.now + 1)});
    changed(write);
}

void refuse_peers_anew(db::Write& write) {
    std::vector<Peer> some;
    std::string after;
    do {
        some = write.rows(sql::all_peers, {after, batch}, peer_in);
        for (auto const& peer : some) {
            auto refused = !deals_with(write, peer.host);
            if (refused != peer.refused) write.run(sql::set_peer_refused, {peer.host, refused});
            if (refused) write.run(sql::delete_deliveries_to_host, {peer.host});
        }
        if (!some.empty()) after = some.back().host;
    } while (!some.empty());
    write.run(sql::delete_all_idle_outgoing, {base::first_id_at(write.now + 1)});
    changed(write);
}

void drop_stale(db::Write& write) {
    auto hosts = write.rows(sql::hosts_failing_before, {write.now - given_up_after, batch}, [](db::Row const& row) { return row.text(0); });
    for (auto const& host : hosts) write.run(sql::delete_deliveries_to_host, {host});
    write.run(sql::delete_all_idle_outgoing, {base::first_id_at(write.now + 1)});
}

}  // namespace activitypub
