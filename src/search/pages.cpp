// The search page.
#include "accounts/accounts.hpp"
#include "base/text.hpp"
#include "blocks/blocks.hpp"
#include "emojis/emojis.hpp"
#include "posts/posts.hpp"
#include "search/pages.hpp"
#include "search/search.hpp"

namespace search {
namespace {

constexpr int most = 20;

// Which kind is asked for: all of them, or one by itself.
html::Safe kinds_of(html::Words const& words, std::string const& query, std::string_view asked) {
    struct Kind { std::string_view name, label; };
    constexpr Kind kinds[] = {{"", "All"}, {"posts", "Posts"}, {"people", "People"}, {"topics", "Topics"}};
    html::Safe made;
    for (auto const& kind : kinds)
        words.fill(made, pages::Kind{.query = query, .kind = kind.name, .current = kind.name == asked, .words = words.plain(kind.label)});
    return made;
}

// While somebody writes: names after @, topics after #. An answer for the script of the composer.
http::Answer suggest(http::Request const& request, db::Read& read) {
    constexpr int few = 6;
    html::Words words(request.locale);
    auto typed = request.fields.text("q");
    if (typed.size() < 2) return html::fragment({});
    html::Safe rows;
    int place = 0;
    if (typed.front() == '@') {
        for (auto const& account : accounts::search(read, typed.substr(1), few))
            if (!blocks::apart(read, request.account(), account.id))
                words.fill(rows, pages::Suggested{.place = ++place, .insert = "@" + account.handle(), .name = account.name, .detail = "@" + account.handle()});
    } else {
        for (auto const& tag : posts::search_tags(read, typed.substr(1), few))
            words.fill(rows, pages::Suggested{.place = ++place, .insert = "#" + tag.name, .name = "#" + tag.name, .detail = ""});
    }
    return html::fragment(words.fill(pages::Suggestions{.rows = rows}));
}

http::Answer show(http::Request const& request, db::Read& read) {
    html::Words words(request.locale);
    auto query = base::trim(request.fields.text("q"));
    // A sign at the start says what is meant; both kinds are shown all the same.
    auto plain = query.substr(query.starts_with('#') || query.starts_with('@') ? 1 : 0);
    auto kind = request.fields.text("type");
    auto wants = [&](std::string_view what) { return !plain.empty() && (kind.empty() || kind == what); };
    html::Safe people, topics, found;
    std::string older;
    auto elsewhere = resolved(request);
    if (auto person = elsewhere.person ? accounts::find(read, elsewhere.person) : std::nullopt; person && !person->hidden() && !blocks::apart(read, request.account(), person->id))
        people += words.fill(pages::Person{.picture = accounts::picture(*person), .address = "/@" + person->handle(), .name = emojis::drawn_name(read, person->name, person->domain), .handle = person->handle()});
    if (wants("people"))
        for (auto const& account : accounts::search(read, plain, most)) {
            if (account.id == elsewhere.person || blocks::apart(read, request.account(), account.id)) continue;
            people += words.fill(pages::Person{.picture = accounts::picture(account), .address = "/@" + account.handle(), .name = emojis::drawn_name(read, account.name, account.domain), .handle = account.handle()});
        }
    if (wants("topics"))
        for (auto const& tag : posts::search_tags(read, plain, most)) topics += words.fill(pages::Topic{.name = tag.name, .uses = tag.uses});
    if (wants("posts")) {
        auto ids = search::posts(read, query, request.account(), request.locale, {.before = request.fields.integer("before").value_or(0), .limit = most});
        if (elsewhere.post) ids.insert(ids.begin(), elsewhere.post);
        if (!ids.empty()) found = posts::card_list(words, read, ids, request.account(), read.now, "public");
        if (std::ssize(ids) == most) older = "/search?type=posts&q=" + http::percent_encode(query) + "&before=" + ids.back().text();
    }
    html::Page page{.title = words("Search"), .current = "/search"};
    page.main = words.fill(pages::Results{.query = query, .asked = !plain.empty(), .kinds = kinds_of(words, query, kind), .wants_people = wants("people"), .people = people,
                                         .wants_topics = wants("topics"), .topics = topics, .wants_posts = wants("posts"), .found = found, .older = older});
    return html::page(request, read, std::move(page));
}

}  // namespace

void add_pages(http::Router::Section pages) {
    pages.get("/search", http::Open::to_anyone, show).first(resolving(Asks::always));
    pages.get("/suggest", http::Open::to_members, suggest).says("Names and topics that begin like what is being typed");
}

}  // namespace search
