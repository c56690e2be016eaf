// The rules of places: what may be kept, rounded before it is kept, and sealed.
#include "places/places.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "crypto/kept_sealer.hpp"
#include "http/fields.hpp"
#include "places/inside.hpp"
#include "places/queries.hpp"
#include "places/schema.hpp"
#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace places {

using base::Done, base::refuse_field, base::Result;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr double kilometers_per_degree = 111.195;
constexpr std::size_t longest_label = 60, longest_topic = 60;
constexpr std::string_view kinds[] = {"home", "work", "family", "other"};

crypto::KeptSealer& keys() {
    static crypto::KeptSealer one;
    return one;
}

std::string seal(std::string_view plain, std::string const& about) { return crypto::base64(keys().get()->seal(plain, about)); }
// A key that is lost must not cost anybody a page: what cannot be opened is told from what is not there.
std::optional<std::string> open(std::string_view sealed, std::string const& about) {
    try {
        auto const bytes = crypto::from_base64(sealed);
        return bytes ? keys().get()->open(*bytes, about) : std::nullopt;
    } catch (std::runtime_error const&) {
        base::log(base::Level::error, "places.key_unreadable");
        return std::nullopt;
    }
}

std::string about_place(std::int64_t id, AccountId account) { return "place.sealed." + std::to_string(id) + "." + account.text() + ".1"; }
std::string about_topics(AccountId account) { return "place_wishes.topics_sealed." + account.text() + ".1"; }

// Every place fills the same room, so that the length of what is kept tells nothing.
std::string written(Place const& place) {
    base::Json json;
    json.object().pair("kind", text_of(place.kind)).pair("label", place.label).pair("outline", std::to_string(place.outline));
    json.pair("circle", place.outline ? std::string() : areas::text_of(place.circle)).end();
    auto text = json.take();
    constexpr std::size_t step = 256;
    text.resize((text.size() / step + 1) * step, ' ');
    return text;
}

std::optional<Place> read_place(std::string_view text, std::int64_t id) {
    http::Fields fields;
    if (!http::parse_json(text, fields)) return std::nullopt;
    auto const kind = kind_of(fields.text("kind"));
    Place place{.id = id, .kind = kind.value_or(Kind::other), .label = std::string(fields.text("label")), .outline = fields.integer("outline").value_or(0), .circle = {}};
    if (place.outline) return place;
    auto const circle = areas::read_circle(fields.text("circle"));
    if (!circle) return std::nullopt;
    place.circle = *circle;
    return place;
}

std::string joined(std::vector<std::string> const& topics) {
    std::string all;
    for (auto const& topic : topics) (all += all.empty() ? "" : "\n") += topic;
    return all;
}

Result<Place> checked(db::Read& read, Wanted const& wanted) {
    Place place{.kind = wanted.kind, .label = base::trim(base::normalize(wanted.label.substr(0, longest_label * 32))), .circle = {}};
    if (base::graphemes(place.label) > static_cast<std::int64_t>(longest_label)) return refuse_field("label", "ERR_TOO_LONG", "This name is too long.");
    if (wanted.outline) {
        if (!areas::find(read, wanted.outline)) return refuse_field("outline", "ERR_INVALID", "There is no such place.");
        place.outline = wanted.outline;
        return place;
    }
    if (!wanted.position) return refuse_field("outline", "ERR_BLANK", "Choose a place.");
    auto const& [latitude, longitude] = *wanted.position;
    if (!(std::abs(latitude) <= 90 && std::abs(longitude) <= 180)) return refuse_field("position", "ERR_INVALID", "There is no such position.");
    if (std::ranges::find(precisions, wanted.precision) == std::end(precisions)) return refuse_field("precision", "ERR_INVALID", "Choose how exactly.");
    place.circle = rounded(*wanted.position, wanted.precision);
    return place;
}

Result<std::vector<std::string>> checked_topics(std::vector<std::string> const& asked) {
    std::vector<std::string> topics;
    for (auto const& each : asked) {
        if (each.size() > longest_topic * 32) return refuse_field("topics", "ERR_TOO_LONG", "This name is too long.");
        auto topic = base::fold(base::trim(base::normalize(each)));
        if (topic.empty() || std::ranges::find(topics, topic) != topics.end()) continue;
        if (base::graphemes(topic) > static_cast<std::int64_t>(longest_topic)) return refuse_field("topics", "ERR_TOO_LONG", "This name is too long.");
        std::ranges::replace(topic, '\n', ' ');
        topics.push_back(std::move(topic));
        if (topics.size() > most_topics) return refuse_field("topics", "ERR_TOO_MANY", "These are too many topics.");
    }
    return topics;
}

}  // namespace

std::string_view text_of(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(std::string_view text) {
    auto const found = std::ranges::find(kinds, text);
    return found == std::end(kinds) ? std::nullopt : std::optional(static_cast<Kind>(found - std::begin(kinds)));
}

areas::Circle rounded(areas::Point exact, int kilometers) {
    auto const rows = std::ceil(180 * kilometers_per_degree / kilometers);
    auto const high = 180 / rows;
    auto const row = std::min(std::floor((exact.latitude + 90) / high), rows - 1);
    auto const latitude = -90 + (row + 0.5) * high;
    // A whole number of fields goes round the globe in each row.
    auto const around = 360 * kilometers_per_degree * std::cos(latitude * std::numbers::pi / 180);
    auto const columns = std::max(1.0, std::ceil(around / kilometers)), wide = 360 / columns;
    auto const column = std::min(std::floor((exact.longitude + 180) / wide), columns - 1);
    return {{latitude, -180 + (column + 0.5) * wide}, static_cast<double>(kilometers)};
}

std::optional<Place> place_in(db::Row const& row) {
    auto const text = open(row.view(2), about_place(row.integer(0), row.id<AccountId>(1)));
    return text ? read_place(*text, row.integer(0)) : std::nullopt;
}

std::optional<std::vector<std::string>> topics_in(std::string_view sealed, AccountId account) {
    std::vector<std::string> topics;
    if (sealed.empty()) return topics;
    auto const text = open(sealed, about_topics(account));
    if (!text) return std::nullopt;
    for (auto each : base::split(*text, '\n')) topics.emplace_back(each);
    return topics;
}

Result<Place> add(db::Write& write, AccountId account, Wanted const& wanted) {
    auto place = TRY(checked(write, wanted));
    if (kept(write, account).places.size() >= most_places) return refuse_field("outline", "ERR_TOO_MANY", "You have as many places as there can be. Remove one first.");
    place.id = write.new_id<base::Id<Place>>().value;
    write.run(sql::insert_place, {place.id, account, seal(written(place), about_place(place.id, account))});
    write.emit(Changed{account});
    return place;
}

Result<Done> remove(db::Write& write, AccountId account, std::int64_t id) {
    if (write.run(sql::delete_place, {id, account}) == 0) return base::refuse(base::Why::not_found, "There is no such place.");
    write.emit(Changed{account});
    return Done{};
}

Result<Done> set_wishes(db::Write& write, AccountId account, Wishes const& wished) {
    auto const topics = TRY(checked_topics(wished.topics));
    if (wished.mail_from < 0 || wished.mail_from > 4) return refuse_field("mail_from", "ERR_INVALID", "Choose how severe.");
    auto const sealed = topics.empty() ? std::string() : seal(joined(topics), about_topics(account));
    write.run(sql::put_wishes, {account, sealed, wished.push, static_cast<std::int64_t>(wished.mail), wished.mail_from});
    write.emit(Changed{account});
    return Done{};
}

Wishes wishes(db::Read& read, AccountId account) {
    return read.one(sql::wishes_of, {account}, [&](db::Row const& row) {
        return Wishes{topics_in(row.view(0), account).value_or(std::vector<std::string>{}), row.boolean(1), static_cast<Mail>(row.integer(2)), static_cast<int>(row.integer(3))};
    }).value_or(Wishes{});
}

Chosen kept(db::Read& read, AccountId account) {
    Chosen all;
    read.each(sql::places_of, {account}, [&](db::Row const& row) {
        if (auto place = place_in(row)) all.places.push_back(std::move(*place));
        else all.unreadable = true;
    });
    read.each(sql::wishes_of, {account}, [&](db::Row const& row) {
        if (auto topics = topics_in(row.view(0), account)) all.topics = std::move(*topics);
        else all.unreadable = true;
    });
    return all;
}

std::vector<AccountId> members_after(db::Read& read, AccountId after, int limit) {
    return read.rows(sql::members_after, {after, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

void forget(db::Write& write, AccountId account) {
    write.run(sql::delete_places, {account});
    write.run(sql::delete_wishes, {account});
    write.emit(Changed{account});
}

void keep_keys_in(std::string key_file) { keys().keep_in(std::move(key_file)); }

}  // namespace places
