// How somebody is reminded, the links in their letters, and their calendar.
#include "reminders/pages.hpp"
#include "base/settings.hpp"
#include "html/html.hpp"
#include "reminders/inside.hpp"
#include <algorithm>
#include <charconv>

namespace reminders {

using html::Words, http::Open, http::Request;

namespace {

constexpr std::string_view address = "/settings/reminders";
constexpr http::Limit links_limit{"once", 30, 300};

struct Lead { std::int64_t minutes; std::string_view words; };
constexpr Lead leads[] = {{10080, "A week"}, {2880, "Two days"}, {1440, "One day"}, {120, "Two hours"}, {30, "Half an hour"}};

http::Answer show(Request const& request, db::Read& read, Choice const& chosen, std::string const& calendar, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Safe rows;
    for (auto const& each : leads) words.fill(rows, pages::Lead{.minutes = each.minutes, .on = std::ranges::find(chosen.lead, each.minutes) != chosen.lead.end(), .label = words.plain(each.words)});
    auto main = words.fill(pages::Settings{.csrf = html::csrf_field(request), .leads = rows, .lead_error = html::field_error(words, refusal, "lead"), .push = chosen.push, .mail = chosen.mail, .address = calendar, .known = has_calendar(read, request.account())});
    auto page = accounts::settings_page(request, read, address, std::move(main), refusal);
    if (!calendar.empty()) page.with("Cache-Control", "no-store");
    return page;
}

http::Answer save(Request const& request, db::Write& write) {
    Choice wanted{.lead = {}, .push = request.fields.has("push"), .mail = request.fields.has("mail")};
    for (auto const& each : request.fields.list("lead"))
        if (std::int64_t minutes = 0; std::from_chars(each.data(), each.data() + each.size(), minutes).ec == std::errc()) wanted.lead.push_back(minutes);
    if (auto const done = choose(write, request.account(), wanted); !done) return show(request, write, wanted, {}, &done.error());
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer make_calendar(Request const& request, db::Write& write) {
    auto const made = new_calendar(write, request.account());
    return show(request, write, choice(write, request.account()), made, nullptr);
}

http::Answer stop_calendar(Request const& request, db::Write& write) {
    end_calendar(write, request.account());
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer give_calendar(Request const& request, db::Read& read) {
    auto const owner = owner_of_calendar(read, request.parameters.text("secret"));
    auto const account = owner ? accounts::find(read, owner) : std::nullopt;
    if (!account || account->hidden() || account->disabled_at) return base::refuse(base::Why::not_found, "There is no such calendar.");
    http::Response response;
    response.type = "text/calendar; charset=utf-8";
    response.body = calendar(events_of(read, words_for(read, owner), owner), "PUBLISH", base::site_name());
    return response.with("Cache-Control", "private, no-store").with("Referrer-Policy", "no-referrer");
}

html::Page neutral(Words const& words, html::Safe main) {
    html::Page page{.title = words("Your answer"), .sensitive = true};
    page.main = std::move(main);
    return page;
}

// A program that looks at links in letters presses nothing: only the button does what the link is for.
http::Answer ask(Request const& request, db::Read& read) {
    auto const secret = request.parameters.text("secret");
    auto const once = TRY(open_link(read, secret));
    auto const* deed = deed_for(once.act);
    Words const words(request.locale);
    auto main = words.fill(pages::Once{.question = deed->question(read, words, once), .address = "/once/" + std::string(secret), .button = deed->button(read, words, once)});
    return html::page(request, read, neutral(words, std::move(main))).with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
}

http::Answer do_it(Request const& request, db::Write& write) {
    auto const said = TRY(use_link(write, request.parameters.text("secret")));
    Words const words(request.locale);
    return html::page(request, write, neutral(words, words.fill(pages::Done{.said = said}))).with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
}

}  // namespace

void add_pages(http::Router::Section pages) {
    pages.get(address, Open::to_members, [](Request const& request, db::Read& read) { return show(request, read, choice(read, request.account()), {}, nullptr); });
    pages.post(address, Open::to_members, save);
    pages.post("/settings/reminders/calendar", Open::to_members, make_calendar);
    pages.post("/settings/reminders/calendar/end", Open::to_members, stop_calendar);
    pages.get("/calendar/:secret.ics", Open::to_anyone, give_calendar).limited(links_limit).says("Somebody's appointments, for their calendar program");
    pages.get("/once/:secret", Open::to_anyone, ask).limited(links_limit);
    pages.post("/once/:secret", Open::to_anyone, do_it).without_csrf().limited(links_limit);  // who has the secret may
    accounts::add_settings_tab(address, "Reminders");
}

}  // namespace reminders
