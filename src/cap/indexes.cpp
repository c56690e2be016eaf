// Reads the indexes: which document each entry is about, by the type of its links, then by their names.
#include "cap/indexes.hpp"
#include "base/text.hpp"
#include "cap/xml.hpp"
#include <algorithm>
#include <unordered_set>

namespace cap {

using base::refuse, base::Result, base::Why;

namespace {

constexpr std::string_view atom = "http://www.w3.org/2005/Atom";
constexpr std::size_t longest_address = 2000;

struct Link { std::string address, type, relation; };

// CAP's own type is the surest sign; a page for people is the least.
int fitness(Link const& link) {
    auto type = base::fold(link.type.substr(0, link.type.find(';')));
    auto path = base::fold(link.address.substr(0, link.address.find_first_of("?#")));
    if (type == "application/cap+xml" || type == "application/common-alerting-protocol+xml") return 4;
    if (path.ends_with(".cap")) return 3;
    if (type == "application/xml" || type == "text/xml" || path.ends_with(".xml")) return 2;
    if (type == "text/html" || !(link.relation.empty() || link.relation == "alternate" || link.relation == "enclosure")) return 0;
    return 1;
}

std::string best_of(std::vector<Link> const& links) {
    auto best = std::ranges::max_element(links, {}, fitness);
    return best == links.end() || fitness(*best) == 0 ? std::string() : best->address;
}

void add_links(std::vector<Link>& links, pugi::xml_node node, std::string_view base) {
    for (auto each : children(node, atom, "link")) links.push_back({resolved(base, attribute(each, "href")), attribute(each, "type"), attribute(each, "rel")});
    std::erase_if(links, [](Link const& link) { return link.address.empty(); });
}

std::string linked(pugi::xml_node node, std::string_view relation, std::string_view base) {
    for (auto each : children(node, atom, "link"))
        if (attribute(each, "rel") == relation) return resolved(base, attribute(each, "href"));
    return {};
}

Entry atom_entry(pugi::xml_node entry, std::string_view base) {
    std::vector<Link> links;
    add_links(links, entry, base);
    auto id = base::trim(text_of(child(entry, atom, "id")));
    // Weather services name the entry by the address of its document.
    if (links.empty()) return {resolved(base, id), base::trim(text_of(child(entry, atom, "updated")))};
    return {best_of(links), base::trim(text_of(child(entry, atom, "updated")))};
}

Entry rss_item(pugi::xml_node item, std::string_view base) {
    std::vector<Link> links;
    add_links(links, item, base);
    auto space = namespace_of(item);
    for (auto each : children(item, space, "enclosure")) links.push_back({resolved(base, attribute(each, "url")), attribute(each, "type"), "enclosure"});
    links.push_back({resolved(base, base::trim(text_of(child(item, space, "link")))), "", ""});
    std::erase_if(links, [](Link const& link) { return link.address.empty(); });
    return {best_of(links), base::trim(text_of(child(item, space, "pubDate"))) + base::trim(text_of(child(item, space, "guid")))};
}

void keep(Index& index, Entry entry, std::unordered_set<std::string>& known) {
    if (!entry.address.empty() && index.entries.size() < most_entries && known.insert(entry.address).second) index.entries.push_back(std::move(entry));
}

}  // namespace

std::string resolved(std::string_view base, std::string_view link) {
    std::string made(base::trim(link));
    auto host = base.find("//");
    auto path = host == base.npos ? base.npos : base.find('/', host + 2);
    auto origin = base.substr(0, path);
    if (made.starts_with("//")) made = std::string(base.substr(0, base.find(':') + 1)) + made;
    else if (made.starts_with('/')) made = std::string(origin) + made;
    else if (!made.empty() && !made.contains("://")) made = std::string(path == base.npos ? std::string(base) + "/" : std::string(base.substr(0, base.substr(0, base.find_first_of("?#")).rfind('/') + 1))) + made;
    bool const web = made.starts_with("https://") || made.starts_with("http://");
    bool const plain = std::ranges::all_of(made, [](char c) { return c > ' ' && c != 0x7f && c != '"' && c != '<' && c != '>'; });
    return web && plain && made.size() <= longest_address ? made : std::string();
}

Result<Index> read_index(std::string_view text, std::string_view address) {
    auto document = TRY(Xml::read(text));
    auto root = document.root();
    Index index;
    std::unordered_set<std::string> known;
    if (local_name(root) == "alert" && namespace_of(root).starts_with("urn:oasis:names:tc:emergency:cap:")) {
        index.is_alert = true;
    } else if (local_name(root) == "feed" && namespace_of(root) == atom) {
        for (auto entry : children(root, atom, "entry")) keep(index, atom_entry(entry, address), known);
        index.hub = linked(root, "hub", address);
        index.self = linked(root, "self", address);
    } else if (auto channel = child(root, namespace_of(root), "channel"); local_name(root) == "rss" && channel) {
        for (auto item : children(channel, namespace_of(channel), "item")) keep(index, rss_item(item, address), known);
        index.hub = linked(channel, "hub", address);
        index.self = linked(channel, "self", address);
    } else {
        return refuse(Why::invalid, "This is neither an alert nor an index of alerts.");
    }
    return index;
}

}  // namespace cap
