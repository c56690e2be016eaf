// Reach on the issuer's page, growing live; and the page that the foot of a letter leads to.
#include "alerts/pages.hpp"
#include "alerts/queries.hpp"
#include "alerts/showing.hpp"
#include "alerts/telling.hpp"
#include "bus/bus.hpp"
#include "http/hub.hpp"

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

std::string_view label_of(Channel channel) {
    switch (channel) {
    case Channel::concerned: return "People concerned";
    case Channel::streams: return "Open pages and apps, at once";
    case Channel::pages: return "Pages shown with it, about";
    case Channel::seen: return "Pressed \"Got it\"";
    case Channel::push_queued: return "Devices to push to";
    case Channel::push_sent: return "Of these, taken by their push service";
    case Channel::push_failed: return "Of these, not reached";
    case Channel::mail_queued: return "Letters at once";
    case Channel::mail_digest: return "People with a daily letter";
    case Channel::mail_sent: return "Letters that left";
    case Channel::mail_failed: return "Letters that failed, tries counted";
    case Channel::feeds: return "Feeds and lists that were fetched";
    case Channel::widget: return "Shown on other sites";
    case Channel::websub: return "Subscribers of feeds told";
    case Channel::federated: return "Other servers told";
    }
    return "";
}

std::string topic_of(AlertId alert, std::string_view locale) { return "alerts/reach/" + alert.text() + "/" + std::string(locale); }

html::Safe numbers(Words const& words, db::Read& read, AlertId alert) {
    html::Safe rows;
    for (auto const& each : reach_of(read, alert))
        words.fill(rows, pages::ReachRow{.way = words.plain(label_of(each.channel)), .channel = std::string(text_of(each.channel)), .times = words.number(each.times)});
    return words.fill(pages::ReachNumbers{.rows = rows, .under_way = read.number(sql::count_tellings_of, {alert}) > 0});
}

// For those who act for its issuer; for others there is no such page.
base::Result<Alert> own(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<AlertId>("id");
    auto alert = id ? find(read, *id) : std::nullopt;
    bool const may = alert && request.person && alert->is_ours() && acting(read, request.account(), alert->issuer);
    if (!may) return std::unexpected(not_there());
    return *alert;
}

http::Answer show(Request const& request, db::Read& read) {
    auto const alert = TRY(own(request, read));
    Words const words(request.locale);
    auto const address = "/alerts/" + alert.id.text();
    html::Page page{.title = words("Reach"), .current = "/alerts", .live = "/live" + address + "/reach"};
    page.main = words.fill(pages::Reach{.address = address, .headline = headline_of(in_language(alert.message, words.locale())), .numbers = numbers(words, read, alert.id)});
    return html::page(request, read, std::move(page));
}

struct Reader { AccountId account; std::string email; };

base::Result<Reader> reader_of(Request const& request, db::Read& read) {
    auto const account = account_of_letters(request.parameters.text("token"));
    auto const facts = account ? accounts::login_facts(read, {*account}) : std::vector<accounts::LoginFacts>{};
    if (facts.empty()) return base::refuse(base::Why::not_found, "This link is not one of ours.");
    return Reader{*account, facts.front().email};
}

http::Answer letters(Request const& request, db::Read& read) {
    auto const reader = TRY(reader_of(request, read));
    Words const words(request.locale);
    html::Page page{.title = words("Alerts by mail")};
    page.main = words.fill(pages::Letters{.done = how_told(read, reader.account).mail == places::Mail::none, .email = reader.email, .address = request.path});
    return html::page(request, read, std::move(page));
}

http::Answer end_letters(Request const& request, db::Write& write) {
    auto const reader = TRY(reader_of(request, write));
    auto wishes = how_told(write, reader.account);
    wishes.mail = places::Mail::none;
    TRY(places::set_wishes(write, reader.account, wishes));
    write.run(sql::forget_digest_account, {reader.account});
    return http::redirect(request.path);
}

}  // namespace

void add_reach(http::Router::Section pages, std::function<bool(http::Person const&)> still_valid) {
    pages.get("/alerts/:id/reach", Open::to_members, show).says("How many an alert reached, for its issuer");
    pages.get("/live/alerts/:id/reach", Open::to_members, [still_valid](Request const& request, db::Read& read) -> http::Answer {
        auto const alert = TRY(own(request, read));
        http::Response response;
        response.stream = std::make_shared<http::Stream>();
        response.stream->topics = {topic_of(alert.id, request.locale), "pages/" + std::string(request.locale)};
        response.stream->still_allowed = [still_valid, person = *request.person] { return still_valid(person); };
        return response;
    });
    pages.get("/alerts/letters/:token", Open::to_anyone, letters).says("From a letter: no more of them");
    pages.post("/alerts/letters/:token", Open::to_anyone, end_letters).without_csrf();
}

void tell_reach(bus::Bus& bus, db::Database& database, http::Hub& hub) {
    bus.soon<ReachGrew>([&](ReachGrew const& grew) {
        for (auto const& locale : html::locales()) {
            auto const topic = topic_of(grew.alert, locale);
            if (hub.anyone_on(topic)) hub.publish(topic, {"html", database.read([&](db::Read& read) { return numbers(Words(locale), read, grew.alert); }).markup});
        }
    });
}

}  // namespace alerts
