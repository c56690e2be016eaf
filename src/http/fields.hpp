// What a request says, under one set of names: the query, a form (urlencoded or multipart) or a JSON body.
// JSON is flattened the way forms spell it: {"poll":{"options":["a"]}} is poll[options][] = a.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

// A part of a multipart body, streamed to a file that is removed after the answer.
struct Upload {
    std::string field;
    std::string name;  // as the sender called it: never a path
    std::string type;  // as the sender claims
    std::string path;  // where it lies now
    std::int64_t size = 0;
};

// Names repeat for lists; the order is kept. `a[]` and `a` are one name when asked for a list.
class Fields {
public:
    void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
    bool has(std::string_view name) const;
    std::string_view text(std::string_view name) const;  // the last value; "" when absent
    std::optional<std::string_view> maybe(std::string_view name) const;
    std::optional<bool> flag(std::string_view name) const;  // 1 true True on t / 0 false False off f ""; else nothing
    std::optional<std::int64_t> integer(std::string_view name) const;
    template <class AnyId>
    std::optional<AnyId> id(std::string_view name) const { return base::parse<AnyId>(text(name)); }
    std::vector<std::string> list(std::string_view name) const;  // name[] or name
    std::vector<std::pair<std::string, std::string>> const& all() const { return all_; }

private:
    std::vector<std::pair<std::string, std::string>> all_;
};

// Each refuses bad syntax, bad UTF-8, and more than 1,000 fields or 32 levels.
base::Result<base::Done> parse_query(std::string_view, Fields&);  // application/x-www-form-urlencoded
base::Result<base::Done> parse_json(std::string_view, Fields&);

std::string percent_encode(std::string_view);  // all but RFC 3986's unreserved
std::optional<std::string> percent_decode(std::string_view);

}  // namespace http
