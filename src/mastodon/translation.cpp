// A post's words are sent to the translating server that the operator chose, and come back for whoever asked. Only what
// anybody may read is sent.
#include "mastodon/translation.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "html/prose.hpp"
#include "http/client.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>
#include <any>

namespace mastodon {

namespace {

using base::Json;

base::Setting<std::string> server{"translation.server", "", "The address of a server that translates posts by LibreTranslate's protocol, such as http://127.0.0.1:5000. Public posts are sent to it when somebody asks for a translation. Empty: nothing is translated."};
base::Setting<std::string> api_key{"translation.api_key", "", "The key that the translating server asks for, if it does."};
base::Setting<std::string> languages{"translation.languages", "ar,de,en,es,fr,it,nl,pl,pt,ru,tr,uk,zh", "Languages that the translating server translates between, by their ISO 639 codes."};

struct Translated {
    posts::Post post;
    std::string from, to;
    std::vector<std::string> texts;  // in the order they were sent
};

// What is sent, in one order: the post, its note, the poll's choices, what its media show.
std::vector<std::string> texts_of(posts::Post const& post) {
    std::vector<std::string> texts = {post.text, post.content_note};
    if (post.poll)
        for (auto const& option : post.poll->options) texts.push_back(option.title);
    for (auto const& each : post.media) texts.push_back(each.description);
    return texts;
}

std::vector<std::string> codes() {
    std::vector<std::string> all;
    for (auto part : base::split(languages(), ','))
        if (auto code = base::trim(part); !code.empty()) all.push_back(code);
    return all;
}

std::string main_language(std::string_view tag) { return std::string(tag.substr(0, tag.find('-'))); }

auto unavailable() { return base::refuse(Why::unavailable, "Service Unavailable"); }

base::Result<Translated> ask_server(posts::Post post, std::string target) {
    Translated made{.post = std::move(post), .from = {}, .to = std::move(target), .texts = {}};
    auto const texts = texts_of(made.post);
    auto source = made.post.language.empty() ? std::string("auto") : main_language(made.post.language);
    Json question;
    question.object().key("q").array();
    for (auto const& text : texts) question.value(text.empty() ? " " : text);
    question.end().pair("source", source).pair("target", made.to).pair("format", "text");
    if (!api_key().empty()) question.pair("api_key", api_key());
    question.end();
    http::Fetch fetch{.method = "POST", .url = server() + "/translate", .headers = {{"content-type", "application/json"}}, .body = question.take(), .redirects = 0};
    fetch.trusted = true;  // the operator chose it, often on this machine
    auto answer = http::fetch(fetch);
    http::Fields fields;
    if (!answer || answer->status != 200 || !http::parse_json(answer->body, fields)) return unavailable();
    made.texts = fields.list("translatedText");
    if (made.texts.size() != texts.size()) return unavailable();
    for (std::size_t i = 0; i < texts.size(); ++i)
        if (texts[i].empty()) made.texts[i].clear();
    auto detected = fields.text("detectedLanguage[0][language]");
    if (detected.empty()) detected = fields.text("detectedLanguage[language]");
    made.from = detected.empty() ? source : std::string(detected);
    return made;
}

base::Result<base::Done> translate(Request& request, db::Read& read) {
    if (!translates()) return unavailable();
    auto post = posts::find(read, TRY(id_of<PostId>(request)), request.account());
    if (!post) return not_found();
    bool open = post->visibility == posts::Visibility::everyone || post->visibility == posts::Visibility::unlisted;
    if (!open || post->local_only) return base::refuse(Why::forbidden, "This action is not allowed");
    auto target = main_language(request.fields.text("lang").empty() ? std::string_view(request.locale) : request.fields.text("lang"));
    auto known = codes();
    if (std::ranges::find(known, target) == known.end() || target == main_language(post->language)) return base::refuse(Why::forbidden, "This action is not allowed");
    request.prepared.emplace_back(TRY(ask_server(std::move(*post), std::move(target))));
    return base::Done{};
}

// Words only travel; what they link to is ours to say.
std::string content_of(Translated const& made) {
    html::Links links;
    links.hashtag_base = base::site_url() + "/tags/";
    links.mention = [&](std::string_view handle) -> std::optional<std::string> {
        auto mentioned = std::ranges::find_if(made.post.mentions, [&](posts::Mention const& each) { return base::fold(each.handle) == base::fold(handle); });
        return mentioned == made.post.mentions.end() ? std::nullopt : std::optional(mentioned->url);
    };
    return html::prose(made.texts[0], links).markup;
}

std::string translation_json(Translated const& made) {
    auto const& post = made.post;
    std::size_t next = 2;
    Json out;
    out.object().pair("content", content_of(made)).pair("spoiler_text", made.texts[1]);
    out.pair("language", made.to).pair("detected_source_language", made.from).pair("provider", "LibreTranslate");
    out.key("poll");
    if (post.poll) {
        out.object().pair("id", post.id.text()).key("options").array();
        for (std::size_t i = 0; i < post.poll->options.size(); ++i) out.object().pair("title", made.texts[next++]).end();
        out.end().end();
    } else {
        out.null();
    }
    out.key("media_attachments").array();
    for (auto const& each : post.media) out.object().pair("id", each.id.text()).pair("description", made.texts[next++]).end();
    out.end().end();
    return out.take();
}

Answer show(Request const& request, db::Write&) {
    for (auto const& each : request.prepared)
        if (auto made = std::any_cast<Translated>(&each)) return http::json(translation_json(*made));
    return unavailable();
}

Answer known_languages(Request const&) {
    auto all = translates() ? codes() : std::vector<std::string>{};
    Json out;
    out.object();
    auto targets = [&](std::string_view source) {
        out.key(source).array();
        for (auto const& each : all)
            if (each != source) out.value(each);
        out.end();
    };
    for (auto const& each : all) targets(each);
    if (!all.empty()) targets("und");
    out.end();
    return http::json(out.take());
}

}  // namespace

bool translates() { return !server().empty(); }

void add_translation_routes(Section api, Context&) {
    api.post("/api/v1/statuses/:id/translate", {Open::to_members, "read:statuses"}, show).first(translate)
        .limited({"translations", 60, 300}).says("A public post in another language").takes_field("lang", "string", "ISO 639 code of the language to read it in");
    api.plain("/api/v1/instance/translation_languages", Open::to_anyone, known_languages).says("Languages between which posts are translated");
}

}  // namespace mastodon
