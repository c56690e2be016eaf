// Schedules: who is there when, as the team says it; refused where that cannot be.
#include "appointments/inside.hpp"
#include "appointments/queries.hpp"
#include "appointments/schema.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "html/words.hpp"
#include "records/records.hpp"
#include <algorithm>
#include <charconv>

namespace appointments {

using base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr int longest_name = 120, longest_instructions = 2000, longest_reason = 200;
constexpr std::size_t most_hours = 70, most_exceptions = 366;
constexpr base::Time compared = 28 * base::day;  // of two schedules of one practitioner

std::string_view constexpr modes[] = {"in_person", "video", "phone"};

std::string hours_text(std::vector<directory::Hours> const& all, bool with_day) {
    std::string text;
    for (auto const& each : all) {
        if (!text.empty()) text += ' ';
        if (with_day) text += std::to_string(each.day) + ":";
        text += std::to_string(each.from) + "-" + std::to_string(each.to);
    }
    return text;
}

int number_in(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::vector<directory::Hours> hours_in(std::string_view text) {
    std::vector<directory::Hours> made;
    for (auto part : base::split(text, ' ')) {
        if (part.empty()) continue;
        auto const colon = part.find(':');
        int const day = colon == part.npos ? 1 : number_in(part.substr(0, colon));
        if (colon != part.npos) part.remove_prefix(colon + 1);
        made.push_back({day, number_in(part.substr(0, part.find('-'))), number_in(part.substr(part.find('-') + 1))});
    }
    return made;
}

std::string modes_text(std::vector<Mode> const& all) {
    std::string text = ",";
    for (auto const each : all) (text += text_of(each)) += ",";
    return text;
}

Result<std::string> text_in(std::string_view field, std::string_view typed, int longest) {
    if (typed.size() > static_cast<std::size_t>(longest) * 16) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    if (!base::is_utf8(typed)) return refuse_field(std::string(field), "ERR_INVALID", "This text cannot be read.");
    auto text = base::trim(base::normalize(typed));
    if (base::graphemes(text) > longest) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    return text;
}

bool is_day(std::string_view text) {
    auto const day = text.size() == 10 ? base::parse_iso8601(text) : std::nullopt;
    return day && base::iso8601(*day).substr(0, 10) == text;
}

Result<base::Done> check_hours(std::string_view field, std::vector<directory::Hours> all) {
    if (all.size() > most_hours) return refuse_field(std::string(field), "ERR_TOO_MANY", "These are too many hours.");
    std::ranges::sort(all, [](auto const& a, auto const& b) { return std::pair(a.day, a.from) < std::pair(b.day, b.from); });
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const& each = all[i];
        if (each.day < 1 || each.day > 7 || each.from < 0 || each.from >= 1440 || each.to <= each.from || each.to > 2880) return refuse_field(std::string(field), "ERR_INVALID", "Hours end after they begin.");
        if (i && all[i - 1].day == each.day && all[i - 1].to > each.from) return refuse_field(std::string(field), "ERR_INVALID", "These hours overlap.");
    }
    return base::Done{};
}

// 0: a service as a whole.
Result<std::int64_t> practitioner_of(db::Read& read, Schedule const& schedule) {
    if (!schedule.staff) return 0;
    auto const all = directory::staff_of(read, schedule.location);
    auto const found = std::ranges::find(all, schedule.staff, &directory::Staff::id);
    if (found == all.end()) return refuse_field("staff", "ERR_INVALID", "Choose somebody who works at this place.");
    return found->account ? found->account.value : found->id.value;
}

Result<base::Done> check_elsewhere(db::Read& read, Schedule const& schedule, std::int64_t practitioner) {
    if (!practitioner) return base::Done{};
    auto const from = std::max(read.now, schedule.from.empty() ? read.now : *base::parse_iso8601(schedule.from));
    auto const mine = availability(schedule, from, from + compared);
    for (auto const& other : schedules_with(read, practitioner)) {
        if (other.id == schedule.id) continue;
        for (auto const& theirs : availability(other, from, from + compared))
            for (auto const& each : mine)
                if (each.start < theirs.end && theirs.start < each.end) return refuse_field("weekly", "ERR_TAKEN", "They are elsewhere at that time, by another schedule.");
    }
    return base::Done{};
}

Result<Schedule> checked(db::Read& read, Schedule made) {
    auto const location = directory::find(read, made.location);
    if (!location || !location->active) return refuse_field("location", "ERR_INVALID", "Choose a place.");
    made.organization = location->organization;
    made.name = TRY(text_in("name", made.name, longest_name));
    if (made.name.empty()) return refuse_field("name", "ERR_BLANK", "Write what people look for, such as a name.");
    made.instructions = TRY(text_in("instructions", made.instructions, longest_instructions));
    if (made.zone.empty()) made.zone = location->zone;
    if (!html::is_time_zone(made.zone)) return refuse_field("zone", "ERR_INVALID", "Choose a time zone.");
    for (auto const& [field, day] : {std::pair("from", made.from), std::pair("until", made.until)})
        if (!day.empty() && !is_day(day)) return refuse_field(field, "ERR_INVALID", "This is not a day.");
    if (!made.from.empty() && !made.until.empty() && made.until < made.from) return refuse_field("until", "ERR_INVALID", "It ends before it begins.");
    if (made.minutes < 5 || made.minutes > 480) return refuse_field("minutes", "ERR_INVALID", "Choose 5 to 480 minutes.");
    if (made.before < 0 || made.before > 240) return refuse_field("before", "ERR_INVALID", "Choose at most 240 minutes.");
    if (made.after < 0 || made.after > 240) return refuse_field("after", "ERR_INVALID", "Choose at most 240 minutes.");
    if (made.places < 1 || made.places > 200) return refuse_field("places", "ERR_INVALID", "Choose 1 to 200 people.");
    if (made.lead_minutes < 0 || made.lead_minutes > 366 * 1440) return refuse_field("lead_minutes", "ERR_INVALID", "Choose at most a year.");
    if (made.ahead_days < 1 || made.ahead_days > 366) return refuse_field("ahead_days", "ERR_INVALID", "Choose 1 to 366 days.");
    if (made.cancel_minutes < 0 || made.cancel_minutes > 366 * 1440) return refuse_field("cancel_minutes", "ERR_INVALID", "Choose at most a year.");
    if (made.modes.empty()) return refuse_field("modes", "ERR_BLANK", "Choose at least one.");
    bool const by_video = std::ranges::find(made.modes, Mode::video) != made.modes.end();
    made.video_address = TRY(text_in("video_address", made.video_address, 500));
    if (by_video && !made.video_address.starts_with("https://")) return refuse_field("video_address", "ERR_INVALID", "Give the address of the video room. It begins with https://.");
    TRY(check_hours("weekly", made.weekly));
    if (made.exceptions.size() > most_exceptions) return refuse_field("exceptions", "ERR_TOO_MANY", "These are too many days.");
    for (auto& each : made.exceptions) {
        if (!is_day(each.date)) return refuse_field("exceptions", "ERR_INVALID", "This is not a day.");
        each.reason = TRY(text_in("exceptions", each.reason, longest_reason));
        for (auto& hours : each.hours) hours.day = 1;
        TRY(check_hours("exceptions", each.hours));
    }
    std::ranges::sort(made.exceptions, {}, &directory::Exception::date);
    if (std::ranges::adjacent_find(made.exceptions, {}, &directory::Exception::date) != made.exceptions.end()) return refuse_field("exceptions", "ERR_TAKEN", "A day stands there twice.");
    return made;
}

std::string specialty_of(db::Read& read, Schedule const& schedule) {
    for (auto const& each : directory::services_of(read, schedule.location))
        if (each.id == schedule.service) return each.specialty;
    for (auto const& each : directory::staff_of(read, schedule.location))
        if (each.id == schedule.staff && !each.specialty.empty()) return each.specialty;
    return directory::find(read, schedule.location)->specialty;
}

Result<Schedule> put(db::Write& write, AccountId by, Schedule made) {
    auto const practitioner = TRY(practitioner_of(write, made));
    TRY(check_elsewhere(write, made, practitioner));
    auto const specialty = specialty_of(write, made);
    made.part2 = made.part2 || records::is_part2(specialty);
    made.updated_at = write.now;
    write.run(sql::put_schedule, {made.id, made.organization, made.location, made.service, made.staff, practitioner, specialty, made.name, made.zone, hours_text(made.weekly, true), made.from, made.until, made.minutes,
                                  made.before, made.after, made.places, made.lead_minutes, made.ahead_days, made.cancel_minutes, modes_text(made.modes), made.video_address, made.instructions, made.needs_phone, made.active, made.part2, made.updated_at});
    write.run(sql::delete_exceptions, {made.id});
    for (auto const& each : made.exceptions) write.run(sql::put_exception, {made.id, each.date, each.reason, hours_text(each.hours, false)});
    write.run(sql::delete_empty_slots, {made.id, write.now});
    lay(write, made.id);
    write.emit(SlotChanged{made.id, {}});
    teams::record(write, made.organization, by, "appointments.schedule", made.id.text(), made.name);
    return made;
}

}  // namespace

std::string_view text_of(Mode mode) { return modes[static_cast<int>(mode)]; }
std::optional<Mode> mode_of(std::string_view text) {
    auto const found = std::ranges::find(modes, text);
    if (found == std::end(modes)) return std::nullopt;
    return static_cast<Mode>(found - std::begin(modes));
}

namespace {

Schedule schedule_of(db::Row const& row) {
    Schedule made{.id = row.id<ScheduleId>(0), .organization = row.id<AccountId>(1), .location = row.id<LocationId>(2), .service = row.id<ServiceId>(3), .staff = row.id<StaffId>(4), .name = row.text(5), .zone = row.text(6)};
    made.weekly = hours_in(row.view(7));
    made.from = row.text(8), made.until = row.text(9);
    auto const number = [&](int column) { return static_cast<int>(row.integer(column)); };
    made.minutes = number(10), made.before = number(11), made.after = number(12), made.places = number(13);
    made.lead_minutes = row.integer(14), made.ahead_days = row.integer(15), made.cancel_minutes = row.integer(16);
    made.modes.clear();
    for (auto const each : base::split(row.view(17), ','))
        if (auto const mode = mode_of(each)) made.modes.push_back(*mode);
    made.video_address = row.text(18), made.instructions = row.text(19);
    made.needs_phone = row.boolean(20), made.active = row.boolean(21), made.part2 = row.boolean(22), made.updated_at = row.integer(23);
    return made;
}

// The rows first, then what belongs to each: one statement at a time.
std::vector<Schedule> whole(db::Read& read, std::vector<Schedule> all) {
    for (auto& each : all) each.exceptions = read.rows(sql::exceptions_of, {each.id}, [](db::Row const& row) { return directory::Exception{row.text(0), row.text(1), hours_in(row.view(2))}; });
    return all;
}

}  // namespace

std::vector<Schedule> schedules_with(db::Read& read, std::int64_t practitioner) { return whole(read, read.rows(sql::schedules_with, {practitioner}, schedule_of)); }

Result<Schedule> add(db::Write& write, AccountId by, Schedule const& wanted) {
    auto const location = directory::find(write, wanted.location);
    if (!location) return refuse_field("location", "ERR_INVALID", "Choose a place.");
    TRY(directory::allow_editing(write, location->organization, by));
    auto made = TRY(checked(write, wanted));
    made.id = write.new_id<ScheduleId>();
    return put(write, by, std::move(made));
}

Result<Schedule> change(db::Write& write, AccountId by, Schedule const& wanted) {
    auto const before = find(write, wanted.id);
    if (!before) return refuse(Why::not_found, "There is no such schedule.");
    TRY(directory::allow_editing(write, before->organization, by));
    auto made = wanted;
    made.location = before->location;  // another place is another schedule
    return put(write, by, TRY(checked(write, std::move(made))));
}

std::optional<Schedule> find(db::Read& read, ScheduleId id) {
    auto all = whole(read, read.rows(sql::find_schedule, {id}, schedule_of));
    return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}
std::vector<Schedule> schedules_of(db::Read& read, LocationId location) { return whole(read, read.rows(sql::schedules_of, {location}, schedule_of)); }
std::vector<Schedule> list_schedules(db::Read& read, ScheduleId after, int limit) { return whole(read, read.rows(sql::list_schedules, {after, limit}, schedule_of)); }
std::vector<Schedule> all_schedules_of(db::Read& read, AccountId organization) { return whole(read, read.rows(sql::schedules_by, {organization}, schedule_of)); }

}  // namespace appointments
