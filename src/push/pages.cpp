// Settings: whether this browser shows notifications, and the worker that does.
#include "html/assets.hpp"
#include "html/html.hpp"
#include "push/pages.hpp"
#include "push/push.hpp"
#include "accounts/accounts.hpp"
#include <algorithm>

namespace push {
using html::Words;

namespace {

constexpr std::string_view address = "/settings/push";

struct Kind { std::string_view name, label; bool at_first; };
constexpr Kind kinds[] = {
    {"mention", "Somebody mentions or answers me", true}, {"follow", "Somebody follows me", true}, {"follow_request", "Somebody wants to follow me", true},
    {"favourite", "Somebody supports a post of mine", false}, {"reblog", "Somebody shares a post of mine", false}, {"quote", "Somebody quotes a post of mine", true},
    {"status", "Somebody I want to hear from posts", true}, {"poll", "A poll has closed", true}, {"update", "A post I shared was edited", false},
    {"alert_answer", "A question I have about an alert is answered", true},
    {"alert_declined", "A question I asked is declined", true}, {"alert_question", "Questions come under an alert of my organization", true},
};

http::Answer show(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    html::Safe ticks;
    for (auto const& kind : kinds) words.fill(ticks, pages::Kind{.name = kind.name, .on = kind.at_first, .label = words.plain(kind.label)});
    html::Safe script{"<script type=\"module\" src=\"" + html::asset("push.mjs") + "\"></script>"};
    auto main = words.fill(pages::Device{.on = find(read, request.account(), request.person->grant).has_value(), .csrf = html::csrf_field(request),
                                         .key = server_key(), .kinds = ticks, .script = script});
    return accounts::settings_page(request, read, address, std::move(main));
}

http::Answer start(http::Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    TRY(subscribe(write, {.account = request.account(), .grant = request.person->grant, .endpoint = std::string(fields.text("endpoint")),
                          .p256dh = std::string(fields.text("p256dh")), .auth = std::string(fields.text("auth")), .standard = true, .alerts = fields.list("alerts")}));
    return http::redirect(std::string(address) + "?saved=1");
}

http::Answer stop(http::Request const& request, db::Write& write) {
    unsubscribe(write, request.account(), request.person->grant);
    return http::redirect(std::string(address) + "?saved=1");
}

// From the root of the site, because a worker looks after what lies beside and below it.
http::Answer worker(http::Request const&) {
    auto all = html::assets();
    auto found = std::ranges::find(all, std::string_view("push-worker.mjs"), &html::Asset::name);
    if (found == all.end()) return base::refuse(base::Why::not_found, "There is no such file.");
    http::Response response;
    response.type = found->type;
    response.body = found->plain;
    return response.with("Cache-Control", "no-cache");
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get(address, Open::to_members, show).says("Whether this browser shows notifications");
    pages.post(address, Open::to_members, start);
    pages.post("/settings/push/stop", Open::to_members, stop);
    pages.plain("/push-worker.mjs", Open::to_anyone, worker);
    accounts::add_settings_tab(address, "This device");
}

}  // namespace push
