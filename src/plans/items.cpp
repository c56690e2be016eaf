// What stands in a plan: each kind of item with what it needs, sealed with the plan's key.
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "plans/inside.hpp"
#include "plans/queries.hpp"
#include "posts/posts.hpp"
#include <algorithm>

namespace plans {

using base::Result;

namespace {

std::string joined(std::vector<std::string> const& all) {
    std::string made;
    for (auto const& each : all) (made += made.empty() ? "" : " ") += each;
    return made;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> made;
    for (auto const each : base::split(text, ' '))
        if (!each.empty()) made.emplace_back(each);
    return made;
}

Item item_of(db::Row const& row, records::Key const& key) {
    auto const id = row.integer(0);
    auto text = [&](int column, std::string_view field) { return opened(key, row.view(column), field, id); };
    return {.id = ItemId{id}, .plan = row.id<PlanId>(1), .kind = static_cast<Kind>(row.integer(2)), .text = text(3, "item.text"), .note = text(4, "item.note"), .link = text(5, "item.link"),
            .due = text(6, "item.due"), .times = split(text(7, "item.times")), .every_days = static_cast<int>(row.integer(8)), .done = row.boolean(9), .done_at = row.integer(10), .updated_at = row.integer(11)};
}

// What a person is shown of an address of this server instead of the bare address.
Result<std::string> title_of(db::Read& read, std::string_view path, AccountId patient) {
    auto const last = path.substr(path.rfind('/') + 1);
    if (path.starts_with("/@")) {
        auto const id = base::parse<base::PostId>(last);
        if (!id) return std::string();
        auto const post = posts::find(read, *id, patient);
        auto const author = post ? accounts::find(read, post->author) : std::nullopt;
        if (!author || author->hidden()) return base::refuse_field("link", "ERR_INVALID", "The patient cannot read this post.");
        auto const words = !post->content_note.empty() ? post->content_note : post->text;
        return author->name + ": " + base::shorten(words, 120);
    }
    if (path.starts_with("/care/")) {
        auto const id = base::parse<directory::LocationId>(last);
        auto const place = id ? directory::find(read, *id) : std::nullopt;
        if (place) return place->name;
    }
    return std::string();
}

Result<base::Done> check_reading(db::Read& read, Plan const& plan, Item& item) {
    auto const here = html::absolute("/");
    auto path = base::trim(item.link);
    if (path.starts_with(here)) path.erase(0, here.size() - 1);
    bool const plain = path.size() > 1 && path.size() <= 500 && path[0] == '/' && path[1] != '/' && std::ranges::all_of(path, [](unsigned char c) { return c > ' ' && c != '\\' && c != 0x7f; });
    if (!plain) return base::refuse_field("link", "ERR_INVALID", "Give the address of a page of this server.");
    auto const title = TRY(title_of(read, path, plan.patient));
    item.link = path;
    if (item.text.empty()) item.text = base::shorten(title, longest_item);
    return base::Done{};
}

Result<base::Done> check_times(Item& item) {
    for (auto const& each : item.times)
        if (!minute_of(each)) return base::refuse_field("times", "ERR_INVALID", "Write times of the day, such as 08:00.");
    std::ranges::sort(item.times);
    auto const repeated = std::ranges::unique(item.times);
    item.times.erase(repeated.begin(), repeated.end());
    if (item.times.empty()) return base::refuse_field("times", "ERR_BLANK", "Write times of the day, such as 08:00.");
    if (item.times.size() > 12) return base::refuse_field("times", "ERR_TOO_LONG", "At most twelve times a day.");
    return base::Done{};
}

// What the kind does not have is left out; what it needs is asked for.
Result<Item> checked(db::Read& read, Plan const& plan, Item item) {
    item.text = TRY(text_in("text", item.text, longest_item, true));
    item.note = TRY(text_in("note", item.note, longest_note, true));
    if (!item.due.empty() && !is_date(item.due)) return base::refuse_field("due", "ERR_INVALID", "Give a date.");
    if (item.every_days < 0 || item.every_days > 366) return base::refuse_field("every_days", "ERR_INVALID", "Give a number of days from 0 to 366.");
    if (item.kind != Kind::medicine) item.times.clear();
    if (item.kind != Kind::check_in && item.kind != Kind::measure) item.every_days = 0;
    switch (item.kind) {
    case Kind::reading: TRY(check_reading(read, plan, item)); break;
    case Kind::check_in:
        if (!find_questionnaire(item.link)) return base::refuse_field("link", "ERR_INVALID", "Choose a questionnaire.");
        if (item.text.empty()) item.text = find_questionnaire(item.link)->title;
        break;
    case Kind::measure:
        if (!find_measure(item.link)) return base::refuse_field("link", "ERR_INVALID", "Choose what is measured.");
        if (item.text.empty()) item.text = find_measure(item.link)->words;
        break;
    case Kind::medicine: TRY(check_times(item)); [[fallthrough]];
    default: item.link.clear();
    }
    if (item.text.empty()) return base::refuse_field("text", "ERR_BLANK", "Write what it is.");
    return item;
}

struct Sealed { std::string text, note, link, due, times; };

Sealed sealed(records::Key const& key, Item const& item) {
    auto seal = [&](std::string_view plain, std::string_view field) { return key.seal(plain, about(field, item.id.value)); };
    return {seal(item.text, "item.text"), seal(item.note, "item.note"), seal(item.link, "item.link"), seal(item.due, "item.due"), seal(joined(item.times), "item.times")};
}

}  // namespace

std::vector<Item> items_of(db::Read& read, records::Key const& key, PlanId plan) {
    return read.rows(sql::items_of, {plan}, [&](db::Row const& row) { return item_of(row, key); });
}

std::vector<Item> items(db::Read& read, AccountId reader, PlanId plan) { return reach(read, reader, plan) ? items_of(read, key_of(read, plan), plan) : std::vector<Item>{}; }

std::optional<Item> stored_item(db::Read& read, ItemId id) {
    auto const plan = read.one(sql::find_item, {id}, [](db::Row const& row) { return row.id<PlanId>(1); });
    auto const found = plan ? stored(read, *plan) : std::nullopt;
    auto const key = found ? records::key(read, found->key_id) : std::nullopt;
    return key ? read.one(sql::find_item, {id}, [&](db::Row const& row) { return item_of(row, *key); }) : std::nullopt;
}

Result<Item> add_item(db::Write& write, AccountId by, Item const& wanted) {
    auto const reached = TRY(reach_as_team(write, by, wanted.plan));
    auto const key = key_of(write, wanted.plan);
    if (static_cast<std::int64_t>(items_of(write, key, wanted.plan).size()) >= most_items) return base::refuse_field("text", "ERR_TOO_LONG", "This plan holds as much as it can.");
    auto item = TRY(checked(write, reached.plan, wanted));
    item.id = write.new_id<ItemId>();
    item.done = false, item.done_at = 0, item.updated_at = write.now;
    auto const kept = sealed(key, item);
    write.run(sql::insert_item, {item.id, item.plan, static_cast<std::int64_t>(item.kind), kept.text, kept.note, kept.link, kept.due, kept.times, item.every_days, write.now});
    lay(write, reached.plan, item);
    note(write, reached, by, records::Action::update, text_of(item.kind));
    teams::record(write, reached.plan.organization, by, "plan.changed", reached.plan.id.text(), text_of(item.kind));
    changed(write, item.plan, by);
    return item;
}

Result<Item> change_item(db::Write& write, AccountId by, Item const& wanted) {
    auto const before = stored_item(write, wanted.id);
    if (!before) return std::unexpected(not_there());
    auto const reached = TRY(reach_as_team(write, by, before->plan));
    auto item = wanted;
    item.plan = before->plan, item.kind = before->kind;
    item = TRY(checked(write, reached.plan, item));
    item.done = before->done, item.done_at = before->done_at, item.updated_at = write.now;
    auto const kept = sealed(key_of(write, item.plan), item);
    write.run(sql::change_item, {item.id, kept.text, kept.note, kept.link, kept.due, kept.times, item.every_days, write.now});
    lay(write, reached.plan, item);
    note(write, reached, by, records::Action::update, text_of(item.kind));
    teams::record(write, reached.plan.organization, by, "plan.changed", reached.plan.id.text(), text_of(item.kind));
    changed(write, item.plan, by);
    return item;
}

Result<base::Done> remove_item(db::Write& write, AccountId by, ItemId id) {
    auto const item = stored_item(write, id);
    if (!item) return std::unexpected(not_there());
    auto const reached = TRY(reach_as_team(write, by, item->plan));
    reminders_cleared(write, reached.plan, id);
    write.run(sql::delete_doses, {id});
    write.run(sql::detach_comments, {id});
    write.run(sql::delete_item, {id});
    note(write, reached, by, records::Action::remove, text_of(item->kind));
    teams::record(write, reached.plan.organization, by, "plan.changed", reached.plan.id.text(), text_of(item->kind));
    changed(write, item->plan, by);
    return base::Done{};
}

}  // namespace plans
