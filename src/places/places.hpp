// Places: where, of what and how a person wants to be warned. Sealed; nobody but the person is ever shown them.
#pragma once
#include "areas/areas.hpp"
#include "base/event.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace places {

using base::AccountId;

extern db::Schema const schema;

enum class Kind { home, work, family, other };
std::string_view text_of(Kind);
std::optional<Kind> kind_of(std::string_view);

inline constexpr std::size_t most_places = 20, most_topics = 24;
inline constexpr int precisions[] = {1, 5, 20, 50};  // kilometers

// Either an outline of areas, or a position that is known only to so many kilometers: the circle holds where it really is.
struct Place {
    std::int64_t id = 0;
    Kind kind = Kind::home;
    std::string label;         // their own word for it; may be empty
    std::int64_t outline = 0;  // 0: the circle counts
    areas::Circle circle;
    bool operator==(Place const& other) const { return id == other.id; }
};
struct Wanted {
    Kind kind = Kind::home;
    std::string label;
    std::int64_t outline = 0;
    std::optional<areas::Point> position;
    int precision = 5;
};
// The middle of the field of a grid that a position lies in: all that is kept of it.
areas::Circle rounded(areas::Point, int kilometers);

base::Result<Place> add(db::Write&, AccountId, Wanted const&);
base::Result<base::Done> remove(db::Write&, AccountId, std::int64_t id);

// How they are told of alerts. Severities as in CAP, 0 is the worst (extreme).
enum class Mail { none, at_once, daily };
struct Wishes {
    std::vector<std::string> topics;  // CAP's categories and words for hazards, folded
    bool push = true;
    Mail mail = Mail::at_once;
    int mail_from = 0;  // at once: what is as severe as this, or worse
};
base::Result<base::Done> set_wishes(db::Write&, AccountId, Wishes const&);
Wishes wishes(db::Read&, AccountId);  // read from the data each time

// All that a person chose, as matching needs it.
struct Chosen {
    std::vector<Place> places;         // oldest first
    std::vector<std::string> topics;
    bool unreadable = false;           // something is kept that cannot be opened: they must not miss what it would tell
    bool nothing() const { return places.empty() && topics.empty() && !unreadable; }
};
std::shared_ptr<Chosen const> chosen(db::Read&, AccountId);  // from memory where there is one
// Whose places meet the shape, in order; also those whose places cannot be read.
std::vector<AccountId> meeting(db::Read&, areas::Shape const&);
// Accounts that live here and are in use, in order: at most `limit` after one of them.
std::vector<AccountId> members_after(db::Read&, AccountId after, int limit);

// Everybody's places in memory, for as long as it lives: matching asks no table. Right without it, but slow.
class Memory {
public:
    Memory(bus::Bus&, db::Database&);
    ~Memory();
    Memory(Memory const&) = delete;
    void load();  // once, when the tables are there
    struct Inside;

private:
    db::Database& database_;
    std::shared_ptr<Inside> inside_;
};

void keep_keys_in(std::string key_file);
void add_export();                    // places.json of accounts::export_all
void forget(db::Write&, AccountId);   // the account was removed

struct Changed { static constexpr std::string_view kind = "places.changed"; AccountId account; };

}  // namespace places
