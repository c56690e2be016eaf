// One's filters, for the export of all one's data.
#include "base/json.hpp"
#include "base/time.hpp"
#include "filters/filters.hpp"

namespace filters {
namespace {

std::string part(db::Read& read, AccountId account) {
    base::Json json;
    json.array();
    for (auto const& filter : all_of(read, account)) {
        json.object().pair("title", filter.title).pair("action", text_of(filter.action)).key("contexts").array();
        for (auto context : contexts)
            if (filter.is_in(context)) json.value(text_of(context));
        json.end();
        if (!filter.shield.empty()) json.pair("shield", filter.shield);
        if (filter.expires_at) json.pair("expires_at", base::iso8601(filter.expires_at));
        json.key("keywords").array();
        for (auto const& keyword : filter.keywords) json.object().pair("keyword", keyword.text).pair("whole_word", keyword.whole_word).end();
        json.end().key("posts").array();
        for (auto const& post : filter.posts) json.value(post.post.text());
        json.end().end();
    }
    return json.end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("filters.json", part); }

}  // namespace filters
