// The three steps: language and area, topics, people.
#include "accounts/accounts.hpp"
#include "base/text.hpp"
#include "follows/follows.hpp"
#include "html/html.hpp"
#include "posts/posts.hpp"
#include "trends/trends.hpp"
#include "welcome/pages.hpp"
#include "welcome/welcome.hpp"
#include <algorithm>

namespace welcome {
namespace {

using base::AccountId;
using html::Safe, html::Words;

constexpr int trends_offered = 8, people_offered = 10;
constexpr std::size_t most_followed = 40;  // at once, by one form
constexpr std::int64_t a_year = 365 * 24 * 3600;

http::Answer shown(http::Request const& request, db::Read& read, Safe main, int status = 200) {
    html::Page page{.title = Words(request.locale)("Welcome"), .status = status};
    page.main = std::move(main);
    return html::page(request, read, std::move(page));
}

http::Response start_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    Safe languages, zones;
    auto me = accounts::find(read, request.account());
    for (auto const& locale : html::locales()) {
        if (locale.find("-X") != locale.npos) continue;  // made up, for looking at pages only
        words.fill(languages, pages::Option{.value = locale, .chosen = me && locale == me->language, .words = html::language_name(locale)});
    }
    auto where = accounts::place(read, request.account());
    words.fill(zones, pages::Option{.value = "", .chosen = where.zone.empty(), .words = words("As my device says")});
    for (auto const& zone : html::time_zones()) words.fill(zones, pages::Option{.value = zone, .chosen = zone == where.zone, .words = zone});
    Safe regions;
    words.fill(regions, pages::Option{.value = "", .chosen = where.region.empty(), .words = words("Not told")});
    for (auto const& each : html::regions(words)) words.fill(regions, pages::Option{.value = each.code, .chosen = each.code == where.region, .words = each.name});
    auto top = words.fill(pages::Top{.heading = words("Welcome"), .step = 1, .about = words("Three short steps, and you can skip each of them. All of it can be changed later.")});
    auto main = words.fill(pages::Start{.top = top, .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .languages = languages,
                                        .zone_error = html::field_error(words, refusal, "zone"), .zones = zones, .region_error = html::field_error(words, refusal, "region"), .regions = regions});
    return *shown(request, read, std::move(main), refusal ? http::status_of(refusal->why) : 200);
}

http::Answer show_start(http::Request const& request, db::Read& read) { return start_page(request, read, nullptr); }

http::Answer save_start(http::Request const& request, db::Write& write) {
    auto zone = std::string(request.fields.text("zone")), language = std::string(request.fields.text("language"));
    auto placed = accounts::set_place(write, request.account(), {zone, std::string(request.fields.text("region"))});
    if (!placed) return start_page(request, write, &placed.error());
    auto changed = accounts::change_profile(write, request.account(), {.language = language});
    if (!changed) return start_page(request, write, &changed.error());
    auto response = http::redirect("/welcome/topics");
    http::set_cookie(response, {.name = "lang", .value = changed->language, .seconds = a_year});
    return response;
}

// The operator's, and what people here turn to; each once.
std::vector<std::string> offered(db::Read& read) {
    std::vector<std::string> names;
    auto add = [&](std::string name) {
        bool known = std::ranges::any_of(names, [&](std::string const& each) { return base::fold(each) == base::fold(name); });
        if (!name.empty() && !known) names.push_back(std::move(name));
    };
    for (auto const& topic : trends::topics(read, trends_offered)) add(topic.name);
    for (auto name : base::split(topics(), ';')) add(base::trim(name));
    return names;
}

http::Answer show_topics(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto followed = posts::followed_tags(read, request.account());
    Safe rows;
    for (auto const& name : offered(read)) {
        bool on = std::ranges::any_of(followed, [&](posts::Tag const& tag) { return base::fold(tag.name) == base::fold(name); });
        words.fill(rows, pages::Topic{.name = name, .on = on});
    }
    auto top = words.fill(pages::Top{.heading = words("What interests you?"), .step = 2, .about = words("What anybody here writes about these topics gathers under My topics. Nobody learns which you follow.")});
    return shown(request, read, words.fill(pages::Topics{.top = top, .csrf = html::csrf_field(request), .topics = rows}));
}

http::Answer save_topics(http::Request const& request, db::Write& write) {
    auto names = request.fields.list("topic");
    for (auto more : base::split(request.fields.text("more"), ' ')) {
        auto name = base::trim(more);
        while (name.starts_with('#')) name.erase(0, 1);
        if (!name.empty()) names.push_back(std::move(name));
    }
    if (names.size() > most_followed) names.resize(most_followed);
    // What is no hashtag is passed over: nobody should be held up here by a comma.
    for (auto const& name : names) (void)posts::follow_tag(write, request.account(), name);
    return http::redirect("/welcome/people");
}

http::Answer show_people(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    std::vector<AccountId> ids;
    for (auto const& each : follows::suggestions(read, request.account(), people_offered)) ids.push_back(each.account);
    Safe rows;
    for (auto const& account : accounts::find_all(read, ids))
        rows += words.fill(pages::Person{.id = account.id, .picture = accounts::picture(account), .name = account.name, .handle = account.handle(), .note = base::shorten(account.note, 120)});
    auto top = words.fill(pages::Top{.heading = words("Whom would you like to hear from?"), .step = 3, .about = words("Their posts come to your home page. You can unfollow anybody at any time.")});
    return shown(request, read, words.fill(pages::People{.top = top, .csrf = html::csrf_field(request), .people = rows}));
}

http::Answer save_people(http::Request const& request, db::Write& write) {
    auto chosen = request.fields.list("person");
    if (chosen.size() > most_followed) chosen.resize(most_followed);
    for (auto const& text : chosen)
        if (auto person = base::parse<AccountId>(text); person && *person != request.account()) (void)follows::follow(write, request.account(), *person);
    return http::redirect("/home");
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/welcome", Open::to_members, show_start).says("The first steps of somebody new");
    pages.post("/welcome", Open::to_members, save_start);
    pages.get("/welcome/topics", Open::to_members, show_topics);
    pages.post("/welcome/topics", Open::to_members, save_topics);
    pages.get("/welcome/people", Open::to_members, show_people);
    pages.post("/welcome/people", Open::to_members, save_people);
}

}  // namespace welcome
