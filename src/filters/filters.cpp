// Making, changing and listing filters.
#include "filters/filters.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "filters/queries.hpp"
#include "filters/schema.hpp"
#include <algorithm>

namespace filters {
using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::int64_t longest_seconds = 100LL * 365 * 24 * 60 * 60;
constexpr std::size_t most_posts = 1000;

using FilterTag = base::Id<struct FilterTag_>;

auto no_filter() { return refuse(Why::not_found, "There is no such filter."); }

Result<std::string> checked(std::string_view typed, std::string field, std::size_t longest) {
    if (!base::is_utf8(typed)) return refuse_field(std::move(field), "ERR_INVALID", "This is not valid UTF-8.");
    if (typed.size() > longest * 16) return refuse_field(std::move(field), "ERR_TOO_LONG", "At most " + std::to_string(longest) + " characters.");
    auto text = base::trim(base::normalize(typed));
    if (text.empty()) return refuse_field(std::move(field), "ERR_BLANK", "This may not be empty.");
    if (base::graphemes(text) > static_cast<std::int64_t>(longest)) return refuse_field(std::move(field), "ERR_TOO_LONG", "At most " + std::to_string(longest) + " characters.");
    return text;
}

Result<std::string> checked_keyword(std::string_view typed) { return checked(typed, "keywords_attributes", longest_keyword); }

Result<std::uint8_t> checked_contexts(std::vector<std::string> const& typed) {
    std::uint8_t sum = 0;
    for (auto const& name : typed) {
        if (name.empty()) continue;  // forms send one so that none can be said
        auto context = context_of(name);
        if (!context) return refuse_field("context", "ERR_INCLUSION", "Context None or invalid context supplied");
        sum |= static_cast<std::uint8_t>(*context);
    }
    if (!sum) return refuse_field("context", "ERR_BLANK", "Choose where it applies.");
    return sum;
}

Result<Done> apply_draft(Filter& filter, Draft const& draft, base::Time now) {
    if (draft.title) filter.title = TRY(checked(*draft.title, "title", longest_title));
    if (draft.contexts) filter.contexts = TRY(checked_contexts(*draft.contexts));
    if (draft.action) {
        auto action = action_of(*draft.action);
        if (!action) return refuse_field("filter_action", "ERR_INCLUSION", "The action must be warn, hide or blur.");
        filter.action = *action;
    }
    if (draft.expires_in) {
        auto seconds = *draft.expires_in;
        if (seconds < 0 || seconds > longest_seconds) return refuse_field("expires_in", "ERR_INVALID", "This is not a time from now in seconds.");
        filter.expires_at = seconds ? now + seconds * base::second : 0;
    }
    return Done{};
}

Result<Keyword> insert_keyword(db::Write& write, std::int64_t filter, std::string_view typed, bool whole_word) {
    auto text = TRY(checked_keyword(typed));
    if (write.number(sql::count_keywords, {filter}) >= static_cast<std::int64_t>(most_keywords))
        return refuse_field("keywords_attributes", "ERR_TOO_MANY", "A filter has at most " + std::to_string(most_keywords) + " keywords.");
    auto id = write.new_id<FilterTag>().value;
    write.run(sql::insert_keyword, {id, filter, text, whole_word});
    return Keyword{id, std::move(text), whole_word};
}

Result<Done> change_keywords(db::Write& write, Filter const& filter, std::vector<KeywordChange> const& changes) {
    for (auto const& change : changes) {
        if (!change.id) {
            if (!change.remove) TRY(insert_keyword(write, filter.id, change.text.value_or(""), change.whole_word.value_or(true)));
            continue;
        }
        auto known = std::ranges::find(filter.keywords, change.id, &Keyword::id);
        if (known == filter.keywords.end()) return refuse(Why::not_found, "There is no such keyword.");
        if (change.remove) {
            write.run(sql::delete_keyword, {filter.id, change.id});
            continue;
        }
        auto text = change.text ? TRY(checked_keyword(*change.text)) : known->text;
        write.run(sql::update_keyword, {filter.id, change.id, text, change.whole_word.value_or(known->whole_word)});
    }
    return Done{};
}

template <class Has>
std::optional<Filter> first_that(db::Read& read, AccountId owner, Has has) {
    for (auto& filter : all_of(read, owner))
        if (has(filter)) return std::move(filter);
    return std::nullopt;
}

void erase(db::Write& write, AccountId owner, std::int64_t filter) {
    write.run(sql::delete_keywords_of, {filter});
    write.run(sql::delete_posts_of, {filter});
    write.run(sql::delete_filter, {owner, filter});
}

}  // namespace

std::string_view text_of(Context context) {
    switch (context) {
        case Context::home: return "home";
        case Context::notifications: return "notifications";
        case Context::everyone: return "public";
        case Context::thread: return "thread";
        case Context::account: return "account";
    }
    return "";
}

std::optional<Context> context_of(std::string_view name) {
    for (auto each : contexts)
        if (text_of(each) == name) return each;
    return std::nullopt;
}

std::string_view text_of(Action action) {
    constexpr std::string_view names[] = {"warn", "hide", "blur"};
    return names[static_cast<int>(action)];
}

std::optional<Action> action_of(std::string_view name) {
    for (auto each : {Action::warn, Action::hide, Action::blur})
        if (text_of(each) == name) return each;
    return std::nullopt;
}

Result<Filter> create(db::Write& write, AccountId owner, Draft const& draft) {
    if (write.number(sql::count_filters, {owner}) >= static_cast<std::int64_t>(most_filters))
        return refuse_field("base", "ERR_TOO_MANY", "There can be at most " + std::to_string(most_filters) + " filters.");
    Filter made{.owner = owner};
    auto whole = draft;
    if (!whole.title) whole.title.emplace();
    if (!whole.contexts) whole.contexts.emplace();
    TRY(apply_draft(made, whole, write.now));
    made.id = write.new_id<FilterTag>().value;
    write.run(sql::insert_filter, {made.id, owner, made.title, made.contexts, text_of(made.action), made.expires_at});
    TRY(change_keywords(write, made, draft.keywords));
    write.emit(Changed{owner});
    return *find(write, owner, made.id);
}

Result<Filter> change(db::Write& write, AccountId owner, std::int64_t id, Draft const& draft) {
    auto known = find(write, owner, id);
    if (!known) return no_filter();
    TRY(apply_draft(*known, draft, write.now));
    write.run(sql::update_filter, {owner, id, known->title, known->contexts, text_of(known->action), known->expires_at});
    TRY(change_keywords(write, *known, draft.keywords));
    write.emit(Changed{owner});
    return *find(write, owner, id);
}

Result<Done> remove(db::Write& write, AccountId owner, std::int64_t id) {
    if (!find(write, owner, id)) return no_filter();
    erase(write, owner, id);
    write.emit(Changed{owner});
    return Done{};
}

Result<Keyword> add_keyword(db::Write& write, AccountId owner, std::int64_t filter, Keyword const& keyword) {
    if (!find(write, owner, filter)) return no_filter();
    auto made = TRY(insert_keyword(write, filter, keyword.text, keyword.whole_word));
    write.emit(Changed{owner});
    return made;
}

Result<Keyword> change_keyword(db::Write& write, AccountId owner, KeywordChange const& change) {
    auto filter = with_keyword(write, owner, change.id);
    if (!filter) return no_filter();
    TRY(change_keywords(write, *filter, {change}));
    write.emit(Changed{owner});
    auto now = *find(write, owner, filter->id);
    auto changed = std::ranges::find(now.keywords, change.id, &Keyword::id);
    return changed == now.keywords.end() ? Keyword{} : *changed;
}

Result<Done> remove_keyword(db::Write& write, AccountId owner, std::int64_t keyword) {
    TRY(change_keyword(write, owner, {.id = keyword, .remove = true}));
    return Done{};
}

Result<FilteredPost> add_post(db::Write& write, AccountId owner, std::int64_t id, PostId post) {
    if (!find(write, owner, id)) return no_filter();
    if (!posts::find(write, post, owner)) return refuse(Why::not_found, "There is no such post.");
    if (write.number(sql::count_posts, {id}) >= static_cast<std::int64_t>(most_posts))
        return refuse_field("status_id", "ERR_TOO_MANY", "A filter names at most " + std::to_string(most_posts) + " posts.");
    auto made = write.new_id<FilterTag>().value;
    if (!write.run(sql::insert_post, {made, id, post})) return refuse_field("status_id", "ERR_TAKEN", "This post is in the filter already.");
    write.emit(Changed{owner});
    return FilteredPost{made, post};
}

Result<Done> remove_post(db::Write& write, AccountId owner, std::int64_t filtered) {
    auto filter = with_filtered_post(write, owner, filtered);
    if (!filter) return no_filter();
    write.run(sql::delete_post, {filter->id, filtered});
    write.emit(Changed{owner});
    return Done{};
}

void forget(db::Write& write, AccountId owner) {
    for (auto const& filter : all_of(write, owner)) erase(write, owner, filter.id);
}

void forget_post(db::Write& write, PostId post) {
    auto owners = write.rows(sql::owners_with_post, {post}, [](db::Row const& row) { return row.id<AccountId>(0); });
    if (owners.empty()) return;
    write.run(sql::forget_post, {post});
    for (auto owner : owners) write.emit(Changed{owner});
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == posts::Deleted::kind) forget_post(write, base::from_event<posts::Deleted>(event).post);
}

std::vector<Filter> all_of(db::Read& read, AccountId owner) {
    auto all = read.rows(sql::filters_of, {owner}, [&](db::Row const& row) {
        return Filter{row.integer(0), owner, row.text(1), static_cast<std::uint8_t>(row.integer(2)), action_of(row.view(3)).value_or(Action::warn), row.integer(4), row.text(5), {}, {}};
    });
    if (all.empty()) return all;
    auto with_id = [&](std::int64_t id) { return std::ranges::find(all, id, &Filter::id); };
    read.each(sql::keywords_of, {owner}, [&](db::Row const& row) {
        if (auto filter = with_id(row.integer(0)); filter != all.end()) filter->keywords.push_back({row.integer(1), row.text(2), row.boolean(3)});
    });
    read.each(sql::posts_of, {owner}, [&](db::Row const& row) {
        if (auto filter = with_id(row.integer(0)); filter != all.end()) filter->posts.push_back({row.integer(1), row.id<PostId>(2)});
    });
    return all;
}

std::optional<Filter> find(db::Read& read, AccountId owner, std::int64_t id) {
    return first_that(read, owner, [&](Filter const& filter) { return filter.id == id; });
}

std::optional<Filter> with_keyword(db::Read& read, AccountId owner, std::int64_t keyword) {
    return first_that(read, owner, [&](Filter const& filter) { return std::ranges::find(filter.keywords, keyword, &Keyword::id) != filter.keywords.end(); });
}

std::optional<Filter> with_filtered_post(db::Read& read, AccountId owner, std::int64_t filtered) {
    return first_that(read, owner, [&](Filter const& filter) { return std::ranges::find(filter.posts, filtered, &FilteredPost::id) != filter.posts.end(); });
}

}  // namespace filters
