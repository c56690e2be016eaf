// What changed between two texts, word by word: the longest common run of words stays, the rest went or came.
#include "alerts/alerts.hpp"
#include <algorithm>

namespace alerts {

namespace {

// Longer texts are shown as gone and come as a whole: the table below would grow with the square.
constexpr std::size_t most_words = 1500;

// Words with the white space behind them.
std::vector<std::string_view> words_in(std::string_view text) {
    std::vector<std::string_view> all;
    for (std::size_t at = 0; at < text.size();) {
        auto end = text.find_first_of(" \n\t", at);
        end = end == text.npos ? text.size() : text.find_first_not_of(" \n\t", end);
        end = std::min(end, text.size());
        all.push_back(text.substr(at, end - at));
        at = end;
    }
    return all;
}

std::string_view bare(std::string_view word) { return word.substr(0, word.find_last_not_of(" \n\t") + 1); }

enum class Kind { same, gone, come };
struct Run { Kind kind; std::string text; };

void put(std::vector<Run>& runs, Kind kind, std::string_view word) {
    if (runs.empty() || runs.back().kind != kind) runs.push_back({kind, {}});
    runs.back().text += word;
}

std::vector<Run> compared(std::string_view before, std::string_view after) {
    auto const old = words_in(before), fresh = words_in(after);
    std::vector<Run> runs;
    if (old.size() > most_words || fresh.size() > most_words) {
        put(runs, Kind::gone, before);
        put(runs, Kind::come, after);
        return runs;
    }
    // common[i][j]: how many words the rests from i and j have in common, in order.
    auto const wide = fresh.size() + 1;
    std::vector<std::uint16_t> common((old.size() + 1) * wide, 0);
    for (auto i = old.size(); i-- > 0;)
        for (auto j = fresh.size(); j-- > 0;)
            common[i * wide + j] = bare(old[i]) == bare(fresh[j]) ? static_cast<std::uint16_t>(common[(i + 1) * wide + j + 1] + 1)
                                                                 : std::max(common[(i + 1) * wide + j], common[i * wide + j + 1]);
    std::size_t i = 0, j = 0;
    while (i < old.size() || j < fresh.size()) {
        if (i < old.size() && j < fresh.size() && bare(old[i]) == bare(fresh[j])) put(runs, Kind::same, fresh[j]), ++i, ++j;
        else if (j == fresh.size() || (i < old.size() && common[(i + 1) * wide + j] >= common[i * wide + j + 1])) put(runs, Kind::gone, old[i++]);
        else put(runs, Kind::come, fresh[j++]);
    }
    return runs;
}

void put_text(std::string& markup, std::string_view text) {
    for (char c : text) {
        switch (c) {
        case '&': markup += "&amp;"; break;
        case '<': markup += "&lt;"; break;
        case '>': markup += "&gt;"; break;
        case '\n': markup += "<br>"; break;
        default: markup += c;
        }
    }
}

}  // namespace

html::Safe differences(html::Words const& words, std::string_view before, std::string_view after) {
    html::Safe made;
    // The white space behind stays outside, so that no line is drawn through it.
    auto marked = [&](std::string_view tag, std::string_view said, std::string_view text) {
        auto const end = bare(text).size();
        made.markup.append("<").append(tag).append("><span class=\"vh\">").append(said).append(" </span>");
        put_text(made.markup, text.substr(0, end));
        made.markup.append("</").append(tag).append(">");
        if (end < text.size()) put_text(made.markup, text.substr(end));
        else made.markup += ' ';
    };
    auto const removed = words("Removed:"), added = words("Added:");
    for (auto const& run : compared(before, after)) {
        if (run.kind == Kind::same) put_text(made.markup, run.text);
        else if (run.kind == Kind::gone) marked("del", removed, run.text);
        else marked("ins", added, run.text);
    }
    while (made.markup.ends_with(' ')) made.markup.pop_back();
    return made;
}

}  // namespace alerts
