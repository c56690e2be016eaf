// Words for times, ways of being seen, and what became of an appointment.
#include "appointments/showing.hpp"
#include "appointments/pages.hpp"
#include "html/words.hpp"

namespace appointments {

using html::Words;

std::string label_of(Words const& words, Mode mode) {
    constexpr std::string_view labels[] = {"In person", "Video", "Telephone"};
    return words(labels[static_cast<int>(mode)]);
}

std::string label_of(Words const& words, Status status) {
    constexpr std::string_view labels[] = {"Booked", "They are here", "It took place", "Cancelled", "They did not come"};
    return words(labels[static_cast<int>(status)]);
}

std::string label_of(Words const& words, std::vector<Mode> const& modes) {
    std::string text;
    for (auto const each : modes) (text += text.empty() ? "" : ", ") += label_of(words, each);
    return text;
}

std::string minutes_words(Words const& words, std::int64_t minutes) {
    if (minutes % 1440 == 0 && minutes) return words("{count, plural, one {# day} other {# days}}", {{"count", minutes / 1440}});
    if (minutes % 60 == 0 && minutes) return words("{count, plural, one {# hour} other {# hours}}", {{"count", minutes / 60}});
    return words("{count, plural, one {# minute} other {# minutes}}", {{"count", minutes}});
}

std::string clock_words(Words const& words, std::string_view zone, base::Time at) { return html::formatted_by(words.locale(), zone, "jmm", at); }
std::string day_words(Words const& words, std::string_view zone, base::Time at) { return html::formatted_by(words.locale(), zone, "EEEEdMMMM", at); }
std::string moment_words(Words const& words, std::string_view zone, base::Time at) { return html::formatted_by(words.locale(), zone, "EEEEdMMMMjmm", at); }

html::Safe option(Words const& words, std::string_view code, bool chosen, std::string_view label) { return words.fill(pages::Option{.code = code, .chosen = chosen, .label = label}); }

}  // namespace appointments
