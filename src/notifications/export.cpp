// What one was told, for the export of all one's data.
#include "base/json.hpp"
#include "base/time.hpp"
#include "notifications/notifications.hpp"

namespace notifications {
namespace {

void write_policy(base::Json& json, Policy const& policy) {
    json.object().pair("not_following", text_of(policy.not_following)).pair("not_followers", text_of(policy.not_followers));
    json.pair("new_accounts", text_of(policy.new_accounts)).pair("private_mentions", text_of(policy.private_mentions));
    json.pair("limited_accounts", text_of(policy.limited_accounts)).end();
}

std::string part(db::Read& read, AccountId account) {
    constexpr int step = 500;
    base::Json json;
    json.object().key("policy");
    write_policy(json, policy(read, account));
    json.key("let_in").array();
    for (auto person : permitted(read, account)) json.value(person.text());
    json.end().key("notifications").array();
    for (std::int64_t before = 0;;) {
        auto told = list(read, account, {.before = before, .limit = step}, {.include_filtered = true});
        for (auto const& each : told) {
            json.object().pair("kind", each.kind).pair("at", base::iso8601(each.at)).pair("from", each.from.text());
            if (each.post) json.pair("post", each.post.text());
            json.end();
        }
        if (told.size() < step) break;
        before = told.back().id;
    }
    return json.end().end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("notifications.json", part); }

}  // namespace notifications
