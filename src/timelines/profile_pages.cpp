// Somebody's page: who they are, what they said, what they show of it, and whom they recommend.
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "directory/directory.hpp"
#include "emojis/emojis.hpp"
#include "follows/follows.hpp"
#include "moderation/moderation.hpp"
#include "timelines/page_parts.hpp"
#include <algorithm>

namespace timelines {
using base::refuse, base::Why;
using html::Words;

namespace {

auto& profile_parts() {
    static std::vector<ProfilePart> registered;
    return registered;
}

html::Safe care_part(Words const& words, http::Request const& request, db::Read& read, accounts::Account const& account) {
    auto made = directory::profile_part(words, request, read, account);
    for (auto const& each : profile_parts()) made += each(words, read, account, request.account());
    return made;
}

std::string kind_words(Words const& words, accounts::Kind kind) {
    switch (kind) {
        case accounts::Kind::person: return "";
        case accounts::Kind::professional: return words("Professional");
        case accounts::Kind::organization: return words("Organization");
        case accounts::Kind::group: return words("Group");
        case accounts::Kind::service: return words("Automatic account");
    }
    return "";
}

html::Safe cover_of(Words const& words, accounts::Account const& account) {
    if (account.header.empty() || words.lean()) return wide_landscape(account.id.value);
    html::Safe made{"<img alt=\"\" src=\""};
    html::escape_url(made.markup, account.header);
    made.markup += "\">";
    return made;
}

html::Safe fields_of(Words const& words, db::Read& read, accounts::Account const& account) {
    html::Safe made;
    for (auto const& field : account.fields)
        made += words.fill(pages::Field{.name = emojis::drawn_name(read, field.name, account.domain), .value = emojis::drawn(read, accounts::value_html(account, field), account.domain),
                                        .verified = field.verified_at > 0});
    return made;
}

// What one decided about somebody, said on top of their page: it explains why posts are missing.
std::string standing_words(Words const& words, blocks::Standing const& standing) {
    if (standing.blocking) return words("You blocked this account. Nothing of one of you reaches the other.");
    if (standing.muting && standing.muted_until) return words("You muted this account until {when}.", {{"when", words.date_time(standing.muted_until)}});
    return standing.muting ? words("You muted this account.") : std::string();
}

html::Safe profile_menu(Words const& words, http::Request const& request, follows::Relationship const& now, accounts::Account const& account) {
    return words.fill(pages::ProfileMenu{.open = !now.note.empty() || now.standing.blocking || now.standing.muting, .name = account.name, .note = follows::note_form(words, request, now), .listable = now.following,
                                         .id = account.id, .follow = follows::menu(words, request, now), .block = blocks::menu(words, request, account.id, now.standing),
                                         .report = moderation::report_link(words, account.id)});
}

// Which part of the page is shown: ?show=replies, media or about; a hashtag narrows the posts.
struct Asked {
    accounts::Account account;
    std::string address, show, tagged;
    std::string here() const {
        auto query = show.empty() ? std::string() : "?show=" + show;
        if (!tagged.empty()) query += std::string(query.empty() ? "?" : "&") + "tagged=" + http::percent_encode(tagged);
        return address + query;
    }
    bool about() const { return show == "about"; }
};

Asked asked_in(http::Request const& request, accounts::Account account) {
    Asked asked{std::move(account), {}, {}, std::string(request.fields.text("tagged"))};
    asked.address = "/@" + asked.account.handle();
    for (std::string_view known : {"replies", "media", "about"})
        if (request.fields.text("show") == known) asked.show = known;
    return asked;
}

html::Safe tabs_of(Words const& words, Asked const& asked) {
    auto show = [&](char const* what) { return asked.address + "?show=" + what; };
    return tabs(words, {{asked.address, "Posts"}, {show("replies"), "Posts and replies"}, {show("media"), "Media"}, {show("about"), "About"}},
                asked.show.empty() ? asked.address : asked.address + "?show=" + asked.show);
}

html::Safe topics_of(Words const& words, db::Read& read, Asked const& asked) {
    html::Safe made;
    for (auto const& tag : posts::featured_tags(read, asked.account.id)) {
        bool chosen = base::fold(tag.name) == base::fold(asked.tagged);
        made += words.fill(pages::FeaturedTopic{.address = chosen ? asked.address : asked.address + "?tagged=" + http::percent_encode(tag.name),
                                                .chosen = chosen, .name = tag.name, .posts = tag.statuses});
    }
    return made;
}

html::Safe recommended_by(Words const& words, db::Read& read, Asked const& asked, AccountId viewer) {
    constexpr int most = 20;
    std::vector<AccountId> ids;
    for (auto const& entry : follows::endorsed(read, asked.account.id, {.limit = most}, viewer)) ids.push_back(entry.account);
    html::Safe made;
    for (auto const& other : accounts::find_all(read, ids))
        if (!other.hidden())
            made += words.fill(pages::Recommended{.picture = accounts::picture(other), .address = "/@" + other.handle(), .name = other.name, .handle = other.handle(),
                                                  .note = base::shorten(accounts::note_text(other), 140)});
    return made;
}

html::Safe about_part(Words const& words, db::Read& read, Asked const& asked, AccountId viewer, html::Safe const& topics) {
    auto const& account = asked.account;
    return words.fill(pages::ProfileAbout{.note = emojis::drawn(read, accounts::note_html(account), account.domain), .fields = fields_of(words, read, account), .since = words.date(account.created_at),
                                          .last = account.last_post_at ? words.date(account.last_post_at) : std::string(), .topics = topics,
                                          .people = recommended_by(words, read, asked, viewer), .name = account.name});
}

html::Safe posts_part(Words const& words, http::Request const& request, db::Read& read, Asked const& asked) {
    auto viewer = request.account();
    auto author = asked.account.id;
    bool plain = asked.show.empty() && asked.tagged.empty() && !request.fields.has("before");
    auto ids = timelines::account(read, author, viewer, {.replies = asked.show == "replies", .tagged = asked.tagged, .only_media = asked.show == "media"}, page_of(request));
    auto older = older_of(ids, asked.here());
    auto pinned = plain ? posts::pinned(read, author) : std::vector<PostId>{};
    std::erase_if(ids, [&](PostId id) { return std::ranges::find(pinned, id) != pinned.end(); });
    return words.fill(pages::ProfilePosts{.pinned = posts::pinned_list(words, read, pinned, viewer, read.now),
                                          .cards = posts::card_list(words, read, ids, viewer, read.now, "account"), .empty = ids.empty() && pinned.empty(),
                                          .landscape = html::avatar("", author.value, html::Shape::circle), .older = older});
}

html::Safe head_of(accounts::Account const& account) {
    auto head = Words("en").fill(pages::Head{.feed = account.url() + "/feed.atom"});
    base::Json json;
    json.object().pair("@context", "https://schema.org").pair("@type", "ProfilePage").pair("dateCreated", base::iso8601(account.created_at));
    json.key("mainEntity").object().pair("@type", account.is_organization() ? "Organization" : "Person").pair("name", account.name)
        .pair("alternateName", "@" + account.handle() + "@" + base::site_domain()).pair("url", account.url()).pair("description", accounts::note_text(account));
    if (!account.avatar.empty()) json.pair("image", html::absolute(account.avatar));
    json.end().end();
    head += html::linked_data(json.take());
    return head;
}

http::Answer show_profile(http::Request const& request, db::Read& read) {
    auto found = accounts::find_by_handle(read, request.parameters.text("name"));
    if (!found || found->hidden()) return refuse(Why::not_found, "There is no such account.");
    auto asked = asked_in(request, std::move(*found));
    auto const& account = asked.account;
    Words words(request.locale);
    auto viewer = request.account();
    bool own = viewer == account.id;
    auto between = viewer && !own ? std::optional(follows::between(read, viewer, account.id)) : std::nullopt;
    bool closed = between && between->standing.blocked_by;
    auto moved = account.moved_to ? accounts::find(read, account.moved_to) : std::nullopt;
    auto topics = topics_of(words, read, asked);
    html::Page page{.title = account.name, .side = side(words, read), .current = own ? asked.address : std::string()};
    page.main = words.fill(pages::Profile{
        .moved = moved && !moved->hidden() ? moved->handle() : std::string(),
        .cover = cover_of(words, account), .picture = accounts::picture(account), .name = emojis::drawn_name(read, account.name, account.domain),
        .full_handle = account.is_local() ? account.handle() + "@" + base::site_domain() : account.handle(),
        .kind = kind_words(words, account.kind), .locked = account.locked, .original = account.is_local() ? std::string() : account.url(),
        .follow = between && !between->standing.blocking && !closed ? follows::button(words, *between, account) : html::Safe{},
        .messages = between && !between->standing.blocking && !closed, .handle = account.handle(), .own = own,
        .note = asked.about() ? html::Safe{} : emojis::drawn(read, accounts::note_html(account), account.domain), .fields = asked.about() ? html::Safe{} : fields_of(words, read, account), .posts = account.posts,
        .followers = account.followers, .following = account.following, .since = words.date(account.created_at),
        .standing = between ? standing_words(words, between->standing) : std::string(),
        .menu = between ? profile_menu(words, request, *between, account) : html::Safe{}, .care = care_part(words, request, read, account), .tabs = tabs_of(words, asked),
        .topics = asked.about() ? html::Safe{} : topics,
        .content = asked.about() ? about_part(words, read, asked, viewer, topics) : posts_part(words, request, read, asked)});
    page.head = head_of(account);
    page.canonical = account.url();
    page.index = account.discoverable && account.indexable && asked.show.empty();
    page.description = base::shorten(accounts::note_text(account), 200);
    if (page.description.empty()) page.description = words("{name} on {site}", {{"name", account.name}, {"site", base::site_name()}});
    page.kind = "profile";
    page.image = account.avatar;
    return html::page(request, read, std::move(page));
}

}  // namespace

// What an organization says, on the page of each of its places of care; the profile has what is older.
html::Safe care_posts(db::Read& read, Words const& words, http::Request const& request, directory::Location const& location) {
    auto const account = accounts::find(read, location.organization);
    auto const ids = timelines::account(read, account->id, request.account(), {}, {.limit = page_size});
    return words.fill(pages::ProfilePosts{.pinned = html::Safe{}, .cards = posts::card_list(words, read, ids, request.account(), read.now, "account"), .empty = ids.empty(),
                                          .landscape = html::avatar("", account->id.value, html::Shape::circle), .older = older_of(ids, "/@" + account->handle())});
}

void add_to_profile(ProfilePart part) { profile_parts().push_back(std::move(part)); }

void add_profile_pages(http::Router::Section pages) {
    pages.get("/@:name", http::Open::to_anyone, show_profile);
    directory::add_tab({"posts", "Posts", care_posts});
}

}  // namespace timelines
