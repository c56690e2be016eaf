// Every route of care by who asks, through the whole site: a route that is not in the table fails. (Messages: src/messages/tests.)
#include "app/site.hpp"
#include "appointments/appointments.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "directory/directory.hpp"
#include "http/router.hpp"
#include "messages/messages.hpp"
#include "plans/plans.hpp"
#include "record_keys.hpp"
#include "records/records.hpp"
#include "teams/teams.hpp"
#include <array>
#include <map>

using base::AccountId, base::Done, base::Result;

namespace {

// neighbor: a patient of the same clinic; other_team, other_owner: responder and owner of another clinic; the rest of the team by its roles.
enum Who { visitor, stranger, neighbor, moderator, admin, other_team, other_owner, analyst, responder, editor, owner, patient, everybody };
using Statuses = std::array<int, everybody>;

constexpr Statuses anyone(int status) { return {status, status, status, status, status, status, status, status, status, status, status, status}; }
constexpr Statuses members(int status, int visitors = 401) { return {visitors, status, status, status, status, status, status, status, status, status, status, status}; }
// Who has no part in it does not find it.
constexpr Statuses own(int of_patient) { return {401, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, of_patient}; }
constexpr Statuses shared(int of_analyst, int of_team, int of_patient) { return {401, 404, 404, 404, 404, 404, 404, of_analyst, of_team, of_team, of_team, of_patient}; }
constexpr Statuses team(int of_responder, int of_editor) { return {401, 404, 404, 404, 404, 404, 404, 403, of_responder, of_editor, of_editor, 404}; }

#define PATIENT R"("reference":"Patient/{patient}")"
constexpr std::string_view BOOKING = R"({"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/{slot}"}],"participant":[{"actor":{)" PATIENT R"(},"status":"accepted"}]})";
constexpr std::string_view CANCELLING = R"({"resourceType":"Appointment","id":"{Appointment}","status":"cancelled","participant":[{"actor":{)" PATIENT R"(},"status":"accepted"}]})";
constexpr std::string_view SAYING = R"({"resourceType":"Communication","status":"completed","subject":{)" PATIENT R"(},"recipient":[{"reference":"Organization/{clinic}"}],"topic":{"text":"Tablets"},"payload":[{"contentString":"Both?"}]})";
constexpr std::string_view MEASURING = R"({"resourceType":"Observation","status":"final","subject":{)" PATIENT R"(},"code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"effectiveDateTime":"{now}","valueQuantity":{"value":72,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}})";
constexpr std::string_view ANSWERING = R"({"resourceType":"QuestionnaireResponse","status":"completed","subject":{)" PATIENT R"(},"questionnaire":"gad-7","item":[]})";
constexpr std::string_view COMPLETING = R"({"resourceType":"Task","id":"{Task}","status":"completed","intent":"order","for":{)" PATIENT R"(}})";

// `fields`: of a form as a browser would send it, or a body of FHIR; {names} are World::things().
struct Row { std::string_view route; Statuses expected; std::string_view fields = {}; };
constexpr Row table[] = {
    {"GET /care/:id/book", anyone(200)},
    {"GET /slots/:id", members(200)},
    {"POST /slots/:id/hold", members(303)},
    {"POST /slots/:id/let-go", members(303)},
    {"POST /slots/:id", members(303), "mode=in_person"},
    {"GET /live/slots/:schedule", anyone(200)},
    {"GET /appointments", members(200)},
    {"GET /appointments/:id", own(200)},
    {"GET /appointments/:id.ics", own(200)},
    {"POST /appointments/:id/confirm", own(303)},
    {"POST /appointments/:id/cancel", own(303)},
    {"POST /schedules/:id/wait", {401, 303, 303, 303, 303, 303, 303, 303, 303, 303, 303, 409}, "from={today}&to={tomorrow}"},
    {"POST /waits/:id/take", own(409)},
    {"POST /waits/:id/stop", own(303)},
    {"GET /organizations/:username/appointments", team(200, 200)},
    {"GET /organizations/:username/appointments/:id", team(200, 200)},
    {"POST /organizations/:username/appointments/:id", team(422, 422), "status=fulfilled"},
    {"POST /organizations/:username/appointments/:id/cancel", team(303, 303)},
    {"GET /organizations/:username/schedules", team(200, 200)},
    {"GET /organizations/:username/schedules/new", team(403, 200)},
    {"POST /organizations/:username/schedules/new", team(403, 422)},
    {"GET /organizations/:username/schedules/:id", team(403, 200)},
    {"POST /organizations/:username/schedules/:id", team(403, 422)},
    {"GET /settings/reminders", members(200)},
    {"POST /settings/reminders", members(303), "lead=120&mail=1"},
    {"POST /settings/reminders/calendar", members(200)},
    {"POST /settings/reminders/calendar/end", members(303)},
    {"GET /calendar/:secret.ics", anyone(404)},
    {"GET /once/:secret", anyone(404)},
    {"POST /once/:secret", anyone(404)},
    {"GET /record", members(200)},
    {"POST /record/consents", members(303), "recipient=rival&purpose=TREAT&expires={year}&what=plans"},
    {"POST /record/consents/:id/withdraw", own(303)},
    {"GET /settings/particulars", members(200)},
    {"POST /settings/particulars", members(303)},
    {"GET /plans", members(200)},
    {"GET /plans/:id", shared(403, 200, 200)},
    {"GET /live/plans/:id", shared(403, 200, 200)},
    {"GET /plans/:id/print", shared(403, 200, 200)},
    {"GET /plans/:id/download", shared(403, 200, 200)},
    {"POST /plans/:id/items/:item/done", shared(403, 303, 303)},
    {"POST /plans/:id/items/:item/undone", shared(403, 303, 303)},
    {"POST /plans/:id/items/:item/taken/:at", shared(403, 403, 303)},
    {"POST /plans/:id/items/:item/untaken/:at", shared(403, 403, 303)},
    {"POST /plans/:id/comments", shared(403, 303, 303), "text=Hello"},
    {"POST /plans/:id/numbers", shared(403, 403, 303), "hide=1"},
    {"GET /plans/:id/check-ins/:code", shared(403, 403, 200)},
    {"POST /plans/:id/check-ins/:code", shared(403, 403, 422)},
    {"GET /plans/:id/responses/:response", shared(403, 200, 200)},
    {"POST /plans/:id/responses/:response/seen", shared(403, 303, 403)},
    {"GET /plans/:id/measurements/:code", shared(403, 200, 200)},
    {"POST /plans/:id/measurements/:code", shared(403, 403, 303), "value=62"},
    {"POST /plans/:id/measurements/:code/remove", shared(404, 403, 303)},
    {"GET /plans/:id/settings", shared(403, 200, 403)},
    {"POST /plans/:id/settings", shared(403, 303, 403), "title=Walking&status=active"},
    {"GET /plans/:id/items/new", shared(403, 200, 403)},
    {"POST /plans/:id/items", shared(403, 303, 403), "kind=task&text=Walk"},
    {"GET /plans/:id/items/:item", shared(403, 200, 403)},
    {"POST /plans/:id/items/:item", shared(403, 303, 403), "text=Walk"},
    {"POST /plans/:id/items/:item/remove", shared(403, 303, 403)},
    {"GET /organizations/:username/plans", team(200, 200)},
    {"POST /organizations/:username/plans", team(303, 303), "patient={ada}&title=Walking"},
    {"GET /organizations/:username/recall", team(200, 200)},
    {"POST /organizations/:username/recall", team(303, 303), "patients={ada}&subject=Due&text=Come&key={slot}"},
    {"POST /organizations/:username/recall/find", team(200, 200), "months=12"},
    {"GET /api/salve/v1/care/:id/slots", anyone(200)},
    {"GET /api/salve/v1/slots", anyone(200)},
    {"POST /api/salve/v1/slots/:id/hold", members(200)},
    {"DELETE /api/salve/v1/slots/:id/hold", members(200)},
    {"GET /api/salve/v1/appointments", members(200)},
    {"POST /api/salve/v1/appointments", members(200), "slot={slot}"},
    {"GET /api/salve/v1/appointments/:id", shared(404, 200, 200)},
    {"POST /api/salve/v1/appointments/:id/move", shared(403, 200, 200), "slot={slot}"},
    {"POST /api/salve/v1/appointments/:id/cancel", shared(403, 200, 200)},
    {"POST /api/salve/v1/appointments/:id/confirm", own(200)},
    {"POST /api/salve/v1/appointments/:id/status", shared(403, 422, 404), "status=fulfilled"},
    {"GET /api/salve/v1/waits", members(200)},
    {"POST /api/salve/v1/waits", {401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 409}, "schedule={schedule}"},
    {"POST /api/salve/v1/waits/:id/take", own(409)},
    {"DELETE /api/salve/v1/waits/:id", own(200)},
    {"GET /api/salve/v1/plans", members(200)},
    {"GET /api/salve/v1/plans/:id", shared(403, 200, 200)},
    {"POST /api/salve/v1/plans/:id/items/:item/complete", shared(403, 200, 200)},
    {"POST /api/salve/v1/plans/:id/measurements", shared(403, 403, 200), "measure=pulse&value=62"},
    {"POST /api/salve/v1/plans/:id/responses", shared(403, 403, 422), "questionnaire=gad-7"},
    {"GET /scheduling/$bulk-publish", anyone(200)},
    {"GET /scheduling/locations.ndjson", anyone(200)},
    {"GET /scheduling/schedules.ndjson", anyone(200)},
    {"GET /scheduling/slots/:day.ndjson", anyone(200)},
    {"GET /fhir/metadata", anyone(200)},
    {"GET /fhir/.well-known/smart-configuration", anyone(200)},
    {"GET /fhir/Appointment/$find", anyone(200)},
    {"POST /fhir/Appointment/$find", anyone(200)},
    {"POST /fhir/Appointment/$book", own(201), BOOKING},
    {"POST /fhir/Appointment", own(201), BOOKING},
    {"PUT /fhir/Appointment/:id", own(200), CANCELLING},
    {"POST /fhir/Communication", own(201), SAYING},
    {"POST /fhir/Observation", own(201), MEASURING},
    {"POST /fhir/QuestionnaireResponse", own(422), ANSWERING},
    {"PUT /fhir/Task/:id", own(200), COMPLETING},
    {"GET /fhir/Organization", anyone(200)},
    {"POST /fhir/Organization/_search", anyone(200)},
    {"GET /fhir/Organization/:id", anyone(200)},
    {"GET /fhir/Location", anyone(200)},
    {"POST /fhir/Location/_search", anyone(200)},
    {"GET /fhir/Location/:id", anyone(200)},
    {"GET /fhir/HealthcareService", anyone(200)},
    {"POST /fhir/HealthcareService/_search", anyone(200)},
    {"GET /fhir/HealthcareService/:id", anyone(200)},
    {"GET /fhir/Practitioner", anyone(200)},
    {"POST /fhir/Practitioner/_search", anyone(200)},
    {"GET /fhir/Practitioner/:id", anyone(200)},
    {"GET /fhir/PractitionerRole", anyone(200)},
    {"POST /fhir/PractitionerRole/_search", anyone(200)},
    {"GET /fhir/PractitionerRole/:id", anyone(200)},
    {"GET /fhir/Schedule", anyone(200)},
    {"POST /fhir/Schedule/_search", anyone(200)},
    {"GET /fhir/Schedule/:id", anyone(200)},
    {"GET /fhir/Slot", anyone(200), "schedule={schedule}"},
    {"POST /fhir/Slot/_search", anyone(200), "schedule={schedule}"},
    {"GET /fhir/Slot/:id", anyone(200)},
    {"GET /fhir/Questionnaire", anyone(200)},
    {"POST /fhir/Questionnaire/_search", anyone(200)},
    {"GET /fhir/Questionnaire/:id", anyone(200)},
    {"GET /fhir/Appointment", members(200)},
    {"POST /fhir/Appointment/_search", members(200)},
    {"GET /fhir/Appointment/:id", own(200)},
    {"GET /fhir/Communication", members(200)},
    {"POST /fhir/Communication/_search", members(200)},
    {"GET /fhir/Communication/:id", own(200)},
    {"GET /fhir/Patient", members(200)},
    {"POST /fhir/Patient/_search", members(200)},
    {"GET /fhir/Patient/:id", own(200)},
    {"GET /fhir/Consent", members(200)},
    {"POST /fhir/Consent/_search", members(200)},
    {"GET /fhir/Consent/:id", own(200)},
    {"GET /fhir/AuditEvent", members(200)},
    {"POST /fhir/AuditEvent/_search", members(200)},
    {"GET /fhir/AuditEvent/:id", own(200)},
    {"GET /fhir/CarePlan", members(200)},
    {"POST /fhir/CarePlan/_search", members(200)},
    {"GET /fhir/CarePlan/:id", own(200)},
    {"GET /fhir/Goal", members(200)},
    {"POST /fhir/Goal/_search", members(200)},
    {"GET /fhir/Goal/:id", own(200)},
    {"GET /fhir/Task", members(200)},
    {"POST /fhir/Task/_search", members(200)},
    {"GET /fhir/Task/:id", own(200)},
    {"GET /fhir/QuestionnaireResponse", members(200)},
    {"POST /fhir/QuestionnaireResponse/_search", members(200)},
    {"GET /fhir/QuestionnaireResponse/:id", own(200)},
    {"GET /fhir/Observation", members(200)},
    {"POST /fhir/Observation/_search", members(200)},
    {"GET /fhir/Observation/:id", own(200)},
};

// Of what the routes here begin with.
constexpr std::string_view rooms[] = {"/appointments", "/slots", "/waits", "/schedules", "/live/slots", "/care/:id/book", "/organizations/:username/appointments", "/organizations/:username/schedules", "/organizations/:username/plans",
                                      "/organizations/:username/recall", "/settings/reminders", "/settings/particulars", "/once/", "/calendar/", "/record", "/plans", "/live/plans", "/fhir", "/scheduling", "/api/salve/v1/slots",
                                      "/api/salve/v1/appointments", "/api/salve/v1/waits", "/api/salve/v1/plans", "/api/salve/v1/care/:id/slots"};

struct World {
    db::testing::Fresh fresh{app::schemas()};
    app::Site site{*fresh, fresh.place().file("files")};
    std::array<AccountId, everybody> who{};
    AccountId clinic, rival;
    directory::Location place;
    appointments::Schedule schedule;
    appointments::SlotId last;
    std::string name_of_patient;
    int patients = 0;

    template <class F>
    auto write(F work) {
        auto made = fresh->write(work);
        if (!made) FAIL(made.error().message << " " << (made.error().fields.empty() ? "" : made.error().fields.front().field));
        return *made;
    }
    AccountId join(std::string const& name, http::Role role = http::Role::member, accounts::Kind kind = accounts::Kind::person) {
        return write([&](db::Write& write) -> Result<AccountId> {
            return TRY(accounts::sign_up(write, {.username = name, .email = name + "@people.example", .kind = kind, .role = role, .agreement = true, .confirmed = true, .password_hash = "none"})).id;
        });
    }
    void invite(AccountId organization, AccountId person, teams::Role role) {
        write([&](db::Write& write) -> Result<Done> {
            TRY(teams::invite(write, organization, organization, person, role));
            return teams::answer(write, organization, person, true);
        });
    }

    World() {
        clinic = join("clinic", http::Role::member, accounts::Kind::organization), rival = join("rival", http::Role::member, accounts::Kind::organization);
        who = {AccountId{}, join("sam"), join("ned"), join("mo", http::Role::moderator), join("al", http::Role::admin), join("otto"), join("otis"), join("ann"), join("rae"), join("ed"), join("olga"), AccountId{}};
        invite(rival, who[other_team], teams::Role::responder), invite(rival, who[other_owner], teams::Role::owner);
        invite(clinic, who[analyst], teams::Role::analyst), invite(clinic, who[responder], teams::Role::responder), invite(clinic, who[editor], teams::Role::editor), invite(clinic, who[owner], teams::Role::owner);
        place = write([&](db::Write& write) { return directory::add(write, clinic, {.organization = clinic, .name = "Rowan Street", .specialty = "family", .city = "Ashland", .country = "US", .position = {42.19, -122.7}, .zone = "America/Los_Angeles"}); });
        appointments::Schedule wanted{.location = place.id, .name = "Dr. Okafor", .minutes = 20, .lead_minutes = 0, .ahead_days = 60, .cancel_minutes = 0};
        for (int day = 1; day <= 7; ++day) wanted.weekly.push_back({day, 0, 24 * 60});
        schedule = write([&](db::Write& write) { return appointments::add(write, clinic, wanted); });
        write([&](db::Write& write) { return directory::add_service(write, clinic, {.location = place.id, .specialty = "family"}); });
        write([&](db::Write& write) { return directory::add_staff(write, clinic, {.location = place.id, .name = "Dr. Amara Okafor", .role = "Family doctor", .specialty = "family"}); });
        write([&](db::Write& write) { return messages::set_desk(write, who[owner], {.organization = clinic, .open = true}); });
        (void)book(who[neighbor], "a cough");
    }
    ~World() {
        site.bus.drain();
        testing_people::record_keys.use();
    }

    appointments::SlotId next_slot() {
        auto const found = fresh->read([&](db::Read& read) { return appointments::free_slots(read, schedule.id, read.now, read.now + 60 * base::day, 1, last); });
        REQUIRE(found.size() == 1);
        return last = found.front().id;
    }
    appointments::Appointment book(AccountId person, std::string reason) {
        auto const slot = next_slot();
        return write([&](db::Write& write) { return appointments::book(write, person, {.slot = slot, .reason = std::move(reason), .phone = ""}); });
    }
    // Another one for each route: a patient has so many plans with one clinic.
    void new_patient() {
        name_of_patient = "ada" + std::to_string(++patients);
        who[patient] = join(name_of_patient);
        write([&](db::Write& write) { return messages::open(write, who[patient], {.patient = who[patient], .organization = clinic, .subject = "A blue heron", .text = "On my knee"}); });
    }
    // What the routes name; made anew for each question, so that what one did is not in the next one's way.
    std::map<std::string, std::string> things() {
        auto const ada = who[patient];
        auto const visit = book(ada, "a blue heron on my knee");
        auto const moment = fresh->read([](db::Read& read) { return read.now; });
        std::map<std::string, std::string> made{{"appointment", visit.id.text()}, {"slot", next_slot().text()}, {"schedule", schedule.id.text()}, {"place", place.id.text()}, {"clinic", clinic.text()},
                                                {"patient", ada.text()}, {"ada", name_of_patient}, {"today", base::iso8601(moment).substr(0, 10)}, {"tomorrow", base::iso8601(moment + base::day).substr(0, 10)}, {"year", base::iso8601(moment + 300 * base::day).substr(0, 10)},
                                                {"now", base::iso8601(moment)}};
        write([&](db::Write& write) -> Result<Done> {
            for (auto const person : who)
                for (auto const& each : appointments::waits_of(write, person)) TRY(appointments::stop_waiting(write, person, each.id));
            made["wait"] = TRY(appointments::wait_for(write, ada, schedule.id, write.now, write.now + base::day)).id.text();
            auto const doctor = who[responder];
            auto const plan = TRY(plans::add(write, doctor, {.patient = ada, .organization = clinic, .title = "Walking after the blue heron"})).id;
            made["plan"] = plan.text();
            TRY(plans::add_item(write, doctor, {.plan = plan, .kind = plans::Kind::goal, .text = "See the blue heron"}));
            made["item"] = TRY(plans::add_item(write, doctor, {.plan = plan, .kind = plans::Kind::task, .text = "Walk to the blue heron"})).id.text();
            TRY(plans::add_item(write, doctor, {.plan = plan, .kind = plans::Kind::check_in, .link = "gad-7", .every_days = 1}));
            TRY(plans::add_item(write, doctor, {.plan = plan, .kind = plans::Kind::measure, .link = "pulse", .every_days = 1}));
            made["medicine"] = TRY(plans::add_item(write, doctor, {.plan = plan, .kind = plans::Kind::medicine, .text = "One of blue heron", .times = {"00:00"}})).id.text();
            made["response"] = TRY(plans::respond(write, ada, plan, "gad-7", {0, 1, 1, 0, 0, 0, 0})).id.text();
            made["measurement"] = TRY(plans::measure(write, ada, plan, "pulse", 61, 0, write.now)).id.text();
            made["consent"] = TRY(records::give(write, {.patient = ada, .recipient = rival, .what = {"appointments"}, .expires_at = write.now + base::day})).id.text();
            made["at"] = std::to_string(write.now / base::day * base::day);  // 00:00 of the server's own clock, which is UTC here
            return Done{};
        });
        return made;
    }

    http::Response send(std::string const& method, std::string const& pattern, std::string target, std::string const& fields, Who each, std::optional<std::string> scopes = {}) {
        bool const fhir = pattern.starts_with("/fhir"), api = fhir || pattern.starts_with("/api");
        bool const document = fhir && fields.starts_with("{");
        http::Request request;
        request.method = method;
        request.target = target + (document || fields.empty() ? "" : (target.contains('?') ? "&" : "?") + fields);
        request.path = target;
        if (method == "PUT")
            for (auto const& [name, value] : send("GET", pattern, target, "", patient).headers)
                if (name == "ETag") request.headers.emplace_back("if-match", value);
        if (document) request.body = fields, request.headers.emplace_back("content-type", "application/fhir+json");
        else if (!fields.empty()) REQUIRE(http::parse_query(fields, request.fields));
        request.fields.add("csrf", "token");
        if (each != visitor) {
            http::Person person{.account = who[each], .role = each == moderator ? http::Role::moderator : each == admin ? http::Role::admin : http::Role::member, .grant = 1, .by_session = !api, .csrf = "token"};
            if (api) person.app = 7, person.scopes = scopes.value_or(fhir ? "patient/*.cruds" : "care:read care:write");
            request.person = std::move(person);
        }
        return http::answer(site.router, *fresh, std::move(request));
    }
    // The first one of a type that the patient has, as an app finds it.
    std::string of_type(std::string const& type, std::string const& schedule_id) {
        auto const answer = send("GET", "/fhir/", "/fhir/" + type, type == "Slot" ? "schedule=" + schedule_id : "", patient);
        auto const at = answer.body.find("\"resource\":{\"resourceType\":\"" + type + "\",\"id\":\"");
        REQUIRE_MESSAGE(at != answer.body.npos, answer.body.substr(0, 600));
        auto const from = answer.body.find("\"id\":\"", at) + 6;
        return answer.body.substr(from, answer.body.find('"', from) - from);
    }
    static void fill(std::string& text, std::string_view name, std::string const& value) {
        for (auto at = text.find(name); at != text.npos; at = text.find(name, at + value.size())) text.replace(at, name.size(), value);
    }
    http::Response ask(http::Route const& route, std::string_view wanted, Who each, std::optional<std::string> scopes = {}) {
        auto names = things();
        auto const& pattern = route.pattern;
        std::string target = pattern, fields(wanted);
        if (pattern.starts_with("/fhir/") && pattern.ends_with("/:id")) {
            auto const type = pattern.substr(6, pattern.size() - 10);
            names[type] = of_type(type, schedule.id.text());
            fill(target, ":id", names[type]);
        }
        for (auto const& [before, name] : {std::pair{"/care/:id", "place"}, {"/slots/:id", "slot"}, {"/appointments/:id", "appointment"}, {"/waits/:id", "wait"}, {"/schedules/:id", "schedule"}, {"/plans/:id", "plan"}, {"/consents/:id", "consent"}})
            if (target.contains(before)) fill(target, ":id", names[name]);
        fill(target, ":item", names[pattern.contains("taken") ? "medicine" : "item"]);
        for (auto const& [name, value] : {std::pair{":schedule", names["schedule"]}, {":username", "clinic"}, {":day", names["today"]}, {":response", names["response"]}, {":at", names["at"]}, {":secret", "nobody-has-this"}, {":code", pattern.contains("check-ins") ? "gad-7" : pattern.ends_with("/remove") ? names["measurement"] : "pulse"}}) fill(target, name, value);
        for (auto const& [name, value] : names) fill(fields, "{" + name + "}", value);
        return send(route.method, pattern, target, fields, each, std::move(scopes));
    }
};

}  // namespace

TEST_CASE_FIXTURE(World, "each route of care answers who has a part in it, and nobody else finds anything") {
    std::map<std::string, Row> expected;
    for (auto const& row : table) expected.emplace(row.route, row);
    for (auto const* route : site.router.all()) {
        if (std::ranges::none_of(rooms, [&](auto room) { return route->pattern.starts_with(room); })) continue;
        auto const name = route->method + " " + route->pattern;
        CAPTURE(name);
        auto const row = expected.find(name);
        CHECK_MESSAGE(row != expected.end(), "it is not in the table");
        if (row == expected.end()) continue;
        bool const by_token = route->pattern.starts_with("/api/") || route->pattern.starts_with("/fhir");
        new_patient();
        for (int each = 0; each < everybody; ++each) {
            CAPTURE(each);
            auto const answer = ask(*route, row->second.fields, static_cast<Who>(each));
            auto const wanted = row->second.expected[static_cast<std::size_t>(each)];
            // A page leads a visitor to signing in.
            CHECK(answer.status == (wanted == 401 && !by_token ? 303 : wanted));
            bool const may_read = each == patient || each == responder || each == editor || each == owner;
            if (!may_read) CHECK(answer.body.find("blue heron") == answer.body.npos);
        }
        bool const is_open = row->second.expected[visitor] == 200;
        if (by_token && !is_open) CHECK(ask(*route, row->second.fields, patient, "read write follow push").status == 403);
        expected.erase(row);
    }
    for (auto const& [name, row] : expected) FAIL_CHECK("there is no route " << name);
    CHECK(fresh->check().empty());
}
