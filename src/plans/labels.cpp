// What kinds and states are called, and the icons beside them.
#include "plans/inside.hpp"

namespace plans {

std::string_view label_of(Kind kind) {
    switch (kind) {
    case Kind::goal: return "Goal";
    case Kind::task: return "Task";
    case Kind::reading: return "To read";
    case Kind::check_in: return "Check-in";
    case Kind::measure: return "Measurement";
    case Kind::medicine: return "Medicine";
    }
    return "";
}

std::string_view icon_of(Kind kind) {
    switch (kind) {
    case Kind::goal: return "star";
    case Kind::task: return "check";
    case Kind::reading: return "bookmark";
    case Kind::check_in: return "circle-help";
    case Kind::measure: return "chart-bar-big";
    case Kind::medicine: return "clock";
    }
    return "";
}

std::string_view label_of(PlanStatus status) {
    switch (status) {
    case PlanStatus::active: return "Goes on";
    case PlanStatus::on_hold: return "On hold";
    case PlanStatus::completed: return "Completed";
    case PlanStatus::revoked: return "Ended early";
    }
    return "";
}

}  // namespace plans
