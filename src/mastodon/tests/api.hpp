// The API over three people and everything it stands on, asked without sockets.
#pragma once
#include "announcements/announcements.hpp"
#include "base/time.hpp"
#include "drafts/drafts.hpp"
#include "conversations/conversations.hpp"
#include "filters/filters.hpp"
#include "lists/lists.hpp"
#include "mastodon/mastodon.hpp"
#include "moderation/moderation.hpp"
#include "posters.hpp"
#include "push/push.hpp"
#include "record_keys.hpp"
#include "search/search.hpp"
#include "trends/trends.hpp"
#include <boost/json.hpp>

namespace testing_api {

using base::AccountId, base::PostId;
using posts::Visibility;

// A JSON value, as the parser that requests are read with sees it.
class Value {
public:
    Value(boost::json::value const& held) : held_(&held) {}
    Value operator[](char const* name) const {
        REQUIRE(has(name));
        return held_->get_object().at(name);
    }
    Value operator[](int place) const {
        REQUIRE(static_cast<std::size_t>(place) < size());
        return held_->get_array().at(static_cast<std::size_t>(place));
    }
    bool has(std::string_view name) const {
        REQUIRE(held_->is_object());
        return held_->get_object().contains(name);
    }
    std::size_t size() const {
        REQUIRE((held_->is_array() || held_->is_object()));
        return held_->is_array() ? held_->get_array().size() : held_->get_object().size();
    }
    std::string text() const { return std::string(held_->as_string()); }
    std::int64_t number() const { return held_->as_int64(); }
    bool flag() const { return held_->as_bool(); }
    boost::json::value const& held() const { return *held_; }

private:
    boost::json::value const* held_;
};

struct Answered {
    http::Response response;
    boost::json::value body;

    int status() const { return response.status; }
    Value json() const { return body; }
    std::string header(std::string_view name) const {
        for (auto const& [known, value] : response.headers)
            if (known == name) return value;
        return {};
    }
    Value operator[](char const* name) const { return json()[name]; }
    std::string text(char const* name) const { return json()[name].text(); }
    std::vector<std::string> ids() const {
        std::vector<std::string> all;
        for (int i = 0; i < static_cast<int>(json().size()); ++i) all.push_back(json()[i]["id"].text());
        return all;
    }
};

struct Api : testing_people::Posters {
    bus::Bus bus;
    timelines::Feeds feeds{database, bus};
    http::Hub hub;
    accounts::Doorkeeper doorkeeper;
    mastodon::StatusCache cache{bus};
    filters::Memory filters{bus};
    timelines::Readers readers{bus};
    timelines::Commons commons{readers, bus};
    mastodon::Context context{database, feeds, hub, doorkeeper, cache, readers, commons};
    http::Router router;

    Api() : Posters({emojis::schema, announcements::schema, drafts::schema, moderation::schema, conversations::schema, filters::schema, push::schema, lists::schema, search::schema, trends::schema, mastodon::schema}) {
        posts::add_to_moderation();
        posts::judge_notifications();
        database.on_emit(lists::hear);
        database.on_emit(notifications::hear);
        database.on_emit(filters::hear);
        database.on_emit(push::hear);
        moderation::start();
        database.on_emit(posts::hear);
        database.on_emit(conversations::hear);
        // What is kept in memory is dated by the machine's clock.
        database.clock = base::clock_now;
        database.on_commit([this](auto events) { bus.publish(events); });
        mastodon::add_routes(router.speaking(mastodon::refuse), context);
        mastodon::tell_streams(bus, database, context);
        router.unknown("/api/", mastodon::refuse);
    }
    ~Api() { bus.stop(); }

    // Nothing is kept that was read in the millisecond of a change: wait until it is over.
    void let_time_pass() {
        auto until = base::clock_now() + 1;
        while (base::clock_now() <= until) {}
    }

    http::Request request(std::string method, std::string target, AccountId who, std::string_view fields = {},
                          std::string scopes = "read write follow push") {
        http::Request made;
        made.method = std::move(method);
        made.target = std::move(target);
        auto question = made.target.find('?');
        made.path = made.target.substr(0, question);
        if (question != made.target.npos) REQUIRE(http::parse_query(made.target.substr(question + 1), made.fields));
        REQUIRE(http::parse_query(fields, made.fields));
        if (who) made.person = http::Person{.account = who, .grant = 1, .app = 0, .scopes = std::move(scopes)};
        return made;
    }
    Answered ask(http::Request request) {
        Answered made{http::answer(router, database, std::move(request)), {}};
        boost::system::error_code fault;
        made.body = boost::json::parse(made.response.body, fault);
        CHECK_MESSAGE(!fault, made.response.body);
        return made;
    }
    Answered get(std::string target, AccountId who = {}) { return ask(request("GET", std::move(target), who)); }
    Answered post(std::string target, AccountId who, std::string_view fields = {}) { return ask(request("POST", std::move(target), who, fields)); }

    std::string status(PostId post) { return "/api/v1/statuses/" + post.text(); }
    std::string account(AccountId id) { return "/api/v1/accounts/" + id.text(); }

    // What memory alone says; "" when it does not know.
    std::string from_memory(std::string target, AccountId who) {
        auto asked = request("GET", std::move(target), who);
        auto found = router.find("GET", asked.path);
        REQUIRE(found.route);
        auto response = found.route->quick(asked);
        return response ? response->body : std::string{};
    }
};

// "id:s name:s? count:i list:a object:o flag:b nothing:n number:d"; s? may be null as well. No further member may be there.
inline void check_shape(Value value, std::string_view shape) {
    auto const& object = value.held().as_object();
    std::size_t members = 0;
    while (!shape.empty()) {
        auto part = shape.substr(0, shape.find(' '));
        shape.remove_prefix(std::min(shape.size(), part.size() + 1));
        ++members;
        auto colon = part.rfind(':');
        std::string name(part.substr(0, colon));
        auto type = part.substr(colon + 1);
        CAPTURE(name);
        auto is = object.if_contains(name);
        REQUIRE(is);
        bool right = (type[0] == 's' && is->is_string()) || (type[0] == 'i' && is->is_int64()) || (type[0] == 'd' && is->is_double()) || (type[0] == 'b' && is->is_bool()) ||
                     (type[0] == 'a' && is->is_array()) || (type[0] == 'o' && is->is_object()) || (type[0] == 'n' && is->is_null()) ||
                     (type.ends_with('?') && is->is_null());
        CHECK(right);
    }
    CHECK(object.size() == members);
}

}  // namespace testing_api
