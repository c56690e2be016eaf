// What was pasted and lives on another server, looked for aside, before the answer is made.
#include "base/text.hpp"
#include "search/search.hpp"
#include <any>

namespace search {
namespace {

Resolver& resolver() {
    static Resolver set;  // while the site starts
    return set;
}

// An address, or a name with its server.
bool names_something_elsewhere(std::string_view text) {
    if (text.size() < 4 || text.size() > 2000 || text.find_first_of(" \n\t") != text.npos) return false;
    if (text.starts_with("https://") || text.starts_with("http://")) return true;
    if (text.starts_with('@')) text.remove_prefix(1);
    auto at = text.find('@');
    return at != text.npos && at > 0 && text.find('@', at + 1) == text.npos && (text.find('.', at) != text.npos || text.find(':', at) != text.npos);
}

}  // namespace

void resolve_with(Resolver find) { resolver() = std::move(find); }

http::Aside resolving(Asks asks) {
    return [asks](http::Request& request) -> base::Result<base::Done> {
        auto text = base::trim(request.fields.text("q"));
        bool asked = asks == Asks::always || request.fields.flag("resolve").value_or(false);
        // Only for who is signed in: strangers shall not send this server to others.
        if (asked && request.account() && resolver() && names_something_elsewhere(text)) request.prepared.emplace_back(resolver()(text));
        return base::Done{};
    };
}

Resolved resolved(http::Request const& request) {
    for (auto const& each : request.prepared)
        if (auto const* found = std::any_cast<Resolved>(&each)) return *found;
    return {};
}

}  // namespace search
