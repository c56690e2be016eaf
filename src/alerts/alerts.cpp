// Alerts as they are kept: found, listed, ended.
#include "alerts/inside.hpp"
#include "alerts/queries.hpp"
#include "alerts/schema.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include <limits>

namespace alerts {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr int most_ended_at_once = 100;

Alert alert_of(db::Row const& row) {
    Alert alert{.id = row.id<AlertId>(0), .chain = row.id<AlertId>(1), .replaces = row.id<AlertId>(2), .replaced_by = row.id<AlertId>(3),
                .issuer = row.id<AccountId>(4), .source = row.integer(5), .source_name = row.text(6), .source_url = row.text(7), .message = {},
                .changed = row.text(9), .why = row.text(10), .issued_at = row.integer(11), .ends_at = row.integer(12), .ended_at = row.integer(13),
                .post = row.id<PostId>(14)};
    if (auto message = read_message(row.view(8))) alert.message = std::move(*message);
    alert.taken_away = is_without_text(alert.message);
    return alert;
}

// Exercises and tests stand behind what is real, whatever they say of themselves.
std::int64_t rank_of(Message const& message) {
    return static_cast<std::int64_t>(worst(message)) + (message.status == Status::actual ? 0 : 10);
}

std::int64_t before(Page const& page) { return page.before ? page.before : std::numeric_limits<std::int64_t>::max(); }

}  // namespace

std::string Alert::url() const { return base::site_url() + "/alerts/" + id.text(); }

std::optional<Alert> find(db::Read& read, AlertId id) { return read.one(sql::find_alert, {id}, alert_of); }
std::optional<Alert> find(db::Read& read, Reference const& to) { return read.one(sql::find_reference, {to.sender, to.identifier, to.sent.at}, alert_of); }
std::vector<Alert> in_force(db::Read& read, base::Time now) { return read.rows(sql::alerts_in_force, {now}, alert_of); }
std::vector<Alert> all(db::Read& read, Page const& page) { return read.rows(sql::all_alerts, {before(page), page.limit}, alert_of); }
std::vector<Alert> issued_by(db::Read& read, AccountId issuer, Page const& page) {
    return read.rows(sql::alerts_by_issuer, {issuer, before(page), page.limit}, alert_of);
}
std::vector<Alert> chain(db::Read& read, AlertId id) {
    auto const alert = find(read, id);
    return alert ? read.rows(sql::alerts_in_chain, {alert->chain}, alert_of) : std::vector<Alert>{};
}
std::string xml_of(db::Read& read, AlertId id) {
    return read.one(sql::document, {id}, [](db::Row const& row) { return row.text(0); }).value_or("");
}

std::string public_text(Alert const& alert) {
    base::Json json;
    json.object().pair("alert", alert.url()).key("message").raw(written(alert.message));
    if (!alert.changed.empty()) json.pair("changed", alert.changed).pair("why", alert.why);
    if (!alert.is_ours()) json.pair("source", alert.source_name).pair("sourceUrl", alert.source_url);
    json.end();
    return json.take();
}

void end(db::Write& write, Alert const& alert, base::Time at) {
    if (write.run(sql::end_alert, {alert.id, at}) == 0) return;
    write.run(sql::forget_dismissals_of, {alert.id});
    write.emit(Ended{alert.id});
}

Alert keep(db::Write& write, Alert alert, std::string_view xml) {
    if (!alert.id) alert.id = write.new_id<AlertId>();
    auto const replaced = alert.replaces ? find(write, alert.replaces) : std::nullopt;
    alert.chain = replaced ? replaced->chain : alert.id;
    alert.issued_at = write.now;
    alert.ends_at = ends(alert.message);
    bool const over = alert.message.type == MessageType::cancel || alert.ends_at <= write.now;
    alert.ended_at = over ? write.now : 0;
    auto const& message = alert.message;
    write.run(sql::insert_alert, {alert.id, alert.chain, alert.replaces, alert.issuer, alert.source, alert.source_name, alert.source_url,
                                  message.sender, message.identifier, message.sent.at, rank_of(message), written(message), alert.changed,
                                  alert.why, alert.issued_at, alert.ends_at, alert.ended_at});
    if (!xml.empty()) write.run(sql::insert_document, {alert.id, xml});
    if (replaced) {
        write.run(sql::set_replaced, {replaced->id, alert.id});
        end(write, *replaced, write.now);
    }
    auto const kind = !alert.is_ours() ? "received" : message.type == MessageType::update ? "updated" : message.type == MessageType::cancel ? "cancelled" : "issued";
    record(write, kind, alert.id, public_text(alert));
    write.emit(Issued{alert.id, alert.replaces});
    return alert;
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    // Also those whose time passed while nothing ran.
    runner.every("alerts.end", base::Time{5} * 1000, [&database] {
        (void)database.write([](db::Write& write) -> base::Result<base::Done> {
            auto const over = write.rows(sql::alerts_over, {write.now, most_ended_at_once}, [](db::Row const& row) { return row.id<AlertId>(0); });
            for (auto id : over) {
                auto const alert = find(write, id);
                end(write, *alert, alert->ends_at);
                record(write, "ended", id, "");
            }
            return base::Done{};
        });
    });
}

void forget(db::Write& write, AccountId account) {
    write.run(sql::forget_member, {account});
    write.run(sql::forget_dismissals_by, {account});
    write.run(sql::forget_told_account, {account});
    write.run(sql::forget_digest_account, {account});
    write.run(sql::delete_members, {account});
    write.run(sql::delete_right, {account});
}

}  // namespace alerts
