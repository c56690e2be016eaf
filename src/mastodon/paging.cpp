// Reads and writes the addresses of pages.
#include "mastodon/paging.hpp"
#include "base/settings.hpp"
#include <algorithm>

namespace mastodon {

namespace {

std::int64_t id_in(http::Request const& request, std::string_view name) {
    return base::parse_id(request.fields.text(name)).value_or(0);
}

// Everything the app asked for but the place in the list.
void append_query(std::string& out, std::string_view query) {
    while (!query.empty()) {
        auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        auto name = pair.substr(0, pair.find('='));
        if (pair.empty() || name == "max_id" || name == "min_id" || name == "since_id" || name == "access_token") continue;
        for (char c : pair) {
            bool breaks = static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == '"' || c == 0x7f;
            if (breaks) out += http::percent_encode(std::string_view(&c, 1));
            else out += c;
        }
        out += '&';
    }
}

}  // namespace

int limit_of(http::Request const& request, int usual, int most) {
    auto asked = request.fields.integer("limit").value_or(usual);
    return asked <= 0 ? usual : static_cast<int>(std::min<std::int64_t>(asked, most));
}

posts::Page page_of(http::Request const& request, int usual, int most) {
    return {.before = id_in(request, "max_id"), .since = id_in(request, "since_id"), .after = id_in(request, "min_id"),
            .limit = limit_of(request, usual, most)};
}

void add_links(http::Response& response, http::Request const& request, Ends ends) {
    if (!ends.newest) return;
    std::string address;
    std::string_view target = request.target;
    auto question = target.find('?');
    address.reserve(base::site_url().size() + target.size() + 8);
    (((address += '<') += base::site_url()) += request.path) += '?';
    if (question != target.npos) append_query(address, target.substr(question + 1));

    std::string links;
    links.reserve(2 * address.size() + 96);
    if (ends.full) ((links += address) += "max_id=") += std::to_string(ends.oldest) + ">; rel=\"next\", ";
    ((links += address) += "min_id=") += std::to_string(ends.newest) + ">; rel=\"prev\"";
    response.with("Link", std::move(links));
}

}  // namespace mastodon
