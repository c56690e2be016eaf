// What a search asks for, taken apart once, and how a resource is compared with it (FHIR R4, "Search").
#pragma once
#include "base/result.hpp"
#include "db/database.hpp"
#include "fhir/resource.hpp"
#include "http/router.hpp"
#include <span>

namespace fhir {

enum class Of { token, text, moment, link, special };
std::string_view text_of(Of);  // as a CapabilityStatement calls it

struct Parameter { std::string_view name; Of of; std::string_view about; };

struct Include { std::string parameter, type; };  // of Slot:schedule:Schedule the second and third; the third may be empty

// One parameter as it was sent: any of its values will do; a parameter sent twice must hold twice.
struct Wish {
    Parameter parameter;
    std::string modifier;
    std::vector<std::string> values;
};

class Search {
public:
    // Refuses what cannot be understood: a parameter nobody knows only with Prefer: handling=strict.
    static base::Result<Search> of(http::Request const&, std::string_view type, std::span<Parameter const>);

    bool fits(Resource const&) const;
    std::string first(std::string_view parameter) const;                  // the one value of a wish without a modifier; "" for none or several
    std::optional<std::int64_t> first_id(std::string_view parameter) const;  // of a reference or _id: "Location/12", "12", or an address here
    Moment within(std::string_view parameter) const;                      // the moments that all wishes about it allow
    std::string self(http::Request const&, std::int64_t after) const;     // the address of this page, with what was understood

    std::string_view type;
    std::vector<Wish> wishes;
    std::vector<Include> includes;
    int count = 20;
    std::int64_t after = 0;

private:
    base::Result<base::Done> take(std::string_view name, std::string_view value, std::span<Parameter const>, bool strict);
    std::vector<std::pair<std::string, std::string>> understood_;
};

inline constexpr int most_on_a_page = 100;

}  // namespace fhir
