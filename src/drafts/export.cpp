// Drafts and scheduled posts, for the export of all one's data.
#include "base/json.hpp"
#include "base/time.hpp"
#include "drafts/drafts.hpp"

namespace drafts {
namespace {

std::string part(db::Read& read, AccountId account) {
    base::Json json;
    json.object().key("drafts").array();
    for (auto const& kept : list(read, account, 0, most_drafts)) {
        json.object().pair("changed_at", base::iso8601(kept.changed_at)).key("draft");
        write(json, kept.draft);
        json.end();
    }
    json.end().key("scheduled").array();
    for (auto const& post : scheduled(read, account, {.limit = most_scheduled})) {
        json.object().pair("scheduled_at", base::iso8601(post.at)).key("draft");
        write(json, post.draft);
        json.end();
    }
    return json.end().end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("drafts.json", part); }

}  // namespace drafts
