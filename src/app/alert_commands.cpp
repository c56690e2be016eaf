// Whether a server's public record of alerts holds together: asked by anybody, of any server.
#include "alerts/alerts.hpp"
#include "app/commands.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include "http/document.hpp"
#include <fstream>
#include <set>

namespace app {

namespace {

using base::Result;

alerts::Entry entry_of(http::Document const& from) {
    auto const text = [&](std::string_view name) { return std::string(from[name].text()); };
    return {from["number"].integer().value_or(0), from["at"].integer().value_or(0), text("kind"), base::parse<alerts::AlertId>(from["alert"].text()).value_or(alerts::AlertId{}),
            text("text"), text("text_hash"), text("hash")};
}

Result<std::vector<alerts::Entry>> entries_after(std::string const& server, std::int64_t number) {
    auto const answer = TRY(http::fetch({.url = server + "/api/salve/v1/alerts/record?after=" + std::to_string(number), .largest = 64 << 20, .milliseconds = 30'000, .trusted = true}));
    if (answer.status != 200) return base::refuse(base::Why::unavailable, "The server answered " + std::to_string(answer.status) + ".");
    auto const told = TRY(http::Document::read(answer.body));
    std::vector<alerts::Entry> entries;
    for (auto const& each : told["entries"].list()) entries.push_back(entry_of(each));
    return entries;
}

// The last entry that was seen before: a record that was written anew as a whole would not hold it any more.
struct Seen { std::int64_t number = 0; std::string hash; };
Seen seen_in(std::string const& file) {
    Seen seen;
    std::ifstream from(file);
    from >> seen.number >> seen.hash;
    return seen;
}

// A text may have to go; then a later entry says so, and why.
struct Missing {
    std::set<std::int64_t> unexplained;
    int explained = 0;

    void look_at(alerts::Entry const& entry) {
        static std::string const nothing = crypto::hex(crypto::sha256(""));
        if (entry.text.empty() && entry.text_hash != nothing) unexplained.insert(entry.number);
        if (entry.kind != "removed") return;
        auto const said = http::Document::read(entry.text);
        if (said && unexplained.erase((*said)["entry"].integer().value_or(0))) ++explained;
    }
};

Result<std::string> verify(Command const& command) {
    auto server = command.target;
    while (server.ends_with('/')) server.pop_back();
    auto const seen = command.file.empty() ? Seen{} : seen_in(command.file);
    alerts::Entry last;
    Missing missing;
    for (;;) {
        auto const entries = TRY(entries_after(server, last.number));
        if (entries.empty()) break;
        if (entries.front().number != last.number + 1) return base::refuse(base::Why::conflict, "Entry " + std::to_string(last.number + 1) + " is missing.");
        if (auto fault = alerts::fault_in(entries, last.hash); !fault.empty()) return base::refuse(base::Why::conflict, fault);
        for (auto const& entry : entries) {
            missing.look_at(entry);
            if (entry.number == seen.number && entry.hash != seen.hash) return base::refuse(base::Why::conflict, "Entry " + std::to_string(seen.number) + " is not what it was when it was last looked at.");
        }
        last = entries.back();
    }
    if (last.number < seen.number) return base::refuse(base::Why::conflict, "The record had " + std::to_string(seen.number) + " entries, and has " + std::to_string(last.number) + " now.");
    if (!missing.unexplained.empty()) return base::refuse(base::Why::conflict, "The text of entry " + std::to_string(*missing.unexplained.begin()) + " is gone, and no later entry says why.");
    if (!command.file.empty()) std::ofstream(command.file) << last.number << ' ' << last.hash << '\n';
    auto said = std::to_string(last.number) + (last.number == 1 ? " entry, and it fits.\n" : " entries, and each follows from the one before.\n");
    if (missing.explained) said += std::to_string(missing.explained) + (missing.explained == 1 ? " text was taken away; the record says why.\n" : " texts were taken away; the record says why.\n");
    return said;
}

}  // namespace

Outcome verify_alerts(Command const& command) {
    auto outcome = verify(command);
    return outcome ? said(*outcome) : refused(outcome.error());
}

}  // namespace app
