// Two servers compare who follows whom between them (FEP-8fcf), and settle what went astray.
#include "activitypub/asking.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/fetching.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/signatures.hpp"
#include "activitypub/synchronization.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "follows/follows.hpp"
#include "http/document.hpp"
#include "jobs/jobs.hpp"
#include <set>

namespace activitypub {

using base::Done, base::Result;

namespace {

constexpr int most_compared = 10'000;
constexpr std::size_t longest_header = 4096;

// Those who live here and follow somebody elsewhere, by their ids.
std::map<std::string, AccountId> local_followers(db::Read& read, AccountId followed) {
    std::map<std::string, AccountId> all;
    for (auto const& each : read.rows(sql::local_followers_of, {followed, 0, most_compared}, [](db::Row const& row) { return row.id<AccountId>(0); }))
        if (auto account = accounts::find(read, each)) all.emplace(account->uri(), each);
    return all;
}

std::string digest_of(std::map<std::string, AccountId> const& people) {
    std::string sum(32, '\0');
    for (auto const& [uri, account] : people) {
        auto hash = crypto::sha256(uri);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = static_cast<char>(sum[i] ^ hash[i]);
    }
    return crypto::hex(sum);
}

Result<std::set<std::string>> fetch_followers(db::Database& database, std::string const& url) {
    http::Fetch request{.url = url, .headers = {{"Accept", std::string(activity_type)}}, .body = {}, .redirects = 0};
    sign(request, key_of(database, the_server), Scheme::cavage, base::clock_now());
    auto answer = TRY(http::fetch(request));
    if (answer.status != 200) return base::refuse(base::Why::unavailable, "The other server does not tell who follows.");
    auto document = TRY(http::Document::read(answer.body));
    std::set<std::string> all;
    for (auto const& list : {document["orderedItems"], document["items"]})
        for (auto const& item : list.is_there() ? list.list(most_compared) : std::vector<http::Document>{}) all.emplace(item.text());
    return all;
}

// Whom the other server does not count follows no longer here either; whom it counts and we do not is told to it.
Result<Done> settle_followers(db::Database& database, AccountId followed, std::string const& header) {
    auto said = read_synchronization(header);
    struct Known { std::optional<Actor> actor; std::map<std::string, AccountId> here; };
    auto known = database.read([&](db::Read& read) { return Known{stored_actor(read, followed), local_followers(read, followed)}; });
    if (!said || !known.actor || said->collection != known.actor->followers || host_of(said->url) != host_of(known.actor->uri)) return Done{};
    if (std::ssize(known.here) >= most_compared || digest_of(known.here) == said->digest) return Done{};
    auto theirs = TRY(fetch_followers(database, said->url));
    return database.write([&](db::Write& write) -> Result<Done> {
        auto here = local_followers(write, followed);
        for (auto const& [uri, account] : here)
            if (!theirs.contains(uri)) (void)follows::unfollow(write, account, followed);
        auto other = accounts::find(write, followed);
        for (auto const& uri : theirs) {
            if (here.contains(uri) || !uri.starts_with(base::site_url() + "/users/")) continue;
            auto account = accounts::find_by_handle(write, uri.substr(uri.rfind('/') + 1));
            if (!account || !account->is_local() || account->uri() != uri || !other || follows::between(write, account->id, followed).requested) continue;
            send_to(write, {.author = account->id, .activity = undo_of(follow_of(*account, *other), *account)}, {followed});
        }
        return Done{};
    });
}

http::Answer show_synchronization(http::Request const& request, db::Read& read) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    auto asker = asker_of(request);
    // Only the server that the followers belong to may know of them.
    if (asker.host.empty()) return base::refuse(base::Why::unauthorized, "Request not signed");
    TRY(may_ask(read, asker));
    base::Json out;
    out.object().pair("@context", "https://www.w3.org/ns/activitystreams").pair("id", account.uri() + "/followers_synchronization").pair("type", "OrderedCollection");
    out.key("orderedItems").array();
    for (auto const& uri : followers_on(read, account.id, asker.host)) out.value(uri);
    return as_activity(out.end().end().take());
}

}  // namespace

std::optional<Synchronization> read_synchronization(std::string_view header) {
    if (header.size() > longest_header) return std::nullopt;
    Synchronization said;
    for (auto [name, target] : {std::pair{std::string_view("collectionId"), &said.collection}, {"url", &said.url}, {"digest", &said.digest}}) {
        auto start = header.find(std::string(name) + "=\"");
        if (start == header.npos) return std::nullopt;
        start += name.size() + 2;
        auto end = header.find('"', start);
        if (end == header.npos) return std::nullopt;
        *target = header.substr(start, end - start);
    }
    return said;
}

void synchronize(db::Write& write, AccountId followed, std::string_view header) {
    auto said = read_synchronization(header);
    if (!said || digest_of(local_followers(write, followed)) == said->digest) return;
    jobs::add(write, "activitypub.synchronize", followed.text() + " " + std::string(header), 0, followed.text());
}

void add_synchronization_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle("activitypub.synchronize", [&database](jobs::Job const& job) -> Result<Done> {
        auto space = job.payload.find(' ');
        auto followed = base::parse<AccountId>(std::string_view(job.payload).substr(0, space));
        if (!followed || space == job.payload.npos) return Done{};
        return settle_followers(database, *followed, job.payload.substr(space + 1));
    });
}

void add_synchronization_routes(http::Router::Section api, db::Database& database) {
    api.get("/users/:name/followers_synchronization", http::Open::to_anyone, show_synchronization).first(recognizing(database, Strangers::looked_up));
}

}  // namespace activitypub
