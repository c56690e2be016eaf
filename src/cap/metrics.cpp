// What operators' monitors see of the sources.
#include "cap/cap.hpp"

namespace cap {

std::string metrics(db::Database& database) {
    auto const all = database.read([](db::Read& read) { return sources(read); });
    std::int64_t silent = 0, taken = 0, refused = 0, paused = 0;
    for (auto const& each : all) {
        silent += each.silent_since > 0;
        paused += each.paused;
        taken += each.taken;
        refused += each.refused;
    }
    auto line = [](std::string name, std::string_view type, std::string_view help, std::int64_t value) {
        return "# HELP " + name + " " + std::string(help) + "\n# TYPE " + name + " " + std::string(type) + "\n" + name + " " + std::to_string(value) + "\n";
    };
    return line("salve_alert_sources", "gauge", "Feeds of other agencies.", static_cast<std::int64_t>(all.size())) + line("salve_alert_sources_paused", "gauge", "Of these, paused.", paused) +
           line("salve_alert_sources_silent", "gauge", "Of these, without a good answer or a new alert for too long.", silent) +
           line("salve_alerts_imported_total", "counter", "Alerts taken in from the sources that there are.", taken) + line("salve_alerts_refused_total", "counter", "Documents of them that were refused.", refused);
}

}  // namespace cap
