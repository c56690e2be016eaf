// The administrator's page of emoji.
#include "emojis/emojis.hpp"
#include "emojis/pages.hpp"
#include "html/html.hpp"

namespace emojis {
using html::Words;

namespace {

html::Safe rows(Words const& words, http::Request const& request, std::vector<Emoji> const& emojis) {
    html::Safe made;
    for (auto const& each : emojis)
        made += words.fill(pages::Row{.shortcode = each.shortcode, .csrf = html::csrf_field(request), .address = each.still_address(), .category = each.category,
                                      .enabled = each.enabled, .turn = each.enabled ? "0" : "1",
                                      .turn_label = each.enabled ? words("Switch {name} off", {{"name", each.shortcode}}) : words("Switch {name} on", {{"name", each.shortcode}}),
                                      .turn_words = each.enabled ? words("Switch off") : words("Switch on"),
                                      .delete_label = words("Delete {name}", {{"name", each.shortcode}})});
    return made;
}

http::Answer show(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Page page{.title = words("Custom emoji"), .current = "/admin"};
    page.main = words.fill(pages::Admin{
        .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .shortcode = request.fields.text("shortcode"),
        .shortcode_fault = html::at_fault(refusal, "shortcode"), .shortcode_error = html::field_error(words, refusal, "shortcode"),
        .category = request.fields.text("category"), .image_fault = html::at_fault(refusal, "image"),
        .image_error = html::field_error(words, refusal, "image"), .rows = rows(words, request, all(read))});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

base::Result<Emoji> added(http::Request const& request, db::Write& write) {
    auto const* image = media::prepared(request, "image");
    if (!image) return base::refuse_field("image", "ERR_BLANK", "Choose a picture.");
    return add(write, request.fields.text("shortcode"), request.fields.text("category"), true, *image);
}

std::string name_in(http::Request const& request) { return std::string(request.parameters.text("name")); }

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    static auto const picture = media::preparing({{"image", media::Shape::emoji}});
    pages.get("/admin/emojis", Open::to_admins, [](http::Request const& request, db::Read& read) { return show(request, read, nullptr); });
    pages.post("/admin/emojis", Open::to_admins, [](http::Request const& request, db::Write& write) -> http::Answer {
        auto emoji = added(request, write);
        if (!emoji) return show(request, write, &emoji.error());
        return http::redirect("/admin/emojis#e" + emoji->shortcode);
    }).body_up_to(media::body_with(1)).first(picture);
    pages.post("/admin/emojis/:name/switch", Open::to_admins, [](http::Request const& request, db::Write& write) -> http::Answer {
        TRY(change(write, name_in(request), {.enabled = request.fields.flag("enabled").value_or(false)}));
        return http::redirect("/admin/emojis#e" + name_in(request));
    });
    pages.post("/admin/emojis/:name/delete", Open::to_admins, [](http::Request const& request, db::Write& write) -> http::Answer {
        TRY(remove(write, name_in(request)));
        return http::redirect("/admin/emojis");
    });
}

}  // namespace emojis
