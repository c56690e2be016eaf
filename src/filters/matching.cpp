// Finds what posts meet: keywords folded once a change, posts folded once a look.
#include "base/text.hpp"
#include "base/time.hpp"
#include "filters/filters.hpp"
#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace filters {

namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// base::fold, without Unicode's tables where they say nothing new.
std::string folded(std::string_view text) {
    if (!is_ascii(text)) return base::fold(text);
    std::string lower(text);
    for (auto& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool is_in_word(char32_t c) { return c == U'_' || base::is_letter_or_digit(c) || base::is_mark(c); }

bool begins_with_word_part(std::string_view text) {
    std::size_t position = 0;
    return !text.empty() && is_in_word(base::next_code_point(text, position));
}

bool ends_with_word_part(std::string_view text) {
    if (text.empty()) return false;
    auto start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    return begins_with_word_part(text.substr(start));
}

struct CompiledKeyword {
    std::string as_typed, folded;
    bool bounded_before, bounded_after;  // a word may not go on there

    // An edge that is no part of a word, like that of #tag, needs no boundary: there is none.
    explicit CompiledKeyword(Keyword const& keyword)
        : as_typed(keyword.text), folded(filters::folded(keyword.text)), bounded_before(keyword.whole_word && begins_with_word_part(folded)),
          bounded_after(keyword.whole_word && ends_with_word_part(folded)) {}

    bool is_in(std::string_view text) const {
        if (folded.empty()) return false;
        for (auto at = text.find(folded); at != text.npos; at = text.find(folded, at + 1)) {
            if (bounded_before && ends_with_word_part(text.substr(0, at))) continue;
            if (bounded_after && begins_with_word_part(text.substr(at + folded.size()))) continue;
            return true;
        }
        return false;
    }
};

struct CompiledFilter {
    Filter head;  // without keywords and posts
    std::vector<CompiledKeyword> keywords;
    std::vector<PostId> posts;  // in order
};

struct Compiled {
    std::vector<CompiledFilter> filters;
    bool has_any(Context context, base::Time now) const {
        return std::ranges::any_of(filters, [&](CompiledFilter const& each) { return each.head.is_in(context) && !each.head.is_over(now); });
    }
};
using Shared = std::shared_ptr<Compiled const>;

Shared compile(std::vector<Filter> filters, base::Time now) {
    auto made = std::make_shared<Compiled>();
    for (auto& filter : filters) {
        if (filter.is_over(now)) continue;
        CompiledFilter compiled;
        for (auto const& keyword : filter.keywords) compiled.keywords.emplace_back(keyword);
        for (auto const& post : filter.posts) compiled.posts.push_back(post.post);
        std::ranges::sort(compiled.posts);
        filter.keywords.clear();
        filter.posts.clear();
        compiled.head = std::move(filter);
        made->filters.push_back(std::move(compiled));
    }
    return made;
}

std::string text_of_post(posts::Post const& post) {
    std::string all = post.content_note;
    auto add = [&](std::string_view part) { if (!part.empty()) ((all += '\n') += part); };
    add(post.text);
    if (post.poll)
        for (auto const& option : post.poll->options) add(option.title);
    for (auto const& each : post.media) add(each.description);
    return folded(all);
}

std::vector<Match> matches_of(Compiled const& compiled, posts::Post const& post, Context context, base::Time now) {
    std::vector<Match> all;
    std::optional<std::string> text;
    for (auto const& filter : compiled.filters) {
        if (!filter.head.is_in(context) || filter.head.is_over(now)) continue;
        std::vector<std::string> found;
        if ((!filter.keywords.empty() || !filter.head.shield.empty()) && !text) text = text_of_post(post);
        for (auto const& keyword : filter.keywords)
            if (keyword.is_in(*text)) found.push_back(keyword.as_typed);
        if (!filter.head.shield.empty() && meets(filter.head.shield, *text)) found.push_back(filter.head.shield);
        bool by_post = std::ranges::binary_search(filter.posts, post.id);
        if (by_post || !found.empty()) all.push_back({filter.head, std::move(found), by_post});
    }
    return all;
}

}  // namespace

struct Memory::Inside {
    Shared find(AccountId account) const {
        std::shared_lock lock(mutex);
        auto found = kept.find(account);
        return found == kept.end() ? nullptr : found->second;
    }
    // Refused when the filters changed after its maker looked.
    void put(AccountId account, Shared compiled, base::Time seen_at) {
        std::lock_guard lock(mutex);
        if (seen_at <= dropped_at(account)) return;
        if (kept.size() >= most) kept.clear();
        kept.insert_or_assign(account, std::move(compiled));
    }
    void drop(AccountId account) {
        std::lock_guard lock(mutex);
        dropped_at(account) = base::clock_now();
        kept.erase(account);
    }

private:
    static constexpr std::size_t most = 20'000;
    // Many accounts share a moment: a false refusal costs one more compilation.
    base::Time& dropped_at(AccountId account) { return dropped[std::hash<AccountId>{}(account) % dropped.size()]; }
    mutable std::shared_mutex mutex;  // guards all of it
    std::unordered_map<AccountId, Shared> kept;
    std::array<base::Time, 1024> dropped{};
};

namespace {

std::atomic<std::shared_ptr<Memory::Inside>>& memory() {
    static std::atomic<std::shared_ptr<Memory::Inside>> current;
    return current;
}

Shared compiled_for(db::Read& read, AccountId viewer) {
    auto kept = memory().load();
    if (kept)
        if (auto found = kept->find(viewer)) return found;
    auto made = compile(all_of(read, viewer), read.now);
    // What a change sees is not committed: others must not be shown it.
    if (kept && !dynamic_cast<db::Write*>(&read)) kept->put(viewer, made, read.now);
    return made;
}

}  // namespace

Memory::Memory(bus::Bus& bus) : inside_(std::make_shared<Inside>()) {
    bus.at_once<Changed>([inside = inside_](Changed const& event) { inside->drop(event.account); });
    memory().store(inside_);
}

Memory::~Memory() { memory().store(nullptr); }

Matches apply(db::Read& read, AccountId viewer, std::vector<posts::Post> const& posts, Context context) {
    Matches all;
    if (!viewer || posts.empty() || known_to_have_none(viewer, context, read.now)) return all;
    auto compiled = compiled_for(read, viewer);
    if (!compiled->has_any(context, read.now)) return all;
    for (auto const& post : posts) {
        if (post.author == viewer) continue;
        if (auto found = matches_of(*compiled, post, context, read.now); !found.empty()) all.emplace(post.id, std::move(found));
    }
    return all;
}

bool hides(std::vector<Match> const& matches) {
    return std::ranges::any_of(matches, [](Match const& match) { return match.filter.action == Action::hide; });
}

bool hides(Matches const& matches, PostId post) {
    auto found = matches.find(post);
    return found != matches.end() && hides(found->second);
}

bool hides(Matches const& matches, posts::Post const& post) { return hides(matches, post.id) || (post.boost_of && hides(matches, post.boost_of)); }

bool known_to_have_none(AccountId viewer, Context context, base::Time now) {
    if (!viewer) return true;
    auto kept = memory().load();
    auto found = kept ? kept->find(viewer) : nullptr;
    return found && !found->has_any(context, now);
}

}  // namespace filters
