// Reads what documents say, in JSON-LD's many spellings: texts, objects and lists where there should be one of them.
#include "activitypub/hosts.hpp"
#include "activitypub/objects.hpp"
#include "activitypub/reading_parts.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "html/sanitize.hpp"
#include <algorithm>
#include <array>
#include <set>

namespace activitypub {

using base::refuse, base::Result, base::Why;

namespace {

constexpr std::size_t longest_uri = 2048, most_addressed = 20;

constexpr std::array<std::string_view, 5> actors = {"Person", "Service", "Organization", "Group", "Application"};
constexpr std::array<std::string_view, 8> posts_known = {"Note", "Question", "Article", "Page", "Image", "Video", "Audio", "Event"};
constexpr std::array<std::string_view, 22> activities = {"Create", "Update", "Delete", "Follow", "Accept", "Reject", "Undo", "Announce", "Like", "EmojiReact", "Dislike",
                                                         "Add", "Remove", "Block", "Flag", "Move", "QuoteRequest", "View", "Join", "Leave", "Invite", "Read"};

template <std::size_t count>
bool has_any(Document const& document, std::array<std::string_view, count> const& types) {
    for (auto const& each : document["type"].list(10))
        if (std::ranges::find(types, each.text()) != types.end()) return true;
    return false;
}

bool is_everyone(std::string_view uri) { return uri == everyone || uri == "as:Public" || uri == "Public"; }
bool is_for_everyone(Document const& list) {
    return std::ranges::any_of(list.list(), [](Document const& each) { return is_everyone(id_of(each)); });
}

// content, or of contentMap the first; the language when it is told.
void read_text(Document const& document, posts::Received& received) {
    received.markup = document["content"].text();
    auto map = document["contentMap"].members();
    if (received.markup.empty() && !map.empty()) received.markup = map.front().second.text();
    for (auto const& [language, text] : map)
        if (text.text() == received.markup) received.language = language;
    if (received.language.empty() && map.size() == 1) received.language = map.front().first;
    if (document["mediaType"].text() == "text/plain") {
        std::string escaped;
        html::escape(escaped, received.markup);
        received.markup = escaped;
    }
}

void add_line(std::string& markup, std::string_view text) {
    if (text.empty()) return;
    markup += "<p>";
    html::escape(markup, text);
    markup += "</p>";
}

void add_link(std::string& markup, std::string_view address) {
    markup += "<p><a href=\"";
    html::escape(markup, address);
    markup += "\">";
    html::escape(markup, address);
    markup += "</a></p>";
}

// From and until, as 2026-11-25 10:00 UTC: the words around it are the reader's own language's, which is not known here.
std::string when_of(Document const& event) {
    auto written = [](base::Time at) { return base::iso8601(at).substr(0, 10) + " " + base::iso8601(at).substr(11, 5); };
    auto starts = moment(event["startTime"]), ends = moment(event["endTime"]);
    if (!starts) return {};
    return written(starts) + (ends > starts ? " – " + written(ends) : std::string()) + " UTC";
}

// What is not a note carries a title and lives on its own page; an event also says when and where.
void read_more_than_a_note(Document const& document, posts::Received& received) {
    if (has_type(document, {"Note", "Question"})) return;
    received.title = document["name"].text();
    if (has_type(document, {"Event"})) {
        add_line(received.markup, when_of(document));
        add_line(received.markup, html::plain_text(html::sanitize(document["location"].list(1).empty() ? "" : document["location"].list(1)[0]["name"].text())));
    }
    if (!received.url.empty() && !has_type(document, {"Image"})) add_link(received.markup, received.url);
}

media::Size size_in(Document const& document) {
    auto within = [](std::optional<std::int64_t> side) { return side && *side > 0 && *side < 100'000 ? static_cast<int>(*side) : 0; };
    return {within(document["width"].integer()), within(document["height"].integer())};
}

std::string type_of_attachment(Document const& document) {
    if (auto type = document["mediaType"].text(); !type.empty()) return std::string(type);
    for (auto const& link : document["url"].list(10))
        if (auto type = link["mediaType"].text(); !type.empty()) return std::string(type);
    if (has_type(document, {"Image"})) return "image/unknown";
    if (has_type(document, {"Video"})) return "video/unknown";
    return has_type(document, {"Audio"}) ? "audio/unknown" : "";
}

void read_media(Document const& document, posts::Received& received) {
    auto attachments = document["attachment"].list(50);
    if (attachments.empty() && !has_type(document, {"Note", "Question"}))
        for (auto const& picture : {document["image"], document["icon"]})
            if (attachments.empty())
                for (auto const& each : picture.list(1)) attachments.push_back(each);
    for (auto const& each : attachments) {
        if (received.media.size() == static_cast<std::size_t>(media::most_attachments)) break;
        auto address = picture_address(each["url"]);
        if (address.empty()) address = each["href"].text();
        if (has_type(each, {"Link"}) || !is_proper(address)) {
            if (is_proper(address) && address != received.url) add_link(received.markup, address);  // what a link-sharing site shares
            continue;
        }
        media::Remote one{.address = address, .type = type_of_attachment(each), .description = {}, .blurhash = std::string(each["blurhash"].text()), .size = size_in(each)};
        one.description = each["summary"].is_text() ? each["summary"].text() : each["name"].text();
        auto focus = each["focalPoint"].list(2);
        if (focus.size() == 2) one.focus_x = focus[0].number().value_or(0), one.focus_y = focus[1].number().value_or(0);
        if (one.type.empty() && !has_type(document, {"Note", "Question"})) one.type = "image/unknown";
        received.media.push_back(std::move(one));
    }
}

void read_poll(Document const& document, posts::Received& received) {
    if (!has_type(document, {"Question"})) return;
    auto any = document["anyOf"].list(100), one = document["oneOf"].list(100);
    polls::Told told;
    told.multiple = one.empty() && !any.empty();
    for (auto const& each : told.multiple ? any : one) {
        auto replies = each["replies"];
        auto count = replies["totalItems"].integer().value_or(replies.integer().value_or(0));
        told.options.push_back({html::plain_text(html::sanitize(each["name"].text())), count});
    }
    told.expires_at = moment(document["endTime"]);
    if (auto closed = moment(document["closed"]); closed && !told.expires_at) told.expires_at = closed;
    told.voters = std::max<std::int64_t>(0, document["votersCount"].integer().value_or(0));
    if (told.options.size() > 1) received.poll = std::move(told);
}

void read_tags(db::Read& read, Document const& document, ReadPost& post) {
    auto& received = post.received;
    for (auto const& tag : document["tag"].list(most_tags)) {
        if (has_type(tag, {"Hashtag"})) received.hashtags.emplace_back(tag["name"].text());
        if (!has_type(tag, {"Mention"})) continue;
        auto account = accounts::find_by_uri(read, tag["href"].text());
        if (!account) continue;
        received.mentions.push_back(account->id);
        if (account->kind == accounts::Kind::group) post.groups.push_back(account->id);
    }
    // A private message may name its readers in its address alone.
    if (received.visibility != posts::Visibility::direct) return;
    for (auto const* list : {"to", "cc"})
        for (auto const& each : document[list].list(100))
            if (auto account = accounts::find_by_uri(read, id_of(each)); account && account->is_local() && std::ranges::find(received.mentions, account->id) == received.mentions.end())
                received.mentions.push_back(account->id);
}

// Groups may be addressed without being mentioned: Lemmy and others do so.
void read_groups(db::Read& read, Document const& document, Actor const& author, ReadPost& post) {
    std::set<std::string> looked_at = {author.followers, author.uri};
    for (auto const& tag : document["tag"].list(most_tags)) looked_at.insert(std::string(tag["href"].text()));
    for (auto const* name : {"audience", "to", "cc"})
        for (auto const& each : document[name].list(most_addressed)) {
            auto id = id_of(each);
            if (is_everyone(id) || !looked_at.insert(id).second) continue;
            if (auto account = accounts::find_by_uri(read, id); account && account->kind == accounts::Kind::group) post.groups.push_back(account->id);
        }
}

posts::Visibility visibility_of(Document const& document, Actor const& author) {
    if (is_for_everyone(document["to"])) return posts::Visibility::everyone;
    if (is_for_everyone(document["cc"])) return posts::Visibility::unlisted;
    bool to_followers = !author.followers.empty() && (names(document["to"], author.followers) || names(document["cc"], author.followers));
    return to_followers ? posts::Visibility::followers : posts::Visibility::direct;
}

posts::Allowed allowed_by(Document const& rule, Actor const& author, posts::Allowed when_absent) {
    if (!rule.is_there()) return when_absent;
    if (is_for_everyone(rule)) return posts::Allowed::everyone;
    if (!author.followers.empty() && names(rule, author.followers)) return posts::Allowed::followers;
    return posts::Allowed::nobody;
}

// Without a word, people may answer and share, and whoever wants to quote does not know that they may.
posts::Policy policy_in(Document const& document, Actor const& author) {
    auto policy = document["interactionPolicy"];
    auto automatic = [&](std::string_view what, posts::Allowed absent) {
        auto rule = policy[what];
        auto given = rule["automaticApproval"].is_there() ? rule["automaticApproval"] : rule["always"];
        return allowed_by(given, author, rule.is_there() ? posts::Allowed::nobody : absent);
    };
    auto manual = policy["canQuote"]["manualApproval"];
    return {automatic("canReply", posts::Allowed::everyone), automatic("canAnnounce", posts::Allowed::everyone), automatic("canQuote", posts::Allowed::nobody),
            allowed_by(manual, author, posts::Allowed::nobody)};
}

std::string quoted_by(Document const& document) {
    for (auto const* name : {"quote", "quoteUrl", "quoteUri", "_misskey_quote"})
        if (auto id = id_of(document[name]); is_proper(id)) return id;
    return {};
}

}  // namespace

bool is_proper(std::string_view uri) {
    bool secure = uri.starts_with("https://"), plain = uri.starts_with("http://");
    if ((!secure && !plain) || uri.size() > longest_uri) return false;
    if (plain && !base::site_url().starts_with("http://")) return false;
    if (std::ranges::any_of(uri, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F || c == '\\' || c == '"' || c == '<' || c == '>'; })) return false;
    auto rest = uri.substr(secure ? 8 : 7);
    auto authority = rest.substr(0, rest.find_first_of("/?#"));
    // One spelling: no user, no capitals, no dot at the end, no port that goes without saying.
    return !authority.empty() && authority.find_first_of("@%") == authority.npos && authority == host_of(uri);
}

bool same_host(std::string_view one, std::string_view other) {
    auto host = host_of(one);
    return !host.empty() && host == host_of(other);
}

std::string id_of(Document const& document) {
    if (document.is_text()) return std::string(document.text());
    if (document.is_list()) {
        auto all = document.list(1);
        return all.empty() || all[0].is_list() ? std::string() : id_of(all[0]);
    }
    if (auto id = document["id"].text(); !id.empty()) return std::string(id);
    return std::string(document["href"].text());
}

bool has_type(Document const& document, std::initializer_list<std::string_view> types) {
    for (auto const& each : document["type"].list(10))
        if (std::ranges::find(types, each.text()) != types.end()) return true;
    return false;
}

bool is_actor(Document const& document) { return has_any(document, actors); }
bool is_post(Document const& document) { return has_any(document, posts_known); }
bool is_activity(Document const& document) { return has_any(document, activities); }

bool names(Document const& list, std::string_view uri) {
    return std::ranges::any_of(list.list(), [&](Document const& each) { return id_of(each) == uri; });
}

std::vector<std::string> authors_of(Document const& document) {
    std::vector<std::string> all;
    for (auto const& each : document["attributedTo"].list(20))
        if (auto id = id_of(each); is_proper(id)) all.push_back(id);
    return all;
}

Result<ReadPost> read_post(db::Read& read, Document const& document, Actor const& author) {
    ReadPost post;
    auto& received = post.received;
    received.uri = document["id"].text();
    if (!is_post(document) || !is_proper(received.uri)) return refuse(Why::invalid, "This is no post.");
    post.authors = authors_of(document);
    // Whoever it is attributed to, by its own word and on its own server.
    if (std::ranges::find(post.authors, author.uri) == post.authors.end() || !same_host(received.uri, author.uri)) return refuse(Why::forbidden, "This post is somebody else's.");
    post.author = author.uri;
    received.author = author.account;
    received.url = proper(page_address(document["url"]));
    received.visibility = visibility_of(document, author);
    read_text(document, received);
    received.sensitive = document["sensitive"].flag();
    auto summary = document["summary"].text();
    if (has_type(document, {"Note", "Question"}) || received.sensitive) received.content_note = html::plain_text(html::sanitize(summary));
    else if (received.markup.empty()) received.markup = summary;
    read_more_than_a_note(document, received);
    received.created_at = moment(document["published"]);
    received.edited_at = moment(document["updated"]);
    read_media(document, received);
    read_poll(document, received);
    read_tags(read, document, post);
    if (received.visibility != posts::Visibility::direct) read_groups(read, document, author, post);
    received.policy = policy_in(document, author);
    post.emojis = emojis_in(document);
    post.parent = proper(id_of(document["inReplyTo"]));
    post.quoted = quoted_by(document);
    post.stamp = proper(id_of(document["quoteAuthorization"]));
    post.replies = collection(document["replies"], author.uri);
    post.context = collection(document["context"], author.uri);
    post.vote = document["name"].text();
    post.is_vote = has_type(document, {"Note"}) && !post.vote.empty() && received.markup.empty() && !post.parent.empty();
    if (!post.parent.empty())
        if (auto parent = posts::find_by_uri(read, post.parent)) received.reply_to = *parent;
    if (!post.quoted.empty())
        if (auto quoted = posts::find_by_uri(read, post.quoted)) received.quoted = *quoted;
    return post;
}

}  // namespace activitypub
