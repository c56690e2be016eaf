// Looks in a reply for what could tell others that its reader was there, who they are, when it was, or what was done. It holds
// too much rather than too little: a colleague may let it pass.
#include "base/text.hpp"
#include "reviews/inside.hpp"
#include <algorithm>
#include <array>

namespace reviews {

namespace {

constexpr std::string_view of_visit = "It tells that they were with you.", of_name = "It may be somebody's name.", of_date = "It tells when it was.", of_treatment = "It tells of somebody's health, or of what was done.";

struct Word { std::string folded; std::size_t begin = 0, end = 0; };

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> made;
    for (std::size_t at = 0, begin = 0; at <= text.size();) {
        auto const here = at;
        char32_t const point = at < text.size() ? base::next_code_point(text, at) : (++at, U' ');
        if (base::is_letter_or_digit(point) || base::is_mark(point) || point == U'\'' || point == U'’') continue;
        if (here > begin) made.push_back({base::fold_plain(text.substr(begin, here - begin)), begin, here});
        begin = at;
    }
    return made;
}

// Phrases, folded, a low line between their words; a * at the end takes what begins so.
constexpr std::string_view visits[] = {
    "your_visit*", "your_appointment*", "your_stay", "your_admission", "your_time_with_us", "your_last_time", "your_consultation", "your_check_up", "your_session*", "your_care_here", "your_experience_with_dr",
    "when_you_came", "when_you_were_here", "when_you_were_in", "you_came_in", "you_came_to_us", "you_visited", "you_attended", "you_were_seen", "you_were_here", "you_were_with_us", "you_saw_dr", "saw_you", "seen_you", "treated_you", "we_treated",
    "thank_you_for_coming", "thank_you_for_visiting", "thanks_for_coming", "thanks_for_visiting", "as_our_patient", "as_a_patient_of_ours", "you_are_a_patient", "our_records_show", "your_file", "your_chart", "your_records", "your_doctor", "your_nurse", "your_child", "your_son", "your_daughter", "your_baby",
    "su_visita*", "tu_visita*", "su_cita*", "tu_cita*", "su_consulta", "su_estancia", "su_ingreso", "cuando_vino", "cuando_viniste", "cuando_estuvo", "nos_visito", "le_atendimos", "te_atendimos", "le_vimos", "gracias_por_venir", "gracias_por_visitarnos", "su_historial", "su_expediente", "su_hijo", "su_hija", "su_medico",
    "زيارتك*", "موعدك*", "عندما_زرتنا", "عندما_جئت", "شكرا_لزيارتك*", "استقبلناك", "ملفك", "سجلك", "طفلك", "ابنك", "ابنتك", "طبيبك",
};
constexpr std::string_view treatments[] = {
    "diagnos*", "prescri*", "medicat*", "medicine*", "your_dose", "dosage", "surger*", "surgical", "operation*", "biops*", "therap*", "treatment*", "chemo*", "radiation", "your_test*", "test_result*", "your_result*", "blood_test*", "x_ray*", "scan*", "mri", "ultrasound", "injection*",
    "your_symptom*", "your_condition", "your_pain", "your_injury", "your_illness", "your_pregnan*", "pregnan*", "cancer*", "diabet*", "asthma*", "depress*", "anxiety", "addict*", "hiv", "infection*", "overdose*", "suicid*", "detox*", "rehab*", "referr*", "discharg*", "insurance_claim", "your_bill", "your_payment",
    "receta*", "medicamento*", "medicina*", "cirugia*", "operacion*", "biopsia*", "terapia*", "tratamiento*", "quimio*", "su_dosis", "sus_sintomas", "su_dolor", "su_enfermedad", "embaraz*", "resultados", "analisis", "radiografia*", "ecografia*", "inyeccion*", "su_factura", "adiccion*",
    "تشخيص*", "وصفة*", "دواء*", "أدويتك", "جراحة*", "عملية*", "علاجك", "علاج*", "تحليل*", "نتائجك", "أعراضك", "حمل*", "سرطان*", "سكري*", "اكتئاب*", "إدمان*", "فاتورتك",
};
constexpr std::string_view months[] = {"january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                                       "septiembre", "octubre", "noviembre", "diciembre", "يناير", "فبراير", "مارس", "ابريل", "مايو", "يونيو", "يوليو", "اغسطس", "سبتمبر", "اكتوبر", "نوفمبر", "ديسمبر"};
constexpr std::string_view days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo", "الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعة", "السبت", "الاحد"};
// A day that is told as the beginning of a change, or as an hour of opening, is no day of somebody's visit.
constexpr std::string_view beginnings[] = {"since", "from", "starting", "until", "by", "every", "each", "desde", "hasta", "cada", "منذ", "من", "كل", "حتى"};
constexpr std::string_view pasts[] = {"yesterday", "last_week", "last_month", "last_night", "that_day", "that_morning", "that_afternoon", "ayer", "la_semana_pasada", "el_mes_pasado", "aquel_dia", "امس", "الاسبوع_الماضي", "الشهر_الماضي", "ذلك_اليوم"};
constexpr std::string_view titles[] = {"mr", "mrs", "ms", "miss", "dr", "doctor", "nurse", "sr", "sra", "srta", "dra", "don", "dona", "د", "الدكتور", "الدكتورة", "السيد", "السيدة", "الممرضة"};

struct Part { std::string folded; bool begins = false; };
using Phrase = std::vector<Part>;
using Phrases = std::vector<Phrase>;

template <std::size_t N>
Phrases folded(std::string_view const (&all)[N]) {
    Phrases made;
    for (auto const each : all) {
        auto& phrase = made.emplace_back();
        for (auto const part : base::split(each, '_')) {
            bool const begins = part.ends_with('*');
            phrase.push_back({base::fold_plain(begins ? part.substr(0, part.size() - 1) : part), begins});
        }
    }
    return made;
}

// Folded once: a long reply is compared with some hundred phrases at each of its words.
struct Lists { Phrases visits = folded(reviews::visits), treatments = folded(reviews::treatments), months = folded(reviews::months), days = folded(reviews::days), beginnings = folded(reviews::beginnings), pasts = folded(reviews::pasts), titles = folded(reviews::titles); };
Lists const& lists() {
    static Lists const made;
    return made;
}

bool is_one(std::string_view word, Phrases const& all) {
    return std::ranges::any_of(all, [&](Phrase const& each) { return each.front().folded == word; });
}

// How many words of the text, from `at` on, the phrase takes; 0: it is not there.
std::size_t length_at(std::vector<Word> const& words, std::size_t at, Phrase const& phrase) {
    if (at + phrase.size() > words.size()) return 0;
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        auto const& word = words[at + i].folded;
        if (phrase[i].begins ? !word.starts_with(phrase[i].folded) : word != phrase[i].folded) return 0;
    }
    return phrase.size();
}

class Finder {
public:
    explicit Finder(std::string_view text) : text_(text), words_(words_of(text)) {}

    void look_for(Phrases const& phrases, std::string_view why) {
        for (std::size_t at = 0; at < words_.size(); ++at)
            for (auto const& phrase : phrases)
                if (auto const length = length_at(words_, at, phrase)) hold(at, length, why);
    }

    void look_for_dates() {
        look_for(lists().pasts, of_date);
        for (std::size_t at = 0; at < words_.size(); ++at) {
            bool const named = is_one(words_[at].folded, lists().months) || is_one(words_[at].folded, lists().days), number = is_date(words_[at]);
            if (!named && !number) continue;
            bool const begins = (at > 0 && is_one(words_[at - 1].folded, lists().beginnings)) || (at > 1 && is_one(words_[at - 2].folded, lists().beginnings));
            if (!begins) hold(at, 1, of_date);
        }
    }

    void look_for_names(std::vector<std::string> const& known) {
        for (std::size_t at = 0; at < words_.size(); ++at) {
            bool const is_known = words_[at].folded.size() > 2 && std::ranges::find(known, words_[at].folded) != known.end();
            bool const titled = at + 1 < words_.size() && is_one(words_[at].folded, lists().titles) && is_capital(words_[at + 1]);
            if (is_known) hold(at, 1, of_name);
            if (titled) hold(at, 2, of_name);
        }
    }

    std::vector<Held> found() && { return std::move(found_); }

private:
    void hold(std::size_t at, std::size_t count, std::string_view why) {
        Held held{std::string(text_.substr(words_[at].begin, words_[at + count - 1].end - words_[at].begin)), std::string(why)};
        bool const known = std::ranges::any_of(found_, [&](Held const& each) { return each.words == held.words && each.why == held.why; });
        if (!known) found_.push_back(std::move(held));
    }
    // 12/3, 12.03.2026, 2026-03-12: digits with a separator between, in the text.
    bool is_date(Word const& word) const {
        auto const digits = [](std::string_view part) { return !part.empty() && part.size() <= 4 && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; }); };
        if (!digits(word.folded) || word.end + 1 >= text_.size()) return false;
        char const between = text_[word.end];
        return (between == '/' || between == '-' || between == '.') && text_[word.end + 1] >= '0' && text_[word.end + 1] <= '9';
    }
    bool is_capital(Word const& word) const {
        unsigned char const first = static_cast<unsigned char>(text_[word.begin]);
        return (first >= 'A' && first <= 'Z') || first >= 0x80;
    }

    std::string_view text_;
    std::vector<Word> words_;
    std::vector<Held> found_;
};

void add_names(std::vector<std::string>& all, std::string_view name) {
    for (auto& each : words_of(name))
        if (!is_one(each.folded, lists().titles)) all.push_back(std::move(each.folded));
}

}  // namespace

std::vector<Held> check_reply(db::Read& read, Review const& review, std::string_view text) {
    std::vector<std::string> known;
    add_names(known, review.signed_as);
    for (auto const& each : directory::staff_of(read, review.location)) add_names(known, each.name);
    Finder finder(text);
    finder.look_for(lists().visits, of_visit);
    finder.look_for_names(known);
    finder.look_for_dates();
    finder.look_for(lists().treatments, of_treatment);
    return std::move(finder).found();
}

}  // namespace reviews
