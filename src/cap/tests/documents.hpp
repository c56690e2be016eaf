// Messages and documents for the tests of this folder.
#pragma once
#include "cap/cap.hpp"
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <unistd.h>

namespace testing_cap {

inline std::string file(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

inline std::string sample(std::string const& name) { return file(std::filesystem::path(CAP_SAMPLES) / name); }

// A folder that goes with the test.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("salve-cap-" + std::to_string(::getpid()) + "-" + std::to_string(counter()++));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path put(std::string const& name, std::string const& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
        return path / name;
    }
    static int& counter() {
        static int count = 0;
        return count;
    }
};

inline bool succeeds(std::string const& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

inline bool fits_the_schema(Folder const& folder, std::string const& xml) {
    auto document = folder.put("document.xml", xml);
    return succeeds("xmllint --nonet --noout --schema '" + std::string(CAP_SAMPLES) + "/cap12.xsd' '" + document.string() + "'");
}

inline alerts::Moment moment(std::string_view text) { return *alerts::moment_of(text); }

// A small one with all it needs.
inline alerts::Message flood() {
    alerts::Message message;
    message.identifier = "larkspur-2026-0042";
    message.sender = "alerts@larkspur.example";
    message.sent = moment("2026-11-22T09:40:00-07:00");
    alerts::Info info;
    info.language = "en-US";
    info.categories = {alerts::Category::met, alerts::Category::safety};
    info.event = "Flood";
    info.responses = {alerts::Response::evacuate};
    info.urgency = alerts::Urgency::immediate;
    info.severity = alerts::Severity::severe;
    info.certainty = alerts::Certainty::observed;
    info.expires = moment("2026-11-23T09:40:00-07:00");
    info.headline = "The river rises: leave the low streets";
    info.description = "Water stands a foot deep in Mill Street.\nIt rises \"fast\" & will <rise> on.";
    info.areas = {{"Mill Street and below", {"38.47,-120.14 38.34,-119.95 38.52,-119.74 38.47,-120.14"}, {"32.9525,-115.5527 10"}, {{"SAME", "006109"}}, "0", "120.5"}};
    message.infos = {info};
    return message;
}

// The parts of a document, each to be replaced by another: a test changes one thing.
inline std::string document(std::string_view inside_alert, std::string_view inside_info = {}, std::string_view head = "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">") {
    std::string made(head);
    made += "<identifier>a1</identifier><sender>me@agency.example</sender><sent>2026-11-22T09:40:00+01:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>";
    made += inside_alert;
    made += "<info><category>Met</category><event>Storm</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>";
    made += inside_info;
    return made + "</info></alert>";
}

// Any message that the rules take, in very many shapes.
class Maker {
public:
    explicit Maker(unsigned seed) : random_(seed) {}

    alerts::Message message() {
        using namespace alerts;
        auto made = flood();
        made.identifier = "m-" + std::to_string(pick(1'000'000));
        made.status = static_cast<Status>(pick(5));
        made.type = static_cast<MessageType>(pick(5));
        made.scope = static_cast<Scope>(pick(3));
        made.source = maybe();
        made.restriction = made.scope == Scope::restricted ? "for crews only" : "";
        made.addresses = made.scope == Scope::closed ? std::vector<std::string>{"one@agency.example", "the night shift"} : std::vector<std::string>{};
        for (int i = pick(3); i > 0; --i) made.codes.push_back("profile:" + std::to_string(i));
        made.note = maybe();
        for (int i = 1 + pick(3); i > 0; --i) made.references.push_back({"alerts@larkspur.example", "earlier-" + std::to_string(i), made.sent});
        for (int i = pick(3); i > 0; --i) made.incidents.push_back(i % 2 ? "Mill Street" : "river");
        made.infos.clear();
        for (int i = 1 + pick(3); i > 0; --i) made.infos.push_back(info());
        return made;
    }

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
    std::string text() {
        static constexpr std::string_view parts[] = {"water", " ", "\n", "<b>", "&amp;", "]]>", "\"", "'", "نهر", "río", "洪水", "🌊", "\t", "--", "<!--", "%", "\r", "é"};
        std::string made = "x";
        for (int i = pick(12); i > 0; --i) made += parts[pick(static_cast<int>(std::size(parts)))];
        return made + "x";
    }
    std::string maybe() { return pick(2) ? text() : std::string(); }
    std::vector<alerts::Named> named() {
        std::vector<alerts::Named> made;
        for (int i = pick(3); i > 0; --i) made.push_back({"name" + std::to_string(i), maybe()});
        return made;
    }
    alerts::Info info() {
        using namespace alerts;
        auto made = flood().infos.front();
        made.language = pick(2) ? "es" : "en-US";
        made.categories = {static_cast<Category>(pick(12)), static_cast<Category>(pick(12))};
        made.event = text();
        made.responses = {static_cast<Response>(pick(9))};
        made.urgency = static_cast<Urgency>(pick(5));
        made.severity = static_cast<Severity>(pick(5));
        made.certainty = static_cast<Certainty>(pick(5));
        made.audience = maybe();
        made.event_codes = named();
        made.effective = pick(2) ? moment("2026-11-22T10:00:00+05:30") : Moment{};
        made.onset = pick(2) ? moment("2026-11-22T20:00:00-00:00") : Moment{};
        made.sender_name = maybe();
        made.headline = maybe();
        made.description = maybe();
        made.instruction = maybe();
        made.web = pick(2) ? "https://larkspur.example/flood?a=1&b=2" : "";
        made.contact = maybe();
        made.parameters = named();
        if (pick(2)) made.resources = {{text(), "image/png", pick(2) ? std::optional<std::int64_t>(12) : std::nullopt, "https://larkspur.example/map.png", pick(2) ? "aGVsbG8=" : "", ""}};
        if (pick(3) == 0) made.areas = {{text(), {}, {}, named(), "", ""}};
        return made;
    }
    std::mt19937 random_;
};

}  // namespace testing_cap
