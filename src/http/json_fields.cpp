// Flattens a JSON body into fields, so that a rule reads one set of names whatever the app sent.
// Lists of plain values become name[]; lists of objects are numbered, as forms number them: name[0][key].
#include "http/limits.hpp"
#include <array>
#include <boost/json.hpp>
#include <charconv>

namespace http {

namespace {

std::string number_text(boost::json::value const& value) {
    if (auto whole = value.if_int64()) return std::to_string(*whole);
    if (auto whole = value.if_uint64()) return std::to_string(*whole);
    std::array<char, 32> digits;
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.get_double()).ptr;
    return std::string(digits.data(), end);
}

base::Result<base::Done> flatten(std::string const& name, boost::json::value const& value, Fields& fields);

base::Result<base::Done> flatten_object(std::string const& name, boost::json::object const& object, Fields& fields) {
    for (auto const& [key, inner] : object) {
        // A bracket in a key could pass for structure that was never there.
        if (key.find_first_of("[]") != key.npos && !name.empty())
            return base::refuse_field(name, "ERR_INVALID", "This is not a name that a field can have.");
        TRY(flatten(name.empty() ? std::string(key) : name + "[" + std::string(key) + "]", inner, fields));
    }
    return base::Done{};
}

base::Result<base::Done> flatten(std::string const& name, boost::json::value const& value, Fields& fields) {
    using boost::json::kind;
    std::string text;
    switch (value.kind()) {
    case kind::null: return base::Done{};
    case kind::object: return flatten_object(name, value.get_object(), fields);
    case kind::array: {
        std::size_t index = 0;
        for (auto const& inner : value.get_array()) {
            auto number = inner.is_structured() ? std::to_string(index) : std::string{};
            TRY(flatten(name + "[" + number + "]", inner, fields));
            ++index;
        }
        return base::Done{};
    }
    case kind::bool_: text = value.get_bool() ? "true" : "false"; break;
    case kind::string: text = std::string(value.get_string()); break;
    default: text = number_text(value);
    }
    TRY(check_field(name, text, fields));
    fields.add(name, std::move(text));
    return base::Done{};
}

}  // namespace

base::Result<base::Done> parse_json(std::string_view text, Fields& fields) {
    if (text.find_first_not_of(" \t\r\n") == text.npos) return base::Done{};  // apps send the type without a body
    boost::json::monotonic_resource memory;
    boost::json::parse_options options;
    options.max_depth = deepest_json;
    boost::system::error_code error;
    auto parsed = boost::json::parse(text, error, &memory, options);
    if (error == boost::json::error::too_deep) return base::refuse(base::Why::invalid, "The JSON is nested too deeply.");
    if (error) return base::refuse(base::Why::invalid, "The body is not valid JSON.");
    if (!parsed.is_object()) return base::refuse(base::Why::invalid, "The JSON must be an object.");
    return flatten_object({}, parsed.get_object(), fields);
}

}  // namespace http
