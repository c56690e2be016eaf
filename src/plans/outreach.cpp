// Asking people back: one message to each of a group who said that they may be asked, and to nobody else.
#include "base/text.hpp"
#include "plans/inside.hpp"
#include "plans/queries.hpp"
#include "reminders/reminders.hpp"
#include <algorithm>

namespace plans {

using base::Result;

namespace {

Outreach outreach_of(db::Read& read, db::Row const& row) {
    Outreach made{.id = row.integer(0), .organization = row.id<AccountId>(1), .by = row.id<AccountId>(2), .at = row.integer(6), .sent = row.integer(7), .without_consent = row.integer(8)};
    if (auto const key = records::key(read, row.id<records::KeyId>(3))) {
        made.subject = opened(*key, row.view(4), "outreach.subject", made.id);
        made.text = opened(*key, row.view(5), "outreach.text", made.id);
    }
    return made;
}

Result<base::Done> send(db::Write& write, Outreach const& outreach, AccountId patient) {
    auto const key = "recall:" + std::to_string(outreach.id) + ":" + patient.text();
    if (known_care().send) return known_care().send(write, outreach.by, outreach.organization, patient, outreach.subject, outreach.text, key);
    auto const organization = accounts::find(write, outreach.organization);
    html::Words const words(accounts::find(write, patient)->language);
    auto const said = words("A care team here asks you to get in touch.");
    reminders::tell_now(write, patient, {.push = said, .subject = said, .text = said, .address = "/@" + organization->username}, key);
    return base::Done{};
}

}  // namespace

Result<Outreach> reach_out(db::Write& write, AccountId by, AccountId organization, std::vector<AccountId> const& patients, std::string_view subject, std::string_view text, std::string_view key) {
    TRY(teams::allow(write, organization, by, teams::Role::responder));
    auto const token = std::string(key.substr(0, 100));
    if (token.empty()) return base::refuse_field("key", "ERR_BLANK", "Open the form again.");
    if (auto const before = write.one(sql::outreach_with_token, {organization, token}, [&](db::Row const& row) { return outreach_of(write, row); })) return *before;
    Outreach made{.organization = organization, .by = by, .at = write.now};
    made.subject = TRY(text_in("subject", subject, longest_title, false));
    made.text = TRY(text_in("text", text, longest_note, false));
    auto people = patients;
    std::ranges::sort(people);
    auto const repeated = std::ranges::unique(people);
    people.erase(repeated.begin(), repeated.end());
    if (people.empty()) return base::refuse_field("patients", "ERR_BLANK", "Choose who is asked.");
    if (people.size() > most_asked) return base::refuse_field("patients", "ERR_TOO_LONG", "At most 500 people at once.");
    for (auto const each : people) {
        auto const person = accounts::find(write, each);
        if (!person || !person->is_local() || person->hidden() || !is_patient(write, organization, each)) return base::refuse_field("patients", "ERR_INVALID", "Nobody by that name is a patient of yours here.");
    }
    made.id = write.new_id<ItemId>().value;
    auto const key_id = records::new_key(write);
    auto const sealing = records::key(write, key_id);
    write.run(sql::insert_outreach, {made.id, organization, by, key_id, sealing->seal(made.subject, about("outreach.subject", made.id)), sealing->seal(made.text, about("outreach.text", made.id)), token, write.now, 0, 0});
    for (auto const each : people) {
        if (!records::allows_recall(write, each, organization)) {
            ++made.without_consent;
            continue;
        }
        TRY(send(write, made, each));
        write.run(sql::insert_outreach_to, {made.id, each});
        records::note(write, {.at = write.now, .person = by, .organization = organization, .patient = each, .action = records::Action::execute, .what = "recall", .about = std::to_string(made.id)});
        ++made.sent;
    }
    write.run(sql::count_outreach, {made.id, made.sent, made.without_consent});
    teams::record(write, organization, by, "plan.recalled", std::to_string(made.id), std::to_string(made.sent));
    return made;
}

std::vector<Outreach> outreach_of(db::Read& read, AccountId by, AccountId organization, int limit) {
    if (!teams::may(read, organization, by, teams::Role::responder)) return {};
    return read.rows(sql::outreach_of, {organization, limit}, [&](db::Row const& row) { return outreach_of(read, row); });
}

}  // namespace plans
