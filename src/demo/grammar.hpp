// Puts lines together to posts. Pure: the same chance gives the same text.
#pragma once
#include "demo/random.hpp"
#include "demo/texts.hpp"
#include <map>
#include <string>

namespace demo {

// Deals lines like cards, so that none comes again before its list is through, and fills their slots.
class Teller {
public:
    explicit Teller(Random& random) : random_(random) {}

    void begin() { chosen_.clear(); }  // a new post: slots may mean something else
    std::string say(std::string_view line);
    std::string say(Lines const& lines) { return say(deal(lines)); }
    Exchange const& deal(std::vector<Exchange> const& exchanges) { return exchanges[next(&exchanges, exchanges.size())]; }

private:
    struct Deck { std::vector<std::size_t> order; std::size_t dealt = 0; };

    std::string_view deal(Lines const& lines) { return lines[next(&lines, lines.size())]; }
    std::size_t next(void const* list, std::size_t size);
    std::string_view fill(std::string_view slot_or_choice);

    Random& random_;
    std::map<void const*, Deck> decks_;
    std::map<std::string_view, std::string_view> chosen_;
};

}  // namespace demo
