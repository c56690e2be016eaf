// Announcements where they are read, on top of home, and where administrators write them.
#include "announcements/pages.hpp"
#include "announcements/announcements.hpp"
#include "base/time.hpp"

namespace announcements {
using base::Result;
using html::Words;

namespace {

constexpr int most_listed = 100, most_news = 3;

Result<std::int64_t> id_in(http::Request const& request) {
    auto id = request.parameters.integer("id");
    if (!id) return base::refuse(base::Why::not_found, "There is no such announcement.");
    return *id;
}

// What <input type="datetime-local"> takes and gives, by the clock of who types. A whole day is the same day everywhere.
std::string field_of(Words const& words, Draft const& said, base::Time moment) {
    return !moment ? std::string() : said.all_day ? base::iso8601(moment).substr(0, 16) : words.local(moment);
}

Result<base::Time> moment_in(http::Request const& request, std::string const& name) {
    auto text = std::string(request.fields.text(name));
    if (text.empty()) return 0;
    if (!request.fields.flag("all_day").value_or(false)) return Words(request.locale).moment_in(name, text);
    auto moment = base::parse_iso8601(text + "Z");
    if (!moment) return base::refuse_field(name, "ERR_INVALID", "Choose a date and a time.");
    return *moment;
}

Result<Draft> draft_in(http::Request const& request) {
    return Draft{std::string(request.fields.text("text")), TRY(moment_in(request, "starts_at")), TRY(moment_in(request, "ends_at")),
                 request.fields.flag("all_day").value_or(false)};
}

std::string when(Words const& words, Draft const& said) {
    if (!said.starts_at) return {};
    auto moment = [&](base::Time at) { return said.all_day ? words.date(words.moment(base::iso8601(at).substr(0, 16)).value_or(at)) : words.date_time(at); };
    if (!said.ends_at) return moment(said.starts_at);
    return words("{begin} to {end}", {{"begin", moment(said.starts_at)}, {"end", moment(said.ends_at)}});
}

std::string state(Words const& words, Announcement const& each, base::Time now) {
    if (!each.published_at) return words("Not published");
    if (!each.is_shown(now)) return words("Over");
    return words("Published {when}", {{"when", words.ago(each.published_at, now)}});
}

html::Safe rows(Words const& words, http::Request const& request, db::Read& read) {
    html::Safe made;
    for (auto const& each : all(read, most_listed))
        made += words.fill(pages::Row{.id = each.id, .text = markup(read, each.said.text), .state = state(words, each, read.now),
                                      .csrf = html::csrf_field(request), .published = each.published_at != 0});
    return made;
}

// The form holds what was typed, else what is being edited, else nothing.
http::Answer show(http::Request const& request, db::Read& read, Announcement const* edited, base::Refusal const* refusal) {
    Words words(request.locale);
    auto const& fields = request.fields;
    auto said = edited ? edited->said : Draft{};
    auto typed = [&](std::string_view name, std::string kept) { return refusal ? std::string(fields.text(name)) : std::move(kept); };
    html::Page page{.title = words("Announcements"), .current = "/admin"};
    page.main = words.fill(pages::Admin{
        .action = edited ? "/admin/announcements/" + std::to_string(edited->id) : "/admin/announcements", .csrf = html::csrf_field(request),
        .summary = html::summary(words, refusal), .text_fault = html::at_fault(refusal, "text"), .text = typed("text", said.text),
        .text_error = html::field_error(words, refusal, "text"), .starts_at = typed("starts_at", field_of(words, said, said.starts_at)),
        .ends_at = typed("ends_at", field_of(words, said, said.ends_at)), .end_fault = html::at_fault(refusal, "ends_at"),
        .end_error = html::field_error(words, refusal, "ends_at"), .all_day = refusal ? fields.flag("all_day").value_or(false) : said.all_day,
        .published = edited && edited->published_at, .rows = rows(words, request, read)});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

Result<Announcement> saved(http::Request const& request, db::Write& write, Announcement const* edited) {
    auto draft = TRY(draft_in(request));
    auto made = TRY(edited ? change(write, edited->id, draft) : create(write, draft));
    return request.fields.text("then") == "publish" ? publish(write, made.id) : made;
}

http::Answer save(http::Request const& request, db::Write& write, Announcement const* edited) {
    auto made = saved(request, write, edited);
    if (!made) return show(request, write, edited, &made.error());
    return http::redirect("/admin/announcements#a" + std::to_string(made->id));
}

Result<Announcement> named(http::Request const& request, db::Read& read) {
    auto found = find(read, TRY(id_in(request)));
    if (!found) return base::refuse(base::Why::not_found, "There is no such announcement.");
    return *found;
}

template <class Rule>
http::Writer then_back(Rule rule) {
    return [rule](http::Request const& request, db::Write& write) -> http::Answer {
        TRY(rule(write, TRY(id_in(request))));
        return http::redirect("/admin/announcements");
    };
}

void add_admin_pages(http::Router::Section pages) {
    using http::Open, http::Request;
    constexpr std::string_view one = "/admin/announcements/:id";
    pages.get("/admin/announcements", Open::to_admins, [](Request const& request, db::Read& read) { return show(request, read, nullptr, nullptr); });
    pages.post("/admin/announcements", Open::to_admins, [](Request const& request, db::Write& write) { return save(request, write, nullptr); });
    pages.get(one, Open::to_admins, [](Request const& request, db::Read& read) -> http::Answer {
        auto edited = TRY(named(request, read));
        return show(request, read, &edited, nullptr);
    });
    pages.post(one, Open::to_admins, [](Request const& request, db::Write& write) -> http::Answer {
        auto edited = TRY(named(request, write));
        return save(request, write, &edited);
    });
    pages.post("/admin/announcements/:id/publish", Open::to_admins, then_back(publish));
    pages.post("/admin/announcements/:id/withdraw", Open::to_admins, then_back(withdraw));
    pages.post("/admin/announcements/:id/delete", Open::to_admins, then_back(remove));
}

}  // namespace

html::Safe news(Words const& words, http::Request const& request, db::Read& read) {
    html::Safe made;
    int count = 0;
    if (!request.account()) return made;
    for (auto const& each : shown(read, request.account())) {
        if (each.read || count++ >= most_news) continue;
        auto const& announcement = each.announcement;
        made += words.fill(pages::News{.id = announcement.id, .text = markup(read, announcement.said.text), .when = when(words, announcement.said),
                                       .csrf = html::csrf_field(request)});
    }
    return made;
}

void add_pages(http::Router::Section pages) {
    using http::Open;
    add_admin_pages(pages);
    pages.post("/announcements/:id/dismiss", Open::to_members, [](http::Request const& request, db::Write& write) -> http::Answer {
        TRY(dismiss(write, request.account(), TRY(id_in(request))));
        return http::redirect("/home");
    });
}

}  // namespace announcements
