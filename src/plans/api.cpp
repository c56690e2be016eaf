// Care plans for programs: /api/salve/v1/plans (docs/api/plans.md). The same rules, the same record of who looked.
#include "base/json.hpp"
#include "base/time.hpp"
#include "plans/inside.hpp"
#include <algorithm>
#include <charconv>
#include <limits>

namespace plans {

using http::Open, http::Request;

namespace {

http::Response sealed_json(std::string body) { return http::json(std::move(body)).with("Cache-Control", "no-store"); }

void write_short(base::Json& json, db::Read& read, Plan const& plan) {
    auto const organization = accounts::find(read, plan.organization);
    json.object().pair("id", plan.id.text()).pair("organization", organization ? organization->handle() : std::string()).pair("title", plan.title).pair("status", text_of(plan.status)).pair("part2", plan.part2);
    json.pair("updated_at", base::iso8601(plan.updated_at)).end();
}

http::Answer list(Request const& request, db::Read& read) {
    base::Json json;
    json.array();
    for (auto const& each : plans_of(read, reader_of(request, read))) write_short(json, read, each);
    return sealed_json(json.end().take());
}

http::Answer one(Request const& request, db::Read& read) {
    auto const reader = reader_of(request, read);
    return sealed_json(as_json(read, TRY(reach(read, reader, TRY(plan_in(request))))));
}

http::Answer complete(Request const& request, db::Write& write) {
    auto const id = TRY(plan_in(request));
    auto const item = stored_item(write, request.parameters.id<ItemId>("item").value_or(ItemId{}));
    if (!item || item->plan != id) return std::unexpected(not_there());
    auto const done = request.fields.has("done") ? request.fields.flag("done") : std::optional(true);
    if (!done) return base::refuse_field("done", "ERR_INVALID", "Say true or false.");
    auto const kept = TRY(set_done(write, reader_of(request, write), item->id, *done));
    base::Json json;
    json.object().pair("id", kept.id.text()).pair("done", kept.done);
    if (kept.done) json.pair("done_at", base::iso8601(kept.done_at));
    return sealed_json(json.end().take());
}

base::Result<double> number_in(Request const& request, std::string_view field) {
    auto const text = request.fields.text(field);
    double value = 0;
    if (text.empty() || text.size() > 40 || std::from_chars(text.data(), text.data() + text.size(), value).ptr != text.data() + text.size()) return base::refuse_field(std::string(field), "ERR_INVALID", "Give a number.");
    return value;
}

http::Answer add_measurement(Request const& request, db::Write& write) {
    auto const id = TRY(plan_in(request));
    TRY(reach(write, reader_of(request, write), id));
    auto const value = TRY(number_in(request, "value"));
    auto const second = request.fields.has("second") ? TRY(number_in(request, "second")) : 0;
    auto const typed = request.fields.text("at");
    auto const at = typed.empty() ? std::optional(write.now) : base::parse_iso8601(typed);
    if (!at) return base::refuse_field("at", "ERR_INVALID", "Give a moment as ISO 8601 writes it.");
    auto const made = TRY(measure(write, reader_of(request, write), id, request.fields.text("measure"), value, second, *at));
    base::Json json;
    return sealed_json(json.object().pair("id", made.id.text()).pair("measure", made.measure).pair("at", base::iso8601(made.at)).end().take());
}

http::Answer add_response(Request const& request, db::Write& write) {
    auto const id = TRY(plan_in(request));
    std::vector<int> points;
    for (auto const& each : request.fields.list("points")) {
        int value = -1;
        if (std::from_chars(each.data(), each.data() + each.size(), value).ptr != each.data() + each.size()) value = -1;
        points.push_back(value);
    }
    auto const made = TRY(respond(write, reader_of(request, write), id, request.fields.text("questionnaire"), points));
    base::Json json;
    json.object().pair("id", made.id.text()).pair("questionnaire", made.questionnaire).pair("sum", made.sum).pair("called", band_of(*find_questionnaire(made.questionnaire), made.sum).words).pair("at", base::iso8601(made.at));
    // An app shows help at once, before anything else.
    if (made.danger) json.pair("help", html::absolute("/help-now"));
    return sealed_json(json.end().take());
}

}  // namespace

void add_api(http::Router::Section api, db::Database& database) {
    constexpr http::Access reading{Open::to_members, "care:read"}, writing{Open::to_members, "care:write"};
    auto const looks = watching(database, records::Action::read), changes = watching(database, records::Action::update);
    api.get("/api/salve/v1/plans", reading, list).first(watching_own(database)).says("Your care plans, newest first.");
    api.get("/api/salve/v1/plans/:id", reading, one).first(looks).says("One care plan with its items, answers, measurements and comments: yours, or of an organization whose inbox you answer.");
    api.post("/api/salve/v1/plans/:id/items/:item/complete", writing, complete).first(changes).says("Marks an item as done.").takes_field("done", "boolean", "false takes it back; true when left out.");
    api.post("/api/salve/v1/plans/:id/measurements", writing, add_measurement).first(changes).says("Adds a measurement that the plan asks for.").takes_field("measure", "string", "blood_pressure, pulse, weight, ...", true)
        .takes_field("value", "number", "In the unit of docs/api/plans.md; of blood pressure the upper value.", true).takes_field("second", "number", "Of blood pressure: the lower value.").takes_field("at", "string", "When it was measured, as ISO 8601 writes it; now when left out.");
    api.post("/api/salve/v1/plans/:id/responses", writing, add_response).first(changes).says("Answers a questionnaire that the plan asks for. `help` in the answer is to be shown first.").takes_field("questionnaire", "string", "phq-9 or gad-7", true)
        .takes_field("points[]", "array", "The points of each answer, in the order of the questions: 0 to 3.", true);
}

}  // namespace plans
