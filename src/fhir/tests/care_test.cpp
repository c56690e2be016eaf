// One's own records over FHIR: booked, answered and measured by an app, and by nobody else.
#include "asking.hpp"
#include "base/text.hpp"

using namespace testing_fhir;

namespace {

struct Booking : Care {
    appointments::Schedule schedule;
    std::vector<std::string> slots;

    Booking() {
        appointments::Schedule wanted{.organization = clinic, .location = rowan.id, .name = "Dr. Okafor", .zone = "Europe/Berlin"};
        for (int day = 1; day <= 5; ++day) wanted.weekly.push_back({day, 9 * 60, 12 * 60});
        auto const made = write([&](db::Write& write) { return appointments::add(write, nia, wanted); });
        REQUIRE(made);
        schedule = *made;
        slots = found("Slot?status=free&start=ge2026-11-25&schedule=Schedule/" + schedule.id.text());
        REQUIRE(slots.size() == 20);
    }
    std::string booking(std::string const& slot, AccountId patient, std::string status = "booked") {
        return R"({"resourceType":"Appointment","status":")" + status + R"(","reasonCode":[{"text":"A cough since Monday"}],"slot":[{"reference":"Slot/)" + slot +
               R"("}],"participant":[{"actor":{"reference":"Patient/)" + patient.text() + R"("},"status":"accepted"}]})";
    }
    std::string cancelled(std::string const& id) {
        return R"({"resourceType":"Appointment","id":")" + id + R"(","status":"cancelled","cancelationReason":{"text":"I am well again"},"participant":[]})";
    }
};

struct Planned : Care {
    plans::Plan plan;
    plans::Item task, goal;

    Planned() {
        plan = make<plans::Plan>([&](db::Write& write) { return plans::add(write, nia, {.patient = ada, .organization = clinic, .title = "Getting well", .description = "Step by step."}); });
        goal = item(plans::Kind::goal, "Climb the stairs");
        task = item(plans::Kind::task, "Walk each day");
        item(plans::Kind::check_in, "How are you?", "phq-9", 14);
        item(plans::Kind::measure, "Measure", "blood_pressure", 1);
        item(plans::Kind::measure, "Measure", "pulse", 1);
    }
    template <class Made, class F> Made make(F work) {
        auto const made = write(work);
        REQUIRE(made);
        return *made;
    }
    plans::Item item(plans::Kind kind, std::string text, std::string link = {}, int every = 0) {
        return make<plans::Item>([&](db::Write& write) { return plans::add_item(write, nia, {.plan = plan.id, .kind = kind, .text = text, .link = link, .every_days = every}); });
    }
    std::string answers(std::string_view code, int left_out = 0) {
        std::string items;
        for (int i = 1; i <= 9; ++i)
            if (i != left_out) (items += items.empty() ? "" : ",") += R"({"linkId":")" + std::to_string(i) + R"(","answer":[{"valueCoding":{"system":"http://loinc.org","code":")" + std::string(code) + R"("}}]})";
        return R"({"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"phq-9","item":[)" + items + "]}";
    }
    std::string pulse(std::string value, std::string more = "") {
        return R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"effectiveDateTime":"2026-11-22T08:00:00Z",)" + more + R"("valueQuantity":{"value":)" + value + R"(,"code":"/min"}})";
    }
};

}  // namespace

TEST_CASE_FIXTURE(Booking, "times are found by schedule and day, page by page") {
    auto const first = get("/fhir/Slot?schedule=" + schedule.id.text() + "&start=ge2026-11-25&start=lt2026-11-26&_count=5&_include=Slot:schedule");
    CHECK(first.ids().size() == 5);
    CHECK(first.ids("include") == std::vector<std::string>{schedule.id.text()});
    std::size_t all = 5;
    for (auto next = first.link("next"); !next.empty();) {
        auto const page = get(next.substr(next.find("/fhir/")));
        all += page.ids().size();
        next = page.link("next");
    }
    CHECK(all == 9);  // three hours of twenty minutes
    CHECK(first.text("entry.0.resource.start") == "2026-11-25T08:00:00.000Z");
    CHECK(get("/fhir/Slot?status=free").status() == 400);
    CHECK(found("Schedule?actor=Location/" + rowan.id.text()) == std::vector<std::string>{schedule.id.text()});
    CHECK(found("Schedule?actor=Location/" + larch.id.text()).empty());
    CHECK(found("Schedule?specialty=family").size() == 1);
    check();
}

TEST_CASE_FIXTURE(Booking, "all times are published as files: free ones with where they are booked, taken ones as taken") {
    auto const text = [&](std::string target) { return http::answer(router, database, asked("GET", std::move(target))).body; };
    auto const document = [](std::string_view line) {
        auto made = http::Document::read(line);
        REQUIRE(made);
        return *made;
    };
    auto const manifest = document(text("/scheduling/$bulk-publish"));
    CHECK(manifest["request"].text() == html::absolute("/scheduling/$bulk-publish"));
    REQUIRE(manifest["output"].list().size() == 62);
    auto const file = [&](std::size_t i) {
        auto const url = std::string(manifest["output"].list()[i]["url"].text());
        std::vector<http::Document> all;
        auto const body = text(url.substr(url.find("/scheduling")));
        for (auto const line : base::split(body, '\n'))
            if (!line.empty()) all.push_back(document(line));
        return all;
    };
    auto const places = file(0), schedules = file(1);
    REQUIRE(places.size() == 1);
    CHECK(places[0]["id"].text() == rowan.id.text());
    REQUIRE(schedules.size() == 1);
    CHECK(schedules[0]["actor"].list()[0]["reference"].text() == "Location/" + rowan.id.text());
    CHECK_FALSE(schedules[0]["serviceType"].list().empty());
    REQUIRE(send("POST", "/fhir/Appointment", ada, booking(slots[0], ada)).status() == 201);
    auto const wednesday = file(4);
    REQUIRE(wednesday.size() == 9);
    CHECK(wednesday[0]["status"].text() == "busy");
    CHECK(wednesday[1]["status"].text() == "free");
    CHECK(wednesday[1]["schedule"]["reference"].text() == "Schedule/" + schedule.id.text());
    CHECK(wednesday[1]["extension"].list()[0]["valueUrl"].text() == html::absolute("/slots/" + slots[1]));
    CHECK(file(7).empty());  // a Saturday
    CHECK(http::answer(router, database, asked("GET", "/scheduling/slots/2026-11-22.ndjson")).status == 404);
    CHECK(http::answer(router, database, asked("GET", "/scheduling/slots/tomorrow.ndjson")).status == 404);
}

TEST_CASE_FIXTURE(Booking, "an app books, moves and cancels for its person, and each step needs the version it saw") {
    auto const made = send("POST", "/fhir/Appointment", ada, booking(slots[0], ada));
    REQUIRE(made.status() == 201);
    auto const id = made.text("id");
    CHECK(made.header("Location").ends_with("/fhir/Appointment/" + id));
    CHECK(made.text("reasonCode.0.text") == "A cough since Monday");
    CHECK(get("/fhir/Slot/" + slots[0]).text("status") == "busy");
    CHECK(found("Appointment?patient=" + ada.text() + "&status=booked&date=ge2026-11-25", ada) == std::vector<std::string>{id});
    CHECK(found("Appointment", ben).empty());
    CHECK(get("/fhir/Appointment/" + id, ben).status() == 404);
    CHECK(send("PUT", "/fhir/Appointment/" + id, ada, cancelled(id)).status() == 412);
    CHECK(send("PUT", "/fhir/Appointment/" + id, ada, cancelled(id), {{"if-match", "W/\"0\""}}).status() == 412);
    CHECK(send("PUT", "/fhir/Appointment/" + id, ben, cancelled(id), {{"if-match", made.header("ETag")}}).status() == 404);
    auto body = booking(slots[1], ada);
    body.insert(1, "\"id\":\"" + id + "\",");
    auto const moved = send("PUT", "/fhir/Appointment/" + id, ada, body, {{"if-match", made.header("ETag")}});
    REQUIRE(moved.status() == 200);
    CHECK(moved.text("slot.0.reference") == "Slot/" + slots[1]);
    CHECK(moved.header("ETag") != made.header("ETag"));
    auto const ended = send("PUT", "/fhir/Appointment/" + id, ada, cancelled(id), {{"if-match", moved.header("ETag")}});
    REQUIRE(ended.status() == 200);
    CHECK(ended.text("status") == "cancelled");
    CHECK(ended.text("cancelationReason.text") == "I am well again");
    CHECK(get("/fhir/Slot/" + slots[1]).text("status") == "free");
    check();
}

TEST_CASE_FIXTURE(Booking, "$find offers what $book takes") {
    auto const offers = get("/fhir/Appointment/$find?start=2026-11-25&end=2026-11-26&location=Location/" + rowan.id.text());
    REQUIRE(offers.body["entry"].list().size() == 9);
    CHECK(offers.text("entry.0.resource.status") == "proposed");
    auto const slot = offers.text("entry.0.resource.slot.0.reference");
    auto const inside = R"({"resourceType":"Parameters","parameter":[{"name":"appt-resource","resource":)" + booking(slot.substr(5), ada, "proposed") + "}]}";
    auto const booked = send("POST", "/fhir/Appointment/$book", ada, inside);
    REQUIRE(booked.status() == 201);
    CHECK(booked.text("entry.0.resource.status") == "booked");
    auto const again = send("POST", "/fhir/Appointment/$book", ben, R"({"resourceType":"Appointment","status":"proposed","slot":[{"reference":")" + slot + R"("}],"participant":[]})");
    CHECK(again.status() == 409);
    CHECK(again.text("issue.0.code") == "conflict");
    CHECK(get("/fhir/Appointment/$find?start=2026-11-25&end=2026-11-26&location=" + rowan.id.text()).body["entry"].list().size() == 8);
    CHECK(get("/fhir/Appointment/$find?start=soon").status() == 400);
    CHECK(get("/fhir/Appointment/$find?specialty=family").body["entry"].list().size() == 1);
}

TEST_CASE_FIXTURE(Booking, "who may not book is refused clearly, and learns nothing of others") {
    CHECK(send("POST", "/fhir/Appointment", {}, booking(slots[0], ada)).status() == 401);
    CHECK_FALSE(send("POST", "/fhir/Appointment", {}, booking(slots[0], ada)).header("WWW-Authenticate").empty());
    CHECK(send("POST", "/fhir/Appointment", ada, booking(slots[0], ada), {}, "patient/*.read").status() == 403);
    CHECK(send("POST", "/fhir/Appointment", ada, booking(slots[0], ada), {}, "read write").status() == 403);
    CHECK(send("POST", "/fhir/Appointment", ada, booking(slots[0], ben)).status() == 404);
    CHECK(send("POST", "/fhir/Appointment", ada, booking("1", ada)).status() >= 400);
    CHECK(send("POST", "/fhir/Appointment", ada, "{").status() == 400);
    CHECK(send("POST", "/fhir/Appointment", ada, R"({"resourceType":"Patient"})").status() == 400);
    CHECK(send("POST", "/fhir/Appointment", ada, booking(slots[0], ada, "fulfilled")).status() == 422);
    CHECK(get("/fhir/Slot/" + slots[0]).text("status") == "free");
}

TEST_CASE_FIXTURE(Booking, "a patient sees themselves, what they allowed and who looked; nobody else does") {
    REQUIRE(write([&](db::Write& write) { return records::set_particulars(write, ada, {"Ada", "Lindqvist", "1980-02-29", "+49 30 1234567", "female"}); }));
    auto const given = write([&](db::Write& write) { return records::give(write, {.patient = ada, .discloser = clinic, .recipient = clinic, .purpose = records::Purpose::recall, .what = {"plans"}, .expires_at = write.now + 30 * base::day}); });
    auto const own = get("/fhir/Patient/" + ada.text(), ada);
    CHECK(own.text("name.0.family") == "Lindqvist");
    CHECK(own.text("birthDate") == "1980-02-29");
    CHECK(get("/fhir/Patient/" + ada.text(), ben).status() == 404);
    CHECK(get("/fhir/Patient/" + ada.text()).status() == 401);
    CHECK(found("Patient", ben) == std::vector<std::string>{ben.text()});
    if (given) {
        CHECK(found("Consent?status=active", ada) == std::vector<std::string>{given->id.text()});
        CHECK(get("/fhir/Consent/" + given->id.text(), ben).status() == 404);
    }
    auto const log = get("/fhir/AuditEvent?_count=2", ada);
    CHECK(log.ids().size() == 2);
    CHECK_FALSE(log.link("next").empty());
    CHECK(log.text("entry.0.resource.entity.0.what.reference") == "Patient/" + ada.text());
    CHECK(get("/fhir/AuditEvent/" + log.ids()[0], ada).status() == 200);
    CHECK(get("/fhir/AuditEvent/" + log.ids()[0], ben).status() == 404);
    check();
}

TEST_CASE_FIXTURE(Care, "an app reads and writes to a care team for its person, in threads that others do not find") {
    REQUIRE(write([&](db::Write& write) { return messages::set_desk(write, nia, {.organization = clinic, .open = true}); }));
    auto const body = R"({"resourceType":"Communication","status":"completed","topic":{"text":"My knee"},"payload":[{"contentString":"It hurts on the stairs."}],"recipient":[{"reference":"Organization/)" + clinic.text() + R"("}]})";
    auto const made = send("POST", "/fhir/Communication", ada, body);
    REQUIRE(made.status() == 201);
    CHECK(made.text("topic.text") == "My knee");
    CHECK(made.text("payload.0.contentString") == "It hurts on the stairs.");
    auto const reply = R"({"resourceType":"Communication","status":"completed","payload":[{"contentString":"And at night."}],"inResponseTo":[{"reference":"Communication/)" + made.text("id") + R"("}]})";
    auto const second = send("POST", "/fhir/Communication", ada, reply);
    REQUIRE(second.status() == 201);
    CHECK(second.text("inResponseTo.0.reference") == "Communication/" + made.text("id"));
    CHECK(found("Communication?recipient=Organization/" + clinic.text(), ada) == std::vector<std::string>{made.text("id"), second.text("id")});
    CHECK(found("Communication?sender=Organization/" + clinic.text(), ada).empty());
    CHECK(found("Communication", ben).empty());
    CHECK(get("/fhir/Communication/" + made.text("id"), ben).status() == 404);
    CHECK(send("POST", "/fhir/Communication", ben, reply).status() == 404);
    CHECK(send("POST", "/fhir/Communication", ada, R"({"resourceType":"Communication","status":"completed","payload":[{"contentString":"x"}]})").text("issue.0.diagnostics") == "recipient");
    CHECK(found("AuditEvent?action=R", ada).size() >= 2);
    check();
}

TEST_CASE_FIXTURE(Planned, "a plan is read with its goals and tasks, and a task is ticked off") {
    auto const whole = get("/fhir/CarePlan?_include=CarePlan:goal&_include=CarePlan:activity-reference&patient=Patient/" + ada.text(), ada);
    CHECK(whole.ids() == std::vector<std::string>{plan.id.text()});
    CHECK(whole.ids("include").size() == 5);
    CHECK(whole.text("entry.0.resource.title") == "Getting well");
    CHECK(found("Goal?lifecycle-status=active", ada) == std::vector<std::string>{goal.id.text()});
    CHECK(found("Task?code=task", ada) == std::vector<std::string>{task.id.text()});
    CHECK(found("Task?focus=Questionnaire/phq-9", ada).size() == 1);
    for (auto const* address : {"CarePlan", "Goal", "Task"}) CHECK(found(address, ben).empty());
    CHECK(get("/fhir/CarePlan/" + plan.id.text(), ben).status() == 404);
    CHECK(get("/fhir/Task/" + task.id.text(), ben).status() == 404);
    auto const before = get("/fhir/Task/" + task.id.text(), ada);
    auto const body = R"({"resourceType":"Task","id":")" + task.id.text() + R"(","status":"completed","intent":"plan"})";
    auto const done = send("PUT", "/fhir/Task/" + task.id.text(), ada, body, {{"if-match", before.header("ETag")}});
    REQUIRE(done.status() == 200);
    CHECK(done.text("status") == "completed");
    CHECK(send("PUT", "/fhir/Task/" + task.id.text(), ada, body, {{"if-match", before.header("ETag")}}).status() == 412);
}

TEST_CASE_FIXTURE(Planned, "answers to a questionnaire are taken whole, and come back with their sum") {
    auto const made = send("POST", "/fhir/QuestionnaireResponse", ada, answers("LA6569-3"));
    REQUIRE(made.status() == 201);
    CHECK(made.at("item.9.answer.0.valueInteger").integer() == 9);
    CHECK(made.text("basedOn.0.reference") == "CarePlan/" + plan.id.text());
    CHECK(found("QuestionnaireResponse?questionnaire=Questionnaire/phq-9&authored=ge2026-11-23", ada) == std::vector<std::string>{made.text("id")});
    CHECK(get("/fhir/QuestionnaireResponse/" + made.text("id"), ben).status() == 404);
    auto const missing = send("POST", "/fhir/QuestionnaireResponse", ada, answers("LA6569-3", 4));
    CHECK(missing.status() == 422);
    CHECK(missing.text("issue.0.diagnostics") == "item.4");
    CHECK(send("POST", "/fhir/QuestionnaireResponse", ada, answers("LA0000-0")).status() == 422);
    CHECK(send("POST", "/fhir/QuestionnaireResponse", ben, answers("LA6569-3")).status() == 422);
    CHECK(get("/fhir/Questionnaire/phq-9").body["item"].list().size() == 10);
    CHECK(get("/fhir/Questionnaire").ids() == std::vector<std::string>{"phq-9", "gad-7"});
    CHECK(get("/fhir/Questionnaire/phq-8").status() == 404);
}

TEST_CASE_FIXTURE(Planned, "measurements are taken in their own unit, and pairs as pairs") {
    auto const made = send("POST", "/fhir/Observation", ada, pulse("72"));
    REQUIRE(made.status() == 201);
    CHECK(made.at("valueQuantity.value").number() == 72);
    auto const pair = send("POST", "/fhir/Observation", ada, R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"effectiveDateTime":"2026-11-22T08:00:00Z","component":[
        {"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":121,"code":"mm[Hg]"}},{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":79,"code":"mm[Hg]"}}]})");
    REQUIRE(pair.status() == 201);
    CHECK(pair.at("component.1.valueQuantity.value").number() == 79);
    CHECK(found("Observation?code=http://loinc.org|8867-4&category=vital-signs&date=2026-11-22", ada) == std::vector<std::string>{made.text("id")});
    CHECK(found("Observation?component-code=8462-4", ada) == std::vector<std::string>{pair.text("id")});
    CHECK(get("/fhir/Observation/" + made.text("id"), ben).status() == 404);
    CHECK(send("POST", "/fhir/Observation", ada, pulse("7200")).status() == 422);
    CHECK(send("POST", "/fhir/Observation", ada, pulse("72", R"("subject":{"reference":"Patient/)" + ben.text() + R"("},)")).status() == 404);
    CHECK(send("POST", "/fhir/Observation", ada, pulse("\"many\"")).status() == 422);
    CHECK(send("POST", "/fhir/Observation", ada, R"({"resourceType":"Observation","status":"final","code":{"text":"Luck"}})").status() == 422);
    check();
}
