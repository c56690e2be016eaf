// What an app may do, in plain words.
#include "accounts/permissions.hpp"
#include "accounts/pages.hpp"
#include "base/text.hpp"
#include <algorithm>

namespace accounts {

namespace {

struct Permission { std::string_view scope, sentence; };

constexpr Permission permissions[] = {
    {"read", "See everything that you can see here, your private posts and notifications too"},
    {"read:accounts", "See profiles, and your own settings"},
    {"read:blocks", "See whom you block"},
    {"read:bookmarks", "See what you saved"},
    {"read:favourites", "See what you support"},
    {"read:filters", "See what you filter out"},
    {"read:follows", "See whom you follow"},
    {"read:lists", "See your lists"},
    {"read:mutes", "See whom you mute"},
    {"read:notifications", "See your notifications"},
    {"read:search", "Search for you"},
    {"read:statuses", "See posts that you can see, private ones too"},
    {"write", "Do everything that you can do here: post, follow, change your profile"},
    {"write:accounts", "Change your profile"},
    {"write:blocks", "Block people for you"},
    {"write:bookmarks", "Save posts for you"},
    {"write:conversations", "Mark conversations as read, and remove them"},
    {"write:favourites", "Support posts for you"},
    {"write:filters", "Change what you filter out"},
    {"write:follows", "Follow people for you"},
    {"write:lists", "Change your lists"},
    {"write:media", "Upload pictures for you"},
    {"write:mutes", "Mute people for you"},
    {"write:notifications", "Clear your notifications"},
    {"write:reports", "Report posts for you"},
    {"write:statuses", "Post for you, and delete your posts"},
    {"follow", "Change whom you follow, block and mute"},
    {"push", "Send you notifications"},
    {"profile", "See your name and picture, and nothing else"},
    {"crypto", "Hold keys for messages"},
    {"admin:read", "See what administrators see"},
    {"admin:write", "Do what administrators do"},
};

}  // namespace

html::Safe permissions_in_words(html::Words const& words, std::string_view scopes) {
    html::Safe list;
    for (auto scope : base::split(scopes, ' ')) {
        auto found = std::ranges::find(permissions, scope, &Permission::scope);
        // The finer ones of administrators are told by what they belong to.
        if (found == std::end(permissions) && scope.starts_with("admin:"))
            found = std::ranges::find(permissions, scope.substr(0, scope.find(':', 6)), &Permission::scope);
        if (found != std::end(permissions)) words.fill(list, pages::Permission{.sentence = words.plain(found->sentence)});
    }
    return list;
}

}  // namespace accounts
