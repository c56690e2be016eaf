// Finding posts, and keeping their entries. Entries are made by a job: who posts does not wait for it.
#include "search/search.hpp"
#include "search/asked.hpp"
#include "search/queries.hpp"
#include "search/schema.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "html/prose.hpp"
#include "search/words.hpp"
#include <algorithm>
#include <atomic>
#include <limits>
#include <unordered_map>
#include <unordered_set>

namespace search {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr base::Time gathers_for = 300;  // milliseconds: posts that come close together are indexed in one change
constexpr int at_once = 300;  // entries in one change: the only writer is held for some milliseconds
constexpr std::size_t longest_query = 1000;

struct Waiting {
    PostId post;
    std::int64_t version;
};
struct Entry {
    Waiting waiting;
    std::string tokens;  // "" for a post that is gone
};

void append(std::string& tokens, std::string_view prefix, std::string_view token) {
    if (!tokens.empty()) tokens += ' ';
    tokens.append(prefix).append(token);
}

// Links would fill the index with parts of addresses.
std::string without_links(std::string const& text) {
    std::string rest;
    std::size_t done = 0;
    for (auto const& found : html::find_in(text)) {
        if (found.kind != html::Found::Kind::link) continue;
        rest.append(text, done, found.start - done).append(" ");
        done = found.end;
    }
    return rest.append(text, done);
}

std::string all_text(posts::Post const& post) {
    auto text = post.content_note + "\n" + without_links(post.text);
    if (post.poll)
        for (auto const& option : post.poll->options) text += "\n" + option.title;
    for (auto const& each : post.media) text += "\n" + each.description;
    return text;
}

void append_marks(std::string& tokens, posts::Post const& post) {
    append(tokens, "f", post.author.text());
    append(tokens, "l", base::fold(std::string_view(post.language).substr(0, post.language.find('-'))));
    if (!post.media.empty()) append(tokens, "p", "media");
    for (auto const& each : post.media) append(tokens, "p", each.kind == media::Kind::gifv ? "image" : media::text_of(each.kind));
    if (post.poll) append(tokens, "p", "poll");
    auto found = html::find_in(post.text);
    if (std::ranges::any_of(found, [](auto const& each) { return each.kind == html::Found::Kind::link; })) append(tokens, "p", "link");
    if (post.reply_to_author) append(tokens, "k", "reply");
    if (post.sensitive) append(tokens, "k", "sensitive");
    for (auto const& name : post.hashtags) append(tokens, "", hashtag_token(name));
}

std::string tokens_of(posts::Post const& post) {
    std::string tokens;
    std::vector<std::string> stems;
    for (auto const& word : words_of(all_text(post))) {
        auto plain = base::fold_plain(word);
        append(tokens, "w", plain);
        if (auto root = stem(word, post.language); !root.empty() && root != plain) stems.push_back(std::move(root));
    }
    std::ranges::sort(stems);
    stems.erase(std::ranges::unique(stems).begin(), stems.end());
    for (auto const& root : stems) append(tokens, "s", root);
    append_marks(tokens, post);
    return tokens;
}

std::vector<Entry> make_entries(db::Read& read) {
    auto waiting = read.rows(sql::waiting, {at_once}, [](db::Row const& row) { return Waiting{row.id<PostId>(0), row.integer(1)}; });
    std::vector<Entry> entries;
    for (auto const& each : waiting) {
        auto post = posts::find_unchecked(read, each.post);
        entries.push_back({each, post && !post->boost_of ? tokens_of(*post) : std::string{}});
    }
    return entries;
}

void put(db::Write& write, PostId post, std::string const& tokens) {
    if (write.run(sql::put_entry, {post, tokens}) == 0) {
        forget(write, post);
        write.run(sql::put_entry, {post, tokens});
    }
    write.run(sql::index, {post});
}

// Those that nobody changed while their entries were made; the others' turn comes again.
std::unordered_set<PostId> take_waiting(db::Write& write, std::vector<Entry> const& entries) {
    std::unordered_map<PostId, std::int64_t> versions;
    for (auto const& entry : entries) versions.emplace(entry.waiting.post, entry.waiting.version);
    db::List asked, taken;
    for (auto const& entry : entries) asked.push_back(entry.waiting.post.value);
    write.each(sql::waiting_of, {asked}, [&](db::Row const& row) {
        if (versions.at(row.id<PostId>(0)) == row.integer(1)) taken.push_back(row.integer(0));
    });
    write.run(sql::delete_waiting, {taken});
    std::unordered_set<PostId> posts;
    for (auto id : taken) posts.insert(PostId{id});
    return posts;
}

void let_wait(db::Write& write, PostId post) { write.run(sql::put_waiting, {post, write.new_id<PostId>()}); }

base::Result<base::Done> index_waiting(db::Database& database) {
    while (true) {
        auto entries = database.read(make_entries);
        if (entries.empty()) return base::Done{};
        TRY(database.write([&](db::Write& write) -> base::Result<base::Done> {
            auto taken = take_waiting(write, entries);
            for (auto const& entry : entries)
                if (!entry.tokens.empty() && taken.contains(entry.waiting.post)) put(write, entry.waiting.post, entry.tokens);
            return base::Done{};
        }));
        // What came meanwhile is gathered for the next job: many small changes cost more than a few large ones.
        if (entries.size() < at_once) return base::Done{};
    }
}

constexpr auto newest = std::numeric_limits<std::int64_t>::max();
constexpr int most_in_one_look = 2000;

// Who asks, and what they may find without asking SQL.
struct Finder {
    AccountId asker;
    bool only_library;
    KnownOpen const& known_open;

    // Takes out what the asker may not find.
    void keep_found(db::Read& read, std::vector<PostId>& ids) const {
        db::List unknown;
        auto is_open = [&](PostId id) { return !only_library && known_open && known_open(id); };
        for (auto id : ids)
            if (!is_open(id)) unknown.push_back(id.value);
        if (unknown.empty()) return;
        std::unordered_set<PostId> found;
        read.each(sql::may_be_found, {unknown, asker, only_library}, [&](db::Row const& row) { found.insert(row.id<PostId>(0)); });
        std::ranges::sort(unknown);
        std::erase_if(ids, [&](PostId id) { return std::ranges::binary_search(unknown, id.value) && !found.contains(id); });
    }
};

// Looks on, in larger and larger steps, until there are as many as wanted. `next` gives what matches behind an id.
template <class Next>
std::vector<PostId> look_on(db::Read& read, Finder const& finder, int limit, std::int64_t from, Next next) {
    std::vector<PostId> all;
    auto wanted = static_cast<std::size_t>(limit);
    for (int step = limit; all.size() < wanted; step = std::min(step * 4, most_in_one_look)) {
        auto ids = next(from, step);
        bool last = static_cast<int>(ids.size()) < step;
        if (!ids.empty()) from = ids.back().value;
        finder.keep_found(read, ids);
        all.insert(all.end(), ids.begin(), ids.end());
        if (last) break;
    }
    if (all.size() > wanted) all.resize(wanted);
    return all;
}

// Searching reads each part of the index: after much was written, they are put together, some pages in each change.
base::Result<base::Done> gather(db::Database& database) {
    constexpr int pages = 200, most_steps = 10'000;
    constexpr std::int64_t enough = 4;
    auto parts = [&] { return database.read([](db::Read& read) { return read.number(sql::parts, {}); }); };
    if (parts() <= enough) return base::Done{};
    for (int step = 0; step < most_steps && parts() > 1; ++step)
        TRY(database.write([&](db::Write& write) -> base::Result<base::Done> {
            write.run(sql::gather, {step ? pages : -pages});
            return base::Done{};
        }));
    return base::Done{};
}

}  // namespace

std::vector<PostId> posts(db::Read& read, std::string_view query, AccountId asker, std::string_view language, posts::Page page, KnownOpen const& known_open) {
    if (query.size() > longest_query) query = query.substr(0, query.find_last_of(' ', longest_query));
    auto find = [&](std::string_view handle) -> std::optional<AccountId> {
        auto account = accounts::find_by_handle(read, handle);
        if (!account || account->hidden()) return std::nullopt;
        return account->id;
    };
    auto asked = understand(query, {asker, std::string(language), find});
    if (asked.match.empty()) return {};
    auto before = std::min(page.before ? page.before : newest, asked.before ? asked.before : newest);
    auto since = std::max(page.since, asked.after);
    Finder finder{asked.only_public ? AccountId{} : asker, asked.only_library, known_open};
    auto id = [](db::Row const& row) { return row.id<PostId>(0); };
    if (!page.after)
        return look_on(read, finder, page.limit, before, [&](std::int64_t from, int limit) { return read.rows(sql::newest_matching, {asked.match, from, since, limit}, id); });
    auto found = look_on(read, finder, page.limit, std::max(page.after, since), [&](std::int64_t from, int limit) { return read.rows(sql::matching_after, {asked.match, from, limit}, id); });
    std::ranges::reverse(found);
    std::erase_if(found, [&](PostId post) { return post.value >= before; });
    return found;
}

void note(db::Write& write, PostId post) {
    let_wait(write, post);
    jobs::add(write, "search.index", "", write.now + gathers_for, "waiting");
}

void forget(db::Write& write, PostId post) {
    write.run(sql::unindex, {post});
    write.run(sql::delete_entry, {post});
}

void index_what_was_there(db::Database& database) {
    (void)database.write([](db::Write& write) -> base::Result<base::Done> {
        // As a job: a start does not wait for a million posts.
        if (write.number(sql::is_empty, {}) == 0) jobs::add(write, "search.index_all", "", 0, "all");
        return base::Done{};
    });
}

void add_jobs(jobs::Runner& jobs, db::Database& database) {
    // When a job was asked for that has not begun: it takes what comes until then, without being asked for again. Should
    // the change that asked not be kept, a later post or the minute's look finds what waits.
    auto asked_at = std::make_shared<std::atomic<base::Time>>(0);
    jobs.handle("search.index", [&database, asked_at](jobs::Job const&) {
        *asked_at = 0;
        return index_waiting(database);
    });
    jobs.handle("search.index_all", [&database](jobs::Job const&) -> base::Result<base::Done> {
        TRY(database.write([](db::Write& write) -> base::Result<base::Done> {
            write.run(sql::put_all_waiting, {});
            return base::Done{};
        }));
        TRY(index_waiting(database));
        return gather(database);
    });
    jobs.every("search.gather", base::hour, [&database] { (void)gather(database); });
    // What a job that died left behind.
    jobs.every("search.index_left", base::minute, [&database] { (void)index_waiting(database); });
    database.on_emit([asked_at](db::Write& write, base::Event const& event) {
        if (event.kind == posts::Discovered::kind) note(write, base::from_event<posts::Discovered>(event).post);
        if (event.kind == posts::Published::kind) {
            auto published = base::from_event<posts::Published>(event);
            if (published.boost_of) return;
            auto waited = write.now - asked_at->load();
            if (waited >= 0 && waited < gathers_for / 2) return let_wait(write, published.post);
            *asked_at = write.now;
            note(write, published.post);
        } else if (event.kind == posts::Edited::kind) {
            note(write, base::from_event<posts::Edited>(event).post);
        } else if (event.kind == posts::Deleted::kind) {
            forget(write, base::from_event<posts::Deleted>(event).post);
        }
    });
}

}  // namespace search
