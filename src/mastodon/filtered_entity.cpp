// What a status met of its viewer's filters, as apps read it.
#include "base/time.hpp"
#include "mastodon/entities.hpp"

namespace mastodon {

namespace {

void write_filter(base::Json& out, filters::Filter const& filter) {
    out.key("filter").object().pair("id", std::to_string(filter.id)).pair("title", filter.title).key("context").array();
    for (auto context : filters::contexts)
        if (filter.is_in(context)) out.value(filters::text_of(context));
    out.end().key("expires_at");
    filter.expires_at ? out.value(base::iso8601(filter.expires_at)) : out.null();
    out.pair("filter_action", filters::text_of(filter.action)).end();
}

}  // namespace

std::string filter_results(PostId post, std::vector<filters::Match> const& matches) {
    base::Json out;
    out.array();
    for (auto const& match : matches) {
        write_filter(out.object(), match.filter);
        out.key("keyword_matches");
        if (match.keywords.empty()) out.null();
        else {
            out.array();
            for (auto const& word : match.keywords) out.value(word);
            out.end();
        }
        out.key("status_matches");
        match.by_post ? out.array().value(post.text()).end() : out.null();
        out.end();
    }
    out.end();
    return out.take();
}

}  // namespace mastodon
