// The banner on a phone, the page, the post, the push message, the letter, and what other rooms make of an alert.
#include "alerts/previews.hpp"
#include "alerts/inside.hpp"
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include "alerts/telling.hpp"
#include "http/document.hpp"

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

std::vector<Outlet>& outlets() {
    static std::vector<Outlet> all;
    return all;
}

void show(Words const& words, html::Safe& made, std::string_view name, std::string_view about, html::Safe const& shown, bool open) {
    if (!shown.empty()) words.fill(made, pages::PreviewChannel{.open = open, .name = name, .about = about, .shown = shown});
}

html::Safe plain(Words const& words, std::string_view language, std::string_view text) {
    return words.fill(pages::PlainText{.language = language, .text = text});
}

html::Safe article(Words const& words, db::Read& read, Alert const& alert, Info const& info) {
    return words.fill(pages::Article{
        .practice = practice_of(words, alert.message), .tone = tone_of(alert.message), .level = level_of(words, alert.message, info), .language = info.language, .headline = headline_of(info),
        .description = paragraphs(info.description), .steps = steps_list(words, info, 40), .contact = info.contact, .name = issuer_of(read, alert), .sent = words.date_time(alert.message.sent.at),
        .ends = ends_of(words, alert), .map = map_of(read, words, alert, info, false), .places = places_of(words, info)});
}

}  // namespace

void add_outlet(Outlet outlet) {
    std::erase_if(outlets(), [&](Outlet const& other) { return other.name == outlet.name; });
    outlets().push_back(std::move(outlet));
}

html::Safe previews(Words const& words, db::Read& read, Draft const& draft) {
    auto const alert = as_alert(read, draft);
    html::Safe made, banners, articles, posts_shown, pushes, letters;
    for (auto const& info : alert.message.infos) {
        if (headline_of(info).empty()) continue;
        auto one = alert;
        one.id = AlertId{alert.id.value + (&info - alert.message.infos.data())};  // each banner is a part of the page by itself
        one.message.infos = {info};
        Words const theirs(info.language);
        banners += above(theirs, read, {std::make_shared<Alert const>(one)}, {}, false);
        articles += article(theirs, read, one, info);
        letters += plain(words, info.language, letter_text(theirs, read, one));
        if (auto const pushed = http::Document::read(push_text(read, one, theirs.locale()))) pushes += plain(words, info.language, std::string((*pushed)["title"].text()) + "\n" + std::string((*pushed)["body"].text()));
    }
    if (banners.empty()) return {};
    words.fill(made, pages::Estimate{.text = text_of(words, estimate(read, draft))});
    posts_shown = plain(words, alert.message.infos.front().language, post_text(alert));
    show(words, made, words.plain("Banner on a phone"), "", html::Safe{"<div class=\"phone\">" + banners.markup + "</div>"}, true);
    show(words, made, words.plain("Page"), words.plain("Where banners, posts and messages lead."), articles, false);
    show(words, made, words.plain("Post"), words.plain("To followers, here and on other servers."), posts_shown, false);
    show(words, made, words.plain("Push message"), words.plain("To phones, in the language of each. It says nothing private."), pushes, false);
    show(words, made, words.plain("Letter"), words.plain("To those who asked for alerts by mail. The first line is its subject."), letters, false);
    for (auto const& channel : outlets())
        if (auto text = channel.text(read, alert, words); !text.empty()) show(words, made, words.plain(channel.name), words.plain(channel.about), plain(words, "", text), false);
    return made;
}

void add_preview_pages(http::Router::Section& pages) {
    // The light page and the small page of a crisis are whole pages: they open beside this one.
    pages.get("/alerts/desk/:id/light", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto const id = request.parameters.integer("id").value_or(0);
        auto const draft = find_draft(read, request.account(), id);
        if (!draft || draft->message.infos.empty()) return base::refuse(base::Why::not_found, "There is no such draft.");
        auto const alert = as_alert(read, *draft);
        auto const wished = request.fields.text("l");
        auto answer = light_page(request, read, alert, in_language(alert.message, wished.empty() ? std::string_view(request.locale) : wished));
        if (answer) std::erase_if(answer->headers, [](auto const& header) { return header.first == "Cache-Control"; }), answer->with("Cache-Control", "no-store");
        return answer;
    }).says("A draft as the page of one request");
}

}  // namespace alerts
