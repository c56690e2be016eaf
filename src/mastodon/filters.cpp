// Filters: version 2 with keywords and posts, version 1 with one keyword each.
#include "filters/filters.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

namespace {

using filters::Draft, filters::Filter, filters::Keyword, filters::KeywordChange;

std::int64_t number_in(Request const& request) { return request.parameters.integer("id").value_or(0); }

void write_contexts(base::Json& out, Filter const& filter) {
    out.key("context").array();
    for (auto context : filters::contexts)
        if (filter.is_in(context)) out.value(filters::text_of(context));
    out.end().key("expires_at");
    filter.expires_at ? out.value(base::iso8601(filter.expires_at)) : out.null();
}

void write_keyword(base::Json& out, Keyword const& keyword) {
    out.object().pair("id", std::to_string(keyword.id)).pair("keyword", keyword.text).pair("whole_word", keyword.whole_word).end();
}

void write_filtered(base::Json& out, filters::FilteredPost const& filtered) {
    out.object().pair("id", std::to_string(filtered.id)).pair("status_id", filtered.post.text()).end();
}

void write_filter(base::Json& out, Filter const& filter) {
    out.object().pair("id", std::to_string(filter.id)).pair("title", filter.title);
    write_contexts(out, filter);
    out.pair("filter_action", filters::text_of(filter.action)).key("keywords").array();
    for (auto const& keyword : filter.keywords) write_keyword(out, keyword);
    out.end().key("statuses").array();
    for (auto const& filtered : filter.posts) write_filtered(out, filtered);
    out.end().end();
}

// A filter of the first version is a keyword with what its filter says.
void write_first(base::Json& out, Filter const& filter, Keyword const& keyword) {
    out.object().pair("id", std::to_string(keyword.id)).pair("phrase", keyword.text);
    write_contexts(out, filter);
    out.pair("whole_word", keyword.whole_word).pair("irreversible", filter.action == filters::Action::hide).end();
}

template <class Write, class... What>
Answer answer(Write write, What const&... what) {
    base::Json out;
    write(out, what...);
    return http::json(out.take());
}

template <class Each, class Write>
Answer list(std::vector<Each> const& all, Write write) {
    base::Json out;
    out.array();
    for (auto const& each : all) write(out, each);
    return http::json(out.end().take());
}

// keywords_attributes[0][keyword], or [][keyword] where a repeated name begins the next one.
std::vector<KeywordChange> keywords_in(http::Fields const& fields) {
    constexpr std::string_view prefix = "keywords_attributes[";
    std::vector<KeywordChange> all;
    std::string_view place;
    std::vector<std::string_view> seen;
    for (auto const& [name, value] : fields.all()) {
        if (!name.starts_with(prefix)) continue;
        auto rest = std::string_view(name).substr(prefix.size());
        auto middle = rest.find("][");
        if (middle == rest.npos || !rest.ends_with(']')) continue;
        auto index = rest.substr(0, middle), what = rest.substr(middle + 2, rest.size() - middle - 3);
        if (all.empty() || index != place || std::ranges::find(seen, what) != seen.end()) {
            all.emplace_back();
            seen.clear();
        }
        place = index;
        seen.push_back(what);
        http::Fields one;
        one.add("value", value);
        auto& change = all.back();
        if (what == "id") change.id = one.integer("value").value_or(0);
        if (what == "keyword") change.text = value;
        if (what == "whole_word") change.whole_word = one.flag("value").value_or(true);
        if (what == "_destroy") change.remove = one.flag("value").value_or(false);
    }
    return all;
}

base::Result<Draft> draft_in(http::Fields const& fields) {
    Draft draft;
    if (auto contexts = fields.list("context"); !contexts.empty()) draft.contexts = std::move(contexts);
    if (auto typed = fields.maybe("expires_in")) {
        draft.expires_in = typed->empty() || *typed == "null" ? std::optional<std::int64_t>(0) : fields.integer("expires_in");
        if (!draft.expires_in) return base::refuse_field("expires_in", "ERR_INVALID", "This is not a time from now in seconds.");
    }
    return draft;
}

base::Result<Draft> second_draft(http::Fields const& fields) {
    auto draft = TRY(draft_in(fields));
    if (auto title = fields.maybe("title")) draft.title = *title;
    if (auto action = fields.maybe("filter_action"); action && !action->empty()) draft.action = *action;
    draft.keywords = keywords_in(fields);
    return draft;
}

base::Result<Draft> first_draft(http::Fields const& fields, std::int64_t keyword) {
    auto draft = TRY(draft_in(fields));
    KeywordChange change{.id = keyword, .text = {}, .whole_word = fields.flag("whole_word")};
    if (auto phrase = fields.maybe("phrase")) {
        change.text = *phrase;
        if (!keyword) draft.title = base::shorten(*phrase, filters::longest_title);
    }
    if (auto irreversible = fields.flag("irreversible")) draft.action = *irreversible ? "hide" : "warn";
    if (!keyword && !fields.has("whole_word")) change.whole_word = false;
    draft.keywords.push_back(std::move(change));
    return draft;
}

Keyword keyword_of(Filter const& filter, std::int64_t id) {
    auto found = std::ranges::find(filter.keywords, id, &Keyword::id);
    return found == filter.keywords.end() ? Keyword{} : *found;
}

constexpr http::Access reading{Open::to_members, "read:filters"}, writing{Open::to_members, "write:filters"};

void add_first_version(Section api) {
    api.get("/api/v1/filters", reading, [](Request const& request, db::Read& read) -> Answer {
        base::Json out;
        out.array();
        for (auto const& filter : filters::all_of(read, request.account()))
            for (auto const& keyword : filter.keywords) write_first(out, filter, keyword);
        return http::json(out.end().take());
    }).says("Filtered words");
    api.get("/api/v1/filters/:id", reading, [](Request const& request, db::Read& read) -> Answer {
        auto filter = filters::with_keyword(read, request.account(), number_in(request));
        if (!filter) return not_found();
        return answer(write_first, *filter, keyword_of(*filter, number_in(request)));
    }).says("One filtered word");
    api.post("/api/v1/filters", writing, [](Request const& request, db::Write& write) -> Answer {
        if (base::trim(request.fields.text("phrase")).empty()) return base::refuse_field("phrase", "ERR_BLANK", "A filter needs a word.");
        auto filter = TRY(filters::create(write, request.account(), TRY(first_draft(request.fields, 0))));
        return answer(write_first, filter, filter.keywords.front());
    }).says("Filters a word");
    api.put("/api/v1/filters/:id", writing, [](Request const& request, db::Write& write) -> Answer {
        auto filter = filters::with_keyword(write, request.account(), number_in(request));
        if (!filter) return not_found();
        auto changed = TRY(filters::change(write, request.account(), filter->id, TRY(first_draft(request.fields, number_in(request)))));
        return answer(write_first, changed, keyword_of(changed, number_in(request)));
    }).says("Changes a filtered word");
    api.remove("/api/v1/filters/:id", writing, [](Request const& request, db::Write& write) -> Answer {
        auto filter = filters::with_keyword(write, request.account(), number_in(request));
        if (!filter) return not_found();
        // The last word takes its filter with it: this version could not show it any more.
        if (filter->keywords.size() == 1 && filter->posts.empty()) TRY(filters::remove(write, request.account(), filter->id));
        else TRY(filters::remove_keyword(write, request.account(), number_in(request)));
        return http::json("{}");
    }).says("No longer filters a word");
}

void add_keywords(Section api) {
    api.get("/api/v2/filters/:id/keywords", reading, [](Request const& request, db::Read& read) -> Answer {
        auto filter = filters::find(read, request.account(), number_in(request));
        if (!filter) return not_found();
        return list(filter->keywords, write_keyword);
    }).says("A filter's keywords");
    api.post("/api/v2/filters/:id/keywords", writing, [](Request const& request, db::Write& write) -> Answer {
        Keyword keyword{.text = std::string(request.fields.text("keyword")), .whole_word = request.fields.flag("whole_word").value_or(true)};
        return answer(write_keyword, TRY(filters::add_keyword(write, request.account(), number_in(request), keyword)));
    }).says("Adds a keyword to a filter");
    api.get("/api/v2/filters/keywords/:id", reading, [](Request const& request, db::Read& read) -> Answer {
        auto filter = filters::with_keyword(read, request.account(), number_in(request));
        if (!filter) return not_found();
        return answer(write_keyword, keyword_of(*filter, number_in(request)));
    }).says("One keyword");
    api.put("/api/v2/filters/keywords/:id", writing, [](Request const& request, db::Write& write) -> Answer {
        KeywordChange change{.id = number_in(request), .text = {}, .whole_word = request.fields.flag("whole_word")};
        if (auto text = request.fields.maybe("keyword")) change.text = *text;
        return answer(write_keyword, TRY(filters::change_keyword(write, request.account(), change)));
    }).says("Changes a keyword");
    api.remove("/api/v2/filters/keywords/:id", writing, [](Request const& request, db::Write& write) -> Answer {
        TRY(filters::remove_keyword(write, request.account(), number_in(request)));
        return http::json("{}");
    }).says("Takes a keyword out of its filter");
}

void add_filtered_posts(Section api) {
    api.get("/api/v2/filters/:id/statuses", reading, [](Request const& request, db::Read& read) -> Answer {
        auto filter = filters::find(read, request.account(), number_in(request));
        if (!filter) return not_found();
        return list(filter->posts, write_filtered);
    }).says("The posts that a filter names");
    api.post("/api/v2/filters/:id/statuses", writing, [](Request const& request, db::Write& write) -> Answer {
        auto post = request.fields.id<PostId>("status_id").value_or(PostId{});
        return answer(write_filtered, TRY(filters::add_post(write, request.account(), number_in(request), post)));
    }).says("Adds a post to a filter");
    api.get("/api/v2/filters/statuses/:id", reading, [](Request const& request, db::Read& read) -> Answer {
        auto filter = filters::with_filtered_post(read, request.account(), number_in(request));
        if (!filter) return not_found();
        return answer(write_filtered, *std::ranges::find(filter->posts, number_in(request), &filters::FilteredPost::id));
    }).says("One post that a filter names");
    api.remove("/api/v2/filters/statuses/:id", writing, [](Request const& request, db::Write& write) -> Answer {
        TRY(filters::remove_post(write, request.account(), number_in(request)));
        return http::json("{}");
    }).says("Takes a post out of its filter");
}

}  // namespace

void add_filter_routes(Section api, Context&) {
    api.get("/api/v2/filters", reading, [](Request const& request, db::Read& read) -> Answer {
        return list(filters::all_of(read, request.account()), write_filter);
    }).says("One's filters");
    api.get("/api/v2/filters/:id", reading, [](Request const& request, db::Read& read) -> Answer {
        auto filter = filters::find(read, request.account(), number_in(request));
        if (!filter) return not_found();
        return answer(write_filter, *filter);
    }).says("One filter");
    api.post("/api/v2/filters", writing, [](Request const& request, db::Write& write) -> Answer {
        return answer(write_filter, TRY(filters::create(write, request.account(), TRY(second_draft(request.fields)))));
    }).says("Makes a filter");
    api.put("/api/v2/filters/:id", writing, [](Request const& request, db::Write& write) -> Answer {
        return answer(write_filter, TRY(filters::change(write, request.account(), number_in(request), TRY(second_draft(request.fields)))));
    }).says("Changes a filter");
    api.remove("/api/v2/filters/:id", writing, [](Request const& request, db::Write& write) -> Answer {
        TRY(filters::remove(write, request.account(), number_in(request)));
        return http::json("{}");
    }).says("Removes a filter");
    add_keywords(api);
    add_filtered_posts(api);
    add_first_version(api);
}

}  // namespace mastodon
