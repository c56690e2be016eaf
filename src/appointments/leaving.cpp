// What somebody takes along, and what goes when they leave.
#include "appointments/inside.hpp"
#include "appointments/queries.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace appointments {

namespace {

void add(base::Json& json, db::Read& read, AccountId person, Appointment const& each) {
    auto const whole = find(read, person, each.id).value_or(each);
    auto const place = directory::find(read, each.location);
    json.object().pair("start", base::iso8601(each.start)).pair("end", base::iso8601(each.end)).pair("status", text_of(each.status)).pair("how", text_of(each.mode)).pair("place", place ? place->name : std::string());
    json.pair("reason", whole.reason).pair("phone", whole.phone).end();
}

std::string exported(db::Read& read, AccountId person) {
    constexpr int at_once = 200;
    base::Json json;
    json.object().key("appointments").array();
    for (bool const upcoming : {true, false}) {
        AppointmentId after;
        for (bool more = true; more;) {
            auto const some = of_patient(read, person, upcoming, after, at_once);
            for (auto const& each : some) add(json, read, person, each);
            more = some.size() == at_once;
            if (more) after = some.back().id;
        }
    }
    json.end().key("waits_for").array();
    for (auto const& each : waits_of(read, person)) json.object().pair("schedule", each.schedule.text()).pair("from", base::iso8601(each.from)).pair("to", base::iso8601(each.to)).end();
    json.end().end();
    return json.take();
}

}  // namespace

void add_export() { accounts::add_to_export("appointments.json", exported); }

// What was, stays with who gave the care, as the law asks; its words cannot be read any more, their key is gone.
void forget_account(db::Write& write, AccountId person) {
    for (auto const id : write.rows(sql::coming_ids, {person, write.now}, [](db::Row const& row) { return row.id<AppointmentId>(0); })) {
        auto const slot = find_unchecked(write, id)->slot;
        write.run(sql::cancel_appointment, {id, person, "", write.now});
        give_back(write, slot);
    }
    for (auto const& each : waits_of(write, person)) (void)stop_waiting(write, person, each.id);
    for (auto const slot : write.rows(sql::holds_of, {person}, [](db::Row const& row) { return row.id<SlotId>(0); })) (void)let_go(write, person, slot);
    write.run(sql::end_schedules_of, {person});
}

}  // namespace appointments
