// The pages that show posts in order: home, local, a topic, somebody's page.
#include "timelines/pages.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "follows/follows.hpp"
#include "timelines/timelines.hpp"
#include <algorithm>
#include <mutex>

namespace timelines {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 20;

// The busiest topics cost a look at a week of posts: once a minute is enough for everybody.
std::vector<posts::Tag> busy_topics(db::Read& read) {
    static std::mutex mutex;
    static std::vector<posts::Tag> kept;
    static base::Time until = 0;
    std::lock_guard lock(mutex);
    if (read.now >= until || read.now < until - base::minute) {
        kept = posts::busiest_tags(read, 5);
        until = read.now + base::minute;
    }
    return kept;
}

html::Safe side(Words const& words, db::Read& read) {
    html::Safe topics;
    for (auto const& tag : busy_topics(read)) topics += words.fill(pages::Topic{.name = tag.name, .people = tag.accounts});
    return words.fill(pages::Topics{.topics = topics});
}

struct Tab { std::string address, words; };

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

struct Feed { std::string address, title, empty, live; std::vector<PostId> ids; html::Safe welcome; };

http::Answer feed_page(http::Request const& request, db::Read& read, Feed const& feed) {
    Words words(request.locale);
    auto viewer = request.account();
    auto all_tabs = viewer ? std::vector<Tab>{{"/home", "Following"}, {"/local", "Local"}} : std::vector<Tab>{};  // one is no choice
    auto me = viewer ? accounts::find(read, viewer) : std::nullopt;
    auto older = older_of(feed.ids, feed.address);
    bool first_page = !request.fields.has("before");
    html::Page page{.title = feed.title, .side = side(words, read), .current = feed.address, .live = first_page ? feed.live : std::string()};
    page.main = words.fill(pages::Feed{
        .heading = "", .title = feed.title, .welcome = feed.welcome,         .composer = viewer && first_page ? posts::composer(words, request) : html::Safe{},
        .picture = me ? accounts::picture(*me) : html::Safe{}, .tabs = tabs(words, all_tabs, feed.address), .address = feed.address,
        .one_new = words("# new post"), .other_new = words("# new posts"), .cards = posts::card_list(words, read, feed.ids, viewer, read.now),
        .empty = feed.ids.empty() ? feed.empty : std::string(), .landscape = html::avatar("", 1, html::Shape::circle),
        .caught_up = older.empty() && !feed.ids.empty(), .older = older});
    return html::page(request, read, std::move(page));
}

http::Answer show_home(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    return feed_page(request, read, {"/home", words("Home"), words("Follow people and topics, and their posts gather here."), "/live/home",
                                     home(read, request.account(), page_of(request)), {}});
}

http::Answer show_local(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    html::Safe welcome;
    if (!request.account()) welcome = words.fill(pages::Welcome{.site = base::site_name(), .about = base::site_about()});
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
    page.main = words.fill(pages::Hashtag{
        .name = tag ? tag->name : name, .member = request.account().value != 0, .following = tag && tag->following,
        .next = tag && tag->following ? "0" : "1", .uses = tag ? tag->uses : 0,
        .cards = posts::card_list(words, read, ids, request.account(), read.now), .empty = ids.empty(),
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

std::string kind_words(Words const& words, accounts::Kind kind) {
    switch (kind) {
        case accounts::Kind::person: return "";
        case accounts::Kind::professional: return words("Professional");
        case accounts::Kind::organization: return words("Organization");
        case accounts::Kind::group: return words("Group");
        case accounts::Kind::service: return words("Automatic account");
    }
    return "";
}

html::Safe cover_of(accounts::Account const& account) {
    if (account.header.empty()) return html::Safe{"<svg class=\"av\" aria-hidden=\"true\" viewBox=\"0 0 640 120\" preserveAspectRatio=\"xMidYMid slice\"><use href=\"" + html::asset("i.svg") + "#cover\"/></svg>"};
    html::Safe made{"<img alt=\"\" src=\""};
    html::escape_url(made.markup, account.header);
    made.markup += "\">";
    return made;
}

html::Safe fields_of(Words const& words, accounts::Account const& account) {
    html::Safe made;
    for (auto const& field : account.fields) made += words.fill(pages::Field{.name = field.name, .value = accounts::linked(field.value)});
    return made;
}

http::Answer show_profile(http::Request const& request, db::Read& read) {
    auto account = accounts::find_by_handle(read, request.parameters.text("name"));
    if (!account || account->suspended_at) return refuse(Why::not_found, "There is no such account.");
    Words words(request.locale);
    auto viewer = request.account();
    auto address = "/@" + account->handle();
    bool replies = request.fields.text("show") == "replies", first_page = !request.fields.has("before");
    auto here = replies ? address + "?show=replies" : address;
    auto ids = timelines::account(read, account->id, viewer, {.replies = replies}, page_of(request));
    auto pinned = !replies && first_page ? posts::pinned(read, account->id) : std::vector<PostId>{};
    std::erase_if(ids, [&](PostId id) { return std::ranges::find(pinned, id) != pinned.end(); });
    bool own = viewer == account->id;
    html::Page page{.title = account->name, .side = side(words, read), .current = own ? address : std::string()};
    page.main = words.fill(pages::Profile{
        .cover = cover_of(*account), .picture = accounts::picture(*account), .name = account->name, .full_handle = account->handle() + "@" + base::site_domain(),
        .kind = kind_words(words, account->kind), .locked = account->locked,
        .follow = viewer && !own ? follows::button(words, follows::between(read, viewer, account->id), *account) : html::Safe{}, .own = own,
        .note = accounts::note_html(*account), .fields = fields_of(words, *account), .posts = account->posts, .handle = account->handle(),
        .followers = account->followers, .following = account->following, .since = words.date(account->created_at),
        .tabs = tabs(words, {{address, "Posts"}, {address + "?show=replies", "Posts and replies"}}, here),
        .pinned = posts::pinned_list(words, read, pinned, viewer, read.now), .cards = posts::card_list(words, read, ids, viewer, read.now),
        .empty = ids.empty() && pinned.empty(), .landscape = html::avatar("", account->id.value, html::Shape::circle), .older = older_of(ids, here)});
    page.head = words.fill(pages::Head{.title = account->name, .address = account->url()});
    page.canonical = account->url();
    page.index = account->discoverable;
    page.description = base::shorten(account->note, 200);
    return html::page(request, read, std::move(page));
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/", Open::to_anyone, show_front);
    pages.get("/home", Open::to_members, show_home);
    pages.get("/local", Open::to_anyone, show_local);
    pages.get("/tags/:name", Open::to_anyone, show_hashtag);
    pages.post("/tags/:name/follow", Open::to_members, follow_hashtag);
    pages.get("/@:name", Open::to_anyone, show_profile);
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read&) {
        auto& all = frame.navigation;
        if (request.account()) all.push_back({"/home", "house", "Home", 0, true});
        all.push_back({"/local", "map-pin", "Local", 0, true});
        if (!request.account()) return;
        all.push_back({"/notifications", "bell", "Notifications", 0, false});  // the bell above has their number
        all.push_back({"/bookmarks", "bookmark", "Saved", 0, true});
        all.push_back({"/@" + request.person->username, "user-round", "Me", 0, true});
        all.push_back({"/settings", "settings", "Settings", 0, false});
    });
}

}  // namespace timelines
