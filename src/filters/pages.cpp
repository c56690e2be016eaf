// Settings: the filters of whoever asks; and what the cards of posts are covered with.
#include "base/text.hpp"
#include "filters/filters.hpp"
#include "filters/pages.hpp"
#include <algorithm>

namespace filters {
using html::Words;

namespace {

constexpr int blank_rows = 3;
constexpr std::string_view address = "/settings/filters";

std::string_view label_of(Context context) {
    switch (context) {
        case Context::home: return "Home and lists";
        case Context::notifications: return "Notifications";
        case Context::everyone: return "Public lists and topics";
        case Context::thread: return "Conversations";
        case Context::account: return "People's pages";
    }
    return "";
}

std::string_view label_of(Action action) {
    switch (action) {
        case Action::warn: return "covered";
        case Action::hide: return "left out";
        case Action::blur: return "pictures covered";
    }
    return "";
}

std::string joined(std::vector<std::string> const& parts) {
    std::string all;
    for (auto const& part : parts) (all += all.empty() ? "" : ", ") += part;
    return all;
}

html::Safe row_of(Words const& words, http::Request const& request, Filter const& filter, base::Time now) {
    std::vector<std::string> where, found;
    for (auto context : contexts)
        if (filter.is_in(context)) where.push_back(words(label_of(context)));
    for (auto const& keyword : filter.keywords) found.push_back(keyword.text);
    return words.fill(pages::Row{.id = filter.id, .title = filter.title, .over = filter.is_over(now), .action = words(label_of(filter.action)), .where = joined(where),
                                 .until = filter.expires_at ? words("until {when}", {{"when", words.date_time(filter.expires_at)}}) : std::string(),
                                 .words = joined(found), .csrf = html::csrf_field(request)});
}

html::Safe shields_part(Words const& words, http::Request const& request, db::Read& read) {
    auto on = shields_of(read, request.account());
    html::Safe rows;
    for (auto const& each : shields()) {
        auto title = words(each.title);
        words.fill(rows, pages::Shield{.name = each.name, .on = std::ranges::find(on, each.name) != on.end(), .title = title, .about = words.plain(each.about)});
    }
    return words.fill(pages::Shields{.csrf = html::csrf_field(request), .shields = rows});
}

http::Answer save_shields(http::Request const& request, db::Write& write) {
    TRY(set_shields(write, request.account(), request.fields.list("shield"), Words(request.locale)));
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer show_list(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    html::Safe rows;
    for (auto const& filter : all_of(read, request.account()))
        if (filter.shield.empty()) rows += row_of(words, request, filter, read.now);
    auto main = shields_part(words, request, read);
    words.fill(main, pages::List{.rows = rows});
    return accounts::settings_page(request, read, address, std::move(main));
}

html::Safe keyword_rows(Words const& words, std::vector<Keyword> const& keywords) {
    html::Safe rows;
    int number = 0;
    for (auto const& each : keywords) words.fill(rows, pages::Keyword{.number = ++number, .text = each.text, .id = each.id, .whole = each.whole_word});
    for (int i = 0; i < blank_rows; ++i) words.fill(rows, pages::Keyword{.number = ++number, .text = "", .id = 0, .whole = true});
    return rows;
}

html::Safe post_rows(Words const& words, http::Request const& request, db::Read& read, Filter const& filter) {
    html::Safe rows;
    for (auto const& each : filter.posts)
        if (auto post = posts::find(read, each.post, request.account()))
            words.fill(rows, pages::Post{.post = post->id, .excerpt = base::shorten(post->content_note.empty() ? post->text : post->content_note, 80),
                                         .id = each.id, .csrf = html::csrf_field(request)});
    return rows;
}

http::Response form(http::Request const& request, db::Read& read, Filter const& filter, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Safe ticks;
    for (auto context : contexts)
        words.fill(ticks, pages::Context{.name = text_of(context), .on = filter.is_in(context), .label = words.plain(label_of(context))});
    auto is = [&](Action action) { return filter.action == action; };
    auto main = words.fill(pages::Form{
        .heading = filter.id ? words("Change a filter") : words("A new filter"), .address = filter.id ? std::string(address) + "/" + std::to_string(filter.id) : std::string(address),
        .csrf = html::csrf_field(request), .title_error = html::field_error(words, refusal, "title"), .title = filter.title, .title_invalid = html::at_fault(refusal, "title"),
        .context_error = html::field_error(words, refusal, "context"), .contexts = ticks, .warn = is(Action::warn), .blur = is(Action::blur), .hide = is(Action::hide),
        .expires_error = html::field_error(words, refusal, "expires_in"),
        .until = filter.expires_at ? words.date_time(filter.expires_at) : std::string(), .keywords_error = html::field_error(words, refusal, "keywords_attributes"),
        .keywords = keyword_rows(words, filter.keywords), .posts = filter.id ? post_rows(words, request, read, filter) : html::Safe{}});
    return accounts::settings_page(request, read, address, std::move(main), refusal);
}

http::Answer show_new(http::Request const& request, db::Read& read) {
    Filter fresh{.contexts = static_cast<std::uint8_t>(Context::home) | static_cast<std::uint8_t>(Context::everyone)};
    return form(request, read, fresh, nullptr);
}

base::Result<Filter> named(http::Request const& request, db::Read& read) {
    auto filter = find(read, request.account(), request.parameters.integer("id").value_or(0));
    if (!filter) return base::refuse(base::Why::not_found, "There is no such filter.");
    return *filter;
}

http::Answer show_one(http::Request const& request, db::Read& read) { return form(request, read, TRY(named(request, read)), nullptr); }

Draft draft_in(http::Fields const& fields) {
    Draft draft;
    draft.title = fields.text("title");
    draft.contexts = fields.list("context");
    draft.action = fields.text("filter_action");
    if (fields.text("expires_in") != "keep") draft.expires_in = fields.integer("expires_in").value_or(-1);
    for (std::size_t number = 1; number <= most_keywords + blank_rows; ++number) {
        auto suffix = std::to_string(number);
        auto typed = fields.maybe("word_" + suffix);
        if (!typed) break;
        auto id = fields.integer("word_id_" + suffix).value_or(0);
        bool blank = base::trim(*typed).empty();
        if (blank && !id) continue;
        draft.keywords.push_back({.id = id, .text = std::string(*typed), .whole_word = fields.has("whole_" + suffix), .remove = blank});
    }
    return draft;
}

// What a refused form brought.
Filter retyped(Filter filter, Draft const& draft) {
    filter.title = *draft.title;
    filter.contexts = 0;
    for (auto const& name : *draft.contexts)
        if (auto context = context_of(name)) filter.contexts |= static_cast<std::uint8_t>(*context);
    filter.action = action_of(*draft.action).value_or(Action::warn);
    filter.keywords.clear();
    for (auto const& each : draft.keywords) filter.keywords.push_back({each.id, each.text.value_or(""), each.whole_word.value_or(true)});
    return filter;
}

http::Answer make(http::Request const& request, db::Write& write) {
    auto draft = draft_in(request.fields);
    auto made = create(write, request.account(), draft);
    if (!made) return form(request, write, retyped({}, draft), &made.error());
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer save(http::Request const& request, db::Write& write) {
    auto filter = TRY(named(request, write));
    auto draft = draft_in(request.fields);
    auto changed = change(write, request.account(), filter.id, draft);
    if (!changed) return form(request, write, retyped(std::move(filter), draft), &changed.error());
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer erase(http::Request const& request, db::Write& write) {
    TRY(remove(write, request.account(), request.parameters.integer("id").value_or(0)));
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer erase_post(http::Request const& request, db::Write& write) {
    TRY(remove_post(write, request.account(), request.parameters.integer("id").value_or(0)));
    return http::redirect(std::string(address) + "?saved=1");
}

// What cards of posts are covered with.
std::vector<posts::Filtered> met_by_cards(db::Read& read, AccountId viewer, std::vector<posts::Post> const& shown, std::string_view where) {
    std::vector<posts::Filtered> all(shown.size());
    auto context = context_of(where);
    auto met = context ? apply(read, viewer, shown, *context) : Matches{};
    for (std::size_t i = 0; i < shown.size(); ++i) {
        auto found = met.find(shown[i].id);
        if (found == met.end()) continue;
        std::vector<std::string> titles;
        all[i].blur = std::ranges::all_of(found->second, [](Match const& match) { return match.filter.action == Action::blur; });
        for (auto const& match : found->second) titles.push_back(match.filter.title);
        all[i].titles = joined(titles);
        all[i].hide = hides(found->second);
    }
    return all;
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get(address, Open::to_members, show_list).says("One's filters");
    pages.post("/settings/filters/shields", Open::to_members, save_shields).says("Chooses content shields");
    pages.get("/settings/filters/new", Open::to_members, show_new);
    pages.get("/settings/filters/:id", Open::to_members, show_one);
    pages.post(address, Open::to_members, make);
    pages.post("/settings/filters/:id", Open::to_members, save);
    pages.post("/settings/filters/:id/delete", Open::to_members, erase);
    pages.post("/settings/filters/posts/:id/delete", Open::to_members, erase_post);
    accounts::add_settings_tab(address, "Filters", accounts::Sensitive::yes);
    posts::filter_cards_by(met_by_cards);
}

}  // namespace filters
