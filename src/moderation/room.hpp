// What the pages of this room share: their frame, and the rows that more than one of them shows.
#pragma once
#include "html/html.hpp"
#include "moderation/inside.hpp"
#include "moderation/pages.hpp"
#include <string>
#include <string_view>
#include <unordered_map>

namespace moderation {

using html::Words;
using http::Answer, http::Open, http::Request, http::Response;

constexpr int page_size = 40;

struct Room { std::string_view tab; html::Safe content; std::string older; base::Refusal const* refusal = nullptr; };
Response room_page(Request const&, db::Read&, Room const&);

struct Tab { std::string address, words; bool current = false; std::int64_t count = 0; };
html::Safe tabs_of(Words const&, std::vector<Tab> const&);

struct Input { std::string_view name, label, value = {}, hint = {}; };
html::Safe input(Words const&, Input const&, base::Refusal const*);
struct Choice { std::string_view value; std::string label; };
html::Safe choice(Words const&, std::string_view name, std::string_view label, std::vector<Choice> const&, std::string_view chosen, base::Refusal const*);
html::Safe options(Words const&, std::vector<Choice> const&, std::string_view chosen);

// People by id, for rows that name them.
std::unordered_map<AccountId, accounts::Account> people(db::Read&, std::vector<AccountId>);
std::string name_of(std::unordered_map<AccountId, accounts::Account> const&, AccountId);

html::Safe lines(Words const&, std::vector<Rule> const&);
html::Safe quotes(Words const&, std::vector<QuotedPost> const&);
html::Safe decision_rows(Words const&, db::Read&, std::vector<Decision> const&);
html::Safe report_rows(Words const&, db::Read&, std::vector<Report> const&);
std::string label_of(Words const&, Act);
std::string label_of(Words const&, Category);
// The states of an account, each as a small label.
html::Safe marks(Words const&, accounts::Account const&);
// The form to decide: about an account, or about a report, with what was typed when it was refused.
html::Safe verdict_form(Request const&, Words const&, db::Read&, accounts::Account const&, Report const*, base::Refusal const*);

template <class AnyId>
Result<AnyId> id_in(Request const& request, std::string_view name = "id") {
    auto id = request.parameters.id<AnyId>(name);
    if (!id) return refuse(Why::not_found, "There is nothing at this address.");
    return *id;
}

template <class AnyId>
std::vector<AnyId> ids_in(Request const& request, std::string_view name) {
    std::vector<AnyId> ids;
    for (auto const& text : request.fields.list(name))
        if (auto id = base::parse<AnyId>(text); id && ids.size() < 200) ids.push_back(*id);
    return ids;
}

inline Page page_in(Request const& request) { return {.before = request.fields.integer("before").value_or(0), .limit = page_size}; }

// The address of what comes after a full page.
template <class Entry, class IdOf>
std::string older_than(std::vector<Entry> const& entries, std::string const& address, IdOf id_of) {
    if (std::ssize(entries) < page_size) return {};
    return address + (address.contains('?') ? "&" : "?") + "before=" + std::to_string(id_of(entries.back()));
}

}  // namespace moderation
