// How somebody wants their own posts to begin, and others' to be shown; the clock they go by and where they are.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include <algorithm>
#include <array>

namespace accounts {

namespace {

constexpr std::array<std::string_view, 3> visibilities{"public", "unlisted", "private"}, quote_policies{"public", "followers", "nobody"},
    media_shown{"default", "show_all", "hide_all"};

void check_one_of(Faults& faults, std::string field, std::array<std::string_view, 3> const& known, std::string_view value) {
    if (std::ranges::find(known, value) == known.end()) faults.add(std::move(field), "ERR_INCLUSION", "Choose one of the list.");
}

}  // namespace

Preferences preferences(db::Read& read, AccountId id) {
    return read.one(sql::preferences, {id}, [](db::Row const& row) {
        return Preferences{row.text(0), row.boolean(1), row.text(2), row.text(3), row.text(4), row.boolean(5), row.boolean(6)};
    }).value_or(Preferences{});
}

base::Result<base::Done> set_preferences(db::Write& write, AccountId id, Preferences const& wanted) {
    TRY(existing(write, id));
    Faults faults;
    check_one_of(faults, "visibility", visibilities, wanted.visibility);
    check_one_of(faults, "quote_policy", quote_policies, wanted.quote_policy);
    check_one_of(faults, "expand_media", media_shown, wanted.expand_media);
    if (!wanted.language.empty() && !is_language(wanted.language)) faults.add("language", "ERR_INVALID", "Choose a language from the list.");
    if (!faults.none()) return std::unexpected(faults.refusal());
    write.run(sql::put_preferences, {id, wanted.visibility, wanted.sensitive, wanted.language, wanted.quote_policy, wanted.expand_media,
                                     wanted.expand_spoilers, wanted.autoplay});
    write.emit(Changed{id});
    return base::Done{};
}

Place place(db::Read& read, AccountId id) {
    return read.one(sql::place_of, {id}, [](db::Row const& row) { return Place{row.text(0), row.text(1)}; }).value_or(Place{});
}

base::Result<base::Done> set_place(db::Write& write, AccountId id, Place const& wanted) {
    TRY(existing(write, id));
    Faults faults;
    if (!wanted.zone.empty() && !html::is_time_zone(wanted.zone)) faults.add("zone", "ERR_INVALID", "Choose one of the list.");
    if (!wanted.region.empty() && !html::is_region(wanted.region)) faults.add("region", "ERR_INVALID", "Choose one of the list.");
    if (!faults.none()) return std::unexpected(faults.refusal());
    write.run(sql::set_place, {id, wanted.zone, wanted.region});
    write.emit(Changed{id});
    return base::Done{};
}

}  // namespace accounts
