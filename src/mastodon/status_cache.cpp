// The hot path of every timeline: looks cached parts up under one lock and copies them into one body.
#include "mastodon/status_cache.hpp"
#include "base/time.hpp"

namespace mastodon {

namespace {

constexpr std::string_view reblog_key = ",\"reblog\":";

std::string marks_text(unsigned char marks) {
    auto word = [&](int bit) { return marks & bit ? "true" : "false"; };
    return std::string(",\"favourited\":") + word(1) + ",\"reblogged\":" + word(2) + ",\"muted\":false,\"bookmarked\":" + word(4) +
           ",\"pinned\":" + word(8) + ",\"filtered\":[]}";
}

std::string_view marks_as_json(unsigned char marks) {
    static auto const texts = [] {
        std::array<std::string, 16> made;
        for (unsigned char each = 0; each < made.size(); ++each) made[each] = marks_text(each);
        return made;
    }();
    return texts[marks & 15];
}

constexpr unsigned char but_pinned = 7;  // a boost itself is never pinned
constexpr std::size_t room_for_marks = 120;

std::int64_t bytes_of(StatusParts const& parts) { return static_cast<std::int64_t>(sizeof parts + parts.text.capacity()); }

}  // namespace

void append_status(std::string& out, StatusParts const& parts, std::string_view account, unsigned char marks) {
    std::string_view text = parts.text;
    out += text.substr(0, parts.head);
    out += account;
    out += text.substr(parts.head);
    out += marks_as_json(marks);
}

void append_boost(std::string& out, StatusParts const& boost, std::string_view booster, StatusParts const& boosted, std::string_view author, unsigned char marks) {
    std::string_view text = boost.text;
    out += text.substr(0, boost.head);
    out += booster;
    out += reblog_key;
    append_status(out, boosted, author, marks);
    out += text.substr(boost.head);
    out += marks_as_json(marks & but_pinned);
}

StatusCache::StatusCache(bus::Bus& bus, std::int64_t most_bytes) : statuses_(most_bytes / 4 * 3), accounts_(most_bytes / 4) {
    bus.at_once<posts::Counted>([this](posts::Counted const& event) { drop(event.post); });
    bus.at_once<posts::Deleted>([this](posts::Deleted const& event) { drop(event.post); });
    bus.at_once<accounts::Changed>([this](accounts::Changed const& event) { drop(event.account); });
    bus.at_once<accounts::Suspended>([this](accounts::Suspended const& event) { drop(event.account); });
    bus.at_once<accounts::Removed>([this](accounts::Removed const& event) { drop(event.account); });
}

bool StatusCache::append(std::string& out, std::span<timelines::Entry const> entries) const {
    struct Piece {
        StatusParts const* status;
        std::string const* account;
        StatusParts const* boosted;
        std::string const* author;
    };
    static constexpr std::size_t most = 80;
    if (entries.size() > most) return false;
    std::array<Piece, most> pieces;
    std::size_t bytes = 2;

    std::shared_lock lock(mutex_);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto& piece = pieces[i] = {};
        if (!(piece.status = statuses_.find(entries[i].post.value))) return false;
        if (!(piece.account = accounts_.find(piece.status->author.value))) return false;
        bytes += piece.status->text.size() + piece.account->size() + room_for_marks;
        auto boost_of = piece.status->boost_of;
        if (!boost_of) continue;
        if (!(piece.boosted = statuses_.find(boost_of.value))) return false;
        if (!(piece.author = accounts_.find(piece.boosted->author.value))) return false;
        bytes += piece.boosted->text.size() + piece.author->size() + room_for_marks;
    }

    out.reserve(out.size() + bytes);
    out += '[';
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0) out += ',';
        auto const& piece = pieces[i];
        if (piece.boosted) append_boost(out, *piece.status, *piece.account, *piece.boosted, *piece.author, entries[i].marks);
        else append_status(out, *piece.status, *piece.account, entries[i].marks);
    }
    out += ']';
    return true;
}

std::optional<StatusParts> StatusCache::status(PostId id) const {
    std::shared_lock lock(mutex_);
    auto found = statuses_.find(id.value);
    return found ? std::optional(*found) : std::nullopt;
}

std::optional<std::string> StatusCache::account(AccountId id) const {
    std::shared_lock lock(mutex_);
    auto found = accounts_.find(id.value);
    return found ? std::optional(*found) : std::nullopt;
}

void StatusCache::put(PostId id, StatusParts const& parts, base::Time seen_at) {
    std::lock_guard lock(mutex_);
    statuses_.put(id.value, parts, bytes_of(parts), seen_at);
}

void StatusCache::put(AccountId id, std::string const& json, base::Time seen_at) {
    std::lock_guard lock(mutex_);
    accounts_.put(id.value, json, static_cast<std::int64_t>(json.capacity()), seen_at);
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
