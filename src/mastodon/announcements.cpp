// Announcements as apps read, dismiss and react to them, and as streams tell them. Alerts that concern the reader are among
// them, so that every app shows them; no alert and no announcement have the same id.
#include "alerts/alerts.hpp"
#include "announcements/announcements.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "html/prose.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include "mastodon/topics.hpp"
#include <algorithm>
#include <map>
#include <set>

namespace mastodon {

namespace {

using announcements::Reaction, announcements::Shown;

void write_moment(base::Json& out, std::string_view name, base::Time moment) {
    out.key(name);
    moment ? out.value(base::iso8601(moment)) : out.null();
}

// The address of a custom one; nothing for what every app draws itself.
void write_picture(base::Json& out, db::Read& read, std::string const& name) {
    auto custom = emojis::find(read, name);
    if (!custom || !custom->enabled) return;
    out.pair("url", absolute(custom->address())).pair("static_url", absolute(custom->still_address()));
}

void write_reaction(base::Json& out, db::Read& read, Reaction const& reaction, AccountId viewer) {
    out.object().pair("name", reaction.name).pair("count", reaction.count);
    if (viewer) out.pair("me", reaction.mine);
    write_picture(out, read, reaction.name);
    out.end();
}

void write_mentions(base::Json& out, db::Read& read, std::string const& text) {
    out.key("mentions").array();
    for (auto const& each : announcements::named_in(read, text))
        out.object().pair("id", each.id.text()).pair("username", each.username).pair("url", each.url()).pair("acct", each.handle()).end();
    out.end();
}

void write_tags(base::Json& out, std::string const& text) {
    std::set<std::string> named;
    out.key("tags").array();
    for (auto const& found : html::find_in(text))
        if (found.kind == html::Found::Kind::hashtag && named.insert(base::fold(found.inner)).second)
            out.object().pair("name", found.inner).pair("url", base::site_url() + "/tags/" + http::percent_encode(found.inner)).end();
    out.end();
}

void write(base::Json& out, db::Read& read, Shown const& shown, AccountId viewer) {
    auto const& [id, said, published_at, updated_at] = shown.announcement;
    out.object().pair("id", std::to_string(id)).pair("content", announcements::markup(read, said.text).markup);
    write_moment(out, "starts_at", said.starts_at);
    write_moment(out, "ends_at", said.ends_at);
    out.pair("all_day", said.all_day).pair("published", true);
    write_moment(out, "published_at", published_at);
    write_moment(out, "updated_at", updated_at);
    if (viewer) out.pair("read", shown.read);
    write_mentions(out, read, said.text);
    out.key("statuses").array().end();
    write_tags(out, said.text);
    out.key("emojis").raw(emojis::as_json(emojis::in(read, {said.text})));
    out.key("reactions").array();
    for (auto const& each : shown.reactions) write_reaction(out, read, each, viewer);
    out.end().end();
}

// An alert in force. Nobody reacts to one.
void write(base::Json& out, db::Read& read, html::Words const& words, alerts::Alert const& alert, std::optional<bool> put_away) {
    out.object().pair("id", alert.id.text()).pair("content", alerts::announced(words, read, alert).markup);
    write_moment(out, "starts_at", alert.issued_at);
    write_moment(out, "ends_at", alert.ends_at);
    out.pair("all_day", false).pair("published", true);
    write_moment(out, "published_at", alert.issued_at);
    write_moment(out, "updated_at", alert.issued_at);
    if (put_away) out.pair("read", *put_away);
    out.key("mentions").array().end().key("statuses").array();
    if (alert.post) out.object().pair("id", alert.post.text()).pair("url", alert.url()).end();
    out.end().key("tags").array().end().key("emojis").array().end().key("reactions").array().end().end();
}

void write_alerts(base::Json& out, db::Read& read, Request const& request, alerts::Board& board) {
    auto const held = board.concerning(read, request.account());
    if (held.empty()) return;
    auto const away = alerts::dismissed(read, request.account());
    html::Words const words(request.locale);
    for (auto const& alert : held) write(out, read, words, *alert, std::ranges::find(away, alert->id) != away.end());
}

base::Result<std::int64_t> id_in(Request const& request) {
    auto id = request.parameters.integer("id");
    if (!id) return not_found();
    return *id;
}

Answer list(Request const& request, db::Read& read, alerts::Board* board) {
    base::Json out;
    out.array();
    if (board) write_alerts(out, read, request, *board);
    for (auto const& each : announcements::shown(read, request.account()))
        write(out, read, each, request.account());
    return http::json(out.end().take());
}

Answer dismiss(Request const& request, db::Write& write, bool alerts_too) {
    auto const id = TRY(id_in(request));
    if (!alerts_too || !alerts::dismiss(write, request.account(), alerts::AlertId{id})) TRY(announcements::dismiss(write, request.account(), id));
    return http::json("{}");
}

Answer react(Request const& request, db::Write& write) {
    TRY(announcements::react(write, request.account(), TRY(id_in(request)), request.parameters.text("name")));
    return http::json("{}");
}

Answer take_back(Request const& request, db::Write& write) {
    TRY(announcements::take_back(write, request.account(), TRY(id_in(request)), request.parameters.text("name")));
    return http::json("{}");
}

void tell_published(db::Database& database, http::Hub& hub, std::int64_t id) {
    database.read([&](db::Read& read) {
        for (auto const& each : announcements::shown(read, {})) {
            if (each.announcement.id != id) continue;
            base::Json out;
            write(out, read, each, {});
            hub.publish(topics::everybodys_home(), {"announcement", out.take()});
        }
        return true;
    });
}

void tell_reaction(db::Database& database, http::Hub& hub, announcements::Reacted const& event) {
    database.read([&](db::Read& read) {
        auto reaction = announcements::find_reaction(read, event.reaction);
        if (!reaction) return false;
        base::Json out;
        out.object().pair("name", reaction->name).pair("count", reaction->count).pair("announcement_id", std::to_string(reaction->announcement));
        write_picture(out, read, reaction->name);
        hub.publish(topics::everybodys_home(), {"announcement.reaction", out.end().take()});
        return true;
    });
}

// Which of the alert's languages each reads. One that is written in a single language asks nobody.
std::map<std::string, std::vector<std::string>> homes_by_language(db::Read& read, alerts::Alert const& alert, std::vector<AccountId> const& readers) {
    constexpr std::size_t at_once = 1000;
    std::map<std::string, std::vector<std::string>> homes;
    auto const& infos = alert.message.infos;
    if (infos.size() < 2) {
        auto& all = homes[infos.empty() ? "en" : infos.front().language];
        for (auto const reader : readers) all.push_back(topics::home(reader));
        return homes;
    }
    for (std::size_t first = 0; first < readers.size(); first += at_once) {
        std::vector<AccountId> const some(readers.begin() + static_cast<std::ptrdiff_t>(first), readers.begin() + static_cast<std::ptrdiff_t>(std::min(first + at_once, readers.size())));
        for (auto const& account : accounts::find_all(read, some)) homes[alerts::in_language(alert.message, account.language).language].push_back(topics::home(account.id));
    }
    return homes;
}

// To the open home streams of those whom it concerns: one message for all who read the same language of it.
void tell_alert(db::Database& database, http::Hub& hub, alerts::Board& board, alerts::AlertId id) {
    constexpr std::string_view start = "user/";
    std::vector<AccountId> readers;
    for (auto const& topic : hub.topics_under(start))
        if (auto const reader = base::parse<AccountId>(std::string_view(topic).substr(start.size()))) readers.push_back(*reader);
    if (readers.empty()) return;
    std::vector<AccountId> concerned;
    std::shared_ptr<alerts::Alert const> alert;
    for (auto const& group : board.concerned_by(database, id, readers)) {
        auto const found = std::ranges::find(group.held, id, [](auto const& each) { return each->id; });
        if (found == group.held.end()) return;  // over already, or a cancellation
        alert = *found;
        concerned.insert(concerned.end(), group.readers.begin(), group.readers.end());
    }
    if (!alert) return;
    struct Said { std::vector<std::string> homes; std::string payload; };
    auto const said = database.read([&](db::Read& read) {
        std::vector<Said> all;
        for (auto& [language, homes] : homes_by_language(read, *alert, concerned)) {
            base::Json out;
            write(out, read, html::Words(language), *alert, {});
            all.push_back({std::move(homes), out.take()});
        }
        return all;
    });
    for (auto const& each : said) hub.publish(each.homes, {"announcement", each.payload});
}

}  // namespace

void tell_announcements(bus::Bus& bus, db::Database& database, Context& context) {
    auto& hub = context.hub;
    auto heard = [&hub] { return hub.anyone_on(topics::everybodys_home()); };
    auto const is_over = [&hub](std::string const& id) { hub.publish(topics::everybodys_home(), {"announcement.delete", id}); };
    bus.soon<announcements::Published>([&database, &hub, heard](auto const& event) { if (heard()) tell_published(database, hub, event.announcement); });
    bus.soon<announcements::Reacted>([&database, &hub, heard](auto const& event) { if (heard()) tell_reaction(database, hub, event); });
    bus.soon<announcements::Withdrawn>([is_over](auto const& event) { is_over(std::to_string(event.announcement)); });
    bus.soon<alerts::Issued>([&database, &hub, &context](auto const& event) { if (context.board) tell_alert(database, hub, *context.board, event.alert); });
    bus.soon<alerts::Ended>([is_over](auto const& event) { is_over(event.alert.text()); });
}

void add_announcement_routes(Section api, Context& context) {
    constexpr http::Access reading{Open::to_members, "read"}, writing{Open::to_members, "write:accounts"}, reacting{Open::to_members, "write:favourites"};
    api.get("/api/v1/announcements", reading, [&context](Request const& request, db::Read& read) { return list(request, read, context.board); })
        .says("Alerts that concern one, and what the people who run the server tell everybody, read ones too");
    api.post("/api/v1/announcements/:id/dismiss", writing, [&context](Request const& request, db::Write& write) { return dismiss(request, write, context.board != nullptr); })
        .says("Dismisses an announcement");
    api.put("/api/v1/announcements/:id/reactions/:name", reacting, react).says("Reacts with an emoji");
    api.remove("/api/v1/announcements/:id/reactions/:name", reacting, take_back).says("Takes a reaction back");
}

}  // namespace mastodon
