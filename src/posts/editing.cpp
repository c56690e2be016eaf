// Editing a post: what it was is kept, what it is now takes its place, and those who passed it on are told.
#include "base/text.hpp"
#include "posts/drafting.hpp"
#include "posts/queries.hpp"
#include <algorithm>
#include <unordered_map>

namespace posts {
using base::Done, base::refuse, base::Result, base::Why;

namespace {

using VersionId = base::Id<struct VersionTag>;

std::vector<MediaId> ids_of(std::vector<media::Attachment> const& attachments) {
    std::vector<MediaId> ids;
    for (auto const& each : attachments) ids.push_back(each.id);
    return ids;
}

std::vector<std::string> titles_of(std::optional<polls::Poll> const& poll) {
    std::vector<std::string> titles;
    if (poll)
        for (auto const& option : poll->options) titles.push_back(option.title);
    return titles;
}

std::string lines_of(std::vector<std::string> const& titles) {
    std::string lines;
    for (auto title : titles) {
        std::ranges::replace(title, '\n', ' ');
        lines += lines.empty() ? title : "\n" + title;
    }
    return lines;
}

bool looks_the_same(std::vector<media::Attachment> const& before, std::vector<media::Attachment> const& now) {
    return std::ranges::equal(before, now, [](auto const& one, auto const& other) {
        return one.id == other.id && one.description == other.description && one.focus_x == other.focus_x && one.focus_y == other.focus_y;
    });
}

bool asks_the_same(std::optional<polls::Poll> const& before, std::optional<polls::Poll> const& now) {
    return before.has_value() == now.has_value() &&
           (!now || (titles_of(before) == titles_of(now) && before->multiple == now->multiple && before->hide_totals == now->hide_totals));
}

bool says_the_same(Post const& before, Ready const& now) {
    return before.text == now.text && before.content_note == now.content_note && before.sensitive == now.sensitive && before.language == now.language;
}

// Media and poll change first: whether they did is only known afterwards.
Result<bool> change_parts(db::Write& write, Post const& before, Draft const& draft) {
    bool changed = false;
    if (!draft.media.empty() || !before.media.empty()) {
        if (ids_of(before.media) != draft.media) TRY(media::attach(write, before.author, before.id, draft.media));
        for (auto const& [id, details] : draft.media_details) TRY(media::describe(write, before.author, id, details));
        changed |= !looks_the_same(before.media, media::attachments_of(write, {before.id}));
    }
    if (draft.poll || before.poll) {
        TRY(polls::replace(write, before.id, before.author, draft.poll));
        changed |= !asks_the_same(before.poll, polls::find(write, before.id));
    }
    return changed;
}

void change_names(db::Write& write, Post const& before, Ready const& ready) {
    for (auto const& mention : before.mentions)
        if (std::ranges::find(ready.mentioned, mention.account, &accounts::Account::id) == ready.mentioned.end())
            write.run(sql::delete_mention, {before.id, mention.account});
    put_mentions(write, before, ready.mentioned);
    write.run(sql::delete_post_hashtags, {before.id});
    put_hashtags(write, before.id, ready.hashtags);
    links::set_link(write, before.id, ready.link);
}

}  // namespace

void keep_version(db::Write& write, Post const& before) {
    auto version = write.new_id<VersionId>();
    write.run(sql::insert_version, {version, before.id, before.text, before.html, before.content_note, before.sensitive,
                                    before.edited_at ? before.edited_at : before.created_at, lines_of(titles_of(before.poll))});
    int position = 0;
    for (auto const& each : before.media) write.run(sql::insert_version_media, {version, position++, each.id, each.description});
}

void tell_of_edit(db::Write& write, Post const& post) {
    using Other = std::pair<PostId, AccountId>;
    auto other = [](db::Row const& row) { return Other{row.id<PostId>(0), row.id<AccountId>(1)}; };
    for (auto const& [boost, booster] : write.rows(sql::boosts_of, {post.id}, other)) tell_about(write, booster, "update", post.author, post);
    for (auto const& [id, author] : write.rows(sql::quoting_accepted, {post.id}, other))
        if (auto quoting = find_unchecked(write, id)) tell_about(write, author, "quoted_update", post.author, *quoting);
}

Result<Post> edit(db::Write& write, AccountId author_id, PostId id, Draft const& draft) {
    auto before = find_unchecked(write, id);
    if (!before || before->author != author_id || before->boost_of) return refuse(Why::not_found, "There is no such post.");
    auto author = TRY(writer(write, author_id));
    auto ready = TRY(prepare_edit(write, author, *before, draft));
    bool changed = TRY(change_parts(write, *before, draft)) || !says_the_same(*before, ready);
    if (!changed) return ready.policy == before->policy ? Result<Post>(*find_unchecked(write, id)) : change_policy(write, author_id, id, ready.policy);

    keep_version(write, *before);
    write.run(sql::update_post, {id, ready.text, ready.html, ready.content_note, ready.sensitive, ready.language, packed(ready.policy), write.now,
                                 !draft.media.empty(), draft.poll.has_value(), !ready.link.empty()});
    change_names(write, *before, ready);
    tell_of_edit(write, *before);
    write.emit(Edited{id, author_id, 1});
    return *find_unchecked(write, id);
}

std::vector<Version> versions(db::Read& read, PostId id) {
    auto post = find_unchecked(read, id);
    if (!post) return {};
    std::vector<Version> all;
    std::vector<std::int64_t> ids;
    if (post->edited_at)
        read.each(sql::versions, {id}, [&](db::Row const& row) {
            Version version{row.text(1), row.text(2), row.text(3), row.boolean(4), row.integer(5), {}, {}};
            if (!row.view(6).empty())
                for (auto title : base::split(row.view(6), '\n')) version.poll_options.emplace_back(title);
            ids.push_back(row.integer(0));
            all.push_back(std::move(version));
        });
    struct Picture { std::int64_t version; MediaId media; std::string description; };
    auto pictures = all.empty() ? std::vector<Picture>{} : read.rows(sql::version_media, {id}, [](db::Row const& row) {
        return Picture{row.integer(0), row.id<MediaId>(1), row.text(2)};
    });
    std::vector<MediaId> wanted;
    for (auto const& picture : pictures) wanted.push_back(picture.media);
    // Files that were taken out of the post are gone after a while: earlier versions then show what is left.
    std::unordered_map<MediaId, media::Attachment> known;
    if (!wanted.empty())
        for (auto& each : media::find_attachments(read, post->author, wanted)) known.emplace(each.id, std::move(each));
    for (auto const& picture : pictures) {
        auto found = known.find(picture.media);
        if (found == known.end()) continue;
        auto shown = found->second;
        shown.description = picture.description;
        all[static_cast<std::size_t>(std::ranges::find(ids, picture.version) - ids.begin())].media.push_back(std::move(shown));
    }
    all.push_back({post->text, post->html, post->content_note, post->sensitive, post->edited_at ? post->edited_at : post->created_at, post->media,
                   titles_of(post->poll)});
    return all;
}

}  // namespace posts
