// Which parts of a message differ from those of another: what a second person must see before agreeing.
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include <algorithm>

namespace alerts {

using html::Words;

namespace {

void part(Words const& words, html::Safe& rows, std::string_view name, std::string_view language, std::string_view before, std::string_view after) {
    if (before != after) words.fill(rows, pages::Difference{.name = name, .language = language, .text = differences(words, before, after)});
}

std::string places(Info const& info) {
    std::string all;
    for (auto const& area : info.areas) {
        all += (all.empty() ? "" : "; ") + area.description;
        for (auto const* shapes : {&area.polygons, &area.circles})
            for (auto const& shape : *shapes) all += " (" + shape + ")";
    }
    return all;
}

std::string moment(Words const& words, Moment at) { return at ? words.date_time(at.at) : std::string(); }

template <class Word>
std::string labels(Words const& words, std::vector<Word> const& all) {
    std::string made;
    for (auto const word : all) made += (made.empty() ? "" : ", ") + std::string(words.plain(label_of(word)));
    return made;
}

}  // namespace

html::Safe changes_between(Words const& words, Message const& before, Message const& after) {
    html::Safe rows;
    static Info const nothing;
    part(words, rows, words.plain("Is it real?"), words.locale(), words.plain(label_of(before.status)), words.plain(label_of(after.status)));
    auto const& was = before.infos.empty() ? nothing : before.infos.front();
    auto const& is = after.infos.empty() ? nothing : after.infos.front();
    part(words, rows, words.plain("Severity"), words.locale(), words.plain(label_of(was.severity)), words.plain(label_of(is.severity)));
    part(words, rows, words.plain("When to act"), words.locale(), words.plain(label_of(was.urgency)), words.plain(label_of(is.urgency)));
    part(words, rows, words.plain("How certain"), words.locale(), words.plain(label_of(was.certainty)), words.plain(label_of(is.certainty)));
    part(words, rows, words.plain("What to do"), words.locale(), labels(words, was.responses), labels(words, is.responses));
    part(words, rows, words.plain("It begins"), words.locale(), moment(words, was.onset), moment(words, is.onset));
    part(words, rows, words.plain("It ends"), words.locale(), moment(words, was.expires), moment(words, is.expires));
    part(words, rows, words.plain("Where it holds"), is.language, places(was), places(is));
    for (auto const& info : after.infos) {
        auto const found = std::ranges::find(before.infos, info.language, &Info::language);
        auto const& earlier = found == before.infos.end() ? nothing : *found;
        part(words, rows, words.plain("What happens, in a word or two"), info.language, earlier.event, info.event);
        part(words, rows, words.plain("Headline: what to do"), info.language, earlier.headline, info.headline);
        part(words, rows, words.plain("What is known"), info.language, earlier.description, info.description);
        part(words, rows, words.plain("Steps, one on each line"), info.language, earlier.instruction, info.instruction);
        part(words, rows, words.plain("Whom to call"), info.language, earlier.contact, info.contact);
    }
    for (auto const& earlier : before.infos)
        if (std::ranges::find(after.infos, earlier.language, &Info::language) == after.infos.end())
            part(words, rows, words.plain("Language"), words.locale(), html::language_name(earlier.language), "");
    if (rows.empty()) return {};
    return {"<dl class=\"diffs\">" + rows.markup + "</dl>"};
}

}  // namespace alerts
