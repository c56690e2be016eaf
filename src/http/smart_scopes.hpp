// Scopes of SMART on FHIR in both spellings: "patient/Observation.read" (1.0) and "patient/Observation.rs" (2.0).
#pragma once
#include <optional>
#include <string_view>

namespace http {

enum SmartRight : unsigned { smart_create = 1, smart_read = 2, smart_update = 4, smart_delete = 8, smart_search = 16 };

struct SmartScope {
    bool of_patient = true;  // what is one's own; else what the person may see at all: "user/"
    std::string_view type;   // "Observation", or "*"
    unsigned rights = 0;
};

std::optional<SmartScope> smart_scope(std::string_view);
// "user/*.read" covers "patient/Observation.rs".
bool covers(SmartScope const& granted, SmartScope const& wanted);

}  // namespace http
