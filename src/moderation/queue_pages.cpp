// The queue of reports, and one report: who, what, notes, and the form to decide.
#include "moderation/room.hpp"

namespace moderation {

namespace {

Answer queue(Request const& request, db::Read& read) {
    Words words(request.locale);
    auto which = request.fields.text("show");
    ReportFilter filter{.closed = which == "closed"};
    if (which == "mine") filter.assigned = request.account();
    filter.target = request.fields.id<AccountId>("about").value_or(AccountId{});
    if (filter.target) filter.closed.reset();
    auto found = reports(read, filter, page_in(request));
    std::vector<Tab> filters{{"/moderation/reports", words("Open"), which.empty()}, {"/moderation/reports?show=mine", words("Mine"), which == "mine"},
                             {"/moderation/reports?show=closed", words("Closed"), which == "closed"}};
    auto address = "/moderation/reports?show=" + std::string(which == "mine" || which == "closed" ? which : "") +
                   (filter.target ? "&about=" + filter.target.text() : "");
    return room_page(request, read, {.tab = "/moderation/reports",
                                     .content = words.fill(pages::Queue{.filters = tabs_of(words, filters), .rows = report_rows(words, read, found)}),
                                     .older = older_than(found, address, [](Report const& each) { return each.id.value; })});
}

html::Safe steps(Request const& request, Words const& words, Report const& report) {
    html::Safe made;
    auto step = [&](bool offered, std::string_view name, std::string_view what) {
        if (offered) words.fill(made, pages::Step{.id = report.id, .step = name, .csrf = html::csrf_field(request), .words = words(what)});
    };
    step(!report.closed_at && report.assigned != request.account(), "assign", "I look after it");
    step(report.assigned == request.account(), "unassign", "Give it back");
    step(!report.closed_at, "resolve", "Close without a decision");
    step(report.closed_at, "reopen", "Open it again");
    return made;
}

html::Safe facts(Request const& request, Words const& words, db::Read& read, Report const& report) {
    auto named = people(read, {report.reporter, report.target, report.assigned, report.closed_by});
    auto target = named.find(report.target);
    bool there = target != named.end();
    auto closed = report.closed_at ? html::time_tag(words, report.closed_at, read.now) : html::Safe{};
    return words.fill(pages::Report{
        .id = report.id, .picture = there ? accounts::picture(target->second) : html::Safe{}, .target_id = report.target, .target = name_of(named, report.target),
        .target_handle = there ? target->second.handle() : std::string(), .decisions = std::ssize(decisions(read, report.target, {})),
        .category = label_of(words, report.category), .reporter_id = report.reporter, .reporter = name_of(named, report.reporter),
        .when = html::time_tag(words, report.created_at, read.now), .assigned = report.assigned ? name_of(named, report.assigned) : std::string(),
        .closed_by = report.closed_by ? name_of(named, report.closed_by) : std::string(), .closed = closed,
        .rules = lines(words, find_rules(read, report.rules)), .comment = report.comment, .steps = steps(request, words, report)});
}

html::Safe notes_part(Request const& request, Words const& words, db::Read& read, ReportId id, base::Refusal const* refusal) {
    auto all = notes(read, id);
    std::vector<AccountId> ids;
    for (auto const& each : all) ids.push_back(each.author);
    auto authors = people(read, ids);
    html::Safe rows;
    for (auto const& each : all)
        words.fill(rows, pages::Note{.text = each.text, .author = name_of(authors, each.author), .when = html::time_tag(words, each.at, read.now)});
    return words.fill(pages::ReportNotes{.notes = rows, .id = id, .csrf = html::csrf_field(request), .error = html::field_error(words, refusal, "note")});
}

Answer one(Request const& request, db::Read& read, ReportId id, base::Refusal const* refusal) {
    auto report = find_report(read, id);
    if (!report) return refuse(Why::not_found, "There is no such report.");
    Words words(request.locale);
    auto content = facts(request, words, read, *report);
    if (!report->posts.empty()) content += words.fill(pages::ReportPosts{.cards = posts().cards(read, words, report->posts)});
    content += notes_part(request, words, read, id, refusal);
    if (auto target = accounts::find(read, report->target)) content += verdict_form(request, words, read, *target, &*report, refusal);
    return room_page(request, read, {.tab = "/moderation/reports", .content = content, .older = {}, .refusal = refusal});
}

std::string address_of(ReportId id) { return "/moderation/reports/" + id.text() + "?done=1"; }

using Step = Result<Report> (*)(db::Write&, AccountId, ReportId);

Answer note(Request const& request, db::Write& write) {
    auto id = TRY(id_in<ReportId>(request));
    auto added = add_note(write, request.account(), id, request.fields.text("note"));
    if (!added && added.error().why == Why::invalid) return one(request, write, id, &added.error());
    if (!added) return std::unexpected(added.error());
    return http::redirect(address_of(id));
}

}  // namespace

Answer report_page(Request const& request, db::Read& read, ReportId id, base::Refusal const* refusal) { return one(request, read, id, refusal); }

void add_queue_pages(http::Router::Section pages) {
    pages.get("/moderation/reports", Open::to_moderators, queue);
    pages.get("/moderation/reports/:id", Open::to_moderators, [](Request const& request, db::Read& read) -> Answer {
        return one(request, read, TRY(id_in<ReportId>(request)), nullptr);
    });
    pages.post("/moderation/reports/:id/note", Open::to_moderators, note);
    auto step = [&](std::string name, Step rule) {
        pages.post("/moderation/reports/:id/" + name, Open::to_moderators, [rule](Request const& request, db::Write& write) -> Answer {
            auto id = TRY(id_in<ReportId>(request));
            TRY(rule(write, request.account(), id));
            return http::redirect(address_of(id));
        });
    };
    step("assign", assign);
    step("unassign", unassign);
    step("resolve", resolve);
    step("reopen", reopen);
}

}  // namespace moderation
