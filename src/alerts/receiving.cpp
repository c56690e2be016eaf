// Other agencies' alerts: shown with their source, and never as our own.
#include "alerts/inside.hpp"
#include "alerts/queries.hpp"

namespace alerts {

base::Result<Alert> receive(db::Write& write, Received const& received) {
    auto const& message = received.message;
    TRY(check(message));
    if (auto known = find(write, Reference{message.sender, message.identifier, message.sent})) return *known;
    // A feed cannot speak for those who issue here.
    if (write.one(sql::right_of_sender, {message.sender}, [](db::Row const& row) { return row.integer(0); }))
        return base::refuse(base::Why::forbidden, "This sender issues its alerts on this server.");
    if (message.scope != Scope::open) return base::refuse(base::Why::forbidden, "Only public alerts are taken in.");
    if (message.type == MessageType::acknowledgement || message.type == MessageType::error || message.status == Status::system || message.status == Status::draft)
        return base::refuse(base::Why::invalid, "This is a message between servers, and no alert for people.");

    Alert alert{.source = received.source, .source_name = received.source_name, .source_url = received.source_url, .message = message};
    std::vector<Alert> ended;
    for (auto const& reference : message.references) {
        auto referred = find(write, reference);
        if (!referred) continue;  // from before we read this feed
        if (referred->source != received.source || referred->is_ours()) return base::refuse(base::Why::forbidden, "It refers to an alert of somebody else.");
        // A later one may have taken its place: the newest of the chain is what this one replaces.
        if (!referred->replaced_by && referred->id > alert.replaces) alert.replaces = referred->id;
        ended.push_back(std::move(*referred));
    }
    auto kept = keep(write, std::move(alert), received.xml);
    for (auto const& each : ended)
        if (!each.ended_at) end(write, each, write.now);
    return kept;
}

}  // namespace alerts
