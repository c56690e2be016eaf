// The small things that all documents are written with.
#include "activitypub/vocabulary.hpp"
#include "activitypub/groups.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "emojis/emojis.hpp"
#include <algorithm>

namespace activitypub {

std::string absolute(std::string_view address) { return address.starts_with('/') ? base::site_url() + std::string(address) : std::string(address); }

std::string media_type_of(std::string_view address) {
    constexpr std::pair<std::string_view, std::string_view> types[] = {{".png", "image/png"}, {".webp", "image/webp"}, {".gif", "image/gif"}, {".svg", "image/svg+xml"}};
    for (auto const& [end, type] : types)
        if (address.ends_with(end)) return std::string(type);
    return "image/jpeg";
}

std::string seconds_of(base::Time moment) { return base::iso8601(moment).substr(0, 19) + "Z"; }

std::string short_hash(std::string_view text) { return crypto::hex(crypto::sha256(text)).substr(0, 16); }

void write_emojis(base::Json& out, db::Read& read, std::vector<std::string_view> const& texts) {
    for (auto const& emoji : emojis::in(read, texts)) {
        out.object().pair("id", base::site_url() + "/emojis/" + std::to_string(emoji.id)).pair("type", "Emoji").pair("name", ":" + emoji.shortcode + ":");
        out.pair("updated", seconds_of(base::time_of(emoji.id)));
        out.key("icon").object().pair("type", "Image").pair("mediaType", media_type_of(emoji.file)).pair("url", absolute(emoji.address())).end().end();
    }
}

Addressing addressing(posts::Visibility visibility, accounts::Account const& author, std::vector<std::string> const& mentioned) {
    auto followers = author.uri() + "/followers";
    std::string const all(everyone);
    Addressing made;
    switch (visibility) {
        case posts::Visibility::everyone: made = {{all}, {followers}}; break;
        case posts::Visibility::unlisted: made = {{followers}, {all}}; break;
        case posts::Visibility::followers: made = {{followers}, {}}; break;
        case posts::Visibility::direct: return {mentioned, {}};
    }
    made.cc.insert(made.cc.end(), mentioned.begin(), mentioned.end());
    return made;
}

Addressing addressing(db::Read& read, posts::Post const& post, accounts::Account const& author) {
    auto made = addressing(post.visibility, author, mentioned_uris(read, post));
    if (post.mentions.empty() && !post.reply_to) return made;
    for (auto const& group : accounts::find_all(read, groups_of(read, post.id))) {
        made.audience.push_back(group.uri());
        if (std::ranges::find(made.cc, group.uri()) == made.cc.end()) made.cc.push_back(group.uri());
    }
    return made;
}

void write_addressing(base::Json& out, Addressing const& addressed) {
    for (auto const& [name, list] : {std::pair("to", &addressed.to), std::pair("cc", &addressed.cc)}) {
        out.key(name).array();
        for (auto const& each : *list) out.value(each);
        out.end();
    }
    if (addressed.audience.empty()) return;
    out.key("audience");
    // Those who know one group only read a text.
    if (addressed.audience.size() == 1) return void(out.value(addressed.audience.front()));
    out.array();
    for (auto const& each : addressed.audience) out.value(each);
    out.end();
}

std::vector<std::string> mentioned_uris(db::Read& read, posts::Post const& post) {
    std::vector<AccountId> ids;
    for (auto const& mention : post.mentions) ids.push_back(mention.account);
    std::vector<std::string> uris;
    for (auto const& account : accounts::find_all(read, ids)) uris.push_back(account.uri());
    return uris;
}

std::string uri_of(db::Read& read, posts::Post const& post) {
    if (!post.is_local()) return post.remote_uri;
    auto author = accounts::find(read, post.author);
    return author ? post.uri(author->username) : std::string();
}

std::string context_uri(PostId thread) { return base::site_url() + "/contexts/" + thread.text(); }

}  // namespace activitypub
