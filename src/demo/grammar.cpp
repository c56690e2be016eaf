// Dealing lines and filling their slots.
#include "demo/grammar.hpp"
#include <stdexcept>

namespace demo {

std::size_t Teller::next(void const* list, std::size_t size) {
    if (!size) throw std::logic_error("nothing to say: an empty list of lines");
    auto& deck = decks_[list];
    if (deck.dealt == deck.order.size()) {
        deck.order.clear();
        for (std::size_t i = 0; i < size; ++i) deck.order.push_back(i);
        random_.shuffle(deck.order);
        deck.dealt = 0;
    }
    return deck.order[deck.dealt++];
}

std::string_view Teller::fill(std::string_view inside) {
    if (inside.contains('|')) {
        Lines options;
        for (std::size_t from = 0; from <= inside.size();) {
            auto to = std::min(inside.find('|', from), inside.size());
            options.push_back(inside.substr(from, to - from));
            from = to + 1;
        }
        return random_.pick(options);
    }
    if (auto known = chosen_.find(inside); known != chosen_.end()) return known->second;
    auto words = slot(inside);
    if (!words) throw std::logic_error("no words for the slot " + std::string(inside));
    return chosen_[inside] = random_.pick(*words);
}

std::string Teller::say(std::string_view line) {
    std::string out;
    for (std::size_t at = 0; at < line.size();) {
        auto open = std::min(line.find('{', at), line.size());
        out.append(line.substr(at, open - at));
        if (open == line.size()) break;
        auto close = line.find('}', open);
        if (close == line.npos) throw std::logic_error("a slot without its end: " + std::string(line));
        out.append(fill(line.substr(open + 1, close - open - 1)));
        at = close + 1;
    }
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

}  // namespace demo
