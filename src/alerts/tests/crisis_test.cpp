// Crisis mode: small files at each change, given to visitors when the switch or the strain says so, never in an alert's way.
#include "alerts/crisis.hpp"
#include "desk.hpp"
#include "http/compression.hpp"
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace testing_alerts;
namespace fs = std::filesystem;

namespace {

struct Crowd : Desk {
    fs::path const folder = fs::temp_directory_path() / ("salve-crisis-" + std::to_string(::getpid()));
    Crowd() { fs::remove_all(folder); }
    ~Crowd() {
        fs::remove_all(folder);
        (void)base::find_setting("alerts.crisis")->set("by_load");
    }
    std::string file(std::string const& name) const {
        std::ifstream in(folder / "public/alerts" / name);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static http::Request visit(std::string const& path) {
        http::Request request;
        request.method = "GET", request.path = path;
        return request;
    }
};

std::size_t as_sent(std::string const& markup) {
    http::Request request;
    request.headers = {{"accept-encoding", "gzip"}};
    auto response = http::html(markup);
    http::compress(request, response, http::Effort::thorough);
    return response.body.size();
}

}  // namespace

TEST_CASE("strain goes on after three slow looks and off after thirty quick ones in a row") {
    Strain strain;
    CHECK(!strain.look(500, 300));
    CHECK(!strain.look(500, 300));
    CHECK(!strain.look(10, 300));
    for (int i = 0; i < 2; ++i) CHECK(!strain.look(500, 300));
    CHECK(strain.look(500, 300));
    for (int i = 0; i < 29; ++i) CHECK(strain.look(10, 300));
    CHECK(strain.look(500, 300));
    for (int i = 0; i < 29; ++i) CHECK(strain.look(10, 300));
    CHECK(!strain.look(10, 300));
}

TEST_CASE_FIXTURE(Crowd, "each change writes the pages of what holds, in every language, under 4 kB as sent and without scripts") {
    REQUIRE(let());
    Crisis crisis(database, folder.string());
    crisis.write();
    CHECK(file("index.html").contains("No alert is in force."));
    auto draft = smoke();
    auto spanish = draft.message.infos.front();
    spanish.language = "es", spanish.headline = "Quédese dentro";
    draft.message.infos.push_back(spanish);
    auto const alert = issued(draft);
    crisis.write();
    for (auto const& [name, headline] : {std::pair{alert.id.text() + ".html", "Stay indoors"}, {alert.id.text() + ".es.html", "Quédese dentro"}, {std::string("index.html"), "Stay indoors"}, {std::string("index.es.html"), "Quédese dentro"}}) {
        CAPTURE(name);
        auto const text = file(name);
        CHECK(text.contains(headline));
        CHECK(!text.contains("<script"));
        CHECK(!text.contains("src="));
        CHECK(as_sent(text) < 4096);
    }
    auto ending = *write([&](db::Write& write) { return start_update(write, ada, alert.id, MessageType::cancel); });
    ending.changed = "It is over.", ending.why = "It rained.";
    auto const over = issued(ending);
    crisis.write();
    CHECK(file("index.html").contains("No alert is in force."));
    CHECK(file(over.id.text() + ".html").contains("It is over."));
}

TEST_CASE_FIXTURE(Crowd, "a very long alert is still small: its map goes first, then nothing else") {
    REQUIRE(let());
    auto draft = smoke();
    for (int i = 0; i < 24; ++i) draft.message.infos.front().areas.push_back({.description = "Area number " + std::to_string(i), .circles = {std::to_string(30 + i) + ",-" + std::to_string(70 + 2 * i) + " 90"}});
    auto const alert = issued(draft);
    Crisis crisis(database, folder.string());
    crisis.write();
    CHECK(as_sent(file(alert.id.text() + ".html")) < 4096);
    CHECK(file(alert.id.text() + ".html").contains("Area number 23"));
}

TEST_CASE_FIXTURE(Crowd, "visitors get the small pages while the switch is on, people who are signed in never, and nobody when it is off") {
    REQUIRE(let());
    auto const alert = issued(smoke());
    Crisis crisis(database, folder.string());
    crisis.write();
    auto const address = "/alerts/" + alert.id.text();
    CHECK(!crisis.answer(visit(address)));
    REQUIRE(base::find_setting("alerts.crisis")->set("on"));
    for (auto const& path : {std::string("/"), std::string("/alerts"), address}) {
        CAPTURE(path);
        auto const answer = crisis.answer(visit(path));
        REQUIRE(answer);
        CHECK(answer->body.contains("Stay indoors"));
    }
    CHECK(!crisis.answer(visit("/local")));
    CHECK(!crisis.answer(visit("/alerts/1")));
    auto member = visit(address);
    member.person.emplace().account = ada;
    CHECK(!crisis.answer(member));
    REQUIRE(base::find_setting("alerts.crisis")->set("off"));
    CHECK(!crisis.answer(visit(address)));
}

TEST_CASE_FIXTURE(Crowd, "a folder that cannot be written is counted, and alerts and pages from memory go on") {
    REQUIRE(let());
    std::ofstream(folder) << "a file where the folder should be";
    Crisis crisis(database, folder.string());
    auto const alert = issued(smoke());
    crisis.write();
    CHECK(!crisis.metrics().contains("salve_alert_crisis_faults_total 0"));
    REQUIRE(base::find_setting("alerts.crisis")->set("on"));
    CHECK(crisis.answer(visit("/alerts/" + alert.id.text())));
}
