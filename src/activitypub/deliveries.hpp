// What waits to be sent to other servers: stored with the change that causes it, one row for each inbox, sent by Deliverer.
#pragma once
#include "activitypub/activitypub.hpp"
#include <vector>

namespace activitypub {

struct Parcel {
    AccountId author;      // whose key signs it
    std::string activity;  // whole JSON, the same bytes for every inbox
    PostId about;          // what it tells of, so that it can be recalled; 0 for none
    bool urgent = false;   // private messages and alerts: before everything else
    base::Time not_before = 0;
};
// To the shared inbox of each server once. People of this server, and of servers that nothing is sent to, are left out.
void send_to(db::Write&, Parcel const&, std::vector<AccountId> const& people);
void send_to_followers(db::Write&, Parcel const&, std::vector<AccountId> const& also = {});
void send_everywhere(db::Write&, Parcel const&);  // to every server ever heard of: deletions of accounts
// Takes back what still waits about a post. Whoever got something already is told by a Delete: those inboxes are kept.
void recall(db::Write&, PostId);
enum class Also { followers, nobody };
void send_where_it_went(db::Write&, Parcel const&, Also = Also::followers, std::vector<AccountId> const& people = {});  // to the inboxes that got something about parcel.about

void forget_reach(db::Write&, PostId);  // after its Delete was queued: nobody will be told of it any more

std::int64_t inbox_id(db::Write&, std::string_view address);  // what actor.inbox_id names
// Whether this server deals with another, by moderators' blocks and the allow-list.
bool deals_with(db::Read&, std::string_view host);

// Followers elsewhere, by inbox. For db::Database::on_emit, before anything is sent about the same event.
void keep_audience(db::Write&, base::Event const&);
// A remote account's inbox is another one now: after actor.inbox_id was changed.
void move_audience(db::Write&, AccountId follower, std::int64_t to_inbox);
void forget_audience(db::Write&, AccountId author);

// FEP-8fcf. The header's value for what an author sends to a host; "" when nobody there follows them.
std::string synchronization_header(std::string_view author_uri, std::string_view digest);
std::string follower_digest(db::Read&, AccountId author, std::string_view host);  // hexadecimal; "" when nobody there does
std::vector<std::string> followers_on(db::Read&, AccountId author, std::string_view host, int most = 10'000);  // their ids
struct Synchronization { std::string collection, url, digest; };
std::optional<Synchronization> read_synchronization(std::string_view header);
// What a header that came with something signed by `followed` asks for: a job that compares and settles the difference.
void synchronize(db::Write&, AccountId followed, std::string_view header);

// Another server, as far as sending goes.
enum class PeerState { open, parked, held };  // parked: dead for long; held: by an administrator
struct Peer {
    std::string host, software, scheme;
    bool refused = false;
    PeerState state = PeerState::open;
    base::Time failing_since = 0;  // 0: it answers
    std::int64_t attempts = 0;
    base::Time retry_at = 0, last_delivered_at = 0;
};
std::optional<Peer> find_peer(db::Read&, std::string_view host);
std::vector<Peer> peers_in_trouble(db::Read&, int most);  // failing longest first, then those that are held
struct WaitingAt { std::string host; std::int64_t waiting = 0; base::Time oldest = 0; };
std::vector<WaitingAt> most_waiting(db::Read&, int most);
WaitingAt waiting_at(db::Read&, std::string_view host);
void heard_from(db::Write&, std::string_view host);  // a signed request came from there: it is alive again
void note_software(db::Write&, std::string_view host, std::string_view software);
void try_again(db::Write&, std::string_view host);   // by hand
void hold(db::Write&, std::string_view host);        // by hand: what is to be sent there waits
void drop(db::Write&, std::string_view host);        // by hand: what waits to be sent there is forgotten
void refuse_peers_anew(db::Write&);                  // moderators changed whom this server deals with
void drop_stale(db::Write&);                         // once a day: what waits for servers that are dead for a month

// Everything that is known of a server and of what belongs to it goes, by a job. While moderators refuse the server nothing of it
// comes back; when they do no more, its accounts may be known again.
void purge(db::Write&, std::string_view domain);
void keep_rules(db::Write&, base::Event const&);     // moderators changed them: part of hear()
void add_server_jobs(jobs::Runner&, db::Database&);  // purges, and what changes of moderators' rules do to what is known

struct Queued { static constexpr std::string_view kind = "activitypub.queued"; std::int64_t outgoing; base::Time leaves_at; };
struct PeersChanged { static constexpr std::string_view kind = "activitypub.peers_changed"; std::int64_t how; };

}  // namespace activitypub
