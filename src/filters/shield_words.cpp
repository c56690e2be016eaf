// What content shields look for. A number counts when a unit of weight or energy stands with it, so that "52 kg" is found
// and "room 52" is not; topics are found by the beginnings of words, in the languages of pages.
#include "base/text.hpp"
#include "filters/filters.hpp"
#include <algorithm>

namespace filters {
namespace {

// Folded. Units follow a number; a word of `ahead` comes before one.
struct Numbers { std::string_view shield; std::span<std::string_view const> units, ahead; };
constexpr std::string_view weight_units[] = {"kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramo", "kilogramos", "lb", "lbs", "pound", "pounds", "libra",
                                             "libras", "stone", "stones", "كغ", "كجم", "كيلو", "كيلوغرام", "كيلوجرام", "رطل"};
constexpr std::string_view weight_ahead[] = {"bmi", "imc"};
constexpr std::string_view energy_units[] = {"kcal", "kcals", "cal", "cals", "calorie", "calories", "caloría", "calorías", "caloria", "calorias", "kj", "kilojoule",
                                             "kilojoules", "سعرة", "سعرات", "سعره"};
constexpr Numbers numbers[] = {{"weights", weight_units, weight_ahead}, {"calories", energy_units, {}}};

// Beginnings of words; one with a space is looked for as it stands.
struct Topic { std::string_view shield; std::span<std::string_view const> words; };
constexpr std::string_view eating_words[] = {"anorexi", "bulimi", "binge eat", "binge-eat", "bingeing", "purging", "eating disorder", "trastorno alimenticio",
                                             "trastorno de la conducta alimentaria", "atracón", "atracones", "فقدان الشهية", "اضطراب الأكل"};
constexpr std::string_view selfharm_words[] = {"suicid", "self-harm", "self harm", "selfharm", "kill myself", "end my life", "cutting myself", "autolesi", "autolesión",
                                               "hacerme daño", "matarme", "انتحار", "الانتحار", "إيذاء النفس"};
constexpr std::string_view babyloss_words[] = {"miscarr", "stillb", "baby loss", "lost our baby", "lost the baby", "lost my baby", "aborto espontáneo", "mortinato",
                                               "pérdida gestacional", "perdí a mi bebé", "إجهاض", "وفاة الجنين"};
constexpr std::string_view needles_words[] = {"needle", "syringe", "blood", "bleed", "injection", "stitches", "aguja", "jeringa", "sangr", "inyecci", "إبرة", "حقنة", "دم ", "نزيف"};
constexpr std::string_view violence_words[] = {"rape", "raping", "sexual assault", "sexual abuse", "domestic violence", "abusive", "beat me", "hits me", "hit me", "stabb",
                                               "shooting", "murder", "violación", "violencia", "maltrato", "abuso sexual", "اغتصاب", "عنف", "تحرش"};
constexpr std::string_view alcohol_words[] = {"alcohol", "drunk", "vodka", "whiskey", "whisky", "hangover", "heroin", "cocaine", "fentanyl", "meth ", "overdos", "relaps",
                                              "borrach", "resaca", "cocaína", "heroína", "sobredosis", "recaída", "كحول", "خمر", "مخدرات", "جرعة زائدة"};
constexpr Topic topics[] = {{"eating", eating_words}, {"selfharm", selfharm_words}, {"babyloss", babyloss_words}, {"needles", needles_words},
                            {"violence", violence_words}, {"alcohol", alcohol_words}};

// 0-9, and the digits of Arabic and Persian.
bool is_digit(char32_t c) { return (c >= U'0' && c <= U'9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9); }
bool is_in_word(char32_t c) { return base::is_letter_or_digit(c) || base::is_mark(c); }
bool is_between(char32_t c) { return c == U' ' || c == 0xA0 || c == 0x202F || c == U'-' || c == U':' || c == U'='; }

struct Piece { std::size_t start = 0, end = 0; bool number = false; };

// The text as numbers and words: "50-60kg" is 50, 60, kg.
std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> all;
    bool joined = false;  // to the piece before
    for (std::size_t at = 0; at < text.size();) {
        auto start = at;
        auto c = base::next_code_point(text, at);
        bool number = is_digit(c), part = number || is_in_word(c);
        if (part && joined && all.back().number == number) all.back().end = at;
        else if (part) all.push_back({start, at, number});
        joined = part;
    }
    return all;
}

bool only_between(std::string_view text, std::size_t from, std::size_t to) {
    while (from < to)
        if (!is_between(base::next_code_point(text, from))) return false;
    return true;
}

bool has_number(Numbers const& wanted, std::string_view text) {
    auto pieces = pieces_of(text);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        auto const& before = pieces[i - 1];
        auto const& after = pieces[i];
        if (before.number == after.number || !only_between(text, before.end, after.start)) continue;
        auto const& word = before.number ? after : before;
        auto said = text.substr(word.start, word.end - word.start);
        auto const& known = before.number ? wanted.units : wanted.ahead;
        if (std::ranges::find(known, said) != known.end()) return true;
    }
    return false;
}

bool begins_word(std::string_view text, std::string_view beginning) {
    for (auto at = text.find(beginning); at != text.npos; at = text.find(beginning, at + 1)) {
        if (at == 0) return true;
        auto before = at - 1;
        while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
        if (!is_in_word(base::next_code_point(text, before))) return true;
    }
    return false;
}

}  // namespace

bool meets(std::string_view shield, std::string_view text) {
    for (auto const& each : numbers)
        if (each.shield == shield) return has_number(each, text);
    for (auto const& each : topics)
        if (each.shield == shield) return std::ranges::any_of(each.words, [&](std::string_view word) { return begins_word(text, word); });
    return false;
}

}  // namespace filters
