// Indexes of the alerts in force, as Atom and RSS, with CAP's words in each entry as weather services write them.
#include "accounts/accounts.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cap/publishing.hpp"
#include "cap/xml.hpp"
#include <algorithm>

namespace cap {

using alerts::Alert, base::refuse, base::Result, base::Why;

namespace {

constexpr std::size_t most_entries_shown = 200;
constexpr int most_looked_back = 100;

std::string element(std::string_view name, std::string_view text) {
    return "<" + std::string(name) + ">" + escaped(text) + "</" + std::string(name) + ">";
}
std::string maybe(std::string_view name, std::string_view text) { return text.empty() ? std::string() : element(name, text) + "\n"; }
std::string moment(std::string_view name, alerts::Moment moment) { return moment ? element(name, alerts::text_of(moment)) + "\n" : std::string(); }

std::string link(std::string_view relation, std::string_view type, std::string_view address) {
    return "<link rel=\"" + std::string(relation) + "\"" + (type.empty() ? "" : " type=\"" + std::string(type) + "\"") + " href=\"" + escaped(address) + "\"/>\n";
}

std::string title_of(Alert const& alert, alerts::Info const& info) {
    auto said = info.headline.empty() ? info.event : info.headline;
    if (said.empty()) said = alert.message.identifier;
    return alert.message.status == alerts::Status::actual ? said : base::trim(std::string(alerts::text_of(alert.message.status)) + ": " + said);
}

std::string author_of(Alert const& alert, alerts::Info const& info) {
    if (!info.sender_name.empty()) return info.sender_name;
    return alert.source_name.empty() ? alert.message.sender : alert.source_name;
}

std::string cap_elements(Alert const& alert, alerts::Info const& info) {
    auto const& message = alert.message;
    std::string made = element("cap:identifier", message.identifier) + "\n" + element("cap:sender", message.sender) + "\n" + moment("cap:sent", message.sent);
    made += element("cap:status", alerts::text_of(message.status)) + "\n" + element("cap:msgType", alerts::text_of(message.type)) + "\n" + element("cap:scope", alerts::text_of(message.scope)) + "\n";
    for (auto category : info.categories) made += element("cap:category", alerts::text_of(category)) + "\n";
    made += element("cap:event", info.event) + "\n";
    for (auto response : info.responses) made += element("cap:responseType", alerts::text_of(response)) + "\n";
    made += element("cap:urgency", alerts::text_of(info.urgency)) + "\n" + element("cap:severity", alerts::text_of(info.severity)) + "\n" + element("cap:certainty", alerts::text_of(info.certainty)) + "\n";
    made += moment("cap:effective", info.effective) + moment("cap:onset", info.onset) + moment("cap:expires", info.expires);
    for (auto const& area : info.areas) {
        made += element("cap:areaDesc", area.description) + "\n";
        for (auto const& polygon : area.polygons) made += element("cap:polygon", polygon) + "\n";
        for (auto const& circle : area.circles) made += element("cap:circle", circle) + "\n";
        for (auto const& code : area.geocodes)
            made += "<cap:geocode>" + element("cap:valueName", code.name) + element("cap:value", code.value) + "</cap:geocode>\n";
    }
    return made;
}

std::string atom_entry(Alert const& alert) {
    auto const& info = alerts::in_language(alert.message, "");
    std::string made = "<entry xml:lang=\"" + escaped(info.language) + "\">\n" + element("id", alert.url()) + "\n" + element("title", title_of(alert, info)) + "\n";
    made += element("updated", base::iso8601(alert.issued_at)) + "\n" + element("published", base::iso8601(alert.message.sent.at)) + "\n";
    made += "<author>" + element("name", author_of(alert, info)) + "</author>\n" + link("alternate", "text/html", alert.url()) + link("alternate", "application/cap+xml", alert.url() + ".cap");
    made += maybe("summary", info.description) + cap_elements(alert, info);
    return made + "</entry>\n";
}

std::string rss_item(Alert const& alert) {
    auto const& info = alerts::in_language(alert.message, "");
    std::string made = "<item>\n" + element("title", title_of(alert, info)) + "\n" + element("link", alert.url()) + "\n" + element("guid", alert.url()) + "\n";
    made += element("pubDate", base::http_date(alert.issued_at)) + "\n" + maybe("description", info.description.empty() ? info.event : info.description);
    made += "<atom:link rel=\"alternate\" type=\"application/cap+xml\" href=\"" + escaped(alert.url() + ".cap") + "\"/>\n";
    for (auto category : info.categories) made += element("category", alerts::text_of(category)) + "\n";
    return made + "</item>\n";
}

// An end changes a feed as an issue does.
base::Time last_change(db::Read& read) {
    base::Time last = 0;
    for (auto const& each : alerts::all(read, {.limit = most_looked_back})) last = std::max({last, each.issued_at, each.ended_at});
    return last;
}

std::vector<Alert> shown(db::Read& read, base::AccountId issuer) {
    auto all = alerts::in_force(read, read.now);
    std::erase_if(all, [&](Alert const& each) { return each.message.scope != alerts::Scope::open || (issuer && each.issuer != issuer); });
    std::ranges::sort(all, std::greater<>(), [](Alert const& each) { return std::pair(each.issued_at, each.id); });
    if (all.size() > most_entries_shown) all.resize(most_entries_shown);
    return all;
}

struct Head { std::string path, title, page; base::AccountId issuer; };

Published atom(db::Read& read, Head const& head) {
    auto const all = shown(read, head.issuer);
    auto const changed = last_change(read);
    auto const self = base::site_url() + head.path;
    std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:cap=\"urn:oasis:names:tc:emergency:cap:1.2\">\n";
    body += element("id", self) + "\n" + element("title", head.title) + "\n" + element("updated", base::iso8601(changed)) + "\n";
    body += "<author>" + element("name", base::site_name()) + element("uri", base::site_url()) + "</author>\n";
    body += link("self", "application/atom+xml", self) + link("hub", "", hub_address()) + link("alternate", "text/html", head.page);
    for (auto const& alert : all) body += atom_entry(alert);
    return {"application/atom+xml; charset=utf-8", body + "</feed>\n", changed, {{"Link", "<" + hub_address() + ">; rel=\"hub\", <" + self + ">; rel=\"self\""}}};
}

Published rss(db::Read& read, Head const& head) {
    auto const changed = last_change(read);
    auto const self = base::site_url() + head.path;
    std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n";
    body += element("title", head.title) + "\n" + element("link", head.page) + "\n" + element("description", base::site_about()) + "\n" + element("lastBuildDate", base::http_date(changed)) + "\n";
    body += "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"" + escaped(self) + "\"/>\n<atom:link rel=\"hub\" href=\"" + escaped(hub_address()) + "\"/>\n";
    for (auto const& alert : shown(read, {})) body += rss_item(alert);
    return {"application/rss+xml; charset=utf-8", body + "</channel>\n</rss>\n", changed, {{"Link", "<" + hub_address() + ">; rel=\"hub\", <" + self + ">; rel=\"self\""}}};
}

constexpr std::string_view all_atom = "/alerts/feed.atom", all_rss = "/alerts/feed.rss", own_atom = "/alerts.atom";

}  // namespace

std::string entry_text(Alert const& alert) { return alert.message.scope == alerts::Scope::open ? atom_entry(alert) : std::string(); }

std::string hub_address() { return base::site_url() + "/alerts/hub"; }

std::optional<Published> feed_at(db::Read& read, std::string_view path) {
    auto const title = base::site_name() + ": alerts in force";
    if (path == all_atom) return atom(read, {std::string(path), title, base::site_url() + "/alerts", {}});
    if (path == all_rss) return rss(read, {std::string(path), title, base::site_url() + "/alerts", {}});
    if (!path.starts_with("/@") || !path.ends_with(own_atom) || path.size() <= 2 + own_atom.size()) return std::nullopt;
    auto account = accounts::find_by_handle(read, path.substr(2, path.size() - 2 - own_atom.size()));
    if (!account || account->hidden() || !account->is_local()) return std::nullopt;
    // Under one name, however it was spelled: a hub knows topics by their text.
    return atom(read, {"/@" + account->username + std::string(own_atom), account->name + ": alerts in force", account->url(), account->id});
}

std::vector<std::string> feeds_that_show(db::Read& read, alerts::AlertId id) {
    std::vector<std::string> all{std::string(all_atom), std::string(all_rss)};
    auto alert = alerts::find(read, id);
    auto issuer = alert && alert->issuer ? accounts::find(read, alert->issuer) : std::nullopt;
    if (issuer) all.push_back("/@" + issuer->username + std::string(own_atom));
    return all;
}

// What others said stays as they said it, byte by byte; what is said here is signed.
Result<Published> document_of(db::Read& read, alerts::AlertId id) {
    auto alert = alerts::find(read, id);
    if (!alert || alert->message.scope != alerts::Scope::open) return refuse(Why::not_found, "There is no such alert.");
    if (alert->taken_away) return refuse(Why::gone, "This alert was taken away.");
    auto xml = alert->is_ours() ? std::string() : alerts::xml_of(read, id);
    return Published{"application/cap+xml; charset=utf-8", xml.empty() ? sign(write(alert->message)) : std::move(xml), alert->issued_at, {}};
}

}  // namespace cap
