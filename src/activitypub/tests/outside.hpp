// Three people here, and somebody on another server, who are told of what happens; documents asked for without sockets.
#pragma once
#include "activitypub/asking.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/keys.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/signatures.hpp"
#include "base/time.hpp"
#include "collections/collections.hpp"
#include "conversations/conversations.hpp"
#include "crypto/crypto.hpp"
#include "drafts/drafts.hpp"
#include "emojis/emojis.hpp"
#include "filters/filters.hpp"
#include "lists/lists.hpp"
#include "moderation/moderation.hpp"
#include "posters.hpp"
#include "search/search.hpp"
#include "trends/trends.hpp"
#include <boost/json.hpp>
#include <filesystem>

namespace testing_outside {

using namespace testing_people;
using base::AccountId, base::PostId;
namespace ap = activitypub;
using Json = boost::json::value;

inline crypto::KeyPair const& their_key() {
    static auto const pair = crypto::new_rsa_2048();
    return pair;
}

struct Answered {
    http::Response response;
    Json body;
    int status() const { return response.status; }
    std::string header(std::string_view name) const {
        for (auto const& [known, value] : response.headers)
            if (known == name) return value;
        return {};
    }
};

inline std::string types(std::vector<Json> const& activities) {
    std::string all;
    for (auto const& each : activities) all += (all.empty() ? "" : " ") + std::string(each.at("type").as_string());
    return all;
}

inline std::string text(Json const& value, std::string_view pointer) {
    boost::system::error_code missing;
    auto found = value.find_pointer(pointer, missing);
    return found && found->is_string() ? std::string(found->as_string()) : found ? boost::json::serialize(*found) : std::string("absent");
}

struct Outside : Posters {
    http::Router router;
    AccountId zoe;  // of https://far.example

    Outside() : Posters({emojis::schema, moderation::schema, collections::schema, drafts::schema, conversations::schema, lists::schema, filters::schema, search::schema, trends::schema, ap::schema}) {
        auto keys = (std::filesystem::temp_directory_path() / "salve-test-signing-keys").string();
        ap::keep_keys_in(keys);
        moderation::keep_keys_in(keys, keys + "-root");
        posts::add_to_moderation();
        database.on_emit(posts::hear);
        database.on_emit(ap::hear);
        posts::undo_seconds.change(0);
        ap::add_routes(router.speaking(http::refuse_as_json), database);
        zoe = far("zoe", "far.example");
    }
    ~Outside() {
        posts::undo_seconds.change(10);
        ap::authorized_fetch.change(false);
    }

    AccountId far(std::string const& name, std::string const& host) {
        auto uri = "https://" + host + "/users/" + name;
        return *write([&](db::Write& write) -> base::Result<AccountId> {
            accounts::Remote remote;
            remote.uri = uri;
            remote.username = name;
            remote.domain = host;
            auto id = TRY(accounts::keep_remote(write, remote));
            auto inbox = ap::inbox_id(write, "https://" + host + "/inbox");
            static constexpr db::Query put{"test.put_actor", "INSERT INTO actor (account_id, uri, host, inbox, shared_inbox, inbox_id, followers, outbox, featured, key_id, key_pem, fetched_at) "
                                                             "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
            write.run(put, {id, uri, host, uri + "/inbox", "https://" + host + "/inbox", inbox, uri + "/followers", uri + "/outbox", uri + "/featured", uri + "#main-key", their_key().public_pem, write.now});
            return id;
        });
    }

    // What waits to be sent, oldest first.
    std::vector<Json> sent() {
        static constexpr db::Query waiting{"test.waiting", "SELECT activity FROM outgoing ORDER BY id"};
        return read([&](db::Read& read) { return read.rows(waiting, {}, [](db::Row const& row) {
            boost::system::error_code fault;
            auto read = boost::json::parse(row.view(0), fault);
            CHECK_MESSAGE(!fault, row.text(0));
            return read;
        }); });
    }
    // The same, and forgets it.
    std::vector<Json> take_sent() {
        auto all = sent();
        static constexpr db::Query deliveries{"test.no_deliveries", "DELETE FROM delivery"}, outgoing{"test.no_outgoing", "DELETE FROM outgoing"};
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            write.run(deliveries, {});
            write.run(outgoing, {});
            return base::Done{};
        });
        return all;
    }

    http::Request request(std::string target, std::string accept = "application/activity+json") {
        http::Request made;
        made.method = "GET";
        made.target = std::move(target);
        auto question = made.target.find('?');
        made.path = made.target.substr(0, question);
        if (question != made.target.npos) REQUIRE(http::parse_query(made.target.substr(question + 1), made.fields));
        made.headers = {{"host", base::site_domain()}, {"accept", std::move(accept)}};
        return made;
    }
    // Signed by somebody of another server.
    http::Request signed_request(std::string const& target, std::string const& key_id = "https://far.example/users/zoe#main-key", ap::Scheme scheme = ap::Scheme::cavage) {
        auto made = request(target);
        http::Fetch fetch{.method = "GET", .url = base::site_url() + target};
        ap::sign(fetch, {key_id, their_key().secret_pem}, scheme, base::clock_now());
        for (auto [name, value] : fetch.headers) {
            for (char& c : name) c = static_cast<char>(std::tolower(c));
            made.headers.emplace_back(name, value);
        }
        return made;
    }
    Answered ask(http::Request request) {
        Answered made{http::answer(router, database, std::move(request)), {}};
        boost::system::error_code fault;
        made.body = boost::json::parse(made.response.body, fault);
        return made;
    }
    Answered get(std::string target) { return ask(request(std::move(target))); }

    template <class F> void must(F change) { REQUIRE(write(change).has_value()); }
    std::string post_path(std::string const& name, PostId id) { return "/users/" + name + "/statuses/" + id.text(); }
};

}  // namespace testing_outside
