// What the parts of the admin API share: its entities, and its lists.
#pragma once
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include "moderation/moderation.hpp"
#include <string>
#include <unordered_map>
#include <vector>

namespace mastodon {

constexpr int usual_of_admin = 100, most_of_admin = 200;

inline moderation::Page admin_page(Request const& request) {
    auto page = page_of(request, usual_of_admin, most_of_admin);
    return {page.before, page.since, page.after, page.limit};
}

// A list of entities that know their own id, as an answer with its links.
template <class Entry, class Write>
Response admin_list(Request const& request, std::vector<Entry> const& entries, Write write_one) {
    base::Json out;
    out.array();
    for (auto const& each : entries) write_one(out, each);
    out.end();
    auto response = http::json(out.take());
    add_links(response, request, ends_of(entries, admin_page(request).limit, [](Entry const& each) { return each.id.value; }));
    return response;
}

template <class Entry, class Write>
Response admin_one(Entry const& entry, Write write_one) {
    base::Json out;
    write_one(out, entry);
    return http::json(out.take());
}

// Admin::Account by id, as JSON.
std::unordered_map<AccountId, std::string> admin_accounts(Context&, db::Read&, AccountId viewer, std::vector<accounts::Account> const&);
void write(base::Json&, moderation::Rule const&);
// The member's own view of a report; `target` is an Account in JSON.
std::string report_json(moderation::Report const&, std::string_view target);
std::string warning_json(db::Read&, moderation::Decision const&, std::string_view target);

}  // namespace mastodon
