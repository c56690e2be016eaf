// One resource as it is given out, with the values that a search compares. Everything else in this folder makes these.
#pragma once
#include "base/id.hpp"
#include "base/json.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fhir {

struct Coding { std::string system, code, display = {}; };

// What a search parameter of a resource may be compared with. A resource may have several values for one parameter.
struct Token { std::string_view parameter; std::string system, code; };
struct Text { std::string_view parameter; std::string text; };
struct Moment { std::string_view parameter; base::Time from = 0, to = 0; };  // `to` is the first moment after it
struct Link { std::string_view parameter; std::string type, id; };

struct Resource {
    std::string_view type;
    std::string id;
    base::Time updated = 0;
    std::string body;          // begins as Writer writes it
    std::int64_t key = 0;      // its place in the order of a search
    std::vector<Token> tokens;
    std::vector<Text> texts;
    std::vector<Moment> moments;
    std::vector<Link> links;

    std::string version() const;             // of what it says: another text has another one
    std::string tag() const { return "W/\"" + version() + "\""; }
    std::string with_version() const;        // the body with meta.versionId
    std::string reference() const { return std::string(type) + "/" + id; }
};

// Writes the elements that many resources have. Nothing is written for what is empty: FHIR knows no empty values.
class Writer {
public:
    Writer(Resource& resource, std::vector<Coding> const& labels = {});  // opens the object: resourceType, id, meta
    struct Bare {};
    Writer(Resource& resource, Bare);  // without id and meta: it is not kept anywhere
    base::Json json;

    Writer& text(std::string_view name, std::string_view value);  // left out when it is empty
    Writer& moment(std::string_view name, base::Time);            // left out when it is 0
    Writer& link(std::string_view name, std::string_view type, std::string_view id, std::string_view display = {});
    // The same, and the resource is found by it.
    Writer& found_by(std::string_view parameter, std::string_view name, std::string_view type, std::string_view id, std::string_view display = {});
    Writer& coded(std::string_view name, std::vector<Coding> const&, std::string_view words = {});  // a CodeableConcept
    void concept_of(std::vector<Coding> const&, std::string_view words = {});                       // as a value in a list
    void identifier(std::string_view system, std::string_view value);
    void finish();  // closes, and puts the text into the resource

private:
    void reference(std::string_view type, std::string_view id, std::string_view display);
    Resource& resource_;
};

std::string extension_url(std::string_view name);  // one of ours

}  // namespace fhir
