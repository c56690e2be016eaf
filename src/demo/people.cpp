// Names, trades and habits of the people whom chance adds to the cast.
#include "demo/people.hpp"
#include "base/time.hpp"
#include "demo/grammar.hpp"
#include <algorithm>
#include <set>
#include <stdexcept>

namespace demo {

using base::Time;

namespace {

struct Name { std::string_view shown, plain; };
using Names = std::vector<Name>;

Names plain(std::initializer_list<std::string_view> names) {
    Names all;
    for (auto name : names) all.push_back({name, name});
    return all;
}

struct Naming { Names first, last; };

Naming const& english_names() {
    static Naming const names{
        plain({"Ada", "Agnes", "Aiko", "Alan", "Amos", "Anika", "Arlo", "Asha", "Ben", "Bette", "Bianca", "Boris", "Callum", "Carol", "Cleo", "Cyrus", "Dana", "Darnell", "Della", "Dev", "Dora", "Edith", "Eli", "Emeka", "Enid",
               "Esther", "Ezra", "Farah", "Felix", "Fern", "Finn", "Frida", "Gail", "George", "Gita", "Gus", "Hana", "Harlan", "Hattie", "Hugo", "Ida", "Imani", "Ines", "Ira", "Ivy", "Jae", "Jasper", "Joan", "Joel", "June",
               "Kai", "Keiko", "Kofi", "Lars", "Leila", "Leo", "Lottie", "Lou", "Mabel", "Magnus", "Mai", "Marcus", "Mei", "Milo", "Mira", "Moses", "Nell", "Nia", "Noor", "Obi", "Olga", "Omar", "Opal", "Otis", "Pearl",
               "Penny", "Petra", "Quinn", "Ravi", "Reza", "Rita", "Roman", "Rosalind", "Ruth", "Sadie", "Saul", "Selma", "Sina", "Sofia", "Stan", "Suki", "Tara", "Tess", "Theo", "Thu", "Tilda", "Tobias", "Uma", "Una", "Vera",
               "Viktor", "Vivian", "Wade", "Wanda", "Wes", "Willa", "Xenia", "Yara", "Yosef", "Yuki", "Zane", "Zelda", "Zoe", "Abel", "Britt", "Cora", "Dietrich", "Elsie", "Faisal", "Greta"}),
        plain({"Abbott", "Adeyemi", "Alder", "Anand", "Archer", "Bakshi", "Barlow", "Becker", "Bell", "Birch", "Blum", "Booker", "Brandt", "Brooks", "Burke", "Carver", "Chan", "Choi", "Clarke", "Cohen", "Cole", "Crane", "Cruz", "Dalal",
               "Darby", "Dawson", "Dubois", "Dunn", "Eklund", "Ellery", "Evans", "Falk", "Farrow", "Fisher", "Fontaine", "Frost", "Gallo", "Gibbs", "Goff", "Grant", "Greene", "Gupta", "Hale", "Hansen", "Hart", "Hayes", "Heller",
               "Hines", "Holt", "Huang", "Hume", "Ibe", "Ito", "Jansen", "Jensen", "Joshi", "Kane", "Kapoor", "Keller", "Kerr", "Khan", "Kim", "Klein", "Kovac", "Lane", "Larsen", "Lee", "Levy", "Lowe", "Lund", "Mack", "Marsh",
               "Mbeki", "Mercer", "Meyer", "Moon", "Morrow", "Nash", "Nguyen", "Nilsen", "Novak", "Nwosu", "Oakes", "Oduya", "Okada", "Olsen", "Osei", "Page", "Park", "Patel", "Pierce", "Pike", "Quick", "Rao", "Reed", "Rhodes",
               "Rossi", "Rowe", "Sato", "Saxon", "Shah", "Shaw", "Singh", "Sloan", "Sorensen", "Stone", "Tam", "Tate", "Thorne", "Tran", "Udoh", "Vance", "Vogel", "Wade", "Walsh", "Weaver", "Wells", "Winter", "Yates", "Ziegler"})};
    return names;
}

Naming const& spanish_names() {
    static Naming const names{{{"José", "jose"}, {"María", "maria"}, {"Lucía", "lucia"}, {"Andrés", "andres"}, {"Carmen", "carmen"}, {"Inés", "ines"}, {"Tomás", "tomas"}, {"Elena", "elena"}, {"Mateo", "mateo"}, {"Sofía", "sofia"},
                               {"Ramón", "ramon"}, {"Pilar", "pilar"}, {"Julián", "julian"}, {"Marisol", "marisol"}, {"Óscar", "oscar"}, {"Beatriz", "beatriz"}},
                              {{"Muñoz", "munoz"}, {"García", "garcia"}, {"Ibáñez", "ibanez"}, {"Ortega", "ortega"}, {"Peña", "pena"}, {"Vargas", "vargas"}, {"Núñez", "nunez"}, {"Salinas", "salinas"}, {"Rivera", "rivera"}, {"Quintana", "quintana"},
                               {"Cárdenas", "cardenas"}, {"Molina", "molina"}, {"Rojas", "rojas"}, {"Solís", "solis"}}};
    return names;
}

Naming const& arabic_names() {
    static Naming const names{{{"ليلى", "layla"}, {"سامي", "sami"}, {"نور", "nour"}, {"هدى", "huda"}, {"كريم", "karim"}, {"رنا", "rana"}, {"يوسف", "yousef"}, {"سلمى", "salma"}, {"عمر", "omar"}, {"مريم", "maryam"}},
                              {{"حداد", "haddad"}, {"نجار", "najjar"}, {"منصور", "mansour"}, {"خوري", "khoury"}, {"صالح", "saleh"}, {"عزام", "azzam"}, {"شاهين", "shahin"}, {"قاسم", "qasim"}, {"بدر", "badr"}}};
    return names;
}

Naming const& names_of(std::string_view language) { return language == "es" ? spanish_names() : language == "ar" ? arabic_names() : english_names(); }

// What a clinician who speaks about a topic does for a living; doctors carry it before their name.
std::string_view trade_of(std::string_view tag, bool doctor) {
    struct Trade { std::string_view tag, doctor, other; };
    static constexpr Trade trades[] = {
        {"Asthma", "Lung doctor", "Asthma nurse"}, {"SmokeSeason", "Lung doctor", "Respiratory therapist"}, {"Flu", "Family doctor", "Practice nurse"}, {"Vaccines", "Family doctor", "Vaccine nurse"}, {"Allergies", "Allergy doctor", "Dietitian"},
        {"Heat", "Emergency doctor", "Community nurse"}, {"MentalHealth", "Psychiatrist", "Psychologist"}, {"Recovery", "Addiction doctor", "Recovery worker"}, {"Sleep", "Sleep doctor", "Sleep nurse"}, {"Grief", "Palliative care doctor", "Grief counsellor"},
        {"QuitSmoking", "Family doctor", "Quit adviser"}, {"Company", "Family doctor", "Social worker"}, {"NewParents", "Children's doctor", "Health visitor"}, {"Pregnancy", "Obstetrician", "Midwife"}, {"ChildHealth", "Children's doctor", "School nurse"},
        {"Carers", "Doctor for older people", "Carers' adviser"}, {"Memory", "Doctor for older people", "Memory nurse"}, {"Teeth", "Dentist", "Dental hygienist"}, {"BackPain", "Pain doctor", "Physiotherapist"}, {"Migraine", "Neurologist", "Headache nurse"},
        {"Arthritis", "Rheumatologist", "Occupational therapist"}, {"Skin", "Skin doctor", "Skin nurse"}, {"Walking", "Sports doctor", "Physiotherapist"}, {"EyesAndEars", "Eye doctor", "Audiologist"}, {"Diabetes", "Diabetes doctor", "Diabetes nurse"},
        {"BloodPressure", "Family doctor", "Practice nurse"}, {"Heart", "Heart doctor", "Heart failure nurse"}, {"Kidneys", "Kidney doctor", "Dialysis nurse"}, {"CancerCare", "Cancer doctor", "Cancer nurse"}, {"Stroke", "Neurologist", "Speech therapist"},
        {"EatingWell", "Family doctor", "Dietitian"}, {"Medicines", "Family doctor", "Pharmacist"}, {"LongCovid", "Family doctor", "Physiotherapist"}, {"CleanHands", "Hygiene doctor", "Hygiene nurse"}, {"FirstAid", "Emergency doctor", "Paramedic"},
        {"FindingCare", "Family doctor", "Patient guide"}};
    for (auto const& each : trades)
        if (each.tag == tag) return doctor ? each.doctor : each.other;
    return doctor ? "Family doctor" : "Community nurse";
}

std::string folded(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

class Census {
public:
    Census(Random& random, Time end) : random_(random), teller_(random), end_(end) {}

    std::vector<Person> count_to(std::size_t count) {
        people_ = cast();
        for (auto& person : people_) {
            taken_.insert(person.username);
            bool early = person.part == Part::institution || person.part == Part::keeper;
            person.created = end_ - (early ? random_.between(320, 400) : random_.between(120, 280)) * base::day - random_.below(base::day);
        }
        // One of five in a small county is a clinician, so that every topic has somebody who answers.
        auto clinicians = count < 1000 ? count / 5 : count / 25, groups = count / 250;
        for (std::size_t made = 0; people_.size() < count; ++made) {
            auto part = made < clinicians ? Part::clinician : made < clinicians + groups ? Part::group : random_.chance(22) ? Part::carer : Part::patient;
            add(part, made);
        }
        return std::move(people_);
    }

private:
    void add(Part part, std::size_t made) {
        Person person;
        person.part = part;
        auto draw = random_.below(1000);
        person.language = part == Part::group || draw >= 95 ? "en" : draw < 70 ? "es" : "ar";
        choose_topics(person, made);
        part == Part::group ? call_group(person, made) : call(person);
        person.username = free_name(person.username);
        person.locked = part != Part::clinician && part != Part::group && random_.chance(4);
        person.created = end_ - random_.between(91, 300) * base::day - random_.below(base::day);
        if (part != Part::clinician && random_.chance(8)) person.created = end_ - random_.between(2, 90) * base::day - random_.below(base::day);
        person.activity = 1 + random_.low(part == Part::clinician ? 14 : 12);
        people_.push_back(std::move(person));
    }

    void choose_topics(Person& person, std::size_t made) {
        auto count = static_cast<std::int64_t>(tongue(person.language).topics.size());
        // In turn, so that the first clinicians of a county cover every topic.
        if (person.part == Part::clinician || person.part == Part::group) person.topics.push_back(static_cast<int>(static_cast<std::int64_t>(made) % count));
        auto wanted = static_cast<std::size_t>(random_.between(2, 4));
        while (person.topics.size() < wanted) {
            auto topic = static_cast<int>(random_.below(count));
            if (std::ranges::find(person.topics, topic) == person.topics.end()) person.topics.push_back(topic);
        }
    }

    std::string tag(Person const& person, std::size_t which) const {
        return std::string(tongue(person.language).topics[static_cast<std::size_t>(person.topics[which])].tag);
    }

    void call(Person& person) {
        auto const& names = names_of(person.language);
        auto const &first = random_.pick(names.first), &last = random_.pick(names.last);
        person.name = std::string(first.shown) + " " + std::string(last.shown);
        person.username = folded(first.plain) + "_" + folded(last.plain);
        if (person.part == Part::clinician) return give_trade(person, folded(last.plain));
        if (random_.chance(35)) person.username = folded(first.plain) + std::to_string(random_.between(41, 99));
        if (random_.chance(12)) person.name = first.shown;
        person.note = bio(person);
        if (random_.chance(25)) person.fields.push_back({person.language == "es" ? "Pueblo" : person.language == "ar" ? "البلدة" : "Town", std::string(random_.pick(*slot("town")))});
    }

    void give_trade(Person& person, std::string const& last) {
        bool doctor = random_.chance(45);
        if (doctor) {
            person.name = (person.language == "ar" ? "د. " : "Dr. ") + person.name;
            person.username = "dr_" + last;
        }
        if (person.language != "en") {
            person.note = person.language == "es" ? "Trabajo en la salud del condado. Consejos generales." : "أعمل في مجال الصحة. نصائح عامة فقط.";
            return;
        }
        auto trade = std::string(trade_of(tag(person, 0), doctor));
        static Lines const places{"Rowan Street Clinic", "Valley Family Clinic", "Larkspur General Hospital", "Larkspur Public Health", "a practice in {town}"};
        static Lines const notes{"General advice only. Your own team knows you best.", "Here to answer, not to diagnose.", "I post between two patients.", "Plain words, no fear.", "Ask me anything, except about football.", "Bakes on Sundays."};
        person.note = trade + ". " + teller_.say(notes) + " #" + tag(person, 0);
        person.fields = {{"Works at", teller_.say(places)}, {"Field", trade}};
    }

    std::string bio(Person const& person) {
        static Lines const english_bios{"Gardener, reader, slow walker.", "Two jobs, three kids, no umbrella.", "Born in {town}, never left for long.", "Retired teacher. I still correct menus.", "I bake when I worry, so there is always bread.", "Learning to rest.",
                                        "Night shift, day dreams.", "Mostly here to read.", "One day at a time, some days an hour at a time.", "Choir, second row.", "Looking for a good bench.", "Cat person with a dog.", "Better than last year.",
                                        "Fixes bicycles in {town}.", "Here for the recipes and the honest talk.", "Grandparent of five. Ask me about trains."};
        static Lines const spanish_bios{"Jardín, nietos y café.", "Nací en el valle.", "Poco a poco.", "Aquí para leer y aprender.", "Panadera de madrugada.", "Me gusta caminar despacio."};
        static Lines const arabic_bios{"أحب القراءة والحدائق.", "خطوة بعد خطوة.", "هنا لأتعلم.", "أم وجدة وطباخة."};
        static Lines const carer_bios{"Looking after {relative}.", "Carer, cook, driver, all before noon.", "I keep the pill boxes in this family.", "Caring for {relative} in {town}."};
        teller_.begin();
        auto text = person.language == "es"          ? teller_.say(spanish_bios)
                    : person.language == "ar"        ? teller_.say(arabic_bios)
                    : person.part == Part::carer     ? teller_.say(carer_bios)
                                                     : teller_.say(english_bios);
        for (std::size_t i = 0; i < 2 && random_.chance(60); ++i) text += " #" + tag(person, i);
        return text;
    }

    void call_group(Person& person, std::size_t made) {
        static Lines const kinds{"Circle", "Group", "Table", "Friends", "Evening", "Club"};
        auto town = std::string(slot("town")->at(made % slot("town")->size()));
        auto kind = std::string(random_.pick(kinds));
        person.name = town + " " + tag(person, 0) + " " + kind;
        if (town == "the valley") person.name = "Valley " + tag(person, 0) + " " + kind;
        person.username = folded(tag(person, 0)) + "_" + folded(kind);
        person.note = "People who know it from their own life. New faces are welcome. #" + tag(person, 0);
        person.fields = {{"Meets", "Every week, in " + town}};
    }

    std::string free_name(std::string const& wanted) {
        auto name = wanted;
        for (int number = 2; !taken_.insert(name).second; ++number) name = wanted + std::to_string(number);
        return name;
    }

    Random& random_;
    Teller teller_;
    Time const end_;
    std::vector<Person> people_;
    std::set<std::string> taken_;
};

}  // namespace

accounts::Kind Person::kind() const {
    switch (part) {
    case Part::institution: return accounts::Kind::organization;
    case Part::group: return accounts::Kind::group;
    case Part::clinician: return accounts::Kind::professional;
    default: return accounts::Kind::person;
    }
}

int topic_tagged(std::string_view language, std::string_view tag) {
    auto const& topics = tongue(language).topics;
    for (std::size_t i = 0; i < topics.size(); ++i)
        if (topics[i].tag == tag) return static_cast<int>(i);
    throw std::logic_error("no topic is tagged " + std::string(tag));
}

std::vector<Person> make_people(Random& random, std::size_t count, Time end) { return Census(random, end).count_to(count); }

}  // namespace demo
