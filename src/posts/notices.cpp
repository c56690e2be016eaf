// The sentences of notifications about posts.
#include "base/text.hpp"
#include "notifications/notifications.hpp"
#include "posts/page_parts.hpp"

namespace posts {

void show_notifications() {
    auto about_post = [](std::string sentence, std::string icon) {
        return [sentence, icon](notifications::Notification const& told, accounts::Account const& from, db::Read& read,
                                html::Words const& words) -> std::optional<notifications::Shown> {
            auto post = find(read, told.post, told.account);
            if (!post) return std::nullopt;
            html::Safe excerpt;
            auto covered = covering(read, told.account, *post, "notifications");
            html::escape(excerpt.markup, !covered.empty() ? words("Covered: {titles}", {{"titles", covered}}) : post->content_note.empty() ? base::shorten(post->text, 160) : words("Contains: {note}", {{"note", post->content_note}}));
            return notifications::Shown{words(sentence, {{"name", from.name}}), "/posts/" + post->id.text(), std::move(excerpt), icon};
        };
    };
    notifications::show_as("mention", about_post("{name} mentioned you", "at-sign"));
    notifications::show_as("status", about_post("{name} posted", "bell"));
    notifications::show_as("favourite", about_post("{name} supported your post", "heart"));
    notifications::show_as("reblog", about_post("{name} shared your post", "repeat-2"));
    notifications::show_as("quote", about_post("{name} quotes your post", "message-circle"));
    notifications::show_as("update", about_post("{name} edited a post you shared", "pencil-line"));
    notifications::show_as("quoted_update", about_post("{name} edited a post you quoted", "pencil-line"));
    notifications::show_as("poll", about_post("A poll by {name} has closed", "chart-bar-big"));
}

}  // namespace posts
