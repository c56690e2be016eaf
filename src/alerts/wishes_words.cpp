// Why an alert concerns somebody, in words.
#include "alerts/concerned.hpp"
#include "alerts/showing.hpp"

namespace alerts {

using html::Words;

std::string_view label_of(places::Kind kind) {
    switch (kind) {
    case places::Kind::home: return "Home";
    case places::Kind::work: return "Work";
    case places::Kind::family: return "Family";
    case places::Kind::other: return "Another place";
    }
    return "";
}

std::string name_of(Words const& words, db::Read&, places::Place const& place) { return place.label.empty() ? words(label_of(place.kind)) : place.label; }

std::string words_of(Words const& words, db::Read& read, Alert const& alert, Concern const& concern) {
    switch (concern.reason) {
    case Concern::Reason::none: return {};
    case Concern::Reason::everybody:
    case Concern::Reason::nothing_chosen: return words("Concerns everybody here");
    case Concern::Reason::in_doubt: return words("It may concern you");
    case Concern::Reason::place: return words("Concerns you: your place {place}", {{"place", name_of(words, read, concern.place)}});
    case Concern::Reason::issuer: return words("Concerns you: you follow {name}", {{"name", issuer_of(read, alert)}});
    case Concern::Reason::topic: {
        auto const category = category_of_topic(concern.topic);
        return words("Concerns you: your topic {topic}", {{"topic", category ? words(label_of(*category)) : concern.topic}});
    }
    }
    return {};
}

}  // namespace alerts
