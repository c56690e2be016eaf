// What operators' monitors see of telling people.
#include "alerts/alerts.hpp"
#include "alerts/queries.hpp"

namespace alerts {

namespace {

std::string metric(std::string_view name, std::string_view type, std::string_view help, std::string_view labels, std::int64_t value) {
    auto const whole = std::string(name);
    auto head = help.empty() ? std::string() : "# HELP " + whole + " " + std::string(help) + "\n# TYPE " + whole + " " + std::string(type) + "\n";
    return head + whole + std::string(labels) + " " + std::to_string(value) + "\n";
}

}  // namespace

std::string metrics(db::Database& database) {
    struct Seen { std::int64_t holding = 0, tellings = 0, again = 0; std::vector<std::pair<std::string, std::int64_t>> counts; };
    auto const seen = database.read([](db::Read& read) {
        return Seen{static_cast<std::int64_t>(in_force(read, read.now).size()), read.number(sql::count_tellings, {}), read.number(sql::count_again, {}),
                    read.rows(sql::counts_of_all, {}, [](db::Row const& row) { return std::pair(row.text(0), row.integer(1)); })};
    });
    auto text = metric("salve_alerts_in_force", "gauge", "Alerts that hold now.", "", seen.holding) +
                metric("salve_alert_tellings_open", "gauge", "Alerts that people are being told of, one for push and one for mail.", "", seen.tellings) +
                metric("salve_alert_pushes_delayed", "gauge", "Messages that a push service wants later.", "", seen.again);
    bool first = true;
    for (auto const& [channel, times] : seen.counts) {
        text += metric("salve_alert_reach_total", "counter", first ? "How many all alerts reached, by channel." : "", "{channel=\"" + channel + "\"}", times);
        first = false;
    }
    return text;
}

}  // namespace alerts
