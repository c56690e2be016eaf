// The hot path of every timeline: looks cached parts up under one lock and copies them into one body.
#include "mastodon/status_cache.hpp"
#include "base/time.hpp"
#include "emojis/emojis.hpp"
#include "moderation/moderation.hpp"

namespace mastodon {

namespace {

constexpr std::string_view reblog_key = ",\"reblog\":";

std::string marks_text(unsigned char marks) {
    auto word = [&](int bit) { return marks & bit ? "true" : "false"; };
    return std::string(",\"favourited\":") + word(1) + ",\"reblogged\":" + word(2) + ",\"muted\":" + word(16) + ",\"bookmarked\":" + word(4) +
           ",\"pinned\":" + word(8) + ",\"filtered\":";
}

std::string_view marks_as_json(unsigned char marks) {
    static auto const texts = [] {
        std::array<std::string, 32> made;
        for (unsigned char each = 0; each < made.size(); ++each) made[each] = marks_text(each);
        return made;
    }();
    return texts[marks & 31];
}

constexpr unsigned char but_pinned = 31 - 8;  // a boost itself is never pinned
constexpr std::size_t room_for_what_is_seen = 200;
constexpr std::size_t ahead = 3;  // how many parts before it is copied a part is read from memory

std::int64_t bytes_of(StatusParts const& parts) { return static_cast<std::int64_t>(sizeof parts + parts.text.capacity()); }

void append_seen(std::string& out, Seen const& seen) {
    out += seen.quoting;
    out += "\"}";
    out += seen.more;
    out += marks_as_json(seen.marks);
    out += seen.filtered;
    out += '}';
}

std::string_view quoting_by(AccountId viewer, StatusParts const& parts) {
    if (!viewer) return "denied";
    return viewer == parts.author ? "automatic" : parts.quoting;
}

}  // namespace

void append_status(std::string& out, StatusParts const& parts, std::string_view account, Seen const& seen) {
    std::string_view text = parts.text;
    out += text.substr(0, parts.head);
    out += account;
    out += text.substr(parts.head);
    append_seen(out, seen);
}

void append_boost(std::string& out, StatusParts const& boost, std::string_view booster, StatusParts const& boosted, std::string_view author, Seen const& seen) {
    std::string_view text = boost.text;
    out += text.substr(0, boost.head);
    out += booster;
    out += reblog_key;
    append_status(out, boosted, author, seen);
    out += text.substr(boost.head);
    Seen outside{.marks = static_cast<unsigned char>(seen.marks & but_pinned), .filtered = seen.filtered};
    append_seen(out, outside);
}

StatusCache::StatusCache(bus::Bus& bus, std::int64_t most_bytes) : statuses_(most_bytes / 4 * 3), accounts_(most_bytes / 4) {
    bus.at_once<posts::Published>([this](posts::Published const& event) { publish(event); });
    bus.at_once<posts::Counted>([this](posts::Counted const& event) { drop(event.post); });
    bus.at_once<posts::Edited>([this](posts::Edited const& event) { drop(event.post); });
    bus.at_once<posts::Deleted>([this](posts::Deleted const& event) { drop(event.post); });
    bus.at_once<accounts::Changed>([this](accounts::Changed const& event) { drop(event.account); });
    bus.at_once<accounts::Suspended>([this](accounts::Suspended const& event) { drop(event.account); });
    // Which of their posts are kept is not known by author.
    bus.at_once<moderation::MediaCovered>([this](auto const&) { drop_everything(); });
    bus.at_once<emojis::Changed>([this](emojis::Changed const&) { drop_everything(); });
    bus.at_once<accounts::Removed>([this](accounts::Removed const& event) { drop(event.account); });
}

// Where the parts of a status stand: valid under the lock. Without `status` one of them is not here, or is personal.
struct StatusCache::Piece {
    StatusParts const* status = nullptr;
    AccountPart const* account = nullptr;
    StatusParts const* boosted = nullptr;
    AccountPart const* author = nullptr;

    std::size_t bytes() const {
        auto size = status->text.size() + account->json.size() + room_for_what_is_seen;
        return boosted ? size + boosted->text.size() + author->json.size() + room_for_what_is_seen : size;
    }

    void read_text_soon() const {
        for (auto const* each : {status, boosted})
            if (each) read_soon(each->text.data(), each->text.size());
        for (auto const* each : {account, author})
            if (each) read_soon(each->json.data(), each->json.size());
    }

    void append(std::string& out, unsigned char marks, AccountId viewer) const {
        Seen seen{.marks = marks, .quoting = quoting_by(viewer, boosted ? *boosted : *status)};
        if (boosted) append_boost(out, *status, account->json, *boosted, author->json, seen);
        else append_status(out, *status, account->json, seen);
    }
};

StatusCache::Piece StatusCache::find(PostId post) const {
    Piece piece;
    auto take = [&](PostId id, StatusParts const*& status, AccountPart const*& account) {
        auto const* found = statuses_.find(id.value);
        if (!found || found->personal || !(account = accounts_.find(found->author.value))) return false;
        status = found;
        return true;
    };
    StatusParts const* status = nullptr;
    if (!take(post, status, piece.account)) return piece;
    if (status->boost_of && !take(status->boost_of, piece.boosted, piece.author)) return piece;
    piece.status = status;
    return piece;
}

bool StatusCache::append(std::string& out, std::span<timelines::Entry const> entries, AccountId viewer) const {
    static constexpr std::size_t most = 80;
    if (entries.size() > most) return false;
    std::array<Piece, most> pieces;
    std::size_t bytes = 2;

    std::shared_lock lock(mutex_);
    for (auto const& each : entries) statuses_.find_soon(each.post.value);
    for (auto const& each : entries) statuses_.read_value_soon(each.post.value);
    for (auto const& each : entries)
        if (auto const* status = statuses_.find(each.post.value)) accounts_.find_soon(status->author.value);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        pieces[i] = find(entries[i].post);
        if (!pieces[i].status) return false;
        bytes += pieces[i].bytes();
    }

    out.reserve(out.size() + bytes);
    out += '[';
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0) out += ',';
        if (i + ahead < entries.size()) pieces[i + ahead].read_text_soon();
        pieces[i].append(out, entries[i].marks, viewer);
    }
    out += ']';
    return true;
}

bool StatusCache::append(std::string& out, Recipe const& recipe, AccountId viewer) const {
    thread_local std::vector<Piece> pieces;
    pieces.assign(recipe.steps_.size(), {});
    std::size_t bytes = recipe.text_.size();

    std::shared_lock lock(mutex_);
    for (auto const& step : recipe.steps_) step.account ? accounts_.find_soon(step.account.value) : statuses_.find_soon(step.status.value);
    for (auto const& step : recipe.steps_) step.account ? accounts_.read_value_soon(step.account.value) : statuses_.read_value_soon(step.status.value);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto const& step = recipe.steps_[i];
        auto& piece = pieces[i];
        if (step.account) {
            if (!(piece.account = accounts_.find(step.account.value))) return false;
            bytes += piece.account->json.size();
        } else {
            piece = find(step.status);
            if (!piece.status) return false;
            bytes += piece.bytes();
        }
    }

    out.reserve(out.size() + bytes);
    std::string_view text = recipe.text_;
    std::size_t done = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto const& step = recipe.steps_[i];
        out += text.substr(done, step.until - done);
        done = step.until;
        if (i + ahead < pieces.size()) pieces[i + ahead].read_text_soon();
        if (step.account) out += pieces[i].account->json;
        else pieces[i].append(out, step.marks, viewer);
    }
    out += text.substr(done);
    return true;
}

bool StatusCache::met(std::span<PostId const> ids, std::vector<timelines::Readers::Met>& into) const {
    into.clear();
    std::shared_lock lock(mutex_);
    for (auto id : ids) {
        auto const* status = statuses_.find(id.value);
        if (!status || !status->open || !accounts_.find(status->author.value)) return false;
        into.push_back({id, status->thread, status->author});
    }
    return true;
}

bool StatusCache::is_findable(PostId id) const {
    std::shared_lock lock(mutex_);
    auto const* status = statuses_.find(id.value);
    auto const* author = status && status->open ? accounts_.find(status->author.value) : nullptr;
    return author && author->findable;
}

std::vector<PostId> StatusCache::missing(std::span<PostId const> all) const {
    std::shared_lock lock(mutex_);
    std::vector<PostId> ids;
    for (auto id : all) {
        auto const* status = statuses_.find(id.value);
        bool here = status && (status->personal || find(id).status);
        if (!here) ids.push_back(id);
    }
    return ids;
}

std::vector<PostId> StatusCache::missing(std::span<timelines::Entry const> entries) const {
    std::vector<PostId> ids;
    for (auto const& each : entries) ids.push_back(each.post);
    return missing(ids);
}

std::optional<StatusParts> StatusCache::status(PostId id) const {
    std::shared_lock lock(mutex_);
    auto found = statuses_.find(id.value);
    return found ? std::optional(*found) : std::nullopt;
}

std::optional<std::string> StatusCache::account(AccountId id) const {
    std::shared_lock lock(mutex_);
    auto found = accounts_.find(id.value);
    return found ? std::optional(found->json) : std::nullopt;
}

void StatusCache::put(PostId id, StatusParts const& parts, base::Time seen_at) {
    std::lock_guard lock(mutex_);
    statuses_.put(id.value, parts, bytes_of(parts), seen_at);
}

void StatusCache::put(AccountId id, AccountPart const& part, base::Time seen_at) {
    std::lock_guard lock(mutex_);
    accounts_.put(id.value, part, static_cast<std::int64_t>(part.json.capacity()), seen_at);
}

// Ids are never given twice: what a change left here that was not kept is never asked for, and goes with its turn.
void StatusCache::put_when_published(PostId id, StatusParts const& parts, AccountPart const& account) {
    constexpr std::size_t most = 512;
    std::lock_guard lock(unpublished_mutex_);
    if (unpublished_.insert_or_assign(id, Unpublished{parts, account}).second) unpublished_order_.push_back(id);
    if (unpublished_order_.size() <= most) return;
    unpublished_.erase(unpublished_order_.front());
    unpublished_order_.pop_front();
}

// Events come in the order of the commits: what was rendered in this one is what holds until the next event.
void StatusCache::publish(posts::Published const& event) {
    Unpublished ready;
    {
        std::lock_guard lock(unpublished_mutex_);
        auto node = unpublished_.extract(event.post);
        if (!node) return;
        ready = std::move(node.mapped());
    }
    auto now = base::clock_now() + 1;
    put(event.post, ready.parts, now);
    put(event.author, ready.account, now);
}

void StatusCache::drop(PostId id) {
    std::lock_guard lock(mutex_);
    statuses_.drop(id.value, base::clock_now());
}

void StatusCache::drop(AccountId id) {
    std::lock_guard lock(mutex_);
    accounts_.drop(id.value, base::clock_now());
}

void StatusCache::drop_everything() {
    std::lock_guard lock(mutex_);
    statuses_.clear(base::clock_now());
    accounts_.clear(base::clock_now());
}

std::int64_t StatusCache::bytes() const {
    std::shared_lock lock(mutex_);
    return statuses_.bytes() + accounts_.bytes();
}

}  // namespace mastodon
