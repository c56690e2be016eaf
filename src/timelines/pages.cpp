// The pages that show posts in order: home, local, a topic, somebody's page.
#include "timelines/pages.hpp"
#include "announcements/announcements.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "follows/follows.hpp"
#include "lists/lists.hpp"
#include "moderation/moderation.hpp"
#include "timelines/page_parts.hpp"
#include "trends/trends.hpp"
#include <algorithm>

namespace timelines {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

// Registered while the site starts, constant afterwards.
std::vector<Tab>& home_tabs() {
    static std::vector<Tab> all = {{"/home", "Following"}, {"/topics", "My topics"}, {"/local", "Local"}};
    return all;
}

}  // namespace

void add_home_tab(Tab tab) { home_tabs().push_back(std::move(tab)); }

html::Safe side(Words const& words, db::Read& read) {
    html::Safe topics;
    for (auto const& topic : trends::topics(read, 5)) topics += words.fill(pages::Topic{.name = topic.name, .people = topic.people});
    return words.fill(pages::Topics{.topics = topics});
}

html::Safe tabs(Words const& words, std::vector<Tab> const& all, std::string_view current) {
    html::Safe made;
    for (auto const& tab : all) made += words.fill(pages::Tab{.address = tab.address, .current = tab.address == current, .words = words.plain(tab.words)});
    return made;
}

Page page_of(http::Request const& request) { return {.before = request.fields.integer("before").value_or(0), .limit = page_size}; }

std::string older_of(std::vector<PostId> const& ids, std::string const& address) {
    if (static_cast<int>(ids.size()) < page_size) return "";
    return address + (address.find('?') == std::string::npos ? "?" : "&") + "before=" + ids.back().text();
}

html::Safe wide_landscape(std::int64_t id) {
    auto const small = html::avatar("", id, html::Shape::circle).markup;
    auto const palette = small.substr(std::string_view("<svg class=\"").size(), 6);  // its classes
    return html::Safe{"<svg class=\"" + palette + "\" aria-hidden=\"true\" viewBox=\"0 0 640 120\" preserveAspectRatio=\"xMidYMid slice\"><use href=\"" + html::asset("i.svg") + "#cover\"/></svg>"};
}

namespace {

struct Feed { std::string address, title, empty, live; std::vector<PostId> ids; html::Safe welcome; bool sensitive = false; };

http::Answer feed_page(http::Request const& request, db::Read& read, Feed const& feed) {
    Words words(request.locale);
    auto viewer = request.account();
    auto me = viewer ? accounts::find(read, viewer) : std::nullopt;
    auto older = older_of(feed.ids, feed.address);
    bool first_page = !request.fields.has("before");
    auto beside = side(words, read);
    if (feed.address == "/home") beside += follows::side(request, read);
    html::Page page{.title = feed.title, .side = beside, .current = viewer ? "/home" : feed.address, .live = first_page ? feed.live : std::string(), .sensitive = feed.sensitive};
    page.main = words.fill(pages::Feed{
        .heading = "", .title = feed.title, .posted = posts::undo_bar(words, read, request), .welcome = feed.welcome, .composer = viewer && first_page ? posts::composer(words, read, request) : html::Safe{},
        .picture = me ? accounts::picture(*me) : html::Safe{}, .tabs = viewer ? tabs(words, home_tabs(), feed.address) : html::Safe{}, .address = feed.address,
        .new_forms = words.counted("{count, plural, one {# new post} other {# new posts}}"), .cards = posts::card_list(words, read, feed.ids, viewer, read.now, feed.address == "/home" ? "home" : "public"),
        .empty = feed.ids.empty() ? feed.empty : std::string(), .landscape = html::avatar("", 1, html::Shape::circle),
        .caught_up = older.empty() && !feed.ids.empty(), .older = older});
    return html::page(request, read, std::move(page));
}

// From memory, as far as that reaches.
std::vector<PostId> home_of(Feeds& feeds, db::Read& read, AccountId reader, Page const& page) {
    feeds.load(read, reader);
    std::vector<Entry> entries;
    if (!feeds.page(reader, page, entries)) return home(read, reader, page);
    std::vector<PostId> ids;
    for (auto const& each : entries) ids.push_back(each.post);
    return ids;
}

http::Answer show_home(Feeds& feeds, http::Request const& request, db::Read& read) {
    Words words(request.locale);
    return feed_page(request, read, {"/home", words("Home"), words("Follow people and topics, and their posts gather here."), "/live/home",
                                     home_of(feeds, read, request.account(), page_of(request)), announcements::news(words, request, read)});
}

// What was written about the topics that the reader follows, by whomever.
http::Answer show_topics(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    TagQuery wanted;
    html::Safe chips;
    for (auto const& tag : posts::followed_tags(read, request.account())) {
        chips += words.fill(pages::TopicChip{.name = tag.name});
        wanted.any.push_back(tag.name);
    }
    if (!wanted.any.empty()) wanted.name = wanted.any.front();
    return feed_page(request, read, {"/topics", words("My topics"), wanted.any.empty() ? words("Follow a topic, and what is written about it gathers here.") : words("Nobody has written about your topics yet."), "",
                                     wanted.any.empty() ? std::vector<PostId>{} : hashtag(read, wanted, request.account(), page_of(request)),
                                     words.fill(pages::MyTopics{.topics = chips}), std::ranges::any_of(wanted.any, html::is_sensitive_topic)});
}

http::Answer show_local(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    html::Safe welcome;
    if (!request.account()) welcome = words.fill(pages::Welcome{.cover = wide_landscape(1), .site = base::site_name(), .about = words(base::site_about())});
    return feed_page(request, read, {"/local", words("Local"), words("Nobody has posted here yet."), "/live/local",
                                     local(read, request.account(), page_of(request)), std::move(welcome)});
}

http::Answer show_front(http::Request const& request, db::Read&) {
    return http::redirect(request.account() ? "/home" : "/local", 302);
}

http::Answer show_hashtag(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto name = std::string(request.parameters.text("name"));
    auto tag = posts::find_tag(read, name, request.account());
    auto ids = hashtag(read, {name, {}, {}, {}}, request.account(), page_of(request));
    html::Page page{.title = "#" + name, .side = side(words, read)};
    if (html::is_sensitive_topic(name)) {
        page.title = words("Topic");
        page.sensitive = true;
    }
    page.main = words.fill(pages::Hashtag{
        .name = tag ? tag->name : name, .member = request.account().value != 0, .following = tag && tag->following,
        .next = tag && tag->following ? "0" : "1", .uses = tag ? tag->uses : 0,
        .cards = posts::card_list(words, read, ids, request.account(), read.now, "public"), .empty = ids.empty(),
        .landscape = html::avatar("", 4, html::Shape::circle), .older = older_of(ids, "/tags/" + http::percent_encode(name))});
    page.index = !ids.empty();
    page.canonical = base::site_url() + "/tags/" + http::percent_encode(base::fold(name));
    return html::page(request, read, std::move(page));
}

http::Answer follow_hashtag(http::Request const& request, db::Write& write) {
    auto name = request.parameters.text("name");
    TRY(request.fields.flag("on").value_or(true) ? posts::follow_tag(write, request.account(), name) : posts::unfollow_tag(write, request.account(), name));
    return http::redirect("/tags/" + http::percent_encode(name));
}

http::Answer show_list(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<lists::ListId>("id");
    auto found = id ? lists::find(read, request.account(), *id) : std::nullopt;
    if (!found) return refuse(Why::not_found, "There is no such list.");
    Words words(request.locale);
    auto ids = list(read, *found, page_of(request));
    std::vector<Tab> all;
    for (auto const& each : lists::all_of(read, request.account())) all.push_back({"/lists/" + each.id.text(), each.title});
    auto here = "/lists/" + found->id.text();
    html::Safe rows;
    for (auto const& tab : all) rows += words.fill(pages::Tab{.address = tab.address, .current = tab.address == here, .words = tab.words});
    html::Page page{.title = found->title, .side = side(words, read), .current = "/lists"};
    page.main = words.fill(pages::ListHead{.title = found->title, .id = found->id.value, .tabs = rows});
    words.fill(page.main, pages::ListPosts{.cards = posts::card_list(words, read, ids, request.account(), read.now, "home"), .empty = ids.empty(),
                                           .landscape = html::avatar("", 2, html::Shape::circle), .id = found->id.value, .older = older_of(ids, here)});
    return html::page(request, read, std::move(page));
}

}  // namespace

void add_pages(http::Router::Section pages, Feeds& feeds) {
    using http::Open;
    pages.get("/", Open::to_anyone, show_front);
    pages.get("/home", Open::to_members, [&feeds](http::Request const& request, db::Read& read) { return show_home(feeds, request, read); });
    pages.get("/topics", Open::to_members, show_topics).says("Posts about the topics one follows");
    pages.get("/local", Open::to_anyone, show_local);
    pages.get("/tags/:name", Open::to_anyone, show_hashtag);
    pages.post("/tags/:name/follow", Open::to_members, follow_hashtag);
    add_profile_pages(pages);
    pages.get("/lists/:id", Open::to_members, show_list).says("The posts of a list's members");
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read&) {
        auto& all = frame.navigation;
        if (request.account()) all.push_back({"/home", "house", "Home", 0, true});
        else all.push_back({"/local", "map-pin", "Local", 0, true});
        all.push_back({"/explore", "compass", "Explore", 0, true});
        all.push_back({"/people", "users", "People", 0, false});
        if (!request.account()) return;
        frame.live = "/live/bell";
        all.push_back({"/notifications", "bell", "Notifications", 0, false});  // the bell above has their number
        all.push_back({"/messages", "mail", "Messages", 0, true});
        all.push_back({"/bookmarks", "bookmark", "Saved", 0, false});
        all.push_back({"/lists", "chart-bar-big", "Lists", 0, false});
        all.push_back({"/@" + request.person->username, "user-round", "Me", 0, false});
        all.push_back({"/settings", "settings", "Settings", 0, false});
    });
}

}  // namespace timelines
