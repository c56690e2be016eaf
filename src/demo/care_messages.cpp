// Conversations of Larkspur with the clinic on Rowan Street: one answered, one that waits in the team's inbox, and one that the
// clinic would hand to the hospital.
#include "base/time.hpp"
#include "demo/care.hpp"
#include "messages/messages.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"

namespace demo {

using base::AccountId, base::Done, base::Result, messages::ThreadId;

namespace {

AccountId named(db::Read& read, std::string_view username) {
    auto const found = accounts::find_by_handle(read, username);
    return found ? found->id : AccountId{};
}

struct Clinic { AccountId organization, doctor; };

// Somebody of the team opens it: on record, as on the page.
Result<Done> looks(db::Write& write, Clinic const& clinic, AccountId patient, ThreadId id, base::Time at) {
    write.now = at;
    records::note(write, {.at = at, .person = clinic.doctor, .organization = clinic.organization, .patient = patient, .action = records::Action::read, .what = "thread", .about = id.text()});
    return messages::mark_read(write, clinic.doctor, id);
}

Result<Done> talk_of_spacer(db::Write& write, Clinic const& clinic, AccountId mina, base::Time end) {
    write.now = end - 6 * base::day + 3 * base::hour;
    auto const thread = TRY(messages::open(write, mina, {.patient = mina, .organization = clinic.organization, .subject = "The spacer whistles", .text = "When I breathe in, the spacer whistles. Am I doing it wrong? I wrote down my mornings, they are in the file.",
                                                         .files = {{"My mornings.txt", {}, "Mon 345\nTue 350\nWed 340\nThu 355\nFri 360\n"}}}));
    TRY(looks(write, clinic, mina, thread.id, write.now + 5 * base::hour));
    write.now += 4 * base::minute;
    TRY(messages::write(write, clinic.doctor, thread.id, "Thank you, that is a good list. A whistle says that the air comes too fast: slower, as if you sipped hot tea. Your mornings look better than last month."));
    write.now += 2 * base::hour;
    TRY(messages::mark_read(write, mina, thread.id));
    TRY(messages::write(write, mina, thread.id, "Slower helps, no whistle tonight. Shall I bring the spacer next time?"));
    TRY(looks(write, clinic, mina, thread.id, write.now + 16 * base::hour));
    TRY(messages::write(write, clinic.doctor, thread.id, "Yes, please bring it, and the box of the new one. We look at both together."));
    return Done{};
}

Result<Done> ask_to_hand_over(db::Write& write, Clinic const& clinic, AccountId mina, AccountId hospital, base::Time end) {
    write.now = end - 2 * base::day;
    auto const thread = TRY(messages::open(write, mina, {.patient = mina, .organization = clinic.organization, .subject = "Questions about the sleep study", .text = "The lung clinic wants me to sleep there for a night. Can I eat before, and may my sister stay?", .files = {}}));
    TRY(looks(write, clinic, mina, thread.id, write.now + 3 * base::hour));
    TRY(messages::write(write, clinic.doctor, thread.id, "The people of the lung clinic know this better than we do. If you agree, we hand this conversation to them, and they answer you here."));
    write.now += base::minute;
    return messages::ask_to_transfer(write, clinic.doctor, thread.id, hospital);
}

Result<Done> wait_for_answer(db::Write& write, Clinic const& clinic, AccountId jo, base::Time end) {
    write.now = end - 5 * base::hour;
    TRY(messages::open(write, jo, {.patient = jo, .organization = clinic.organization, .subject = "A paper for my work", .text = "My work wants a paper that says I look after Dad on Thursdays. Do you write such papers, and do I have to come by?", .files = {}}));
    return Done{};
}

}  // namespace

Result<Done> write_to_teams(db::Write& write, Options const& options) {
    Clinic const clinic{named(write, "rowan"), named(write, "dr_okafor")};
    auto const mina = named(write, "mina"), jo = named(write, "jo_valley"), hospital = named(write, "hospital");
    if (!clinic.organization || !clinic.doctor || !mina || !jo || !hospital) return Done{};
    auto const end = options.end - options.end % base::hour;
    write.now = end - 7 * base::day;
    for (auto const who : {mina, jo}) TRY(reminders::choose(write, who, {.push = false, .mail = false}));  // what was told in that week is not sent now
    TRY(messages::set_desk(write, clinic.doctor, {.organization = clinic.organization, .open = true, .hours_note = "We answer within two working days."}));
    TRY(messages::set_desk(write, hospital, {.organization = hospital, .open = true, .hours_note = "The nurse of each department answers on weekdays."}));
    TRY(talk_of_spacer(write, clinic, mina, end));
    TRY(ask_to_hand_over(write, clinic, mina, hospital, end));
    TRY(wait_for_answer(write, clinic, jo, end));
    write.now = end;
    for (auto const who : {mina, jo}) TRY(reminders::choose(write, who, {}));
    return Done{};
}

}  // namespace demo
