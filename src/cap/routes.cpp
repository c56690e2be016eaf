// Where what is published is asked for: from memory when it lies there, else made once for all who ask.
#include "cap/cap.hpp"
#include "cap/hub.hpp"
#include "cap/importing.hpp"
#include "cap/queries.hpp"
#include "cap/schema.hpp"
#include "cap/shelf.hpp"

namespace cap {

using base::Done, base::refuse, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

using Make = std::function<Result<Published>(http::Request const&, db::Read&)>;

// Outside the reader that answers: it began before others' changes, and a copy of what it sees would be kept too long.
http::Aside making(db::Database& database, std::shared_ptr<Shelf> shelf, Make make) {
    return [&database, shelf, make](http::Request& request) -> Result<Done> {
        request.prepared.emplace_back(TRY(shelf->find_or_make(request.path, [&] { return database.read([&](db::Read& read) { return make(request, read); }); })));
        return Done{};
    };
}

// A list reaches somebody with all that holds, a document with itself.
http::Response counted(http::Request const& request, Copy const& copy) {
    if (auto const id = request.parameters.id<alerts::AlertId>("id")) alerts::count_soon(*id, alerts::Channel::feeds);
    else alerts::count_soon_in_force(alerts::Channel::feeds);
    return answer_with(request, copy);
}

http::Answer prepared(http::Request const& request, db::Read&) {
    for (auto const& each : request.prepared)
        if (auto const* copy = std::any_cast<std::shared_ptr<Copy const>>(&each)) return counted(request, **copy);
    return refuse(Why::not_found, "There is nothing at this address.");
}

void publish(http::Router::Section& pages, std::string_view pattern, std::string about, db::Database& database, std::shared_ptr<Shelf> const& shelf, Make make) {
    auto recall = [shelf](http::Request const& request) -> std::optional<http::Response> {
        auto copy = shelf->find(request.path);
        return copy ? std::optional(counted(request, *copy)) : std::nullopt;
    };
    pages.get(pattern, http::Open::to_anyone, prepared).quickly(recall).first(making(database, shelf, std::move(make))).says(std::move(about));
}

Result<Published> feed(http::Request const& request, db::Read& read) {
    auto made = feed_at(read, request.path);
    if (!made) return refuse(Why::not_found, "There is no such feed.");
    return std::move(*made);
}

template <Result<Published> (*of)(db::Read&, alerts::AlertId)>
Result<Published> one(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<alerts::AlertId>("id");
    if (!id) return refuse(Why::not_found, "There is no such alert.");
    return of(read, *id);
}

http::Answer signing_key(http::Request const&, db::Read&) {
    auto response = http::text(certificate());
    response.type = "application/x-pem-file";
    return response.with("Cache-Control", "public, max-age=3600").with("Access-Control-Allow-Origin", "*");
}

}  // namespace

void add_routes(http::Router::Section pages, db::Database& database, std::shared_ptr<Shelf> shelf) {
    publish(pages, "/alerts/feed.atom", "The alerts in force, as Atom with CAP's elements", database, shelf, feed);
    publish(pages, "/alerts/feed.rss", "The alerts in force, as RSS", database, shelf, feed);
    publish(pages, "/@:name/alerts.atom", "The alerts of one issuer that are in force, as Atom", database, shelf, feed);
    publish(pages, "/alerts/:id.cap", "An alert as a signed CAP 1.2 document; another agency's as it came", database, shelf, one<document_of>);
    publish(pages, "/alerts/:id.ics", "A planned event as iCalendar", database, shelf, one<calendar_of>);
    pages.get("/alerts/signing-key.pem", http::Open::to_anyone, signing_key).says("The certificate that this server's alerts are signed with");
    add_hub_routes(pages);
    add_callback_routes(pages);
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    add_hub_jobs(runner, database);
    add_import_jobs(runner, database);
}

}  // namespace cap
