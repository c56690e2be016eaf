// Who asks, and that it is on record that they did.
#include "messages/inside.hpp"

namespace messages {

using base::Result;

AccountId reader_of(http::Request const& request, db::Read& read) {
    auto const person = request.person ? accounts::behind(read, *request.person) : AccountId{};
    return person ? person : request.account();
}

Result<ThreadId> thread_in(http::Request const& request) {
    auto const id = request.parameters.id<ThreadId>("id");
    if (!id) return std::unexpected(not_there());
    return *id;
}

ThreadId before_in(http::Request const& request) { return base::parse<ThreadId>(request.fields.text("before")).value_or(ThreadId{}); }

std::string address_of(ThreadId id) { return "/care-messages/" + id.text(); }

// What is refused changes nothing, so it goes on record in a change of its own.
void watched(db::Database& database, AccountId person, ThreadId id, bool reading, std::string_view detail) {
    if (!person) return;
    (void)database.write([&](db::Write& write) -> Result<base::Done> {
        auto const found = stored(write, id);
        if (!found) return base::Done{};
        auto const reached = reach(write, person, id);
        if (reached && reading) note(write, reached->stored, reached->side, person, records::Action::read, detail);
        if (!reached)
            records::note(write, {.at = write.now, .person = person, .patient = found->thread.patient, .action = reading ? records::Action::read : records::Action::update, .what = "thread", .about = id.text(), .refused = true});
        return base::Done{};
    });
}

http::Aside watching(db::Database& database, records::Action action) {
    return [&database, action](http::Request& request) -> Result<base::Done> {
        auto const person = database.read([&](db::Read& read) { return reader_of(request, read); });
        if (auto const id = request.parameters.id<ThreadId>("id")) watched(database, person, *id, action == records::Action::read, "");
        return base::Done{};
    };
}

Result<Room> room_of(http::Request const& request, db::Read& read, teams::Role at_least) {
    auto const organization = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!organization || !organization->is_local() || organization->hidden()) return base::refuse(base::Why::not_found, "There is no such organization.");
    auto const reader = reader_of(request, read);
    TRY(teams::allow(read, organization->id, reader, at_least));
    return Room{*organization, teams::role_in(read, organization->id, reader).value_or(teams::Role::analyst)};
}

}  // namespace messages
