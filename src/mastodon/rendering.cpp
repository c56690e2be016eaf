// The way of a list of ids to JSON, with as few statements as the list needs: one for the posts, one for what they boost or
// quote, one for the viewer's marks, one for the accounts that are not cached, one for votes when there is a poll.
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
    std::unordered_map<PostId, posts::Post> others;  // boosted or quoted
    std::unordered_map<PostId, StatusParts> parts;
    std::unordered_map<AccountId, std::string> accounts;
    std::unordered_map<PostId, unsigned char> marks;
    std::unordered_map<PostId, std::vector<int>> votes;
    std::unordered_map<PostId, std::string_view> quoting;  // where it depends on the viewer
    std::unordered_map<AccountId, std::string_view> shunned;  // of whom they quote: why apps cover the quote
    filters::Matches matches;
};

// What Seen refers to.
struct Renderer::Own {
    std::string more, filtered = "[]";
    Seen seen;
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
    auto parts = status_parts(post, author, application_of(post.app), emojis_in(read_, post, author.domain));
    if (caches_) context_.cache.put(post.id, parts, read_.now);
    return parts;
}

// What is boosted, then what is quoted by any of them.
void Renderer::load_quoted(Batch& batch, std::vector<posts::Post> const& shown) {
    auto find = [&](std::vector<PostId> ids) {
        sort_out_repeated(ids);
        if (ids.empty()) return;
        for (auto& post : posts::find_all(read_, ids, viewer_)) batch.others.emplace(post.id, std::move(post));
    };
    std::vector<PostId> boosted, quoted;
    for (auto const& post : shown)
        if (post.boost_of) boosted.push_back(post.boost_of);
    find(std::move(boosted));
    auto quote = [&](posts::Post const& post) {
        if (post.quote.post && post.quote.state == posts::QuoteState::accepted) quoted.push_back(post.quote.post);
    };
    for (auto const& post : shown) quote(post);
    for (auto const& [id, post] : batch.others) quote(post);
    find(std::move(quoted));
}

// Quotes of people whom the viewer does not want to hear from are there, and say so.
void Renderer::load_shunned(Batch& batch, std::vector<posts::Post> const& shown) {
    std::vector<AccountId> quoted;
    auto take = [&](posts::Post const& post) {
        auto of = post.quote.post && post.quote.state == posts::QuoteState::accepted ? batch.others.find(post.quote.post) : batch.others.end();
        if (of != batch.others.end() && of->second.author != viewer_) quoted.push_back(of->second.author);
    };
    for (auto const& post : shown) take(post);
    for (auto const& [id, post] : batch.others) take(post);
    sort_out_repeated(quoted);
    if (quoted.empty()) return;
    auto standings = blocks::between(read_, viewer_, quoted);
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        auto const& now = standings[i];
        auto why = now.blocking ? "blocked_account" : now.domain_blocking ? "blocked_domain" : now.muting ? "muted_account" : "";
        if (*why) batch.shunned.emplace(quoted[i], why);
    }
}

// What only this viewer sees so: marks, votes, whether they may quote, what their filters found.
void Renderer::load_own(Batch& batch, std::vector<posts::Post> const& shown) {
    if (!viewer_ || !marked_) return;
    bool has_filters = filtered_in_ && !filters::known_to_have_none(viewer_, *filtered_in_, read_.now);
    std::vector<PostId> marked, with_poll;
    auto take = [&](posts::Post const& post) {
        if (!post.boost_of && !(new_ && new_->post.id == post.id)) marked.push_back(post.id);
        if (post.poll) with_poll.push_back(post.id);
        auto parts = batch.parts.find(post.id);
        if (parts == batch.parts.end() || !parts->second.quoting.empty() || post.author == viewer_) return;
        using Quoting = posts::Permissions::Quoting;
        auto may = posts::permissions(read_, post, viewer_).quote;
        batch.quoting[post.id] = may == Quoting::yes ? "automatic" : may == Quoting::on_request ? "manual" : "denied";
    };
    std::vector<posts::Post> matched;
    for (auto const& post : shown) {
        take(post);
        if (has_filters && !post.boost_of) matched.push_back(post);
    }
    for (auto const& [id, post] : batch.others) {
        take(post);
        if (has_filters) matched.push_back(post);
    }
    load_shunned(batch, shown);
    sort_out_repeated(marked);
    sort_out_repeated(with_poll);
    if (!marked.empty()) {
        auto marks = posts::marks(read_, viewer_, marked);
        for (std::size_t i = 0; i < marks.size(); ++i) batch.marks[marked[i]] = bits_of(marks[i]);
    }
    if (!with_poll.empty())
        for (auto& voted : polls::votes_of(read_, viewer_, with_poll)) batch.votes.emplace(voted.post, std::move(voted.choices));
    if (!matched.empty()) batch.matches = filters::apply(read_, viewer_, matched, *filtered_in_);
}

// A post's own part needs its author's name; so what is not cached asks for its author in full.
void Renderer::load_parts(Batch& batch, std::vector<posts::Post> const& shown) {
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
    for (auto const& [id, post] : batch.others) take(post);

    sort_out_repeated(wanted);
    std::unordered_map<AccountId, accounts::Account> authors;
    if (new_ && std::erase(wanted, new_->author.id)) {
        batch.accounts.emplace(new_->author.id, account(new_->author));
        authors.emplace(new_->author.id, new_->author);
    }
    if (!wanted.empty())
        for (auto& found : accounts::find_all(read_, wanted)) {
            if (!batch.accounts.contains(found.id)) batch.accounts.emplace(found.id, account(found));
            authors.emplace(found.id, std::move(found));
        }
    for (auto const* post : to_make)
        if (auto author = authors.find(post->author); author != authors.end() && !batch.parts.contains(post->id))
            batch.parts.emplace(post->id, parts_of(*post, author->second));
    if (!new_) return;
    AccountPart author{batch.accounts.at(new_->author.id), new_->author.indexable && !new_->author.silenced_at};
    context_.cache.put_when_published(new_->post.id, batch.parts.at(new_->post.id), author);
}

Renderer::Batch Renderer::load(std::vector<posts::Post> const& shown) {
    Batch batch;
    load_quoted(batch, shown);
    load_parts(batch, shown);
    load_own(batch, shown);
    return batch;
}

// A quote within a quote is named, not shown.
std::string Renderer::quote_json(Batch const& batch, posts::Quote const& quote, bool within_quote) const {
    if (quote.state == posts::QuoteState::none) return "null";
    auto state = posts::text_of(quote.state);
    auto quoted = batch.others.find(quote.post);
    bool accepted = quote.state == posts::QuoteState::accepted;
    if (accepted && !quote.post) state = "deleted";
    else if (accepted && !within_quote && quoted == batch.others.end()) state = "unauthorized";
    else if (accepted && quoted != batch.others.end())
        if (auto shunned = batch.shunned.find(quoted->second.author); shunned != batch.shunned.end()) state = shunned->second;
    base::Json out;
    out.object().pair("state", state);
    if (within_quote) {
        out.key("quoted_status_id");
        accepted && quote.post ? out.value(quote.post.text()) : out.null();
    } else {
        auto status = accepted && quoted != batch.others.end() ? plain(batch, quoted->second, true) : std::string{};
        out.key("quoted_status");
        status.empty() ? out.null() : out.raw(status);
    }
    out.end();
    return out.take();
}

Renderer::Own Renderer::own_of(Batch const& batch, posts::Post const& post, StatusParts const& parts, bool quoted) const {
    Own own;
    if (auto marks = batch.marks.find(post.id); marks != batch.marks.end()) own.seen.marks = marks->second;
    if (auto found = batch.matches.find(post.id); found != batch.matches.end()) own.filtered = filter_results(post.id, found->second);
    auto depends = batch.quoting.find(post.id);
    if (viewer_ == post.author && marked_) own.seen.quoting = "automatic";
    else if (depends != batch.quoting.end()) own.seen.quoting = depends->second;
    else if (parts.quoting.empty()) own.seen.quoting = marked_ ? "denied" : "unknown";
    else own.seen.quoting = viewer_ || !marked_ ? parts.quoting : "denied";
    if (!post.poll && post.quote.state == posts::QuoteState::none) return own;
    own.more = ",\"poll\":";
    if (post.poll) {
        auto votes = batch.votes.find(post.id);
        polls::Voted voted{post.id, votes == batch.votes.end() ? std::vector<int>{} : votes->second};
        base::Json poll;
        write(poll, *post.poll, read_.now, marked_ ? viewer_ : AccountId{}, voted.choices.empty() ? nullptr : &voted, emojis_in(read_, *post.poll));
        own.more += poll.take();
    } else {
        own.more += "null";
    }
    own.more += ",\"quote\":" + quote_json(batch, post.quote, quoted);
    return own;
}

// No boost: "" when a part is gone.
std::string Renderer::plain(Batch const& batch, posts::Post const& post, bool quoted) const {
    auto parts = batch.parts.find(post.id);
    auto account = batch.accounts.find(post.author);
    if (parts == batch.parts.end() || account == batch.accounts.end()) return {};
    auto own = own_of(batch, post, parts->second, quoted);
    if (!own.more.empty()) own.seen.more = own.more;
    own.seen.filtered = own.filtered;
    std::string out;
    append_status(out, parts->second, account->second, own.seen);
    return out;
}

// "" when a part is gone, or when what was boosted may not be seen.
std::string Renderer::render(Batch const& batch, posts::Post const& post) const {
    if (!post.boost_of) return plain(batch, post, false);
    auto parts = batch.parts.find(post.id);
    auto account = batch.accounts.find(post.author);
    auto boosted = batch.others.find(post.boost_of);
    if (parts == batch.parts.end() || account == batch.accounts.end() || boosted == batch.others.end()) return {};
    auto boosted_parts = batch.parts.find(post.boost_of);
    auto author = batch.accounts.find(boosted->second.author);
    if (boosted_parts == batch.parts.end() || author == batch.accounts.end()) return {};
    auto own = own_of(batch, boosted->second, boosted_parts->second, false);
    if (!own.more.empty()) own.seen.more = own.more;
    own.seen.filtered = own.filtered;
    std::string out;
    append_boost(out, parts->second, account->second, boosted_parts->second, author->second, own.seen);
    return out;
}

std::string Renderer::statuses(std::vector<PostId> const& ids) {
    if (ids.empty()) return "[]";
    return statuses(posts::find_all(read_, ids, viewer_));
}

std::string Renderer::statuses(std::vector<posts::Post> const& shown) {
    auto batch = load(shown);
    return array_of(shown, [&](posts::Post const& post) { return filters::hides(batch.matches, post) ? std::string{} : render(batch, post); });
}

std::string Renderer::open_statuses(std::vector<PostId> const& ids) {
    bool unfiltered = caches_ && marked_ && (!filtered_in_ || filters::known_to_have_none(viewer_, *filtered_in_, read_.now));
    if (!unfiltered) return statuses(ids);
    if (auto missing = context_.cache.missing(ids); missing.size() == ids.size()) return statuses(ids);
    else if (!missing.empty()) statuses(missing);
    std::vector<timelines::Readers::Met> met;
    std::vector<timelines::Entry> entries;
    std::string made;
    context_.readers.load(read_, viewer_);
    if (context_.cache.met(ids, met) && context_.readers.entries(viewer_, met, entries) && context_.cache.append(made, entries, viewer_)) return made;
    return statuses(ids);
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
    auto moved = account.moved_to ? accounts::find(read_, account.moved_to) : std::nullopt;
    auto json = account_json(account, emojis_in(read_, account), moved && !moved->hidden() ? account_json(*moved, emojis_in(read_, *moved)) : std::string());
    // A suspended account must not come out of the cache with what it once wrote.
    if (caches_ && !account.suspended_at) context_.cache.put(account.id, {json, account.indexable && !account.silenced_at}, read_.now);
    return json;
}

std::string Renderer::accounts(std::vector<accounts::Account> const& all) {
    return array_of(all, [&](accounts::Account const& each) { return each.hidden() ? std::string{} : account(each); });
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
    for (auto const& post : shown) {
        if (filters::hides(batch.matches, post)) continue;
        if (auto json = render(batch, post); !json.empty()) made.emplace(post.id, std::move(json));
    }
    return made;
}

std::unordered_map<AccountId, std::string> Renderer::accounts_by_id(std::vector<AccountId> ids) {
    std::unordered_map<AccountId, std::string> made;
    sort_out_repeated(ids);
    if (ids.empty()) return made;
    std::vector<AccountId> wanted;
    for (auto id : ids)
        if (auto kept = caches_ ? context_.cache.account(id) : std::nullopt) made.emplace(id, std::move(*kept));
        else wanted.push_back(id);
    if (wanted.empty()) return made;
    for (auto const& each : accounts::find_all(read_, wanted)) made.emplace(each.id, account(each));
    return made;
}

}  // namespace mastodon
