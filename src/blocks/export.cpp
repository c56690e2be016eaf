// Whom one blocked and muted, for the export of all one's data. Who blocked oneself is the others' own.
#include "base/json.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"

namespace blocks {
namespace {

constexpr int step = 500;

template <class List>
void write_people(base::Json& json, db::Read& read, AccountId account, std::string_view name, List list) {
    json.key(name).array();
    Page page{.limit = step};
    std::vector<Entry> entries;
    do {
        entries = list(read, account, page);
        for (auto const& entry : entries) {
            auto person = accounts::find(read, entry.account);
            if (!person) continue;
            json.object().pair("account", person->handle());
            if (entry.until) json.pair("until", base::iso8601(entry.until));
            json.end();
        }
        if (!entries.empty()) page.before = entries.back().id;
    } while (entries.size() == step);
    json.end();
}

std::string part(db::Read& read, AccountId account) {
    base::Json json;
    json.object();
    write_people(json, read, account, "blocked", blocked);
    write_people(json, read, account, "muted", muted);
    json.key("blocked_servers").array();
    for (auto const& domain : blocked_domains(read, account, {.limit = 10'000})) json.value(domain.name);
    return json.end().end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("blocks.json", part); }

}  // namespace blocks
