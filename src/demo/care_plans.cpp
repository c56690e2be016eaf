// One care plan of Larkspur: Mina and the clinic on Rowan Street, three weeks on.
#include "base/time.hpp"
#include "demo/care.hpp"
#include "plans/plans.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"

namespace demo {

using base::AccountId, base::Done, base::Result, plans::Kind;

namespace {

constexpr int days_on = 21;

AccountId named(db::Read& read, std::string_view username) {
    auto const found = accounts::find_by_handle(read, username);
    return found ? found->id : AccountId{};
}

// What stands in the plan, in the order in which it was written.
struct Line { Kind kind; std::string_view text, note, link; int every_days; };
constexpr Line lines[] = {
    {Kind::goal, "Sleep through the night without coughing", "We look at it again at the next visit.", "", 0},
    {Kind::task, "Practice with the spacer in front of a mirror", "Slowly in, count to five, slowly out.", "", 0},
    {Kind::task, "Put the plan for bad days on the fridge", "", "", 0},
    {Kind::check_in, "", "", "gad-7", 14},
    {Kind::measure, "", "In the morning, before anything else.", "peak_flow", 1},
    {Kind::medicine, "Preventer inhaler, as we talked about", "Rinse your mouth afterwards.", "", 0},
};
constexpr int blows[] = {310, 305, 320, 300, 290, 285, 295, 310, 315, 330, 325, 340, 335, 345, 350, 340, 355, 360, 350, 365};
constexpr int worries[][7] = {{2, 2, 1, 2, 1, 1, 1}, {1, 1, 1, 1, 0, 1, 0}};

Result<std::vector<plans::Item>> write_down(db::Write& write, AccountId doctor, plans::PlanId plan) {
    std::vector<plans::Item> made;
    for (auto const& each : lines) {
        plans::Item item{.plan = plan, .kind = each.kind, .text = std::string(each.text), .note = std::string(each.note), .link = std::string(each.link), .every_days = each.every_days};
        if (each.kind == Kind::medicine) item.times = {"08:00", "20:00"};
        made.push_back(TRY(plans::add_item(write, doctor, item)));
    }
    return made;
}

}  // namespace

Result<Done> begin_plans(db::Write& write, Options const& options) {
    auto const patient = named(write, "mina"), clinic = named(write, "rowan"), doctor = named(write, "dr_okafor");
    if (!patient || !clinic || !doctor) return Done{};
    auto const end = options.end - options.end % base::hour, begin = end - days_on * base::day;
    write.now = begin - base::hour;
    TRY(records::give(write, {.patient = patient, .recipient = clinic, .purpose = records::Purpose::recall, .expires_at = begin + 365 * base::day}));
    TRY(reminders::choose(write, patient, {.push = false, .mail = false}));  // what was told in those weeks is not sent now
    write.now = begin;
    auto const plan = TRY(plans::add(write, doctor, {.patient = patient, .organization = clinic, .title = "Breathing easier in smoke season", .description = "What we agreed on at your visit. Change nothing by yourself: ask us here."}));
    auto const items = TRY(write_down(write, doctor, plan.id));
    for (int day = 0; day < days_on - 1; ++day) {
        write.now = begin + (day + 1) * base::day;
        TRY(plans::measure(write, patient, plan.id, "peak_flow", blows[day], 0, write.now - base::hour));
        if (day == 1 || day == 15) {
            auto const& points = worries[day == 1 ? 0 : 1];
            auto const answers = TRY(plans::respond(write, patient, plan.id, "gad-7", {std::begin(points), std::end(points)}));
            write.now += 2 * base::hour;
            TRY(plans::mark_seen(write, doctor, answers.id));
        }
        if (day == 3) TRY(plans::set_done(write, patient, items[1].id, true));
        if (day == 5) TRY(plans::comment(write, patient, plan.id, items[4].id, "The numbers went down since the smoke came back. Is that bad?"));
        if (day == 6) TRY(plans::comment(write, doctor, plan.id, items[4].id, "Thank you for writing it down. Stay in as far as you can, keep to the plan, and call us if you wake up at night."));
    }
    write.now = end;
    TRY(reminders::choose(write, patient, {}));
    plans::lay_medicines(write);  // what was to be reminded of in the past is past
    return Done{};
}

}  // namespace demo
