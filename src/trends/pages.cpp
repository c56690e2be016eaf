// Explore, and its review by staff.
#include "accounts/accounts.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "follows/follows.hpp"
#include "html/html.hpp"
#include "trends/pages.hpp"
#include "trends/trends.hpp"
#include <algorithm>

namespace trends {
namespace {

using html::Safe, html::Words;

// What a trend is called and where it leads; nothing when it is gone meanwhile.
struct Named { std::string title, address; };

std::optional<Named> named(db::Read& read, Trend const& trend, AccountId viewer) {
    if (trend.kind == Kind::tag) {
        auto tags = posts::find_tags(read, {trend.subject}, {});
        if (tags.empty()) return std::nullopt;
        return Named{"#" + tags.front().name, "/tags/" + http::percent_encode(tags.front().name)};
    }
    if (trend.kind == Kind::link) {
        auto cards = links::find_all(read, {trend.subject});
        if (cards.empty()) return std::nullopt;
        return Named{cards.front().title, cards.front().url};
    }
    auto post = posts::find(read, PostId{trend.subject}, viewer);
    auto author = post ? accounts::find(read, post->author) : std::nullopt;
    if (!author) return std::nullopt;
    return Named{"@" + author->handle() + ": " + base::shorten(post->text, 120), post->url(author->username)};
}

std::vector<std::int64_t> subjects_of(std::vector<Trend> const& trends) {
    std::vector<std::int64_t> subjects;
    for (auto const& each : trends) subjects.push_back(each.subject);
    return subjects;
}

std::int64_t people_of(std::vector<Trend> const& trends, std::int64_t subject) { return std::ranges::find(trends, subject, &Trend::subject)->people; }

http::Answer show_explore(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    Safe topics, pages_shared;
    auto tags = shown(read, Kind::tag, {}), cards_shared = shown(read, Kind::link, {});
    for (auto const& tag : posts::find_tags(read, subjects_of(tags), {}))
        topics += words.fill(pages::Topic{.address = http::percent_encode(tag.name), .name = tag.name, .people = people_of(tags, tag.id)});
    for (auto const& card : links::find_all(read, subjects_of(cards_shared)))
        pages_shared += words.fill(pages::SharedPage{.address = card.url, .title = card.title, .provider = card.provider_name, .people = people_of(cards_shared, card.id)});
    std::vector<PostId> ids;
    for (auto const& each : shown(read, Kind::post, {.limit = 20})) ids.push_back({each.subject});
    Safe cards;
    if (!ids.empty()) cards = posts::card_list(words, read, ids, request.account(), read.now, "public");
    html::Page page{.title = words("Explore"), .side = follows::side(request, read), .current = "/explore"};
    page.index = true;
    page.canonical = base::site_url() + "/explore";
    bool empty = topics.markup.empty() && pages_shared.markup.empty() && ids.empty();
    page.main = words.fill(pages::Explore{.member = request.account().value != 0, .topics = topics, .links = pages_shared, .posts = cards, .empty = empty});
    return html::page(request, read, std::move(page));
}

Safe decisions(Words const& words, http::Request const& request, db::Read& read, Kind kind) {
    Safe made;
    for (auto const& each : all(read, kind, {.limit = 40})) {
        auto what = named(read, each, request.account());
        if (!what) continue;
        made += words.fill(pages::Decision{.address = what->address, .title = what->title, .people = each.people,
                                           .allowed = each.is_shown(), .refused = each.reviewed && !each.allowed,
                                           .waiting = !each.reviewed && reviewed_only(), .csrf = html::csrf_field(request),
                                           .kind = text_of(kind), .subject = each.subject});
    }
    return made;
}

http::Answer show_review(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    html::Page page{.title = words("Trends"), .current = "/admin/trends"};
    page.main = words.fill(pages::Review{.reviewed_only = reviewed_only(), .topics = decisions(words, request, read, Kind::tag),
                                         .posts = decisions(words, request, read, Kind::post), .links = decisions(words, request, read, Kind::link)});
    return html::page(request, read, std::move(page));
}

http::Answer decide(http::Request const& request, db::Write& write) {
    auto kind = kind_of(request.fields.text("kind"));
    auto subject = request.fields.integer("subject");
    if (!kind || !subject) return base::refuse_field("kind", "ERR_INVALID", "Say what is decided about.");
    TRY(review(write, request.account(), *kind, *subject, request.fields.flag("allow").value_or(false)));
    return http::redirect("/admin/trends");
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/explore", Open::to_anyone, show_explore);
    pages.get("/admin/trends", Open::to_moderators, show_review);
    pages.post("/admin/trends", Open::to_moderators, decide);
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read&) {
        if (request.person && request.person->role != http::Role::member) frame.navigation.push_back({"/admin/trends", "chart-bar-big", "Trends", 0, false});
    });
}

}  // namespace trends
