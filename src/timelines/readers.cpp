// Keeps what each reader did lately and whom they do not hear. SQL is the truth: what is not here is asked there.
#include "timelines/readers.hpp"
#include "blocks/blocks.hpp"
#include "timelines/queries.hpp"
#include <algorithm>

namespace timelines {
namespace {

constexpr int marks_of_a_kind = 500;  // the newest posts of each: lists show what is new
constexpr int most_muted_threads = 1000;
constexpr std::size_t most_readers = 20'000, most_marks = 1'000'000;
constexpr unsigned char favourite = 1, boost = 2, bookmark = 4, pin = 8, muted_thread = 16;

void load_marks(db::Read& read, AccountId account, Reader& reader) {
    auto take = [&](db::Query const& newest, unsigned char mark) {
        int count = 0;
        PostId oldest;
        read.each(newest, {account, marks_of_a_kind}, [&](db::Row const& row) {
            oldest = row.id<PostId>(0);
            reader.marks[oldest] |= mark;
            ++count;
        });
        if (count == marks_of_a_kind) reader.floor = std::max(reader.floor, oldest);
    };
    take(sql::newest_favourites, favourite);
    take(sql::newest_boosts, boost);
    take(sql::newest_bookmarks, bookmark);
    take(sql::newest_pins, pin);
}

}  // namespace

bool Reader::hears(AccountId author, std::string_view domain) const {
    return !unheard.contains(author) && (domain.empty() || std::ranges::find(domains, domain) == domains.end());
}

std::optional<unsigned char> Reader::marks_of(PostId post, PostId thread) const {
    if (post < floor) return std::nullopt;
    auto found = marks.find(post);
    unsigned char known = found == marks.end() ? 0 : found->second;
    if (!muted_threads.empty() && std::ranges::binary_search(muted_threads, thread)) known |= muted_thread;
    return known;
}

void Readers::Inside::drop(AccountId account) {
    std::unique_lock lock(mutex);
    changed_at(account) = base::clock_now();
    auto found = readers.find(account);
    if (found == readers.end()) return;
    marks -= found->second.marks.size();
    readers.erase(found);
}

void Readers::Inside::marked(posts::Marked const& event) {
    // A conversation is told post by post, and later posts belong to it as well: it is read again.
    if (event.what == muted_thread) return drop(event.viewer);
    std::unique_lock lock(mutex);
    changed_at(event.viewer) = base::clock_now();
    auto found = readers.find(event.viewer);
    if (found == readers.end()) return;
    auto [mark, is_new] = found->second.marks.try_emplace(event.post, 0);
    mark->second = static_cast<unsigned char>(event.on ? mark->second | event.what : mark->second & ~event.what);
    marks += is_new;
}

Readers::Readers(bus::Bus& bus) : inside_(std::make_unique<Inside>()) {
    auto& inside = *inside_;
    bus.at_once<posts::Marked>([&](auto const& event) { inside.marked(event); });
    bus.at_once<accounts::Removed>([&](auto const& event) { inside.drop(event.account); });
    bus.at_once<blocks::Changed>([&](auto const& event) {
        inside.drop(event.account);
        if (event.other) inside.drop(event.other);
    });
}

Readers::~Readers() = default;

void Readers::load(db::Read& read, AccountId account) {
    if (!account) return;
    {
        std::shared_lock lock(inside_->mutex);
        if (inside_->readers.contains(account)) return;
    }
    Reader reader;
    load_marks(read, account, reader);
    reader.muted_threads = read.rows(sql::muted_threads, {account, most_muted_threads}, [](db::Row const& row) { return row.id<PostId>(0); });
    if (reader.muted_threads.size() == most_muted_threads) return;  // always asked of SQL
    reader.unheard = blocks::unheard_by(read, account);
    for (auto const& domain : blocks::blocked_domains(read, account, {.limit = 10'000})) reader.domains.push_back(domain.name);

    std::unique_lock lock(inside_->mutex);
    // Something changed while this snapshot was being read: it may be missing here.
    if (inside_->changed_at(account) >= read.now) return;
    if (inside_->readers.size() >= most_readers || inside_->marks >= most_marks) {
        inside_->readers.clear();
        inside_->marks = 0;
    }
    auto kept = reader.marks.size();
    if (inside_->readers.emplace(account, std::move(reader)).second) inside_->marks += kept;
}

bool Readers::entries(AccountId account, std::span<Met const> met, std::vector<Entry>& into) const {
    std::shared_lock lock(inside_->mutex);
    auto found = inside_->readers.find(account);
    if (account && found == inside_->readers.end()) return false;
    into.clear();
    for (auto const& each : met) {
        std::optional<unsigned char> marks = 0;
        if (account && (found->second.unheard.contains(each.author) || !(marks = found->second.marks_of(each.post, each.thread)))) return false;
        into.push_back({each.post, {}, each.author, *marks});
    }
    return true;
}

std::int64_t Readers::size() const {
    std::shared_lock lock(inside_->mutex);
    return static_cast<std::int64_t>(inside_->readers.size());
}

}  // namespace timelines
