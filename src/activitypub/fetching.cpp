// Documents of other servers: asked for by this server's own actor, believed only where their own host serves them.
#include "activitypub/fetching.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/keeping.hpp"
#include "activitypub/objects.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/reading.hpp"
#include "activitypub/signatures.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <map>
#include <mutex>

namespace activitypub {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr int most_hops = 3;
constexpr base::Time fresh_for = base::day, failed_for = 5 * base::minute;

std::string_view header_of(http::Fetched const& got, std::string_view name) {
    for (auto const& [key, value] : got.headers)
        if (key == name) return value;
    return {};
}

// Only ActivityPub's types are actors and objects: an upload that says so of itself is served as something else.
bool is_activity_type(std::string_view type) {
    auto media = base::fold(base::trim(type.substr(0, type.find(';'))));
    if (media == activity_type) return true;
    return media == "application/ld+json" && type.find("https://www.w3.org/ns/activitystreams") != type.npos;
}

Result<Done> may_ask(db::Database& database, std::string const& url) {
    if (!federate()) return refuse(Why::forbidden, "This server speaks with no others.");
    if (!is_proper(url)) return refuse(Why::invalid, "This is no address of another server.");
    auto host = host_of(url);
    if (host == base::fold(base::site_domain())) return refuse(Why::invalid, "This is an address of this server.");
    if (!database.read([&](db::Read& read) { return deals_with(read, host); })) return refuse(Why::forbidden, "This server does not deal with that one.");
    return Done{};
}

Result<http::Fetched> ask(db::Database& database, std::string const& url, std::string_view accept, Scheme scheme) {
    http::Fetch wanted;
    wanted.url = url;
    wanted.headers = {{"accept", std::string(accept)}};
    wanted.redirects = 0;
    sign(wanted, key_of(database, the_server), scheme, base::clock_now());
    return http::fetch(wanted);
}

Scheme known_scheme(db::Database& database, std::string_view host) {
    auto peer = database.read([&](db::Read& read) { return find_peer(read, host); });
    return peer && peer->scheme == "rfc9421" ? Scheme::rfc9421 : Scheme::cavage;
}

Result<http::Fetched> ask_in_both_forms(db::Database& database, std::string const& url, std::string_view accept) {
    auto first = known_scheme(database, host_of(url));
    auto got = TRY(ask(database, url, accept, first));
    if (got.status != 401 && got.status != 400) return got;
    return ask(database, url, accept, first == Scheme::cavage ? Scheme::rfc9421 : Scheme::cavage);
}

struct Got { std::string body, type, url; };

// Where a redirect leads is checked as the first address was, and asked for with a signature of its own.
Result<Got> get(db::Database& database, std::string url, std::string_view accept) {
    for (int hop = 0; hop <= most_hops; ++hop) {
        url = url.substr(0, url.find('#'));
        TRY(may_ask(database, url));
        auto got = TRY(ask_in_both_forms(database, url, accept));
        if (got.status >= 300 && got.status < 400) {
            auto next = std::string(header_of(got, "location"));
            if (next.starts_with("/") && !next.starts_with("//")) next = url.substr(0, url.find('/', 8)) + next;
            url = next;
            continue;
        }
        if (got.status == 410) return refuse(Why::gone, "This was deleted.");
        if (got.status == 404 || got.status == 401 || got.status == 403) return refuse(Why::not_found, "There is nothing at this address.");
        if (got.status != 200) return refuse(Why::unavailable, "The other server does not answer.");
        return Got{std::move(got.body), std::string(header_of(got, "content-type")), url};
    }
    return refuse(Why::invalid, "This address leads in circles.");
}

// What could not be had lately is not asked for again at once: floods of unknown keys stay cheap.
class Failures {
public:
    bool lately(std::string const& uri) {
        std::lock_guard lock(mutex_);
        auto found = at_.find(uri);
        return found != at_.end() && found->second + failed_for > base::clock_now();
    }
    void note(std::string const& uri) {
        constexpr std::size_t most = 10'000;
        std::lock_guard lock(mutex_);
        if (at_.size() >= most) at_.clear();
        at_[uri] = base::clock_now();
    }
    void forget(std::string const& uri) {
        std::lock_guard lock(mutex_);
        at_.erase(uri);
    }

private:
    std::mutex mutex_;
    std::map<std::string, base::Time> at_;  // guarded by mutex_
};

Failures& failures() {
    static Failures all;
    return all;
}

Actor actor_in(db::Row const& row) {
    return {row.id<AccountId>(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.integer(8)};
}

// The actor's handle, by the word of both servers that have a say: the actor's, and the one whose name it bears.
Result<std::string> confirmed_domain(db::Database& database, ReadActor const& actor) {
    auto own = host_of(actor.remote.uri);
    auto self = TRY(webfinger(database, actor.remote.username, own));
    if (self.self.empty()) return own;  // its server speaks no WebFinger: nobody else can bear the name there
    if (self.self != actor.remote.uri) return refuse(Why::invalid, "This name belongs to another account there.");
    if (self.domain.empty() || self.domain == own) return own;
    auto other = TRY(webfinger(database, actor.remote.username, self.domain));
    return other.self == actor.remote.uri ? self.domain : own;
}

bool is_our_host(std::string_view uri) { return host_of(uri) == base::fold(base::site_domain()); }

}  // namespace

Result<Document> fetch_document(db::Database& database, std::string const& uri, Redirects redirects) {
    constexpr std::string_view accept = R"(application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams")";
    auto wanted = uri;
    for (int time = 0; time < 2; ++time) {
        auto got = TRY(get(database, wanted, accept));
        if (redirects == Redirects::same_host && !same_host(got.url, uri)) return refuse(Why::forbidden, "This is served by another server.");
        if (!is_activity_type(got.type)) return refuse(Why::invalid, "This is no document of ActivityPub.");
        auto document = TRY(Document::read(got.body));
        auto id = std::string(document["id"].text());
        auto plain = id.substr(0, id.find('#'));
        if (!is_proper(id)) return refuse(Why::invalid, "This document has no name of its own.");
        if (plain == got.url) return document;
        // A host may serve what it calls something else; what it is called decides, and is asked.
        wanted = plain;
    }
    return refuse(Why::forbidden, "This document is not served where it says.");
}

Result<Finger> webfinger(db::Database& database, std::string_view username, std::string_view domain) {
    auto scheme = base::site_url().substr(0, base::site_url().find(':'));
    auto account = std::string(username) + "@" + std::string(domain);
    std::string resource;
    html::percent_escape(resource, "acct:" + account);
    auto got = get(database, scheme + "://" + std::string(domain) + "/.well-known/webfinger?resource=" + resource, "application/jrd+json, application/json");
    if (!got && got.error().why == Why::not_found) return Finger{};
    if (!got) return std::unexpected(got.error());
    auto document = TRY(Document::read(got->body));
    Finger finger;
    auto subject = document["subject"].text();
    if (subject.starts_with("acct:"))
        if (auto at = subject.rfind('@'); at != subject.npos) finger.domain = base::fold(subject.substr(at + 1));
    for (auto const& link : document["links"].list(50))
        if (link["rel"].text() == "self" && is_activity_type(link["type"].text()) && is_proper(link["href"].text())) finger.self = link["href"].text();
    if (!is_proper(scheme + "://" + finger.domain + "/")) finger.domain.clear();
    return finger;
}

std::optional<Actor> stored_actor(db::Read& read, std::string_view uri) { return read.one(sql::actor_by_uri, {uri}, actor_in); }
std::optional<Actor> stored_actor_with_key(db::Read& read, std::string_view key_id) { return read.one(sql::actor_by_key, {key_id}, actor_in); }
std::optional<Actor> stored_actor(db::Read& read, AccountId account) { return read.one(sql::actor_of_account, {account}, actor_in); }

Result<Actor> keep_fetched_actor(db::Database& database, Document const& document) {
    auto actor = TRY(read_actor(document));
    actor.remote.domain = TRY(confirmed_domain(database, actor));
    return database.write([&](db::Write& write) { return keep_actor(write, actor); });
}

Result<Actor> fetch_actor(db::Database& database, std::string_view uri_text, bool again) {
    std::string uri(uri_text);
    if (!is_proper(uri) || is_our_host(uri)) return refuse(Why::invalid, "This is no actor of another server.");
    auto known = database.read([&](db::Read& read) { return stored_actor(read, uri); });
    if (known && !again && known->fetched_at + fresh_for > base::clock_now()) return *known;
    if (!again && failures().lately(uri)) return known ? Result<Actor>(*known) : refuse(Why::unavailable, "The other server does not answer.");
    auto document = fetch_document(database, uri, Redirects::anywhere);
    auto kept = document ? keep_fetched_actor(database, *document) : Result<Actor>(std::unexpected(document.error()));
    if (kept && kept->uri != uri && same_host(kept->uri, uri) == false) return refuse(Why::forbidden, "This actor is another's.");
    if (kept) {
        failures().forget(uri);
        return kept;
    }
    failures().note(uri);
    return known && !again ? Result<Actor>(*known) : kept;
}

Result<Actor> actor_with_key(db::Database& database, std::string_view key_id, bool again) {
    std::string key(key_id);
    if (!is_proper(key) || is_our_host(key)) return refuse(Why::unauthorized, "This key is not known.");
    auto known = database.read([&](db::Read& read) { return stored_actor_with_key(read, key); });
    if (known && !again) return *known;
    if (failures().lately(key)) return refuse(Why::unauthorized, "This key could not be fetched.");
    auto found = [&]() -> Result<Actor> {
        auto document = TRY(fetch_document(database, key.substr(0, key.find('#')), Redirects::same_host));
        bool whole = is_actor(document) && document["inbox"].is_there() && document["preferredUsername"].is_there();
        if (whole) return keep_fetched_actor(database, document);
        // A key by itself, or a stub that hides the rest from strangers: whose it is, is said by `owner`.
        auto owner = id_of(document["owner"]);
        if (owner.empty()) owner = id_of(document["publicKey"]["owner"]);
        if (owner.empty()) owner = id_of(document["attributedTo"]);
        if (!same_host(owner, key)) return refuse(Why::forbidden, "This key belongs to another server.");
        return fetch_actor(database, owner, true);
    }();
    if (!found || found->key_id != key) {
        failures().note(key);
        return refuse(Why::unauthorized, "This key is nobody's.");
    }
    return found;
}

Result<PostId> fetch_post(db::Database& database, std::string_view uri) { return fetch_post(database, uri, 0); }

Result<PostId> fetch_post(db::Database& database, std::string_view uri_text, int depth) {
    std::string uri(uri_text);
    if (auto known = database.read([&](db::Read& read) { return posts::find_by_uri(read, uri); })) return *known;
    if (!is_proper(uri) || is_our_host(uri)) return refuse(Why::not_found, "There is no such post.");
    auto document = TRY(fetch_document(database, uri, Redirects::anywhere));
    return keep_fetched_post(database, document, depth);
}

Result<PostId> keep_fetched_post(db::Database& database, Document const& document, int depth) {
    auto id = std::string(document["id"].text());
    if (auto known = database.read([&](db::Read& read) { return posts::find_by_uri(read, id); })) return *known;
    if (is_activity(document) && has_type(document, {"Create", "Announce"}) && depth < 50) return fetch_post(database, id_of(document["object"]), depth + 1);
    if (!is_post(document)) return refuse(Why::invalid, "This is no post.");
    std::optional<Actor> author;
    for (auto const& each : authors_of(document)) {
        if (author || !same_host(each, id)) continue;
        if (auto fetched = fetch_actor(database, each)) author = *fetched;
    }
    if (!author) return refuse(Why::forbidden, "The author of this post is not known.");
    return database.write([&](db::Write& write) -> Result<PostId> {
        auto post = TRY(read_post(write, document, *author));
        post.received.found_late = true;
        return TRY(keep_post(write, post, *author, Origin::found, depth)).id;
    });
}

Result<AccountId> find_person(db::Database& database, std::string_view text) {
    auto asked = base::trim(text);
    if (asked.starts_with("acct:")) asked.erase(0, 5);
    if (asked.starts_with('@')) asked.erase(0, 1);
    auto known = database.read([&](db::Read& read) {
        auto found = asked.contains("://") ? accounts::find_by_uri(read, asked) : accounts::find_by_handle(read, asked);
        return found && !found->hidden() ? std::optional(*found) : std::nullopt;
    });
    if (known && known->is_local()) return known->id;
    if (asked.contains("://")) return TRY(fetch_actor(database, asked)).account;
    auto at = asked.find('@');
    if (at == asked.npos || at == 0 || at + 1 == asked.size()) return refuse(Why::not_found, "There is no such account.");
    if (known) {
        auto stored = database.read([&](db::Read& read) { return stored_actor(read, known->id); });
        if (stored && stored->fetched_at + fresh_for > base::clock_now()) return known->id;
    }
    auto domain = base::fold(asked.substr(at + 1));
    auto finger = webfinger(database, asked.substr(0, at), domain);
    if (!finger || finger->self.empty()) return known ? Result<AccountId>(known->id) : refuse(Why::not_found, "There is no such account.");
    return TRY(fetch_actor(database, finger->self, known.has_value())).account;
}

Result<PostId> find_post(db::Database& database, std::string_view address) {
    auto found = TRY(fetch_post(database, base::trim(address)));
    return found;
}

}  // namespace activitypub
