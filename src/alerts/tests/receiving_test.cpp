// Other agencies' alerts are kept whole, once, and speak for nobody else. What is on record cannot be changed in silence.
#include "desk.hpp"

using namespace testing_alerts;
using base::Why;

namespace {

struct Feeds : Desk {
    Message flood(std::string const& number, MessageType type = MessageType::alert) {
        Message message{.identifier = number, .sender = "flood@weather.example", .sent = {now() / 1000 * 1000, 0}, .type = type, .infos = smoke().message.infos};
        message.infos[0].event = "Flood";
        return message;
    }
    base::Result<Alert> take(Message message, std::int64_t source = 1) {
        return write([&](db::Write& write) { return receive(write, {std::move(message), source, "Weather Service", "https://weather.example/", "<alert/>"}); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Feeds, "the same alert again is one, with its document") {
    auto message = flood("f1");
    auto first = *take(message);
    CHECK(take(message)->id == first.id);
    CHECK(!first.is_ours());
    CHECK(first.post == PostId{});
    CHECK(read([&](db::Read& read) { return xml_of(read, first.id); }) == "<alert/>");
    CHECK(holding() == std::vector{first.id});
    check();
}

TEST_CASE_FIXTURE(Feeds, "an update takes the place of what it refers to, a cancellation ends it") {
    auto first = *take(flood("f1"));
    auto update = flood("f2", MessageType::update);
    update.references = {{first.message.sender, "f1", first.message.sent}};
    auto second = *take(update);
    CHECK(holding() == std::vector{second.id});
    auto cancel = flood("f3", MessageType::cancel);
    cancel.references = {{first.message.sender, "f1", first.message.sent}, {second.message.sender, "f2", second.message.sent}};
    REQUIRE(take(cancel));
    CHECK(holding().empty());
    auto unknown = flood("f4", MessageType::update);
    unknown.references = {{"flood@weather.example", "f0", {now() / 1000 * 1000, 0}}};
    CHECK(take(unknown));  // what it refers to was before our time
    check();
}

TEST_CASE_FIXTURE(Feeds, "a feed cannot speak for those who issue here, nor end another feed's alert") {
    REQUIRE(let());
    auto ours = issued(smoke());
    auto forged = flood("f1");
    forged.sender = "alerts@larkspur.example";
    CHECK(take(forged).error().why == Why::forbidden);
    auto cancel = flood("f2", MessageType::cancel);
    cancel.references = {{ours.message.sender, ours.message.identifier, ours.message.sent}};
    CHECK(take(cancel).error().why == Why::forbidden);
    auto theirs = *take(flood("f3"));
    cancel.references = {{theirs.message.sender, "f3", theirs.message.sent}};
    CHECK(take(cancel, 2).error().why == Why::forbidden);
    CHECK(holding().size() == 2);
}

TEST_CASE_FIXTURE(Feeds, "what is over is kept and does not hold; what is not for the public is not taken") {
    auto old = flood("f1");
    old.sent = {now() - 9 * base::day, 0};
    old.infos[0].expires = {now() - 8 * base::day, 0};
    CHECK(take(old));
    CHECK(holding().empty());
    auto closed = flood("f2");
    closed.scope = Scope::restricted;
    closed.restriction = "Staff";
    CHECK(take(closed).error().why == Why::forbidden);
    auto between = flood("f3", MessageType::acknowledgement);
    between.references = {{"a", "b", {now(), 0}}};
    CHECK(take(between).error().why == Why::invalid);
}

TEST_CASE_FIXTURE(Feeds, "the record holds together, and shows what was changed, taken out or put between") {
    REQUIRE(let());
    (void)issued(smoke());
    (void)take(flood("f1"));
    (void)take(flood("f2"));
    auto entries = read([](db::Read& read) { return entries_after(read, 0, 100); });
    REQUIRE(entries.size() == 3);
    CHECK(fault_in(entries, "") == "");
    CHECK(fault_in({entries.begin() + 1, entries.end()}, entries[0].hash) == "");
    CHECK(read([](db::Read& read) { return last_entry(read); }).hash == entries[2].hash);

    auto changed = entries;
    changed[1].text.replace(changed[1].text.find("Flood"), 5, "Quake");
    CHECK(fault_in(changed, "") == "The text of entry 2 was changed.");
    auto moved = entries;
    moved[1].at += 1;
    CHECK(fault_in(moved, "") == "Entry 2 does not follow from the one before.");
    auto gone = entries;
    gone.erase(gone.begin() + 1);
    CHECK(fault_in(gone, "") == "Entry 2 is missing.");
    auto removed = entries;
    removed[1].text.clear();  // by law: its hash stays
    CHECK(fault_in(removed, "") == "");
}
