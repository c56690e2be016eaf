// CAP: alerts as OASIS CAP 1.2 documents, signed; feeds of them for others, and those of other agencies taken in.
// A dialect: it translates, and owns no rules about alerts.
#pragma once
#include "alerts/alerts.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cap {

extern db::Schema const schema;

// CAP 1.2 and 1.1, in any prefix; signatures and unknown elements are passed over. A refusal names the element:
// "alert/info[2]/severity: not one of Extreme, Severe, Moderate, Minor, Unknown". What alerts::check() refuses is refused.
base::Result<alerts::Message> read(std::string_view xml);
std::string write(alerts::Message const&);  // CAP 1.2, in the schema's order; one message, one text

// XML signatures, enveloped in the document: exclusive canonical XML, SHA-256, RSA. The key and its certificate are made
// at first use, in <folder>/alerts-signing.pem, which only this server may read. `folder`: the data folder, which also holds
// the key that secrets are sealed with.
void keep_keys_in(std::string folder);
std::string certificate();                     // PEM
std::string sign(std::string_view xml);        // the same text gives the same bytes
base::Result<base::Done> verify(std::string_view xml, std::string_view certificate_pem);
base::Result<base::Done> verify(std::string_view xml);  // signed by this server
base::Result<base::Done> check_certificate(std::string_view pem);  // whether it can be pinned

// /alerts/:id.cap and .ics, /alerts/feed.atom and .rss, /@:name/alerts.atom, the hub at /alerts/hub, the certificate at
// /alerts/signing-key.pem. What crowds ask for is kept in memory until an alert comes or goes.
class Shelf;
std::shared_ptr<Shelf> make_shelf(bus::Bus&);
void add_routes(http::Router::Section, db::Database&, std::shared_ptr<Shelf>);
void add_pages(http::Router::Section, db::Database&);  // /admin/alert-sources
void hear(db::Write&, base::Event const&);             // tells the hub's subscribers, by jobs
void add_jobs(jobs::Runner&, db::Database&);
std::string metrics(db::Database&);                    // Prometheus text: sources, silent ones, faults

// Where alerts of other agencies come from: an administrator's choice.
struct Source {
    std::int64_t id = 0;
    std::string url, name, home_page;
    base::AccountId added_by;
    base::Time added_at = 0;
    std::int64_t minutes = 5;           // between two looks
    std::int64_t expected_hours = 0;    // so often at least it says something; 0: it may be quiet for ever
    std::string certificate;            // PEM: every alert must be signed with it; "" for none
    bool paused = false;
    std::string etag, modified;         // as it last said
    base::Time next_at = 0, tried_at = 0, good_at = 0, alert_at = 0;  // alert_at: its last new alert
    std::int64_t failures = 0;          // since it was last good
    std::string fault;                  // what was wrong the last time; "" for nothing
    base::Time silent_since = 0;        // 0: it is not
    std::int64_t taken = 0, refused = 0;  // alerts, since it was added
    std::string hub, topic, token, secret;  // WebSub: token is part of the callback's address; secret is sealed
    base::Time lease_until = 0;
};
base::Result<Source> add(db::Write&, base::AccountId by, Source const&);
base::Result<Source> change(db::Write&, base::AccountId by, Source const&);  // name, home page, minutes, hours, certificate
base::Result<base::Done> pause(db::Write&, base::AccountId by, std::int64_t id, bool paused);
base::Result<base::Done> remove(db::Write&, base::AccountId by, std::int64_t id);
std::optional<Source> find(db::Read&, std::int64_t id);
std::vector<Source> sources(db::Read&);
struct Fault { std::int64_t source = 0; base::Time at = 0; std::string address, text; };
std::vector<Fault> faults(db::Read&, std::int64_t source, int limit);  // newest first

// Looks at a source now, as the job does: nothing is imported. Every document with what is wrong with it.
struct Seen { std::string address; std::optional<alerts::Message> message; std::string fault; };
base::Result<std::vector<Seen>> look(Source const&, int most);
// One turn of the import; refused when the source gave no good answer.
base::Result<base::Done> poll(db::Database&, std::int64_t source);

}  // namespace cap
