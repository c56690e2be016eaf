// A clinic that takes messages, and who is there: for the tests of this room.
#pragma once
#include "areas/areas.hpp"
#include "directory/directory.hpp"
#include "messages/inside.hpp"
#include "people.hpp"
#include "push/push.hpp"
#include "record_keys.hpp"
#include "reminders/reminders.hpp"

namespace testing_clinic {

using namespace testing_people;
using namespace messages;

inline std::vector<db::Schema> rooms() {
    return {moderation::schema, areas::schema, teams::schema, directory::schema, inbox::schema, records::schema, push::schema, reminders::schema, messages::schema};
}

// Nia and Tom answer for the clinic, Otto reads its figures; Ada writes to it, Ben is a stranger; Cleo answers for a hospital.
struct Clinic : People {
    AccountId clinic, nia, tom, otto, hospital;

    Clinic() : People(rooms()) {
        records::keep_keys_in(record_keys.folder + "/keys");
        clinic = organization("clinic");
        hospital = organization("hospital");
        nia = join("nia");
        tom = join("tom");
        otto = join("otto");
        does([&](db::Write& write) { teams::found(write, clinic, nia); teams::found(write, hospital, cleo); });
        hires(tom, teams::Role::responder);
        hires(otto, teams::Role::analyst);
        inbox::show_with(inbox::Kind::message, inbox_shown);
        opens(clinic, nia);
        opens(hospital, cleo);
    }
    AccountId organization(std::string const& name) {
        auto const id = join(name);
        (void)write([&](db::Write& write) { return accounts::change_profile(write, id, {.name = name, .kind = accounts::Kind::organization}); });
        return id;
    }
    template <class F> void does(F work) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { work(write); return base::Done{}; });
    }
    void hires(AccountId person, teams::Role role) {
        REQUIRE(write([&](db::Write& write) { return teams::invite(write, clinic, nia, person, role); }));
        REQUIRE(write([&](db::Write& write) { return teams::answer(write, clinic, person, true); }));
    }
    void opens(AccountId organization, AccountId by) { REQUIRE(write([&](db::Write& write) { return set_desk(write, by, {.organization = organization, .open = true, .hours_note = "Within two working days."}); })); }
    base::Result<Thread> begins(AccountId by, Opening const& opening, std::string_view key = {}) { return write([&](db::Write& write) { return open(write, by, opening, key); }); }
    Thread thread(std::string text = "May I take both?", std::vector<File> files = {}) {
        auto const made = begins(ada, {.patient = ada, .organization = clinic, .subject = "The two tablets", .text = std::move(text), .files = std::move(files)});
        REQUIRE(made);
        return *made;
    }
    base::Result<Message> says(AccountId by, ThreadId id, std::string_view text, std::string_view key = {}, std::vector<File> const& files = {}) {
        return write([&](db::Write& change) { return messages::write(change, by, id, text, files, key); });
    }
    std::optional<Thread> found(AccountId reader, ThreadId id) { return read([&](db::Read& read) { return find(read, reader, id); }); }
    std::vector<Message> said(AccountId reader, ThreadId id) { return read([&](db::Read& read) { return messages_of(read, reader, id, 0, 500); }); }
    std::optional<inbox::Item> waits(ThreadId id, AccountId organization = {}) {
        auto const item = read([&](db::Read& read) { return inbox::find(read, organization ? organization : clinic, inbox::Kind::message, inbox_about(id)); });
        return item && !item->answered_at ? item : std::nullopt;
    }
    template <class Rule, class... More> auto rule(Rule what, AccountId by, ThreadId id, More... more) {
        return write([&](db::Write& write) { return what(write, by, id, more...); });
    }
    std::vector<records::Access> looks() { return read([&](db::Read& read) { return records::accesses(read, ada, 0, 100); }); }
    std::int64_t counted(std::string const& query) { return read([&](db::Read& read) { return read.number({"", query}, {}); }); }
};

}  // namespace testing_clinic
