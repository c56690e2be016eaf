// Reports: what members tell moderators, and how moderators divide the work.
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include "notifications/notifications.hpp"
#include <unordered_map>

namespace moderation {

namespace {

constexpr std::array<std::string_view, 4> categories{"spam", "legal", "violation", "other"};
constexpr int longest_comment = 1000, longest_note = 2000;
constexpr std::size_t most_posts = 100;

std::string target_of(ReportId id) { return "report:" + id.text(); }

Report report_of(db::Row const& row) {
    Report report;
    report.id = row.id<ReportId>(0);
    report.reporter = row.id<AccountId>(1);
    report.target = row.id<AccountId>(2);
    report.category = category_of(row.view(3)).value_or(Category::other);
    report.comment = row.text(4);
    report.forwarded = row.boolean(5);
    report.created_at = row.integer(6);
    report.updated_at = row.integer(7);
    report.assigned = row.id<AccountId>(8);
    report.closed_at = row.integer(9);
    report.closed_by = row.id<AccountId>(10);
    return report;
}

std::vector<Report> with_parts(db::Read& read, std::vector<Report> all) {
    if (all.empty()) return all;
    db::List ids;
    std::unordered_map<std::int64_t, Report*> by_id;
    for (auto& each : all) {
        ids.push_back(each.id.value);
        by_id[each.id.value] = &each;
    }
    read.each(sql::report_posts, {ids}, [&](db::Row const& row) { by_id[row.integer(0)]->posts.push_back(row.id<PostId>(1)); });
    read.each(sql::report_rules, {ids}, [&](db::Row const& row) { by_id[row.integer(0)]->rules.push_back(row.id<RuleId>(1)); });
    return all;
}

Result<Report> existing(db::Read& read, ReportId id) {
    auto found = find_report(read, id);
    if (!found) return refuse(Why::not_found, "There is no such report.");
    return *found;
}

Result<std::vector<RuleId>> known_rules(db::Write& write, std::vector<RuleId> const& wanted) {
    seed_rules(write);
    std::vector<RuleId> known;
    for (auto const& rule : find_rules(write, wanted)) known.push_back(rule.id);
    for (auto id : wanted)
        if (std::ranges::find(known, id) == known.end()) return refuse_field("rule_ids", "ERR_INVALID", "There is no such rule.");
    return known;
}

void put_rules(db::Write& write, ReportId id, std::vector<RuleId> const& rules) {
    write.run(sql::delete_report_rules, {id});
    for (auto rule : rules) write.run(sql::insert_report_rule, {id, rule});
}

// Who sends the same again within a minute pressed the button twice.
std::optional<Report> sent_twice(db::Read& read, AccountId reporter, Report const& wanted) {
    constexpr base::Time a_minute = 60'000;
    auto id = read.number(sql::open_report_by, {reporter, wanted.target, read.now - a_minute, wanted.comment, text_of(wanted.category)});
    auto found = id ? find_report(read, ReportId{id}) : std::nullopt;
    bool same = found && std::ranges::is_permutation(found->posts, wanted.posts);
    return same ? found : std::nullopt;
}

}  // namespace

std::string_view text_of(Category category) { return name_of(categories, category); }
std::optional<Category> category_of(std::string_view text) { return named<Category>(categories, text); }

void tell_moderators(db::Write& write, std::string_view kind, AccountId from, std::int64_t about) {
    accounts::Listing staff;
    staff.staff = true;
    for (auto const& each : accounts::admin_list(write, staff, {.limit = 100}))
        if (!each.suspended_at && !each.disabled_at) notifications::tell(write, each.id, kind, from, {}, about);
}

Result<Report> report(db::Write& write, AccountId reporter, Complaint const& complaint) {
    auto target = accounts::find(write, complaint.target);
    if (!target || target->hidden()) return refuse(Why::not_found, "There is no such account.");
    if (target->id == reporter) return refuse_field("account_id", "ERR_INVALID", "You cannot report yourself.");
    Report made;
    made.comment = TRY(tidy(complaint.comment, "comment", longest_comment));
    if (complaint.posts.size() > most_posts) return refuse_field("status_ids", "ERR_TOO_LONG", "Too many posts at once.");
    made.target = target->id;
    made.category = complaint.category;
    made.rules = TRY(known_rules(write, complaint.rules));
    // Only what the reporter could see: a report must not lift what was written to others into moderators' sight.
    made.posts = posts().seen(write, target->id, complaint.posts, reporter);
    if (auto already = sent_twice(write, reporter, made)) return *already;

    made.id = write.new_id<ReportId>();
    bool forward = complaint.forward && !target->domain.empty();
    write.run(sql::insert_report, {made.id, reporter, made.target, text_of(made.category), made.comment, forward, write.now});
    for (auto post : made.posts) write.run(sql::insert_report_post, {made.id, post});
    put_rules(write, made.id, made.rules);
    tell_moderators(write, "admin.report", reporter, made.id.value);
    write.emit(Reported{made.id});
    return *find_report(write, made.id);
}

std::optional<Report> find_report(db::Read& read, ReportId id) {
    auto found = with_parts(read, read.rows(sql::report, {id}, report_of));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Report> reports(db::Read& read, ReportFilter const& filter, Page page) {
    constexpr auto first = std::numeric_limits<std::int64_t>::max();
    int closed = filter.closed ? (*filter.closed ? 2 : 1) : 0;
    if (!page.after)
        return with_parts(read, read.rows(sql::reports_newest, {closed, filter.reporter, filter.target, filter.assigned,
                                                                page.before ? page.before : first, page.since, page.limit}, report_of));
    auto rows = read.rows(sql::reports_after, {closed, filter.reporter, filter.target, filter.assigned, page.after, page.limit}, report_of);
    std::ranges::reverse(rows);
    return with_parts(read, std::move(rows));
}

std::int64_t open_reports(db::Read& read) { return read.number(sql::count_open_reports, {}); }

Result<Report> assign(db::Write& write, AccountId by, ReportId id) {
    TRY(existing(write, id));
    write.run(sql::set_assigned, {id, by, write.now});
    record(write, by, "report.assign", target_of(id));
    return *find_report(write, id);
}

Result<Report> unassign(db::Write& write, AccountId by, ReportId id) {
    TRY(existing(write, id));
    write.run(sql::set_assigned, {id, std::int64_t{0}, write.now});
    record(write, by, "report.unassign", target_of(id));
    return *find_report(write, id);
}

Result<Done> close(db::Write& write, AccountId by, ReportId id) {
    if (write.run(sql::close_report, {id, write.now, by})) record(write, by, "report.resolve", target_of(id));
    return Done{};
}

Result<Report> resolve(db::Write& write, AccountId by, ReportId id) {
    TRY(existing(write, id));
    TRY(close(write, by, id));
    return *find_report(write, id);
}

Result<Report> reopen(db::Write& write, AccountId by, ReportId id) {
    TRY(existing(write, id));
    if (write.run(sql::reopen_report, {id, write.now})) record(write, by, "report.reopen", target_of(id));
    return *find_report(write, id);
}

Result<Report> recategorize(db::Write& write, AccountId by, ReportId id, std::optional<Category> category, std::optional<std::vector<RuleId>> rules) {
    auto now = TRY(existing(write, id));
    auto becomes = category.value_or(now.category);
    write.run(sql::set_category, {id, text_of(becomes), write.now});
    // Rules belong to violations; a report that turns into something else breaks none of them.
    if (rules) put_rules(write, id, TRY(known_rules(write, *rules)));
    else if (becomes != Category::violation) put_rules(write, id, {});
    record(write, by, "report.change", target_of(id), text_of(becomes));
    return *find_report(write, id);
}

std::vector<Note> notes(db::Read& read, ReportId id) {
    return read.rows(sql::notes, {id}, [](db::Row const& row) { return Note{row.id<NoteId>(0), row.id<AccountId>(1), row.text(2), row.integer(3)}; });
}

Result<Done> add_note(db::Write& write, AccountId by, ReportId id, std::string_view typed) {
    TRY(existing(write, id));
    auto text = TRY(tidy(typed, "note", longest_note, false));
    write.run(sql::insert_note, {write.new_id<NoteId>(), id, by, text, write.now});
    record(write, by, "report.note", target_of(id));
    return Done{};
}

}  // namespace moderation
