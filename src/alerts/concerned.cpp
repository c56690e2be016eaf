// Whom an alert concerns. When in doubt, it is shown: whatever cannot be read or drawn concerns whoever is asked about.
#include "alerts/concerned.hpp"
#include "base/text.hpp"
#include "follows/follows.hpp"
#include <algorithm>

namespace alerts {

namespace {

constexpr int rows_at_once = 1000;

// CAP 1.2 lets an area be told in words alone, or by codes that are not known here.
bool can_be_drawn(db::Read& read, Area const& area) {
    if (!area.polygons.empty() || !area.circles.empty()) {
        return std::ranges::all_of(area.polygons, [](auto const& text) { return areas::read_polygon(text).has_value(); }) &&
               std::ranges::all_of(area.circles, [](auto const& text) { return areas::read_circle(text).has_value(); });
    }
    return !area.geocodes.empty() && std::ranges::all_of(area.geocodes, [&](Named const& code) { return areas::find(read, code.name, code.value).has_value(); });
}

std::vector<AccountId> followers_of(db::Read& read, AccountId issuer) {
    std::vector<AccountId> all;
    for (std::int64_t before = 0;;) {
        auto const page = follows::followers(read, issuer, before, rows_at_once);
        for (auto const& each : page) all.push_back(each.account);
        if (page.size() < rows_at_once) break;
        before = page.back().id;
    }
    std::ranges::sort(all);
    return all;
}

Concern because(Concern::Reason reason) { return {.reason = reason, .place = {}, .topic = {}}; }

}  // namespace

Matter::Matter(db::Read& read, Alert const& alert) : issuer_(alert.issuer) {
    auto const& message = alert.message;
    for_undecided_ = alert.is_ours() || worst(message) <= Severity::severe;
    // Each language tells the same areas, or should: whoever is in any of them is concerned.
    std::vector<Area> const* before = nullptr;
    for (auto const& info : message.infos) {
        for (auto category : info.categories) categories_.push_back(topic_of(category));
        events_.push_back(base::fold(info.event));
        everybody_ = everybody_ || !std::ranges::all_of(info.areas, [&](Area const& area) { return can_be_drawn(read, area); });
        if (before && *before == info.areas) continue;
        before = &info.areas;
        auto const part = shape_of(read, info);
        shape_.polygons.insert(shape_.polygons.end(), part.polygons.begin(), part.polygons.end());
        shape_.circles.insert(shape_.circles.end(), part.circles.begin(), part.circles.end());
    }
    everybody_ = everybody_ || shape_.empty();
}

bool Matter::meets(db::Read& read, places::Place const& place) const {
    if (!place.outline) return areas::meets(shape_, place.circle);
    {
        std::scoped_lock const lock(mutex_);
        if (auto const known = outlines_.find(place.outline); known != outlines_.end()) return known->second;
    }
    auto const outline = areas::find(read, place.outline);
    bool const met = !outline || areas::meets(shape_, *areas::shape_of(read, *outline));
    std::scoped_lock const lock(mutex_);
    return outlines_[place.outline] = met;
}

Concern Matter::elsewhere(places::Chosen const& chosen) const {
    if (chosen.unreadable) return because(Concern::Reason::in_doubt);
    for (auto const& topic : chosen.topics) {
        bool const is_one = std::ranges::find(categories_, topic) != categories_.end();
        if (is_one || std::ranges::any_of(events_, [&](auto const& event) { return event.contains(topic); })) return {.reason = Concern::Reason::topic, .place = {}, .topic = topic};
    }
    return because(chosen.nothing() && for_undecided_ ? Concern::Reason::nothing_chosen : Concern::Reason::none);
}

Concern Matter::concern(db::Read& read, AccountId reader, std::function<bool()> const& follows) const {
    auto const chosen = places::chosen(read, reader);
    if (!everybody_)
        for (auto const& place : chosen->places)
            if (meets(read, place)) return {.reason = Concern::Reason::place, .place = place, .topic = {}};
    if (follows()) return because(Concern::Reason::issuer);
    auto found = elsewhere(*chosen);
    return found.reason == Concern::Reason::none && everybody_ ? because(Concern::Reason::everybody) : found;
}

Concern Matter::concern(db::Read& read, AccountId reader) const {
    return concern(read, reader, [&] { return issuer_ && (reader == issuer_ || follows::is_follower(read, reader, issuer_)); });
}

Audience::Audience(db::Read& read, std::shared_ptr<Matter const> matter) : matter_(std::move(matter)) {
    if (matter_->everybody()) return;
    by_place_ = places::meeting(read, matter_->shape());
    if (matter_->issuer()) followers_ = followers_of(read, matter_->issuer());
}

bool Audience::has(db::Read& read, AccountId reader) const {
    if (matter_->everybody() || reader == matter_->issuer()) return true;
    if (std::ranges::binary_search(by_place_, reader) || std::ranges::binary_search(followers_, reader)) return true;
    return matter_->elsewhere(*places::chosen(read, reader)).reason != Concern::Reason::none;
}

std::string topic_of(Category category) { return std::string(category_topic) + base::fold(text_of(category)); }

std::optional<Category> category_of_topic(std::string_view topic) {
    for (int each = 0; each <= static_cast<int>(Category::other); ++each)
        if (topic_of(static_cast<Category>(each)) == topic) return static_cast<Category>(each);
    return std::nullopt;
}

Concern concern(db::Read& read, Alert const& alert, AccountId reader) { return Matter(read, alert).concern(read, reader); }

std::vector<AccountId> concerned(db::Read& read, Alert const& alert, AccountId after, int limit) {
    Audience const audience(read, std::make_shared<Matter const>(read, alert));
    std::vector<AccountId> found;
    auto const most = static_cast<std::size_t>(std::max(0, limit));
    while (found.size() < most) {
        auto const page = places::members_after(read, after, rows_at_once);
        for (auto const member : page) {
            after = member;
            if (audience.has(read, member)) found.push_back(member);
            if (found.size() == most) return found;
        }
        if (page.size() < rows_at_once) break;
    }
    return found;
}

Wishes how_told(db::Read& read, AccountId account) { return places::wishes(read, account); }

bool to_mail_at_once(Wishes const& wishes, Alert const& alert) {
    return wishes.mail == places::Mail::at_once && static_cast<int>(worst(alert.message)) <= wishes.mail_from;
}

}  // namespace alerts
