// Boost.JSON behind a face without it.
#include "http/document.hpp"
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

namespace http {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 32;
constexpr double largest = 9'007'199'254'740'992.0;  // past it a JSON number is not exact

json::value const* value_at(void const* at) { return static_cast<json::value const*>(at); }

}  // namespace

base::Result<Document> Document::read(std::string_view text) {
    json::parse_options options;
    options.max_depth = deepest;
    boost::system::error_code error;
    auto tree = std::make_shared<json::value const>(json::parse(json::string_view(text.data(), text.size()), error, {}, options));
    if (error) return base::refuse(base::Why::invalid, "This is not JSON, or nested too deeply.");
    return Document(tree, tree.get());
}

bool Document::is_object() const { return at_ && value_at(at_)->is_object(); }
bool Document::is_list() const { return at_ && value_at(at_)->is_array(); }
bool Document::is_text() const { return at_ && value_at(at_)->is_string(); }

Document Document::operator[](std::string_view key) const {
    if (!is_object()) return {};
    auto const* found = value_at(at_)->get_object().if_contains(json::string_view(key.data(), key.size()));
    return found && !found->is_null() ? Document(tree_, found) : Document();
}

std::string_view Document::text() const {
    if (!is_text()) return {};
    auto const& held = value_at(at_)->get_string();
    return {held.data(), held.size()};
}

std::optional<std::int64_t> Document::integer() const {
    if (!at_) return std::nullopt;
    auto const& value = *value_at(at_);
    if (value.is_int64()) return value.get_int64();
    if (value.is_double() && std::abs(value.get_double()) < largest) return static_cast<std::int64_t>(value.get_double());
    if (!value.is_string()) return std::nullopt;
    auto digits = text();
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
}

std::optional<double> Document::number() const {
    if (!at_) return std::nullopt;
    auto const& value = *value_at(at_);
    if (value.is_double()) return std::isfinite(value.get_double()) ? std::optional(value.get_double()) : std::nullopt;
    if (value.is_int64()) return static_cast<double>(value.get_int64());
    return std::nullopt;
}

bool Document::flag() const { return at_ && value_at(at_)->is_bool() && value_at(at_)->get_bool(); }

std::vector<Document> Document::list(std::size_t most) const {
    if (!at_ || value_at(at_)->is_null()) return {};
    if (!is_list()) return {*this};
    std::vector<Document> all;
    for (auto const& each : value_at(at_)->get_array()) {
        if (all.size() == most) break;
        if (!each.is_null()) all.push_back(Document(tree_, &each));
    }
    return all;
}

std::vector<std::pair<std::string_view, Document>> Document::members(std::size_t most) const {
    std::vector<std::pair<std::string_view, Document>> all;
    if (!is_object()) return all;
    for (auto const& each : value_at(at_)->get_object()) {
        if (all.size() == most) break;
        all.emplace_back(std::string_view(each.key().data(), each.key().size()), Document(tree_, &each.value()));
    }
    return all;
}

std::string Document::written() const { return at_ ? json::serialize(*value_at(at_)) : "null"; }

}  // namespace http
