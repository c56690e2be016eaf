// The queue as a page: what waits, soonest due first, with who works on it; and what open pages hear of it.
#include "directory/directory.hpp"
#include "inbox/inside.hpp"
#include "inbox/pages.hpp"

namespace inbox {

using http::Open, http::Request, html::Words;

namespace {

constexpr int shown_at_once = 30;

struct Filter { std::string_view code, label; };
constexpr Filter filters[] = {{"waiting", "Waiting"}, {"unclaimed", "Unclaimed"}, {"mine", "Mine"}, {"late", "Late"}, {"answered", "Answered"}};
struct Part { std::string_view code, label; teams::Role role; };
constexpr Part parts[] = {{"", "Queue", teams::Role::responder}, {"/times", "Response times", teams::Role::analyst}, {"/saved", "Saved answers", teams::Role::responder}, {"/targets", "Targets", teams::Role::owner}};

Which which_of(std::string_view code) {
    for (std::size_t i = 0; i < std::size(filters); ++i)
        if (filters[i].code == code) return static_cast<Which>(i);
    return Which::waiting;
}

std::string address_with(Desk const& desk, Which which, std::optional<Kind> kind) {
    auto made = address_of(desk) + "?show=" + std::string(filters[static_cast<std::size_t>(which)].code);
    return kind ? made + "&kind=" + std::string(text_of(*kind)) : made;
}

html::Safe filter_tabs(Words const& words, Desk const& desk, Page const& page, Counts const& count) {
    html::Safe made;
    std::int64_t const numbers[] = {count.waiting, count.unclaimed, count.mine, count.late};
    for (std::size_t i = 0; i < std::size(filters); ++i) {
        auto const which = static_cast<Which>(i);
        words.fill(made, pages::Filter{.address = address_with(desk, which, page.kind), .current = which == page.which, .label = words.plain(filters[i].label),
                                       .code = which == Which::answered ? std::string_view() : filters[i].code, .count = which == Which::answered ? std::string() : words.number(numbers[i])});
    }
    return made;
}

html::Safe kind_chips(Words const& words, Desk const& desk, Page const& page) {
    html::Safe made;
    words.fill(made, pages::KindChip{.address = address_with(desk, page.which, {}), .current = !page.kind, .label = words.plain("All kinds")});
    for (auto const kind : kinds) words.fill(made, pages::KindChip{.address = address_with(desk, page.which, kind), .current = page.kind == kind, .label = words.plain(label_of(kind))});
    return made;
}

std::string name_of(db::Read& read, AccountId account) {
    auto const found = account ? accounts::find(read, account) : std::nullopt;
    return found ? found->name : std::string();
}

http::Answer show(Request const& request, db::Read& read) {
    auto const desk = TRY(desk_of(request, read, teams::Role::responder));
    Words const words(request.locale);
    Page wanted{.which = which_of(request.fields.text("show")), .kind = kind_of(request.fields.text("kind")), .at = request.fields.integer("at").value_or(0),
                .id = request.fields.id<ItemId>("after").value_or(ItemId{}), .limit = shown_at_once};
    auto const all = list(read, desk.organization.id, reader_of(request, read), wanted);
    html::Safe rows;
    for (auto const& each : all) rows += row(words, read, each, desk.organization, reader_of(request, read));
    std::string older;
    if (std::ssize(all) == shown_at_once) {
        auto const at = wanted.which == Which::answered ? all.back().answered_at : all.back().due_at;
        older = address_with(desk, wanted.which, wanted.kind) + "&at=" + std::to_string(at) + "&after=" + all.back().id.text();
    }
    html::Page page{.title = words("Inbox"), .live = "/live" + address_of(desk), .sensitive = true};
    page.main = words.fill(pages::List{.head = head(words, desk, ""), .filters = filter_tabs(words, desk, wanted, counts(read, desk.organization.id, reader_of(request, read))), .kinds = kind_chips(words, desk, wanted),
                                       .rows = rows, .older = older});
    return html::page(request, read, std::move(page));
}

std::string topic_of(AccountId organization, AccountId reader, std::string_view locale) { return "inbox/" + organization.text() + "/" + reader.text() + "/" + std::string(locale); }

// A reader of an open page, as its topic names them.
struct Listener { AccountId reader; std::string locale; };
std::optional<Listener> listener_of(std::string_view topic) {
    auto const locale = topic.rfind('/');
    auto const reader = topic.rfind('/', locale - 1);
    auto const id = base::parse<AccountId>(topic.substr(reader + 1, locale - reader - 1));
    if (!id) return std::nullopt;
    return Listener{*id, std::string(topic.substr(locale + 1))};
}

std::string told(db::Read& read, Changed const& event, Listener const& listener) {
    // Whoever left the team while the page was open learns nothing more.
    if (!teams::may(read, event.organization, listener.reader, teams::Role::responder)) return {};
    auto const organization = accounts::find(read, event.organization);
    if (!organization) return {};
    Words const words(listener.locale);
    auto made = numbers(words, counts(read, event.organization, listener.reader)).markup;
    auto const item = find(read, event.item);
    if (!item) return made + "<article id=\"i" + event.item.text() + "\" hidden></article>";
    made += row(words, read, *item, *organization, listener.reader).markup;
    bool const fresh = !item->answered_at && !item->claimed_by && !item->assigned_to && item->arrived_at + base::Time{60'000} > read.now;
    return fresh ? made + words.fill(pages::News{.address = address_of(Desk{*organization})}).markup : made;
}

}  // namespace

std::string_view label_of(Kind kind) {
    switch (kind) {
    case Kind::mention: return "Mention";
    case Kind::message: return "Message";
    case Kind::review: return "Review";
    case Kind::question: return "Question";
    }
    return "";
}

std::string_view icon_of(Kind kind) {
    switch (kind) {
    case Kind::mention: return "at-sign";
    case Kind::message: return "mail";
    case Kind::review: return "star";
    case Kind::question: return "circle-help";
    }
    return "";
}

std::string address_of(Desk const& desk) { return "/organizations/" + desk.organization.username + "/inbox"; }

AccountId reader_of(Request const& request, db::Read& read) {
    auto const person = request.person ? accounts::behind(read, *request.person) : AccountId{};
    return person ? person : request.account();
}

base::Result<Desk> desk_of(Request const& request, db::Read& read, teams::Role at_least) {
    auto const organization = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!organization || !organization->is_local() || organization->hidden()) return base::refuse(base::Why::not_found, "There is no such organization.");
    TRY(teams::allow(read, organization->id, reader_of(request, read), at_least));
    return Desk{*organization, teams::role_in(read, organization->id, reader_of(request, read)).value_or(teams::Role::analyst)};
}

html::Safe head(Words const& words, Desk const& desk, std::string_view current) {
    html::Safe tabs;
    for (auto const& each : parts)
        if (desk.role <= each.role) words.fill(tabs, pages::Tab{.address = address_of(desk) + std::string(each.code), .current = each.code == current, .label = words.plain(each.label)});
    return words.fill(pages::Head{.username = desk.organization.username, .name = desk.organization.name, .tabs = tabs});
}

html::Safe row(Words const& words, db::Read& read, Item const& item, accounts::Account const& organization, AccountId reader) {
    auto const said = shown(read, words, item);
    if (!said) return {};
    auto const held = item.answered_at ? AccountId{} : holder(read, item);
    return words.fill(pages::Row{.id = item.id, .icon = html::icon(icon_of(item.kind)), .kind = words.plain(label_of(item.kind)), .when = html::time_tag(words, item.arrived_at, read.now),
                                 .late = !item.answered_at && item.due_at <= read.now, .put_away = item.put_away, .address = address_of(Desk{organization}), .sender = said->from.empty() ? words("Name kept private") : said->from,
                                 .words = said->words, .due = item.answered_at ? std::string() : words.date_time(item.due_at), .answerer = item.put_away ? std::string() : name_of(read, item.answered_by),
                                 .holder = held == reader ? std::string() : name_of(read, held), .assigned = item.answered_at ? std::string() : name_of(read, item.assigned_to), .free = !item.answered_at && !held, .mine = held == reader && !item.answered_at});
}

html::Safe numbers(Words const& words, Counts const& count) {
    std::int64_t const all[] = {count.waiting, count.unclaimed, count.mine, count.late};
    html::Safe made;
    for (std::size_t i = 0; i < std::size(all); ++i) words.fill(made, pages::Number{.code = filters[i].code, .count = words.number(all[i])});
    return made;
}

void add_pages(http::Router::Section pages, StillValid still_valid) {
    directory::add_door({"/organizations/{username}/inbox", "Inbox", "mail"});
    pages.get("/organizations/:username/inbox", Open::to_members, show).says("What waits for an answer of an organization, for its team");
    pages.get("/live/organizations/:username/inbox", Open::to_members, [still_valid](Request const& request, db::Read& read) -> http::Answer {
        auto const desk = TRY(desk_of(request, read, teams::Role::responder));
        http::Response response;
        response.stream = std::make_shared<http::Stream>();
        response.stream->topics = {topic_of(desk.organization.id, reader_of(request, read), request.locale), "pages/" + std::string(request.locale) + "/" + reader_of(request, read).text(), "page/bell/" + reader_of(request, read).text()};
        response.stream->still_allowed = [still_valid, person = *request.person] { return still_valid(person); };
        return response;
    });
    add_times_pages(pages);
    add_saved_pages(pages);
    add_target_pages(pages);
    add_item_pages(pages);
}

void tell_open_pages(bus::Bus& bus, db::Database& database, http::Hub& hub) {
    bus.soon<Changed>([&](Changed const& event) {
        for (auto const& topic : hub.topics_under("inbox/" + event.organization.text() + "/")) {
            auto const listener = listener_of(topic);
            if (!listener) continue;
            auto const markup = database.read([&](db::Read& read) { return told(read, event, *listener); });
            if (!markup.empty()) hub.publish(topic, {"html", markup});
        }
    });
}

}  // namespace inbox
