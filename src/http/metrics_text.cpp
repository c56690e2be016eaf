// What the loops counted, added up when somebody asks.
#include "http/metrics_text.hpp"

namespace http {

namespace {

struct Sums {
    std::vector<Counters const*> const& loops;
    template <class Which>
    std::int64_t operator()(Which which) const {
        std::int64_t total = 0;
        for (auto const* counters : loops) total += which(*counters).load(std::memory_order_relaxed);
        return total;
    }
    std::int64_t operator()(Counters::Number Counters::* which) const {
        return (*this)([which](Counters const& counters) -> auto& { return counters.*which; });
    }
};

void write_requests(MetricsText& out, Sums const& sum) {
    out.kind("salve_http_requests_total", "counter", "Requests answered, by class of status.");
    for (std::size_t digit = 1; digit < 6; ++digit)
        out.sample("salve_http_requests_total", "{class=\"" + std::to_string(digit) + "xx\"}",
                   std::to_string(sum([digit](Counters const& counters) -> auto& { return counters.by_class[digit]; })));
}

void write_latency(MetricsText& out, Sums const& sum) {
    out.kind("salve_http_request_seconds", "histogram", "Time from a request's head to the end of its answer.");
    std::int64_t below = 0;
    for (std::size_t i = 0; i <= Counters::bounds.size(); ++i) {
        below += sum([i](Counters const& counters) -> auto& { return counters.latency[i]; });
        auto bound = i < Counters::bounds.size() ? std::to_string(Counters::bounds[i]) : "+Inf";
        out.sample("salve_http_request_seconds_bucket", "{le=\"" + bound + "\"}", std::to_string(below));
    }
    out.sample("salve_http_request_seconds_sum", "", std::to_string(static_cast<double>(sum(&Counters::microseconds)) / 1e6));
    out.sample("salve_http_request_seconds_count", "", std::to_string(below));
}

}  // namespace

void MetricsText::kind(std::string_view name, std::string_view type, std::string_view help) {
    ((((out_ += "# HELP ") += name) += ' ') += help) += "\n# TYPE ";
    (((out_ += name) += ' ') += type) += '\n';
}

void MetricsText::sample(std::string_view name, std::string_view labels, std::string_view value) {
    ((((out_ += name) += labels) += ' ') += value) += '\n';
}

void MetricsText::whole(std::string_view name, std::string_view type, std::string_view help, std::int64_t value) {
    kind(name, type, help);
    sample(name, "", std::to_string(value));
}

std::string counters_text(std::vector<Counters const*> const& loops) {
    Sums sum{loops};
    MetricsText out;
    write_requests(out, sum);
    write_latency(out, sum);
    out.counter("salve_http_sent_bytes_total", "Bytes of answers, heads included.", sum(&Counters::bytes));
    out.counter("salve_http_unreadable_total", "Requests refused because they could not be read.", sum(&Counters::refused_heads));
    out.counter("salve_http_accepted_total", "Connections accepted.", sum(&Counters::accepted));
    out.gauge("salve_http_connections", "Open connections that are not streams.", sum(&Counters::connections));
    out.gauge("salve_http_streams", "Open SSE and WebSocket streams.", sum(&Counters::streams));
    out.counter("salve_http_streams_dropped_total", "Streams dropped because they were not read fast enough.", sum(&Counters::dropped_streams));
    return out.take();
}

}  // namespace http
