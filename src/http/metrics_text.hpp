// Writes metrics in Prometheus' text form (decision 2).
#pragma once
#include "http/counters.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace http {

// Names, helps and labels are constants of ours: nothing here escapes them.
class MetricsText {
public:
    void counter(std::string_view name, std::string_view help, std::int64_t value) { whole(name, "counter", help, value); }
    void gauge(std::string_view name, std::string_view help, std::int64_t value) { whole(name, "gauge", help, value); }
    void kind(std::string_view name, std::string_view type, std::string_view help);
    void sample(std::string_view name, std::string_view labels, std::string_view value);
    std::string take() { return std::move(out_); }

private:
    void whole(std::string_view name, std::string_view type, std::string_view help, std::int64_t value);
    std::string out_;
};

// The sum over all loops.
std::string counters_text(std::vector<Counters const*> const&);

}  // namespace http
