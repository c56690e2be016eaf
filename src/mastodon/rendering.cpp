// The way of a list of ids to JSON, with as few statements as the list needs: one for the posts, one for what they boost,
// one for the viewer's marks, one for the accounts that are not cached.
#include "mastodon/rendering.hpp"
#include "mastodon/entities.hpp"
#include <algorithm>
#include <unordered_set>

namespace mastodon {

namespace {

template <class Each, class Render>
std::string array_of(std::vector<Each> const& all, Render render) {
    std::string out = "[";
    for (auto const& each : all) {
        auto made = render(each);
        if (made.empty()) continue;
        if (out.size() > 1) out += ',';
        out += made;
    }
    return out += ']';
}

template <class AnyId>
void sort_out_repeated(std::vector<AnyId>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
}

}  // namespace

struct Renderer::Batch {
    std::unordered_map<PostId, posts::Post> boosted;
    std::unordered_map<PostId, StatusParts> parts;
    std::unordered_map<AccountId, std::string> accounts;
    std::unordered_map<PostId, unsigned char> marks;
};

std::string Renderer::application_of(std::int64_t app) {
    if (app == 0) return "null";
    auto [known, is_new] = applications_.try_emplace(app);
    if (is_new) {
        base::Json out;
        auto found = accounts::find_app(read_, app);
        if (found) write_app(out, *found);
        known->second = found ? out.take() : "null";
    }
    return known->second;
}

StatusParts Renderer::parts_of(posts::Post const& post, accounts::Account const& author) {
    auto parts = status_parts(post, author, application_of(post.app));
    if (caches_) context_.cache.put(post.id, parts, read_.now);
    return parts;
}

Renderer::Batch Renderer::load(std::vector<posts::Post> const& shown) {
    Batch batch;
    std::vector<PostId> boosted, marked;
    for (auto const& post : shown) {
        if (post.boost_of) boosted.push_back(post.boost_of);
        marked.push_back(post.boost_of ? post.boost_of : post.id);
    }
    sort_out_repeated(boosted);
    sort_out_repeated(marked);
    if (!boosted.empty())
        for (auto& post : posts::find_all(read_, boosted, viewer_)) batch.boosted.emplace(post.id, std::move(post));
    if (viewer_ && marked_ && !marked.empty()) {
        auto marks = posts::marks(read_, viewer_, marked);
        for (std::size_t i = 0; i < marks.size(); ++i) batch.marks[marked[i]] = bits_of(marks[i]);
    }

    // A post's own part needs its author's name; so what is not cached asks for its author in full.
    std::vector<posts::Post const*> to_make;
    std::vector<AccountId> wanted;
    auto take = [&](posts::Post const& post) {
        auto kept = caches_ ? context_.cache.status(post.id) : std::nullopt;
        if (kept) batch.parts.emplace(post.id, std::move(*kept));
        else to_make.push_back(&post);
        auto account = caches_ ? context_.cache.account(post.author) : std::nullopt;
        if (account) batch.accounts.emplace(post.author, std::move(*account));
        if (!kept || !account) wanted.push_back(post.author);
    };
    for (auto const& post : shown) take(post);
    for (auto const& [id, post] : batch.boosted) take(post);

    sort_out_repeated(wanted);
    std::unordered_map<AccountId, accounts::Account> authors;
    if (!wanted.empty())
        for (auto& found : accounts::find_all(read_, wanted)) {
            if (!batch.accounts.contains(found.id)) batch.accounts.emplace(found.id, account(found));
            authors.emplace(found.id, std::move(found));
        }
    for (auto const* post : to_make)
        if (auto author = authors.find(post->author); author != authors.end() && !batch.parts.contains(post->id))
            batch.parts.emplace(post->id, parts_of(*post, author->second));
    return batch;
}

// "" when a part is gone, or when what was boosted may not be seen.
std::string Renderer::render(Batch const& batch, posts::Post const& post) const {
    auto parts = batch.parts.find(post.id);
    auto account = batch.accounts.find(post.author);
    if (parts == batch.parts.end() || account == batch.accounts.end()) return {};
    auto marks_of = [&](PostId id) {
        auto marks = batch.marks.find(id);
        return marks == batch.marks.end() ? static_cast<unsigned char>(0) : marks->second;
    };
    std::string out;
    if (!post.boost_of) {
        append_status(out, parts->second, account->second, marks_of(post.id));
        return out;
    }
    auto boosted = batch.boosted.find(post.boost_of);
    if (boosted == batch.boosted.end()) return {};
    auto boosted_parts = batch.parts.find(post.boost_of);
    auto author = batch.accounts.find(boosted->second.author);
    if (boosted_parts == batch.parts.end() || author == batch.accounts.end()) return {};
    append_boost(out, parts->second, account->second, boosted_parts->second, author->second, marks_of(post.boost_of));
    return out;
}

std::string Renderer::statuses(std::vector<PostId> const& ids) {
    if (ids.empty()) return "[]";
    return statuses(posts::find_all(read_, ids, viewer_));
}

std::string Renderer::statuses(std::vector<posts::Post> const& shown) {
    auto batch = load(shown);
    return array_of(shown, [&](posts::Post const& post) { return render(batch, post); });
}

std::string Renderer::status(posts::Post const& post) {
    auto batch = load({post});
    return render(batch, post);
}

base::Result<std::string> Renderer::status(PostId id) {
    auto post = posts::find(read_, id, viewer_);
    auto made = post ? status(*post) : std::string{};
    if (made.empty()) return base::refuse(base::Why::not_found, "Record not found");
    return made;
}

std::string Renderer::account(accounts::Account const& account) {
    auto json = account_json(account);
    // A suspended account must not come out of the cache with what it once wrote.
    if (caches_ && !account.suspended_at) context_.cache.put(account.id, json, read_.now);
    return json;
}

std::string Renderer::accounts(std::vector<accounts::Account> const& all) {
    return array_of(all, [&](accounts::Account const& each) { return each.suspended_at ? std::string{} : account(each); });
}

std::string Renderer::accounts(std::vector<AccountId> const& ids) {
    if (ids.empty()) return "[]";
    return accounts(accounts::find_all(read_, ids));
}

std::unordered_map<PostId, std::string> Renderer::statuses_by_id(std::vector<PostId> ids) {
    std::unordered_map<PostId, std::string> made;
    std::erase_if(ids, [](PostId id) { return !id; });
    sort_out_repeated(ids);
    if (ids.empty()) return made;
    auto shown = posts::find_all(read_, ids, viewer_);
    auto batch = load(shown);
    for (auto const& post : shown)
        if (auto json = render(batch, post); !json.empty()) made.emplace(post.id, std::move(json));
    return made;
}

std::unordered_map<AccountId, std::string> Renderer::accounts_by_id(std::vector<AccountId> ids) {
    std::unordered_map<AccountId, std::string> made;
    sort_out_repeated(ids);
    if (ids.empty()) return made;
    for (auto const& each : accounts::find_all(read_, ids)) made.emplace(each.id, account(each));
    return made;
}

}  // namespace mastodon
