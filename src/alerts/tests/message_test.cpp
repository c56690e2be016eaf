// The message: CAP's words and moments, what it must be, and one text for one message.
#include "alerts/alerts.hpp"
#include <doctest/doctest.h>

using namespace alerts;

namespace {

Message smoke() {
    Info info{.language = "en-US", .categories = {Category::health, Category::env}, .event = "Wildfire smoke", .responses = {Response::shelter},
              .urgency = Urgency::immediate, .severity = Severity::severe, .certainty = Certainty::observed, .audience = "Everybody outdoors",
              .event_codes = {{"SAME", "AQA"}}, .effective = {1'795'000'000'000, -420}, .onset = {1'795'000'060'000, -420},
              .expires = {1'795'086'400'000, -420}, .sender_name = "Larkspur Public Health", .headline = "Stay indoors and keep windows closed",
              .description = "The air is very unhealthy.", .instruction = "Close windows.", .web = "https://larkspur.example/smoke", .contact = "541 555 0142",
              .parameters = {{"AQI", "287"}, {"Empty", ""}},
              .resources = {{.description = "Map", .mime_type = "image/png", .size = 1200, .uri = "https://larkspur.example/map.png", .digest = "00ff"}},
              .areas = {{.description = "Jackson County", .polygons = {"42,-123 43,-123 43,-122 42,-123"}, .circles = {"42.3,-122.8 25"}, .geocodes = {{"SAME", "041029"}}, .altitude = "100", .ceiling = "2000.5"}}};
    return {.identifier = "https://larkspur.example/alerts/1", .sender = "alerts@larkspur.example", .sent = {1'795'000'000'000, -420},
            .status = Status::actual, .type = MessageType::update, .source = "desk", .scope = Scope::open, .addresses = {"one", "two words"}, .codes = {"IPAWSv1.0"},
            .note = "A note", .references = {{"alerts@larkspur.example", "https://larkspur.example/alerts/0", {1'794'990'000'000, 0}}},
            .incidents = {"fire-1"}, .infos = {info}};
}

std::vector<std::string> fields_at_fault(Message const& message) {
    std::vector<std::string> fields;
    if (auto checked = check(message); !checked)
        for (auto const& fault : checked.error().fields) fields.push_back(fault.field);
    return fields;
}

}  // namespace

TEST_CASE("a moment keeps the offset it was written with") {
    auto moment = moment_of("2011-10-05T23:04:00+10:00");
    REQUIRE(moment);
    CHECK(moment->offset == 600);
    CHECK(text_of(*moment) == "2011-10-05T23:04:00+10:00");
    CHECK(moment->at == moment_of("2011-10-05T13:04:00-00:00")->at);
    CHECK(text_of(*moment_of("2011-10-05T13:04:00Z")) == "2011-10-05T13:04:00-00:00");
    CHECK(text_of(*moment_of("2026-03-01T00:30:00-03:30")) == "2026-03-01T00:30:00-03:30");
    for (auto wrong : {"", "2011-10-05", "2011-10-05T23:04:00", "2011-13-05T23:04:00+10:00", "2011-10-05T23:04:00+1000", "2011-10-05T23:04:00+19:00", "2011-10-05T25:04:00-00:00", "x011-10-05T23:04:00-00:00"})
        CHECK_MESSAGE(!moment_of(wrong), wrong);
}

TEST_CASE("words are spelled as in the standard") {
    CHECK(text_of(Response::all_clear) == "AllClear");
    CHECK(text_of(MessageType::acknowledgement) == "Ack");
    CHECK(category_of("CBRNE") == Category::cbrne);
    CHECK(certainty_of("Very Likely") == Certainty::likely);
    CHECK(!severity_of("severe"));
}

TEST_CASE("a message comes back as it was written") {
    auto const message = smoke();
    auto const again = read_message(written(message));
    REQUIRE(again);
    CHECK(*again == message);
    CHECK(written(*again) == written(message));
}

TEST_CASE("a message that is right is taken, and every fault is told at its field") {
    CHECK(check(smoke()));
    Message empty;
    CHECK(fields_at_fault(empty) == std::vector<std::string>{"identifier", "sender", "sent", "info"});

    auto wrong = smoke();
    wrong.identifier = "two words";
    wrong.references.clear();
    wrong.infos[0].categories.clear();
    wrong.infos[0].event = "  ";
    wrong.infos[0].expires = wrong.infos[0].onset;
    wrong.infos[0].areas[0].description.clear();
    wrong.infos[0].areas[0].polygons = {"42,-123 43,-123 43,-122 42.5,-123"};
    wrong.infos[0].areas[0].circles = {"42.3,-222.8 25"};
    wrong.infos[0].areas[0].altitude = "high";
    CHECK(fields_at_fault(wrong) == std::vector<std::string>{"identifier", "references", "info[0].category", "info[0].event", "info[0].expires",
                                                             "info[0].area[0].areaDesc", "info[0].area[0].polygon[0]", "info[0].area[0].circle[0]", "info[0].area[0].altitude"});
    auto closed = smoke();
    closed.scope = Scope::restricted;
    CHECK(fields_at_fault(closed) == std::vector<std::string>{"restriction"});
}

TEST_CASE("a reader gets the part in their language, or the nearest") {
    auto message = smoke();
    message.infos.push_back(message.infos[0]);
    message.infos[1].language = "es-US";
    CHECK(in_language(message, "es").language == "es-US");
    CHECK(in_language(message, "en-GB").language == "en-US");
    CHECK(in_language(message, "vi").language == "en-US");
    message.infos[1].severity = Severity::extreme;
    CHECK(worst(message) == Severity::extreme);
    CHECK(ends(message) == 1'795'086'400'000);
    message.infos.clear();
    CHECK(ends(message) == message.sent.at + 86'400'000);
    CHECK(in_language(message, "en").headline.empty());
}

TEST_CASE("text that is no message is refused at its field") {
    for (auto text : {"", "[]", "{\"status\": \"Actually\"}", "{\"status\": \"Actual\", \"msgType\": \"Alert\", \"scope\": \"Public\", \"sent\": \"today\"}"})
        CHECK_MESSAGE(!read_message(text), text);
}
