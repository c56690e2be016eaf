// Filters over both versions of the API, and what they make of statuses.
#include "api.hpp"

using namespace testing_api;

namespace {

struct Filtering : Api {
    Answered make(std::string fields, AccountId who) { return post("/api/v2/filters", who, fields); }
    Answered make(std::string fields) { return make(std::move(fields), ada); }
    Answered remove(std::string target, AccountId who) { return ask(request("DELETE", std::move(target), who)); }
    Answered put(std::string target, AccountId who, std::string_view fields) { return ask(request("PUT", std::move(target), who, fields)); }
};

}  // namespace

TEST_CASE_FIXTURE(Filtering, "a filter with keywords is made, read, changed and removed") {
    auto made = make("title=Animals&context[]=home&context[]=public&filter_action=hide&expires_in=3600"
                     "&keywords_attributes[][keyword]=spider&keywords_attributes[][whole_word]=true"
                     "&keywords_attributes[][keyword]=snake&keywords_attributes[][whole_word]=false");
    REQUIRE(made.status() == 200);
    check_shape(made.json(), "id:s title:s context:a expires_at:s filter_action:s keywords:a statuses:a");
    REQUIRE(made["keywords"].size() == 2);
    check_shape(made["keywords"][1], "id:s keyword:s whole_word:b");
    CHECK_FALSE(made["keywords"][1]["whole_word"].flag());
    auto address = "/api/v2/filters/" + made.text("id");
    auto changed = put(address, ada, "title=Beasts&expires_in=&keywords_attributes[0][id]=" + made["keywords"][0]["id"].text() + "&keywords_attributes[0][_destroy]=true");
    CHECK(changed.text("title") == "Beasts");
    CHECK(changed["expires_at"].held().is_null());
    CHECK(changed["keywords"].size() == 1);
    CHECK(changed["context"].size() == 2);
    CHECK(get("/api/v2/filters", ada).json().size() == 1);
    CHECK(get(address, ben).status() == 404);
    CHECK(put(address, ben, "title=Mine").status() == 404);
    CHECK(remove(address, ben).status() == 404);
    CHECK(remove(address, ada).status() == 200);
    CHECK(get("/api/v2/filters", ada).json().size() == 0);
}

TEST_CASE_FIXTURE(Filtering, "keywords and posts have addresses of their own") {
    auto filter = make("title=Animals&context[]=home").text("id");
    auto word = post("/api/v2/filters/" + filter + "/keywords", ada, "keyword=wolf").text("id");
    auto of_word = "/api/v2/filters/keywords/" + word;
    CHECK(get(of_word, ada).text("keyword") == "wolf");
    CHECK(put(of_word, ada, "keyword=fox&whole_word=false").text("keyword") == "fox");
    auto seen = say(ben, "A post")->id;
    auto filtered = post("/api/v2/filters/" + filter + "/statuses", ada, "status_id=" + seen.text());
    check_shape(filtered.json(), "id:s status_id:s");
    auto of_post = "/api/v2/filters/statuses/" + filtered.text("id");
    for (auto const& address : {of_word, of_post}) {
        CHECK(get(address, ben).status() == 404);
        CHECK(remove(address, ben).status() == 404);
        CHECK(get(address, ada).status() == 200);
    }
    CHECK(get("/api/v2/filters/" + filter + "/keywords", ada).json().size() == 1);
    CHECK(get("/api/v2/filters/" + filter + "/statuses", ada).json().size() == 1);
    CHECK(remove(of_word, ada).status() == 200);
    CHECK(remove(of_post, ada).status() == 200);
    CHECK(get(of_post, ada).status() == 404);
}

TEST_CASE_FIXTURE(Filtering, "statuses say what they met, and hidden ones leave the timeline") {
    follow(ada, ben);
    auto warned = say(ben, "A spider")->id;
    say(ben, "A snake");
    make("title=Warned&context[]=home&keywords_attributes[][keyword]=spider");
    make("title=Hidden&context[]=home&filter_action=hide&keywords_attributes[][keyword]=snake");
    let_time_pass();
    auto home = get("/api/v1/timelines/home", ada);
    REQUIRE(home.ids() == std::vector{warned.text()});
    auto result = home.json()[0]["filtered"][0];
    check_shape(result, "filter:o keyword_matches:a status_matches:n");
    check_shape(result["filter"], "id:s title:s context:a expires_at:n filter_action:s");
    CHECK(result["keyword_matches"][0].text() == "spider");
    CHECK(get("/api/v1/timelines/public", ada).json().size() == 2);
}

TEST_CASE_FIXTURE(Filtering, "the first version shows each keyword as a filter") {
    auto made = post("/api/v1/filters", ada, "phrase=spider&context[]=home&context[]=notifications&irreversible=true&whole_word=true");
    REQUIRE(made.status() == 200);
    check_shape(made.json(), "id:s phrase:s context:a expires_at:n whole_word:b irreversible:b");
    CHECK(made["irreversible"].flag());
    auto address = "/api/v1/filters/" + made.text("id");
    auto changed = put(address, ada, "phrase=snake&context[]=home&irreversible=false");
    CHECK(changed.text("phrase") == "snake");
    CHECK_FALSE(changed["irreversible"].flag());
    CHECK(changed["whole_word"].flag());
    CHECK(get(address, ben).status() == 404);
    CHECK(get("/api/v2/filters", ada).json()[0]["keywords"].size() == 1);
    CHECK(remove(address, ada).status() == 200);
    CHECK(get("/api/v1/filters", ada).json().size() == 0);
    CHECK(get("/api/v2/filters", ada).json().size() == 0);
}

TEST_CASE_FIXTURE(Filtering, "bad filters are refused with the field at fault") {
    auto fault = [&](Answered const& answered) {
        CHECK(answered.status() == 422);
        CHECK(answered.text("error").starts_with("Validation failed: "));
        return std::string(answered["details"].held().as_object().begin()->key());
    };
    CHECK(fault(make("context[]=home")) == "title");
    CHECK(fault(make("title=x")) == "context");
    CHECK(fault(make("title=x&context[]=moon")) == "context");
    CHECK(fault(make("title=x&context[]=home&filter_action=eat")) == "filter_action");
    CHECK(fault(make("title=x&context[]=home&expires_in=soon")) == "expires_in");
    CHECK(fault(make("title=" + std::string(900'000, 'x') + "&context[]=home")) == "title");
    CHECK(fault(post("/api/v1/filters", ada, "context[]=home")) == "phrase");
    CHECK(get("/api/v2/filters", ada).json().size() == 0);
}
