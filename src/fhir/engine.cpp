// The routes that every kind of resource has: read, search, create, update.
#include "fhir/engine.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "fhir/family.hpp"
#include "fhir/fhir.hpp"
#include "html/html.hpp"
#include "records/records.hpp"
#include <algorithm>
#include <set>

namespace fhir {

using base::Done, base::refuse_field, base::Result, base::Why;
using http::Answer, http::Open, http::Request, http::Response;

namespace {

// One page looks at no more than this; what is left is on the next one, even when nothing was found yet.
constexpr int looked_at = 2000, at_once = 200;

struct Page { std::vector<Resource> found; std::int64_t next = 0; };

Page find_page(db::Read& read, Kind const& kind, Asker const& asker, Search const& search) {
    Page page;
    auto after = search.after;
    for (int looked = 0; looked < looked_at;) {
        auto const narrow = search.wishes.empty() ? search.count + 1 : at_once;
        auto batch = kind.list(read, asker, search, after, narrow);
        for (auto& each : batch) {
            bool const fits = search.fits(each);
            if (fits && std::ssize(page.found) == search.count) {
                page.next = page.found.back().key;
                return page;
            }
            after = each.key;
            if (fits) page.found.push_back(std::move(each));
        }
        if (std::ssize(batch) < narrow) return page;
        looked += narrow;
    }
    page.next = after;
    return page;
}

std::vector<Resource> included_in(db::Read& read, Kind const& kind, Asker const& asker, Search const& search, std::vector<Resource> const& found) {
    std::vector<Resource> all;
    std::set<std::string> known;
    for (auto const& each : found) known.insert(each.reference());
    for (auto const& include : search.includes)
        for (auto const& resource : found)
            for (auto const& link : resource.links) {
                bool const wanted = (include.parameter == link.parameter || include.parameter == "*") && among(kind.includes, link.parameter);
                if (!wanted || (!include.type.empty() && include.type != link.type)) continue;
                if (!known.insert(link.type + "/" + link.id).second) continue;
                if (auto more = find_resource(read, asker, link.type, link.id)) all.push_back(std::move(*more));
            }
    return all;
}

Answer search_for(Kind const& kind, Request const& request, db::Read& read) {
    TRY(check_format(request));
    auto const search = TRY(Search::of(request, kind.type, kind.parameters));
    for (auto const& each : search.includes)
        if (each.parameter != "*" && !among(kind.includes, each.parameter)) return refuse_field("_include", "FHIR_400", "This reference cannot be included.");
    if (kind.check) TRY(kind.check(search));
    auto const asker = asker_of(request);
    auto const page = find_page(read, kind, asker, search);
    return give(bundle(search, request, page.found, included_in(read, kind, asker, search, page.found), page.next));
}

bool unchanged(Request const& request, Resource const& resource) {
    auto const known = request.header("if-none-match");
    return known == "*" || known.contains("\"" + resource.version() + "\"");
}

Answer read_one(Kind const& kind, Request const& request, db::Read& read) {
    TRY(check_format(request));
    auto const found = find_resource(read, asker_of(request), kind.type, request.parameters.text("id"));
    if (!found) return base::refuse(Why::not_found, "There is no such resource.");
    auto answer = give(*found);
    if (unchanged(request, *found)) {
        answer.status = 304;
        answer.body.clear();
    }
    return answer;
}

// Prefer: return=minimal leaves the body out.
Response changed(Request const& request, Resource const& resource, int status) {
    auto answer = give(resource, status);
    if (status == 201) answer.with("Location", address_of(resource));
    if (base::fold(request.header("prefer")).contains("return=minimal")) answer.body.clear();
    return answer;
}

Answer create(Kind const& kind, Request const& request, db::Write& write) {
    TRY(check_format(request));
    auto const document = TRY(resource_in(request, kind.type));
    // Nobody is told whether another patient is there.
    auto const subject = document["subject"];
    if (subject.is_there() && referenced(subject, "Patient") != request.account().value) return base::refuse(Why::not_found, "There is no such resource.");
    return changed(request, TRY(kind.create(write, request, asker_of(request), document)), 201);
}

Answer update(Kind const& kind, Request const& request, db::Write& write) {
    TRY(check_format(request));
    auto const asker = asker_of(request);
    auto const id = request.parameters.text("id");
    auto const before = find_resource(write, asker, kind.type, id);
    if (!before) return base::refuse(Why::not_found, "There is no such resource.");
    auto const document = TRY(resource_in(request, kind.type));
    if (document["id"].text() != id) return refuse_field("id", "FHIR_400", "The id must be that of the address.");
    auto const known = request.header("if-match");
    if (known.empty()) return outcome(412, "conflict", "Say in If-Match which version you change.");
    if (!known.contains("\"" + before->version() + "\"")) return outcome(412, "conflict", "It was changed since you read it. Read it again.");
    return changed(request, TRY(kind.update(write, request, asker, document)), 200);
}

std::string scope_for(Kind const& kind, std::string_view rights) { return "patient/" + std::string(kind.type) + "." + std::string(rights); }

// Routes keep views: these texts live as long as the process.
std::string_view kept(std::string text) {
    static std::set<std::string> all;
    return *all.insert(std::move(text)).first;
}

// What an app reads of somebody's record is on record before it gets it.
http::Aside noting(db::Database& database, Kind const& kind) {
    return [&database, &kind](Request& request) -> Result<Done> {
        if (request.account()) records::note_now(database, {.person = request.account(), .patient = request.account(), .action = records::Action::read, .what = std::string(kind.record), .about = kind.names_record ? std::string(request.parameters.text("id")) : "", .detail = "FHIR " + std::string(kind.type)});
        return Done{};
    };
}

void add_kind(http::Router::Section& section, db::Database& database, Kind const& kind) {
    auto const address = "/fhir/" + std::string(kind.type);
    auto const name = std::string(kind.type);
    auto access = [&](std::string_view rights) { return kind.open ? http::Access(Open::to_anyone) : http::Access(Open::to_members, kept(scope_for(kind, rights))); };
    auto searching = [&kind](Request const& request, db::Read& read) { return search_for(kind, request, read); };
    auto watched = [&](http::Route& route) { return kind.record.empty() ? &route : &route.first(noting(database, kind)); };
    watched(section.get(address, access("s"), searching))->says("Searches " + name);
    auto& posted = section.post(address + "/_search", access("s"), {});
    posted.writer = nullptr;
    posted.reader = searching;
    watched(posted)->without_csrf().says("Searches " + name + "; the question stands in the body");
    watched(section.get(address + "/:id", access("r"), [&kind](Request const& request, db::Read& read) { return read_one(kind, request, read); }))->says("One " + name);
    if (kind.create)
        section.post(address, http::Access(Open::to_members, kept(scope_for(kind, "c"))), [&kind](Request const& request, db::Write& write) { return create(kind, request, write); }).says("Makes one " + name);
    if (kind.update)
        section.put(address + "/:id", http::Access(Open::to_members, kept(scope_for(kind, "u"))), [&kind](Request const& request, db::Write& write) { return update(kind, request, write); }).says("Changes one " + name);
}

}  // namespace

std::vector<Kind> const& kinds() {
    static std::vector<Kind> const all = [] {
        std::vector<Kind> made;
        add_directory(made);
        add_scheduling(made);
        add_appointments(made);
        add_messages(made);
        add_person(made);
        add_plans(made);
        add_answers(made);
        return made;
    }();
    return all;
}

Kind const* find_kind(std::string_view type) {
    auto const found = std::ranges::find(kinds(), type, &Kind::type);
    return found == kinds().end() ? nullptr : &*found;
}

std::string address_of(Resource const& resource) { return html::absolute("/fhir/" + resource.reference()); }

Asker asker_of(Request const& request) {
    Asker made{.person = request.account()};
    if (request.person && request.person->app) made.app = std::to_string(request.person->app);
    return made;
}

std::optional<Resource> find_resource(db::Read& read, Asker const& asker, std::string_view type, std::string_view id) {
    auto const* const kind = find_kind(type);
    auto const number = base::parse_id(id);
    if (kind && kind->find_named) return kind->find_named(id);
    if (!kind || !number) return std::nullopt;
    return kind->find(read, asker, *number);
}

Response give(Resource const& resource, int status) {
    return give(resource.with_version(), status).with("ETag", resource.tag()).with("Last-Modified", base::http_date(resource.updated));
}

Result<Done> check_format(Request const& request) {
    auto wanted = std::string(request.fields.text("_format"));
    // A "+" of an address that was not encoded is a blank by now.
    std::ranges::replace(wanted, ' ', '+');
    if (wanted.empty()) wanted = request.header("accept");
    if (wanted.empty() || wanted.contains("json") || wanted.contains("*/*") || wanted.contains("application/*") || wanted.contains("text/html")) return Done{};
    return refuse_field("_format", "FHIR_406", "This server speaks application/fhir+json.");
}

std::string bundle(Search const& search, Request const& request, std::vector<Resource> const& found, std::vector<Resource> const& included, std::int64_t next) {
    base::Json json;
    json.object().pair("resourceType", "Bundle").pair("type", "searchset");
    if (!search.after && !next) json.pair("total", static_cast<std::int64_t>(found.size()));
    json.key("link").array().object().pair("relation", "self").pair("url", search.self(request, search.after)).end();
    if (next) json.object().pair("relation", "next").pair("url", search.self(request, next)).end();
    json.end();
    if (!found.empty()) {
        json.key("entry").array();
        auto entry = [&](Resource const& each, std::string_view mode) {
            json.object().pair("fullUrl", address_of(each)).key("resource").raw(each.with_version()).key("search").object().pair("mode", mode).end().end();
        };
        for (auto const& each : found) entry(each, "match");
        for (auto const& each : included) entry(each, "include");
        json.end();
    }
    json.end();
    return json.take();
}

Result<http::Document> resource_in(Request const& request, std::string_view type) {
    auto const media = request.header("content-type");
    if (!media.empty() && !media.contains("json")) return refuse_field("Content-Type", "FHIR_415", "Send application/fhir+json.");
    auto document = http::Document::read(request.body);
    if (!document || !document->is_object()) return refuse_field("body", "FHIR_400", "This is no resource in JSON.");
    if ((*document)["resourceType"].text() != type) return refuse_field("resourceType", "FHIR_400", "This address takes another type of resource.");
    return std::move(*document);
}

std::optional<std::int64_t> referenced(http::Document const& reference, std::string_view type) {
    auto text = reference["reference"].text();
    auto const ours = base::site_url() + "/fhir/";
    if (text.starts_with(ours)) text.remove_prefix(ours.size());
    if (!text.starts_with(type) || text.size() <= type.size() || text[type.size()] != '/') return std::nullopt;
    return base::parse_id(text.substr(type.size() + 1));
}

void add_routes(http::Router::Section section, db::Database& database) {
    add_capability(section);
    add_operations(section);
    add_publishing(section);
    for (auto const& kind : kinds()) add_kind(section, database, kind);
}

}  // namespace fhir
