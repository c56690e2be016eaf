// Finds the route of an address: a tree of segments, tried literal first, with a way back when a literal leads nowhere.
#include "http/router.hpp"
#include <algorithm>
#include <deque>
#include <map>
#include <stdexcept>

namespace http {

namespace {

struct Segment {
    std::string before;  // "@" in "/@:name"
    std::string name;    // of the parameter
    std::string after = {};  // ".cap" in "/alerts/:id.cap"
};

struct Node;
struct Branch {
    Segment segment;
    std::unique_ptr<Node> node;
};

struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::vector<Branch> parameters;  // those with most fixed characters first
    std::string rest_name;
    std::unique_ptr<Node> rest;
    std::map<std::string, Route*, std::less<>> methods;
};

Node& parameter_branch(Node& node, Segment segment) {
    for (auto& branch : node.parameters) {
        if (branch.segment.before != segment.before || branch.segment.after != segment.after) continue;
        // Two names for one place would make the order of adding matter.
        if (branch.segment.name != segment.name) throw std::logic_error("route parameter has two names: " + branch.segment.name + ", " + segment.name);
        return *branch.node;
    }
    auto fixed = [](Segment const& each) { return each.before.size() + each.after.size(); };
    auto place = std::ranges::find_if(node.parameters, [&](Branch const& each) { return fixed(each.segment) < fixed(segment); });
    return *node.parameters.insert(place, Branch{std::move(segment), std::make_unique<Node>()})->node;
}

std::string_view next_segment(std::string_view& path) {
    path.remove_prefix(1);  // the slash
    auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

Node& place_of(Node& root, std::string_view pattern) {
    Node* node = &root;
    while (!pattern.empty()) {
        auto segment = next_segment(pattern);
        if (segment.starts_with('*')) {
            if (!pattern.empty()) throw std::logic_error("the rest must come last in a pattern");
            if (!node->rest) node->rest = std::make_unique<Node>();
            node->rest_name = segment.substr(1);
            return *node->rest;
        }
        auto colon = segment.find(':');
        if (colon != segment.npos) {
            auto dot = std::min(segment.find('.', colon), segment.size());
            node = &parameter_branch(*node, {std::string(segment.substr(0, colon)), std::string(segment.substr(colon + 1, dot - colon - 1)), std::string(segment.substr(dot))});
        } else {
            auto& child = node->literals[std::string(segment)];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    return *node;
}

struct Search {
    std::string_view method;
    Router::Match& match;
    std::vector<std::pair<std::string_view, std::string_view>> taken{};

    bool ends_at(Node const& node) {
        auto found = node.methods.find(method);
        if (found != node.methods.end()) {
            match.route = found->second;
            for (auto [name, value] : taken) match.parameters.add(std::string(name), std::string(value));
            return true;
        }
        for (auto const& [name, route] : node.methods) match.methods.push_back(name);
        return false;
    }

    bool below(Node const& node, std::string_view path) {
        if (path.empty()) return ends_at(node);
        auto rest = path;
        auto segment = next_segment(rest);
        if (auto literal = node.literals.find(segment); literal != node.literals.end() && below(*literal->second, rest)) return true;
        for (auto const& [parameter, next] : node.parameters) {
            auto const fixed = parameter.before.size() + parameter.after.size();
            if (segment.size() <= fixed || !segment.starts_with(parameter.before) || !segment.ends_with(parameter.after)) continue;
            taken.emplace_back(parameter.name, segment.substr(parameter.before.size(), segment.size() - fixed));
            if (below(*next, rest)) return true;
            taken.pop_back();
        }
        if (!node.rest) return false;
        taken.emplace_back(node.rest_name, path.substr(1));
        if (ends_at(*node.rest)) return true;
        taken.pop_back();
        return false;
    }
};

std::string_view without_last_slash(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    return path;
}

}  // namespace

struct Router::Inside {
    std::deque<Route> routes;  // addresses stay: sections hand out references
    Node root;
    std::map<std::string, Refuse, std::greater<>> dialects;  // by prefix
};

Router::Router() : inside_(std::make_unique<Inside>()) { unknown("", refuse_as_json); }
Router::~Router() = default;

Route& Router::Section::add(std::string_view method, std::string_view pattern, Access access) {
    if (!pattern.starts_with('/')) throw std::logic_error("a pattern starts with a slash: " + std::string(pattern));
    auto& route = router_.inside_->routes.emplace_back(Route{.method = std::string(method), .pattern = std::string(pattern), .access = access, .refuse = refuse_});
    auto& place = place_of(router_.inside_->root, without_last_slash(pattern)).methods[route.method];
    if (place) throw std::logic_error("two routes for " + route.method + " " + route.pattern);
    place = &route;
    return route;
}

Route& Router::Section::get(std::string_view pattern, Access access, Reader reader) {
    auto& route = add("GET", pattern, access);
    route.reader = std::move(reader);
    return route;
}

Route& Router::Section::plain(std::string_view pattern, Access access, Plain plain) {
    auto& route = add("GET", pattern, access);
    route.plain = std::move(plain);
    return route;
}

namespace {
Route& writes(Route& route, Writer&& writer) {
    route.writer = std::move(writer);
    return route;
}
}  // namespace

Route& Router::Section::post(std::string_view pattern, Access access, Writer writer) { return writes(add("POST", pattern, access), std::move(writer)); }
Route& Router::Section::put(std::string_view pattern, Access access, Writer writer) { return writes(add("PUT", pattern, access), std::move(writer)); }
Route& Router::Section::patch(std::string_view pattern, Access access, Writer writer) { return writes(add("PATCH", pattern, access), std::move(writer)); }
Route& Router::Section::remove(std::string_view pattern, Access access, Writer writer) { return writes(add("DELETE", pattern, access), std::move(writer)); }

void Router::also(std::string_view pattern, std::function<bool(Request const&)> wanted, Reader other) {
    auto& place = place_of(inside_->root, without_last_slash(pattern)).methods["GET"];
    if (!place || !place->reader) throw std::logic_error("no page to be read at " + std::string(pattern));
    place->reader = [page = std::move(place->reader), wanted, other = std::move(other)](Request const& request, db::Read& read) -> Answer {
        if (wanted(request)) return other(request, read);
        auto answer = page(request, read);
        if (answer) answer->with("Vary", "Accept");
        return answer;
    };
    if (auto quick = std::move(place->quick))
        place->quick = [quick, wanted](Request const& request) { return wanted(request) ? std::nullopt : quick(request); };
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    Search search{method == "HEAD" ? "GET" : method, match};
    if (search.below(inside_->root, without_last_slash(path))) {
        match.methods.clear();
    } else if (!match.methods.empty()) {
        if (std::ranges::find(match.methods, "GET") != match.methods.end()) match.methods.emplace_back("HEAD");
        match.methods.emplace_back("OPTIONS");
        std::ranges::sort(match.methods);
        auto repeated = std::ranges::unique(match.methods);
        match.methods.erase(repeated.begin(), repeated.end());
    }
    return match;
}

std::vector<Route const*> Router::all() const {
    std::vector<Route const*> routes;
    for (auto const& route : inside_->routes) routes.push_back(&route);
    return routes;
}

void Router::unknown(std::string_view prefix, Refuse refuse) { inside_->dialects[std::string(prefix)] = std::move(refuse); }

Refuse const& Router::refusal_for(std::string_view path) const {
    Refuse const* longest = nullptr;
    std::size_t length = 0;
    for (auto const& [prefix, refuse] : inside_->dialects)
        if (path.starts_with(prefix) && (!longest || prefix.size() > length)) {
            longest = &refuse;
            length = prefix.size();
        }
    return *longest;  // "" is always there
}

}  // namespace http
