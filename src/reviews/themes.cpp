// What a story is about: beginnings of words, in the languages that the pages speak. A help for finding, never a judgment.
#include "base/text.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include <algorithm>
#include <array>

namespace reviews {

namespace {

constexpr std::array<Theme, 9> all{{{"listening", "Listening"}, {"explaining", "Explaining"}, {"respect", "Respect and kindness"}, {"waiting", "Waiting times"}, {"appointments", "Appointments"},
                                    {"access", "Access"}, {"cleanliness", "Cleanliness"}, {"children", "Children"}, {"costs", "Costs"}}};

// Folded, without diacritics. Each is compared with the beginnings of words.
struct Sign { std::string_view theme, beginning; };
constexpr Sign signs[] = {
    {"listening", "listen"}, {"listening", "heard_me"}, {"listening", "ignored"}, {"listening", "escuch"}, {"listening", "استمع"}, {"listening", "يستمع"},
    {"explaining", "explain"}, {"explaining", "clear"}, {"explaining", "drew"}, {"explaining", "understood"}, {"explaining", "explic"}, {"explaining", "شرح"},
    {"respect", "respect"}, {"respect", "kind"}, {"respect", "rude"}, {"respect", "dismiss"}, {"respect", "polite"}, {"respect", "amab"}, {"respect", "respet"}, {"respect", "احترام"},
    {"waiting", "wait"}, {"waiting", "on_hold"}, {"waiting", "delay"}, {"waiting", "late"}, {"waiting", "esper"}, {"waiting", "انتظ"},
    {"appointments", "appointment"}, {"appointments", "book"}, {"appointments", "reschedul"}, {"appointments", "cita"}, {"appointments", "موعد"},
    {"access", "wheelchair"}, {"access", "ramp"}, {"access", "stairs"}, {"access", "hearing"}, {"access", "parking"}, {"access", "interpreter"}, {"access", "silla_de_ruedas"}, {"access", "كرسي"},
    {"cleanliness", "clean"}, {"cleanliness", "dirt"}, {"cleanliness", "hygien"}, {"cleanliness", "limpi"}, {"cleanliness", "suci"}, {"cleanliness", "نظاف"}, {"cleanliness", "نظيف"},
    {"children", "child"}, {"children", "kid"}, {"children", "baby"}, {"children", "toddler"}, {"children", "my_son"}, {"children", "my_daughter"}, {"children", "nino"}, {"children", "nina"}, {"children", "hij"}, {"children", "طفل"},
    {"costs", "cost"}, {"costs", "bill"}, {"costs", "price"}, {"costs", "insurance"}, {"costs", "expensive"}, {"costs", "factura"}, {"costs", "precio"}, {"costs", "تكلفة"},
};

// Words with one low line between, and one in front of the first: then a beginning is a low line and its letters.
std::string words_of_story(std::string_view told) {
    auto const folded = base::fold_plain(told);
    std::string made = "_";
    for (std::size_t at = 0; at < folded.size();) {
        auto const begin = at;
        auto const point = base::next_code_point(folded, at);
        if (base::is_letter_or_digit(point) || base::is_mark(point)) made += std::string_view(folded).substr(begin, at - begin);
        else if (made.back() != '_') made += '_';
    }
    return made;
}

}  // namespace

std::span<Theme const> themes() { return all; }

std::vector<std::string_view> themes_in(std::string_view told) {
    auto const story = words_of_story(told);
    std::vector<std::string_view> found;
    for (auto const& [theme, beginning] : signs)
        if (std::ranges::find(found, theme) == found.end() && story.contains("_" + base::fold_plain(beginning))) found.push_back(theme);
    return found;
}

void note_themes(db::Write& write, ReviewId id, std::string_view told) {
    write.run(sql::delete_themes, {id});
    for (auto const theme : themes_in(told)) write.run(sql::put_theme, {id, theme});
}

}  // namespace reviews
