// Writes JSON from structs, in one pass, into one string. (Reading JSON is http's business: see http/fields.hpp.)
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// Usage: json.object().key("id").value("1").key("tags").array().end().end(). Commas and escapes are its own.
// Invalid UTF-8 is written as U+FFFD.
class Json {
public:
    Json& object();
    Json& array();
    Json& end();  // closes the innermost object or array
    Json& key(std::string_view);
    Json& value(std::string_view);
    Json& value(char const* text) { return value(std::string_view(text)); }
    Json& value(std::int64_t);
    Json& value(int number) { return value(static_cast<std::int64_t>(number)); }
    Json& value(double);
    Json& value(bool);
    Json& null();
    Json& raw(std::string_view json);  // already JSON: one whole value
    template <class T>
    Json& value(std::optional<T> const& maybe) { return maybe ? value(*maybe) : null(); }
    // key and value in one: the common case
    template <class T>
    Json& pair(std::string_view name, T const& content) { return key(name).value(content); }

    std::string const& text() const { return out_; }
    std::string take() { return std::move(out_); }

private:
    void before_value();
    std::string out_;
    std::string open_;      // stack of '{' and '['
    bool first_ = true;     // nothing yet in the innermost
    bool after_key_ = false;
};

// A quoted JSON string.
std::string json_quote(std::string_view);

}  // namespace base
