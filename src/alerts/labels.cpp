// CAP's words as people say them.
#include "alerts/showing.hpp"

namespace alerts {

std::string_view label_of(Status status) {
    switch (status) {
    case Status::actual: return "Real";
    case Status::exercise: return "An exercise";
    default: return "A test";
    }
}

std::string_view label_of(Severity severity) {
    switch (severity) {
    case Severity::extreme: return "Extreme: danger to life";
    case Severity::severe: return "Severe: serious danger";
    case Severity::moderate: return "Moderate: possible danger";
    case Severity::minor: return "Minor: little danger";
    case Severity::unknown: break;
    }
    return "Not known";
}

std::string_view label_of(Urgency urgency) {
    switch (urgency) {
    case Urgency::immediate: return "Act now";
    case Urgency::expected: return "Act within the hour";
    case Urgency::future: return "Act soon";
    case Urgency::past: return "No more: it is over";
    case Urgency::unknown: break;
    }
    return "Not known";
}

std::string_view label_of(Certainty certainty) {
    switch (certainty) {
    case Certainty::observed: return "Seen to happen";
    case Certainty::likely: return "Likely to happen";
    case Certainty::possible: return "Possible, not likely";
    case Certainty::unlikely: return "Not likely to happen";
    case Certainty::unknown: break;
    }
    return "Not known";
}

std::string_view label_of(Category category) {
    switch (category) {
    case Category::health: return "Health";
    case Category::met: return "Weather";
    case Category::fire: return "A fire";
    case Category::env: return "Air, water, pollution";
    case Category::geo: return "Earthquake, landslide";
    case Category::safety: return "Public safety";
    case Category::security: return "Police and security";
    case Category::rescue: return "Rescue and recovery";
    case Category::transport: return "Traffic";
    case Category::infra: return "Power, water, telephone";
    case Category::cbrne: return "Chemical, radiation";
    case Category::other: break;
    }
    return "Something else";
}

std::string_view label_of(Response response) {
    switch (response) {
    case Response::monitor: return "Keep informed";
    case Response::shelter: return "Stay indoors";
    case Response::evacuate: return "Leave the area";
    case Response::prepare: return "Get ready";
    case Response::avoid: return "Stay away";
    case Response::execute: return "Do what the text says";
    case Response::assess: return "Judge for yourself";
    case Response::all_clear: return "All clear";
    case Response::none: break;
    }
    return "Nothing to do";
}

}  // namespace alerts
