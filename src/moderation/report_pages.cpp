// For members: telling moderators what is wrong, in a few plain steps.
#include "base/text.hpp"
#include "moderation/room.hpp"

namespace moderation {

namespace {

Result<accounts::Account> reported(Request const& request, db::Read& read) {
    auto id = request.fields.id<AccountId>("account");
    auto account = id ? accounts::find(read, *id) : std::nullopt;
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such account.");
    if (account->id == request.account()) return refuse(Why::forbidden, "You cannot report yourself.");
    return *account;
}

// Rules first: they are what people have read.
html::Safe reasons(Words const& words, db::Read& read, std::string_view chosen) {
    html::Safe made;
    auto add = [&](std::string const& value, std::string const& label, std::string const& hint) {
        words.fill(made, pages::Radio{.name = "what", .value = value, .on = value == chosen, .label = label, .hint = hint});
    };
    for (auto const& rule : rules(read)) add("rule:" + rule.id.text(), words(rule.text), words(rule.hint));
    add("spam", words("Advertising or spam"), words("Links that lead astray, the same thing again and again, false supporters"));
    add("legal", words("Against the law"), words("Threats, hatred, or what must not be shown"));
    add("other", words("Something else"), words("Say in your words what is wrong"));
    return made;
}

// The post one came from, chosen, and the latest that everybody may see.
html::Safe post_choices(Request const& request, Words const& words, db::Read& read, accounts::Account const& account, bool typed) {
    constexpr int latest = 5, shown = 120;
    std::vector<PostId> ids;
    auto from = request.fields.id<PostId>("post");
    if (from) ids = posts().seen(read, account.id, {*from}, request.account());
    for (auto id : posts().latest(read, account.id, latest))
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    auto chosen = request.fields.list("status_ids");
    html::Safe made;
    for (auto id : ids) {
        bool on = typed ? std::ranges::find(chosen, id.text()) != chosen.end() : from && *from == id;
        auto text = posts().words(read, id);
        words.fill(made, pages::Tick{.name = "status_ids", .value = id.text(), .on = on, .label = text.empty() ? words("A post without words") : base::shorten(text, shown)});
    }
    return made;
}

Answer form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto account = TRY(reported(request, read));
    Words words(request.locale);
    auto kept = [&](std::string_view name) { return refusal ? request.fields.text(name) : std::string_view(); };
    html::Page page{.title = words("Report")};
    page.main = words.fill(pages::ReportForm{
        .name = account.name, .summary = html::summary(words, refusal), .csrf = html::csrf_field(request), .account = account.id,
        .post = request.fields.id<PostId>("post").value_or(PostId{}), .what_error = html::field_error(words, refusal, "what"),
        .reasons = reasons(words, read, kept("what")), .posts = post_choices(request, words, read, account, refusal != nullptr),
        .comment_error = html::field_error(words, refusal, "comment"), .comment_invalid = html::at_fault(refusal, "comment"), .comment = kept("comment"),
        .remote = account.domain});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Result<Complaint> complaint_in(Request const& request, AccountId target) {
    Complaint complaint{.target = target, .posts = ids_in<PostId>(request, "status_ids"), .comment = std::string(request.fields.text("comment"))};
    complaint.forward = request.fields.flag("forward").value_or(false);
    auto what = request.fields.text("what");
    constexpr std::string_view prefix = "rule:";
    if (what.starts_with(prefix)) {
        auto rule = base::parse<RuleId>(what.substr(prefix.size()));
        if (!rule) return refuse_field("what", "ERR_INCLUSION", "Choose what is wrong.");
        complaint.category = Category::violation;
        complaint.rules = {*rule};
        return complaint;
    }
    auto category = category_of(what);
    if (!category) return refuse_field("what", "ERR_INCLUSION", "Choose what is wrong.");
    complaint.category = *category;
    return complaint;
}

Answer send(Request const& request, db::Write& write) {
    auto account = TRY(reported(request, write));
    auto complaint = complaint_in(request, account.id);
    if (!complaint) return form(request, write, &complaint.error());
    auto made = report(write, request.account(), *complaint);
    if (!made && made.error().why == Why::invalid) return form(request, write, &made.error());
    if (!made) return std::unexpected(made.error());
    return http::redirect("/report/sent?account=" + account.id.text());
}

Answer sent(Request const& request, db::Read& read) {
    auto account = TRY(reported(request, read));
    Words words(request.locale);
    html::Page page{.title = words("Thank you")};
    page.main = words.fill(pages::Reported{.name = account.name, .id = account.id, .csrf = html::csrf_field(request)});
    return html::page(request, read, std::move(page));
}

}  // namespace

html::Safe report_link(Words const& words, AccountId account, PostId post) { return words.fill(pages::ReportLink{.account = account, .post = post}); }

void add_report_pages(http::Router::Section pages) {
    pages.get("/report", Open::to_members, [](Request const& request, db::Read& read) { return form(request, read, nullptr); });
    pages.post("/report", Open::to_members, send).limited({"report", 30, 3600});
    pages.get("/report/sent", Open::to_members, sent);
}

}  // namespace moderation
