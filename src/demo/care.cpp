// The places of care of Larkspur: invented, at invented addresses, with telephone numbers that nobody has.
#include "demo/care.hpp"
#include "accounts/accounts.hpp"
#include "base/time.hpp"
#include "demo/random.hpp"
#include "directory/directory.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace demo {
namespace {

using base::Done, base::Result;

struct Town { std::string_view name, postal_code; areas::Point middle; };
constexpr std::array towns{Town{"Larkspur", "97591", {42.334, -122.872}}, Town{"Millbrook", "97592", {42.301, -122.951}}, Town{"Fernside", "97593", {42.441, -122.861}},
                           Town{"Ferry Lane", "97594", {42.262, -122.792}}, Town{"Ashland Hills", "97595", {42.209, -122.716}}};

struct Offer { std::string_view specialty, name, price; bool video = false, phone = false, by_referral = false; };
struct Person { std::string_view name, role, specialty, languages, credential, username; };
enum class Open { office, long_days, around_the_clock, evenings, shop };

struct Place {
    std::string_view organization, name, specialty, street, phone;
    std::size_t town;
    double north, east;  // of the town's middle, degrees
    Open open;
    std::string_view languages, access, insurance, price;
    bool accepts_new;
    std::string_view description;
    std::vector<Offer> offers;
    std::vector<Person> people;
};

struct New { std::string_view username, name, note; };
constexpr std::array new_organizations{
    New{"bearcreek", "Bear Creek Family Health", "Family doctors and a nurse on the creek. Same-day visits for children."},
    New{"southside", "Southside Community Clinic", "Care that asks what you can pay. Interpreters for 40 languages."},
    New{"larkspur_dental", "Larkspur Dental", "Teeth, gently. We explain before we start."},
    New{"millbrook_pharmacy", "Millbrook Pharmacy", "Medicines, vaccines and a bench to wait on."},
    New{"clearview", "Clearview Eye Center", "Eye tests, cataracts, glasses."},
    New{"fernside_physio", "Fernside Physiotherapy", "Moving again, at your pace."},
    New{"quiet_minds", "Quiet Minds", "Psychologists and psychiatrists. Evenings, too."},
};

std::vector<Place> places() {
    constexpr std::string_view most = "Takes most insurance and Medicaid.";
    return {
        {"hospital", "Larkspur General Hospital: Emergency", "emergency", "1 Hospital Hill", "+1 541 555 0100", 0, 0.010, 0.012, Open::around_the_clock, "en es ar", "step_free accessible_toilet lift sign_language interpreters changing_place", most, "Nobody is turned away for lack of money.", true,
         "Open day and night. In an emergency call your emergency number.", {{"emergency", "Emergency room", ""}, {"imaging", "X-ray and CT", "", false, false, true}}, {{"Dr. June Abara", "Emergency physician", "emergency", "en", "MD, board certified"}}},
        {"hospital", "Larkspur General Hospital: Heart Center", "cardiology", "3 Hospital Hill", "+1 541 555 0103", 0, 0.011, 0.013, Open::office, "en ar", "step_free lift hearing_loop", most, "", true,
         "Tests and treatment for the heart and blood vessels.", {{"cardiology", "Heart consultation", "$180", true, false, true}, {"rehabilitation", "Heart rehabilitation", "$60"}}, {{"Dr. Sami Haddad", "Cardiologist", "cardiology", "ar en", "MD, cardiology", "dr_haddad"}}},
        {"hospital", "Larkspur General Hospital: Lung Clinic", "lungs", "5 Hospital Hill", "+1 541 555 0104", 0, 0.009, 0.011, Open::office, "en es", "step_free lift", most, "", false,
         "Asthma, COPD and sleep apnea.", {{"lungs", "Asthma clinic", "$140", true}, {"sleep", "Sleep study", "$420", false, false, true}}, {{"Tomas Lindqvist", "Asthma nurse", "lungs", "en sv", "RN", "tomas"}}},
        {"rowan", "Rowan Street Clinic", "family", "18 Rowan Street", "+1 541 555 0118", 0, -0.004, 0.003, Open::office, "en es", "step_free hearing_loop quiet_room", "Takes most insurance, Medicaid.", "Self-pay from $45", true,
         "Family doctors and nurses who know you by name.", {{"family", "Family doctor visit", "$45", true, true}, {"vaccination", "Vaccines", "$0 to $30"}, {"diabetes", "Diabetes check", "$45"}}, {{"Dr. Amara Okafor", "Family doctor", "family", "en", "MD, family medicine", "dr_okafor"}, {"Luis Ferrer", "Nurse practitioner", "family", "es en", "FNP"}}},
        {"valley", "Valley Family Clinic", "family", "220 Orchard Road", "+1 541 555 0120", 1, 0.002, -0.004, Open::long_days, "en es", "step_free baby_changing interpreters", most, "Sliding scale from $20", true,
         "For families, from before birth to great-grandparents.", {{"family", "Family doctor visit", "from $20", true}, {"pediatrics", "Child health check", "$0"}, {"midwifery", "Midwife visit", "$60"}}, {{"Dra. Lucía Ibarra", "Family doctor", "family", "es en", "MD, family medicine", "dra_ibarra"}, {"Nadia Brandt", "Midwife", "midwifery", "en de", "CNM", "nadia_birth"}}},
        {"valley", "Valley Women's Health", "gynecology", "224 Orchard Road", "+1 541 555 0124", 1, 0.003, -0.003, Open::office, "en es", "step_free", most, "", true, "Care for every age, and a room for children to play.", {{"gynecology", "Gynecology visit", "$90"}, {"maternity", "Prenatal care", "$110", true}}, {}},
        {"steadyground", "Steady Ground House", "addiction", "9 Mill Road", "+1 541 555 0129", 1, -0.006, 0.002, Open::evenings, "en", "step_free quiet_room assistance_animals", "No insurance is needed.", "Free of charge", true, "A house for people in recovery and those who love them.", {{"addiction", "Recovery meeting", "Free"}, {"behavioral", "Counseling", "Free", true, true}}, {{"Lena Ashworth", "Counselor", "behavioral", "en", "LPC", "lena_talks"}}},
        {"health", "County Vaccination Center", "vaccination", "40 Court Street", "+1 541 555 0131", 0, 0.001, -0.002, Open::office, "en es ar", "step_free accessible_toilet sign_language interpreters near_public_transport", "No insurance is needed.", "Free of charge", true, "Vaccines for everybody, without an appointment.", {{"vaccination", "Vaccines", "Free"}, {"travel", "Travel advice", "$25", false, true}}, {}},
        {"health", "County Sexual Health Clinic", "sexual_health", "42 Court Street", "+1 541 555 0132", 0, 0.001, -0.003, Open::evenings, "en es", "step_free quiet_room", "No insurance is needed.", "Free of charge", true, "Tests and treatment. You need not give your name.", {{"sexual_health", "Test and treatment", "Free"}, {"infectious", "HIV care", "Free"}}, {}},
        {"bearcreek", "Bear Creek Family Health", "family", "77 Creekside", "+1 541 555 0141", 3, 0.004, 0.002, Open::office, "en", "step_free accessible_parking", most, "Self-pay from $60", true, "Same-day visits for children.", {{"family", "Family doctor visit", "$60", true}, {"pediatrics", "Same-day child visit", "$60"}}, {{"Dr. Owen Marsh", "Family doctor", "family", "en", "DO"}}},
        {"southside", "Southside Community Clinic", "family", "510 South Main Street", "+1 541 555 0145", 0, -0.028, -0.006, Open::long_days, "en es ar vi", "step_free accessible_toilet interpreters easy_read near_public_transport", "Takes all insurance, and none.", "What you can pay", true, "Care that asks what you can pay.", {{"family", "Family doctor visit", "What you can pay", true, true}, {"dental", "Dental visit", "What you can pay"}, {"mental_health", "Mental health visit", "What you can pay", true}}, {{"Dr. Minh Tran", "Family doctor", "family", "vi en", "MD"}, {"Hanan Said", "Community health worker", "community", "ar en", ""}}},
        {"southside", "Southside Urgent Care", "urgent", "512 South Main Street", "+1 541 555 0146", 0, -0.029, -0.006, Open::around_the_clock, "en es", "step_free accessible_toilet interpreters", "Takes all insurance, and none.", "From $80", true, "Walk in with cuts, fevers and sprains, day and night.", {{"urgent", "Walk-in visit", "from $80"}, {"imaging", "X-ray", "$70"}}, {}},
        {"larkspur_dental", "Larkspur Dental", "dental", "6 Market Square", "+1 541 555 0150", 0, 0.002, 0.001, Open::office, "en es", "step_free height_adjustable_table", "Takes most dental plans.", "Check from $70", true, "Teeth, gently.", {{"dental", "Check and cleaning", "$70"}, {"orthodontics", "Braces", "from $1,900"}}, {{"Dr. Rosa Quill", "Dentist", "dental", "en es", "DMD"}}},
        {"millbrook_pharmacy", "Millbrook Pharmacy", "pharmacy", "2 Bridge Street", "+1 541 555 0155", 1, 0.001, 0.001, Open::shop, "en es", "step_free", "Takes most insurance.", "", true, "Medicines, vaccines and a bench to wait on.", {{"pharmacy", "Prescriptions", ""}, {"vaccination", "Flu vaccine", "$0 to $25"}}, {}},
        {"clearview", "Clearview Eye Center", "eye", "31 Hill Street", "+1 541 555 0160", 4, 0.001, 0.002, Open::office, "en", "step_free braille lift", most, "Eye test $55", false, "Eye tests, cataracts, glaucoma.", {{"eye", "Eye doctor visit", "$130", false, false, true}, {"optometry", "Eye test", "$55"}}, {{"Dr. Ines Falk", "Ophthalmologist", "eye", "en de", "MD, ophthalmology"}}},
        {"fernside_physio", "Fernside Physiotherapy", "physiotherapy", "14 Fern Lane", "+1 541 555 0165", 2, 0.002, 0.001, Open::long_days, "en", "step_free height_adjustable_table accessible_parking", most, "$65 a visit", true, "Moving again, at your pace.", {{"physiotherapy", "Physiotherapy", "$65", true}, {"pain", "Back pain group", "$20"}}, {}},
        {"quiet_minds", "Quiet Minds", "psychotherapy", "8 Linden Court", "+1 541 555 0170", 0, 0.006, -0.008, Open::evenings, "en es", "step_free quiet_room", "Takes some insurance: ask us.", "$95 a session", false, "Psychologists and psychiatrists, also by video.", {{"psychotherapy", "Talking therapy", "$95", true}, {"mental_health", "Psychiatrist visit", "$150", true, false, true}}, {}},
    };
}

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> made;
    for (std::string_view::size_type at = 0; at < text.size();) {
        auto const end = std::min(text.find(' ', at), text.size());
        made.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return made;
}

std::vector<directory::Hours> hours_of(Open open) {
    std::vector<directory::Hours> made;
    auto const days = [&](int first, int last, int from, int to) {
        for (int day = first; day <= last; ++day) made.push_back({day, from * 60, to * 60});
    };
    switch (open) {
    case Open::office: days(1, 5, 8, 18); break;
    case Open::long_days: days(1, 5, 7, 20), days(6, 6, 9, 14); break;
    case Open::around_the_clock: days(1, 7, 0, 24); break;
    case Open::evenings: days(1, 5, 12, 21); break;
    case Open::shop: days(1, 6, 9, 19), days(7, 7, 10, 16); break;
    }
    return made;
}

Result<base::AccountId> signed_up(db::Write& write, std::string const& username, std::string const& name, std::string_view note, std::string const& password_hash) {
    accounts::SignUp form;
    form.username = username;
    form.email = username + "@larkspur.example";
    form.kind = accounts::Kind::organization;
    form.name = name;
    form.agreement = form.confirmed = true;
    form.password_hash = password_hash;
    form.age = accounts::Age::adult;
    auto const id = TRY(accounts::sign_up(write, form)).id;
    accounts::Profile profile;
    profile.note = note;
    (void)TRY(accounts::change_profile(write, id, profile));
    return id;
}

base::AccountId found(db::Read& read, std::string_view username) {
    auto const account = username.empty() ? std::nullopt : accounts::find_by_handle(read, username);
    return account ? account->id : base::AccountId{};
}

directory::Location location_of(Place const& place, base::AccountId organization) {
    auto const& town = towns[place.town];
    directory::Location made{.organization = organization, .name = std::string(place.name), .description = std::string(place.description), .specialty = std::string(place.specialty), .street = std::string(place.street), .city = std::string(town.name),
                             .region = "Oregon", .postal_code = std::string(town.postal_code), .country = "US", .position = {town.middle.latitude + place.north, town.middle.longitude + place.east}, .phone = std::string(place.phone)};
    made.website = "https://" + std::string(place.organization == "health" ? "health" : place.organization) + ".larkspur.example";
    for (auto& each : made.website) each = each == '_' ? '-' : each;
    made.zone = "America/Los_Angeles";
    made.hours = hours_of(place.open);
    if (place.open != Open::around_the_clock) made.exceptions = {{"2026-11-26", "Thanksgiving", {}}, {"2026-12-25", "Christmas", {}}};
    made.languages = words_in(place.languages);
    made.access = words_in(place.access);
    made.insurance = place.insurance, made.price = place.price;
    made.accepts_new = place.accepts_new;
    return made;
}

Result<Done> open(db::Write& write, Place const& place) {
    auto const organization = found(write, place.organization);
    auto const location = TRY(directory::add(write, organization, location_of(place, organization)));
    for (auto const& each : place.offers)
        TRY(directory::add_service(write, organization, {.location = location.id, .specialty = std::string(each.specialty), .name = std::string(each.name), .price = std::string(each.price), .by_referral = each.by_referral, .video = each.video, .phone = each.phone}));
    auto const moderator = found(write, "larkspur_moderator");
    for (auto const& each : place.people) {
        auto const staff = TRY(directory::add_staff(write, organization, {.location = location.id, .account = found(write, each.username), .name = std::string(each.name), .role = std::string(each.role), .specialty = std::string(each.specialty),
                                                                          .languages = words_in(each.languages), .credential = std::string(each.credential), .registry = each.credential.empty() ? "" : "Oregon license register"}));
        if (!each.username.empty() && moderator && !each.credential.empty()) TRY(directory::check_staff(write, moderator, staff.id));
    }
    return Done{};
}

// Of the large world: practices all over the county and beyond, so that lists are long.
constexpr std::array<std::string_view, 12> first_words{"Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel", "Juniper", "Laurel", "Maple", "Oak", "Willow"};
constexpr std::array<std::string_view, 10> common{"family", "dental", "pediatrics", "physiotherapy", "mental_health", "dermatology", "eye", "pharmacy", "cardiology", "gynecology"};
constexpr std::array<std::string_view, 5> spoken{"en", "en es", "en ar", "en es vi", "en zh"};
constexpr int groups = 20, practices_a_group = 50;

Result<Done> open_many(db::Write& write, std::int64_t seed, std::string const& password_hash) {
    Random random(static_cast<std::uint64_t>(seed) ^ 0x4341524543415245ull);
    for (int group = 0; group < groups; ++group) {
        auto const number = std::to_string(group + 1);
        auto const organization = TRY(signed_up(write, "health_group_" + number, "Larkspur Health Group " + number, "Practices all over the county.", password_hash));
        for (int each = 0; each < practices_a_group; ++each) {
            auto const town = static_cast<std::size_t>(random.below(std::ssize(towns)));
            auto const specialty = common[static_cast<std::size_t>(random.below(std::ssize(common)))];
            auto const word = first_words[static_cast<std::size_t>(random.below(std::ssize(first_words)))];
            Place place{.organization = "health", .name = {}, .specialty = specialty, .street = {}, .phone = {}, .town = town, .north = static_cast<double>(random.between(-900, 900)) / 10'000, .east = static_cast<double>(random.between(-1200, 1200)) / 10'000,
                        .open = static_cast<Open>(random.below(5)), .languages = spoken[static_cast<std::size_t>(random.below(std::ssize(spoken)))], .access = random.chance(70) ? "step_free" : "", .insurance = "", .price = "", .accepts_new = random.chance(60), .description = ""};
            auto location = location_of(place, organization);
            location.name = std::string(word) + " " + std::string(directory::find_specialty(specialty)->words) + " " + std::to_string(group * practices_a_group + each + 1);
            location.street = std::to_string(random.between(1, 900)) + " " + std::string(word) + " Street";
            location.website.clear();
            auto const made = TRY(directory::add(write, organization, location));
            TRY(directory::add_service(write, organization, {.location = made.id, .specialty = std::string(specialty), .video = random.chance(30)}));
        }
    }
    return Done{};
}

}  // namespace

Result<Done> open_places(db::Write& write, Options const& options, std::string const& password_hash) {
    for (auto const& each : new_organizations) TRY(signed_up(write, std::string(each.username), std::string(each.name), each.note, password_hash));
    for (auto const& each : places()) TRY(open(write, each));
    // The clinician who can sign in runs the clinic's page.
    if (auto const clinic = found(write, "rowan"), doctor = found(write, "dr_okafor"); teams::members(write, clinic).empty()) teams::found(write, clinic, doctor);
    std::vector<directory::LocationId> reviewed;
    for (auto const& each : places())
        for (auto const& location : directory::locations_of(write, found(write, each.organization)))
            if (std::ranges::find(reviewed, location.id) == reviewed.end()) reviewed.push_back(location.id);
    TRY(review_places(write, options, reviewed));
    if (options.size == Size::large) TRY(open_many(write, options.seed, password_hash));
    return Done{};
}

}  // namespace demo
