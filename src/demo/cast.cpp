// The people of Larkspur who have a name in its story.
#include "demo/people.hpp"

namespace demo {
namespace {

std::vector<int> about(std::initializer_list<std::string_view> tags, std::string_view language = "en") {
    std::vector<int> topics;
    for (auto tag : tags) topics.push_back(topic_tagged(language, tag));
    return topics;
}

std::vector<Person> institutions() {
    return {
        {"health", "Larkspur Public Health", "The public-health department of Larkspur County. Plain advice, checked before we post it. Questions are answered on weekdays.", Part::institution, "en",
         about({"Flu", "Vaccines", "SmokeSeason", "Heat", "CleanHands", "BloodPressure", "EatingWell", "QuitSmoking", "FirstAid"}),
         {{"Website", "https://health.larkspur.example"}, {"Nurse line", "Day and night, free of charge"}, {"Languages", "English, Spanish, Arabic"}}, http::Role::member, false, 0, 30},
        {"hospital", "Larkspur General Hospital", "News from the wards, the clinics and the kitchen. In an emergency call your local emergency number: we do not read messages here at night.", Part::institution, "en",
         about({"Heart", "Stroke", "CancerCare", "Kidneys", "Flu", "FindingCare", "Medicines", "Pregnancy", "Asthma", "Sleep"}),
         {{"Website", "https://hospital.larkspur.example"}, {"Address", "1 Hospital Hill, Larkspur"}, {"Visiting", "Every day, children welcome"}}, http::Role::member, false, 0, 30},
        {"rowan", "Rowan Street Clinic", "Family doctors and nurses on Rowan Street. Write to us here for appointments, never for emergencies.", Part::institution, "en",
         about({"Asthma", "Diabetes", "BloodPressure", "BackPain", "Migraine", "Medicines", "Arthritis"}), {{"Website", "https://rowan.larkspur.example"}, {"Open", "Monday to Friday, 8 am to 6 pm"}}, http::Role::member, false, 0, 14},
        {"valley", "Valley Family Clinic", "For families, from before birth to great-grandparents. Hablamos español.", Part::institution, "en",
         about({"NewParents", "ChildHealth", "Pregnancy", "Vaccines", "Teeth", "Allergies", "Skin"}), {{"Website", "https://valley.larkspur.example"}, {"Open", "Monday to Saturday"}}, http::Role::member, false, 0, 14},
        {"steadyground", "Steady Ground Recovery", "A charity of people in recovery and their families. You can start again on any day.", Part::institution, "en",
         about({"Recovery", "MentalHealth", "QuitSmoking", "Company", "Grief"}), {{"Website", "https://steadyground.larkspur.example"}, {"Meetings", "Every evening, tea at 7"}}, http::Role::member, false, 0, 16},
        {"library", "Larkspur Libraries", "Books, warm and cool rooms, help with forms. You do not need a card to sit down.", Part::institution, "en", about({"Company", "SmokeSeason", "Heat", "Memory"}),
         {{"Website", "https://library.larkspur.example"}, {"Open", "8 am to 8 pm"}}, http::Role::member, false, 0, 14},
    };
}

std::vector<Person> who_can_sign_in() {
    return {
        {"larkspur_admin", "Larkspur admin", "Keeps this server running.", Part::keeper, "en", {}, {}, http::Role::admin},
        {"larkspur_moderator", "Larkspur moderator", "Keeps this place kind. Report what should not be here.", Part::keeper, "en", {}, {}, http::Role::moderator},
        {"mina", "Mina Reyes", "Asthma since I was six, two kids, one loud kitchen in Millbrook. #Asthma #SmokeSeason", Part::patient, "en", about({"Asthma", "SmokeSeason", "Sleep", "ChildHealth"}), {{"Town", "Millbrook"}}, http::Role::member, false, 0, 8},
        {"dr_okafor", "Dr. Amara Okafor", "Family doctor with an ear for lungs. General advice only: your own team knows you best.", Part::clinician, "en", about({"Asthma", "SmokeSeason", "Flu", "Sleep"}),
         {{"Works at", "Rowan Street Clinic"}, {"Field", "Family medicine"}}, http::Role::member, false, 0, 12},
    };
}

std::vector<Person> neighbours() {
    return {
        {"tomas", "Tomas Lindqvist", "Asthma nurse. I have opinions about spacers.", Part::clinician, "en", about({"Asthma", "Allergies", "SmokeSeason"}), {{"Works at", "Larkspur General Hospital"}, {"Field", "Asthma nurse"}}, http::Role::member, false, 0, 10},
        {"nadia_birth", "Nadia Brandt", "Midwife in the valley. Births, babies, big questions at small hours.", Part::clinician, "en", about({"Pregnancy", "NewParents"}), {{"Works at", "Valley Family Clinic"}, {"Field", "Midwife"}}, http::Role::member, false, 0, 8},
        {"dr_haddad", "Dr. Sami Haddad", "Heart doctor. Walks to work and tells everyone. أتحدث العربية", Part::clinician, "en", about({"Heart", "BloodPressure", "Stroke", "Walking"}), {{"Works at", "Larkspur General Hospital"}, {"Field", "Cardiology"}}, http::Role::member, false, 0, 8},
        {"dra_ibarra", "Dra. Lucía Ibarra", "Médica de familia. Español e inglés.", Part::clinician, "es", about({"Asma", "Diabetes", "Vacunas", "Embarazo", "Dormir", "Humo", "SaludMental"}, "es"), {{"Trabaja en", "Valley Family Clinic"}}, http::Role::member, false, 0, 8},
        {"dr_najjar", "د. هالة نجار", "طبيبة أسرة في لاركسبور.", Part::clinician, "ar", about({"الربو", "السكري", "اللقاحات", "النوم"}, "ar"), {}, http::Role::member, false, 0, 6},
        {"lena_talks", "Lena Ashworth", "Counsellor. Slow talks, warm tea.", Part::clinician, "en", about({"MentalHealth", "Recovery", "Grief", "Company"}), {{"Works at", "Steady Ground Recovery"}, {"Field", "Counselling"}}, http::Role::member, false, 0, 8},
        {"jo_valley", "Jo from the valley", "Looking after Dad, his oxygen and his cat.", Part::carer, "en", about({"SmokeSeason", "Carers", "Heart"}), {}, http::Role::member, true, 0, 8},
        {"rosa_delgado", "Rosa Delgado", "Abuela, panadera, diabética con buen humor.", Part::patient, "es", about({"Diabetes", "Vacunas"}, "es"), {}, http::Role::member, false, 0, 9},
        {"layla_h", "ليلى حداد", "أم لطفلين، أحب الحدائق والقهوة.", Part::patient, "ar", about({"الربو", "النوم"}, "ar"), {}, http::Role::member, false, 0, 9},
        {"sam_k", "Sam K.", "Carpenter. Sober, one day and then the next. #Recovery", Part::patient, "en", about({"Recovery", "Sleep", "Company"}), {}, http::Role::member, false, 0, 8},
        {"walt", "Walt Brenner", "Retired bus driver, diabetes, three grandchildren, bad puns.", Part::patient, "en", about({"Diabetes", "Walking", "EyesAndEars"}), {}, http::Role::member, false, 0, 8},
        {"priya_new", "Priya Nair", "New parent. Typing with one hand.", Part::patient, "en", about({"NewParents", "Sleep"}), {}, http::Role::member, false, 0, 8},
        {"ellis_mill", "Ellis Boone", "Millbrook, third floor, tomato balcony. Long COVID since the second wave.", Part::patient, "en", about({"LongCovid", "SmokeSeason", "EatingWell"}), {}, http::Role::member, false, 0, 8},
        {"breathe_easy", "Breathe Easy Larkspur", "A group for everyone with lungs that complain. Singing included.", Part::group, "en", about({"Asthma", "Allergies", "SmokeSeason"}), {{"Meets", "Thursdays, Rowan Street Hall"}}, http::Role::member, false, 0, 6},
        {"larkspur_parents", "Larkspur New Parents", "Tired people with small people. Come as you are.", Part::group, "en", about({"NewParents", "ChildHealth"}), {{"Meets", "Tuesdays, Main Street Library"}}, http::Role::member, false, 0, 6},
        {"slow_walkers", "The Slow Walkers", "Nobody is left behind, and we stop for birds.", Part::group, "en", about({"Walking", "Heart", "Company"}), {{"Meets", "Saturdays, the park gate on Mill Road"}}, http::Role::member, false, 0, 6},
    };
}

}  // namespace

std::vector<Person> cast() {
    auto all = institutions();
    for (auto const& part : {who_can_sign_in(), neighbours()}) all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace demo
