// A browser with JavaScript off, over the pages of this folder, without a socket.
#pragma once
#include "world.hpp"
#include "html/html.hpp"
#include <map>

using namespace accounts;

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Keeps cookies and sends the token of the form it was shown, as browsers do.
struct Browser {
    World& world;
    http::Router const& router;
    Doorkeeper& door;
    std::map<std::string, std::string> cookies{};
    std::string csrf{};

    http::Response send(http::Request request) {
        request.id = "test";
        for (auto const& [name, value] : cookies) request.cookies.emplace_back(name, value);
        if (!door.recall(request)) world.read([&](db::Read& read) { door.identify(request, read); return 0; });
        auto response = http::answer(router, world.database, std::move(request));
        for (auto const& [name, value] : response.headers) {
            if (name != "Set-Cookie") continue;
            auto equals = value.find('='), end = value.find(';');
            if (value.contains("Max-Age=0")) cookies.erase(value.substr(0, equals));
            else cookies[value.substr(0, equals)] = value.substr(equals + 1, end - equals - 1);
        }
        if (auto at = response.body.find("name=\"csrf\" value=\""); at != response.body.npos) {
            auto start = at + 19;
            csrf = response.body.substr(start, response.body.find('"', start) - start);
        }
        return response;
    }

    http::Response get(std::string path, Pairs const& fields = {}) {
        http::Request request;
        request.method = "GET";
        request.path = request.target = std::move(path);
        for (auto const& [name, value] : fields) request.fields.add(name, value);
        return send(std::move(request));
    }

    http::Response post(std::string path, Pairs const& fields, bool with_csrf = true) {
        http::Request request;
        request.method = "POST";
        request.path = request.target = std::move(path);
        for (auto const& [name, value] : fields) request.fields.add(name, value);
        if (with_csrf) request.fields.add("csrf", csrf);
        return send(std::move(request));
    }
};

inline std::string header(http::Response const& response, std::string_view wanted) {
    for (auto const& [name, value] : response.headers)
        if (name == wanted) return value;
    return {};
}

struct Pages : World {
    http::Router router;
    Doorkeeper door;

    Pages() {
        database.on_commit([this](std::span<base::Event const> events) {
            for (auto const& event : events) door.hear(event);
        });
        router.unknown("/", html::refuse_as_page);
        add_pages(router.speaking(html::refuse_as_page));
    }

    Browser browser() { return Browser{*this, router, door}; }

    Browser signed_in(std::string username) {
        auto made = browser();
        made.get("/sign-in");
        REQUIRE(made.post("/sign-in", {{"login", std::move(username)}, {"password", good_password}}).status == 303);
        return made;
    }

    Browser of_age() {
        auto made = browser();
        made.get("/sign-up");
        REQUIRE(header(made.post("/sign-up/age", {{"birth_month", "5"}, {"birth_year", "1980"}}), "Location") == "/sign-up");
        made.get("/sign-up");
        return made;
    }

    static Pairs details(std::string username) {
        return {{"username", username}, {"email", username + "@example.org"}, {"password", good_password}, {"kind", "person"}, {"agreement", "1"}};
    }
};

