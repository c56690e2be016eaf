// How the rooms of care know of each other: who is a patient of a team is whoever came to it in any of them.
#include "app/care_rooms.hpp"
#include "appointments/appointments.hpp"
#include "messages/messages.hpp"
#include "plans/plans.hpp"
#include <algorithm>

namespace app {

void join_care_rooms() {
    plans::Care care;
    care.is_patient = messages::is_patient_of;
    care.patients = [](db::Read& read, base::AccountId organization, int limit) {
        auto all = appointments::patients_of(read, organization, {}, limit);
        for (auto const each : messages::patients_of(read, organization, limit))
            if (std::ranges::find(all, each) == all.end()) all.push_back(each);
        return all;
    };
    care.send = [](db::Write& write, base::AccountId by, base::AccountId organization, base::AccountId patient, std::string_view subject, std::string_view text, std::string_view key) -> base::Result<base::Done> {
        TRY(messages::open(write, by, {.patient = patient, .organization = organization, .subject = std::string(subject), .text = std::string(text), .files = {}}, key));
        return base::Done{};
    };
    messages::also_patients(appointments::is_patient_of);
    messages::also_patients(plans::has_plan);
    care.not_seen_since = appointments::not_seen_since;
    plans::work_with(std::move(care));
}

}  // namespace app
