// What trends, for everybody, and its review by staff.
#include "trends/trends.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

namespace {

using trends::Kind, trends::Trend;
using List = std::vector<Trend> (*)(db::Read&, Kind, trends::Page);

trends::Page trend_page(Request const& request, int usual, int most) {
    auto offset = std::clamp<std::int64_t>(request.fields.integer("offset").value_or(0), 0, 10'000);
    return {static_cast<int>(offset), limit_of(request, usual, most)};
}

template <class AnyId = std::int64_t>
std::vector<AnyId> subjects_of(std::vector<Trend> const& trends) {
    std::vector<AnyId> ids;
    for (auto const& each : trends) ids.push_back(AnyId{each.subject});
    return ids;
}

bool waits(std::vector<Trend> const& trends, std::int64_t subject) {
    auto trend = std::ranges::find(trends, subject, &Trend::subject);
    return trend != trends.end() && !trend->reviewed;
}

bool allowed(std::vector<Trend> const& trends, std::int64_t subject) {
    auto trend = std::ranges::find(trends, subject, &Trend::subject);
    return trend != trends.end() && trend->is_shown();
}

// Admin::Tag adds to Tag what staff decides about.
std::string for_staff(std::string tag, std::vector<Trend> const& trends, std::int64_t id) {
    base::Json more;
    more.object().pair("trendable", allowed(trends, id)).pair("usable", true).pair("listable", true);
    more.pair("requires_review", waits(trends, id)).end();
    tag.back() = ',';
    return tag += more.take().substr(1);
}

std::string tags_json(db::Read& read, std::vector<Trend> const& trends, AccountId viewer, bool staff) {
    base::Json out;
    out.array();
    for (auto const& tag : posts::find_tags(read, subjects_of(trends), viewer)) {
        base::Json one;
        write(one, tag, read.now);
        out.raw(staff ? for_staff(one.take(), trends, tag.id) : one.take());
    }
    out.end();
    return out.take();
}

void write_link(base::Json& out, db::Read& read, links::Card const& card, Trend const* review) {
    out.object();
    if (review) out.pair("id", std::to_string(card.id));
    write_members(out, card);
    write_history(out, trends::history(read, card.id));
    if (review) out.pair("requires_review", !review->reviewed);
    out.end();
}

std::string links_json(db::Read& read, std::vector<Trend> const& trends, bool staff) {
    base::Json out;
    out.array();
    for (auto const& card : links::find_all(read, subjects_of(trends))) {
        auto trend = std::ranges::find(trends, card.id, &Trend::subject);
        write_link(out, read, card, staff && trend != trends.end() ? &*trend : nullptr);
    }
    out.end();
    return out.take();
}

// A trend by itself, after a decision about it.
base::Result<std::string> one_json(Context& context, Request const& request, db::Write& write, Kind kind, std::int64_t subject) {
    std::vector<Trend> found;
    if (auto trend = trends::find(write, kind, subject)) found.push_back(*trend);
    else found.push_back({kind, subject});
    auto list = kind == Kind::tag ? tags_json(write, found, request.account(), true)
              : kind == Kind::link ? links_json(write, found, true)
                                   : Renderer(context, write, request.account()).statuses(std::vector{PostId{subject}});
    if (list == "[]") return not_found();
    return list.substr(1, list.size() - 2);
}

std::int64_t subject_in(Request const& request) { return request.parameters.integer("id").value_or(0); }

void add_review(Section api, Context& context, std::string const& pattern, Kind kind, bool allow) {
    api.post(pattern + "/:id/" + (allow ? "approve" : "reject"), {Open::to_moderators, "admin:write"},
             [&context, kind, allow](Request const& request, db::Write& write) -> Answer {
                 auto subject = subject_in(request);
                 if (!trends::review(write, request.account(), kind, subject, allow)) return not_found();
                 return http::json(TRY(one_json(context, request, write, kind, subject)));
             }).says(allow ? "Lets it trend" : "Keeps it from trending, now and later");
}

// A hashtag by its id, with what staff decided; `trendable` is the decision.
void add_admin_tags(Section api, Context& context) {
    auto show = [](Request const& request, db::Read& read) -> Answer {
        auto subject = subject_in(request);
        std::vector<Trend> found;
        if (auto trend = trends::find(read, Kind::tag, subject)) found.push_back(*trend);
        else found.push_back({Kind::tag, subject});
        auto list = tags_json(read, found, request.account(), true);
        if (list == "[]") return not_found();
        return http::json(list.substr(1, list.size() - 2));
    };
    api.get("/api/v1/admin/tags/:id", {Open::to_moderators, "admin:read"}, show).says("A hashtag as staff sees it");
    api.put("/api/v1/admin/tags/:id", {Open::to_moderators, "admin:write"}, [&context](Request const& request, db::Write& write) -> Answer {
        auto subject = subject_in(request);
        if (auto trendable = request.fields.flag("trendable"))
            if (!trends::review(write, request.account(), Kind::tag, subject, *trendable)) return not_found();
        return http::json(TRY(one_json(context, request, write, Kind::tag, subject)));
    }).says("Decides whether a hashtag may trend");
}

}  // namespace

void add_trend_routes(Section api, Context& context) {
    auto tags = [](List list, bool staff) {
        return [list, staff](Request const& request, db::Read& read) -> Answer {
            return http::json(tags_json(read, list(read, Kind::tag, trend_page(request, 10, 20)), request.account(), staff));
        };
    };
    auto statuses = [&context](List list) {
        return [&context, list](Request const& request, db::Read& read) -> Answer {
            auto found = subjects_of<PostId>(list(read, Kind::post, trend_page(request, 20, 40)));
            return http::json(Renderer(context, read, request.account()).statuses(found));
        };
    };
    auto links = [](List list, bool staff) {
        return [list, staff](Request const& request, db::Read& read) -> Answer {
            return http::json(links_json(read, list(read, Kind::link, trend_page(request, 10, 20)), staff));
        };
    };
    api.get("/api/v1/trends", Open::to_anyone, tags(trends::shown, false));
    api.get("/api/v1/trends/tags", Open::to_anyone, tags(trends::shown, false)).says("Hashtags that many people use now");
    api.get("/api/v1/trends/statuses", Open::to_anyone, statuses(trends::shown)).says("Posts that many people support now");
    api.get("/api/v1/trends/links", Open::to_anyone, links(trends::shown, false)).says("Links that many people share now");

    constexpr http::Access staff{Open::to_moderators, "admin:read"};
    api.get("/api/v1/admin/trends/tags", staff, tags(trends::all, true)).says("Hashtags to review");
    api.get("/api/v1/admin/trends/statuses", staff, statuses(trends::all)).says("Posts to review");
    api.get("/api/v1/admin/trends/links", staff, links(trends::all, true)).says("Links to review");
    for (bool allow : {true, false}) {
        add_review(api, context, "/api/v1/admin/trends/tags", Kind::tag, allow);
        add_review(api, context, "/api/v1/admin/trends/statuses", Kind::post, allow);
        add_review(api, context, "/api/v1/admin/trends/links", Kind::link, allow);
    }
    add_admin_tags(api, context);
}

}  // namespace mastodon
