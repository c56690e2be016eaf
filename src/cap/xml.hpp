// XML from outside: bounded and checked before a parser sees it, and read by names in namespaces.
#pragma once
#include "base/result.hpp"
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cap {

// Refused with what is wrong and in which line: more than `largest` bytes, another encoding than UTF-8, a document type
// (so that there are no entities but XML's own), nesting deeper than 32, more than 20,000 elements, anything malformed.
class Xml {
public:
    static constexpr std::size_t largest = 1 << 20;
    static base::Result<Xml> read(std::string_view text);
    pugi::xml_node root() const;

private:
    std::unique_ptr<pugi::xml_document> document_;  // its nodes stay where they are when this moves
};

std::string_view local_name(pugi::xml_node);
std::string_view namespace_of(pugi::xml_node);  // "" for none
std::string text_of(pugi::xml_node);            // all its text, comments left out
std::string attribute(pugi::xml_node, char const* name);
// Its elements of this name and namespace, in their order.
std::vector<pugi::xml_node> children(pugi::xml_node, std::string_view space, std::string_view name);
pugi::xml_node child(pugi::xml_node, std::string_view space, std::string_view name);  // the first one

// Text for between tags and for quoted attributes. What XML 1.0 cannot say is left out.
std::string escaped(std::string_view);

}  // namespace cap
