// Taking a text away in the open: the text goes, its hash stays, and the record says why.
#include "alerts/inside.hpp"
#include "alerts/queries.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "http/document.hpp"
#include "moderation/moderation.hpp"
#include "posts/posts.hpp"

namespace alerts {

namespace {

constexpr std::int64_t longest_reason = 1000;
constexpr std::string_view mark = "taken-away";

Entry entry_in(db::Row const& row) {
    return {row.integer(0), row.integer(1), row.text(2), row.id<AlertId>(3), row.text(4), row.text(5), row.text(6)};
}

bool is_an_alert_s(std::string_view kind) { return kind == "issued" || kind == "updated" || kind == "cancelled" || kind == "received"; }

// The alert, its post, the document it came as and the draft it was written as.
void take_alert_away(db::Write& write, Alert const& alert) {
    if (alert.post) (void)posts::remove(write, alert.issuer, alert.post);
    auto const left = written(without_text(alert.message));
    write.run(sql::replace_text, {alert.id, left});
    write.run(sql::delete_document, {alert.id});
    write.run(sql::delete_texts_of_draft, {alert.id, left});
    end(write, alert, write.now);
}

}  // namespace

Message without_text(Message const& message) {
    return {.identifier = message.identifier, .sender = message.sender, .sent = message.sent, .status = message.status, .type = message.type, .source = {}, .scope = message.scope, .restriction = {},
            .addresses = {}, .codes = {std::string(mark)}, .note = {}, .references = message.references, .incidents = {}, .infos = {}};
}

bool is_without_text(Message const& message) { return message.infos.empty() && message.codes == std::vector{std::string(mark)}; }

base::Result<base::Done> take_away(db::Write& write, AccountId by, std::int64_t number, std::string_view reason) {
    auto const who = accounts::find(write, by);
    if (!who || who->role != http::Role::admin) return std::unexpected(not_there());
    auto const entry = write.one(sql::find_entry, {number}, entry_in);
    if (!entry || (!is_an_alert_s(entry->kind) && entry->kind != "answered")) return base::refuse(base::Why::not_found, "There is no such text on record.");
    if (entry->text.empty()) return base::refuse(base::Why::conflict, "This text was taken away already.");
    auto const said = base::trim(base::normalize(reason));
    if (said.empty()) return base::refuse_field("reason", "ERR_BLANK", "Say why. Everybody may read it.");
    if (base::graphemes(said) > longest_reason) return base::refuse_field("reason", "ERR_TOO_LONG", "This text is too long.");
    if (is_an_alert_s(entry->kind)) take_alert_away(write, *find(write, entry->alert));
    write.run(sql::blank_entry, {number});
    base::Json json;
    json.object().pair("entry", number).pair("reason", said).end();
    record(write, "removed", entry->alert, json.text());
    moderation::record(write, by, "alerts.take_away", "alert:" + entry->alert.text(), "entry=" + std::to_string(number));
    write.emit(TakenAway{number, entry->alert});
    return base::Done{};
}

std::vector<Removal> removals(db::Read& read, std::vector<Alert> const& chain) {
    std::vector<Removal> all;
    for (auto const& entry : entries_of(read, chain)) {
        if (entry.kind != "removed") continue;
        auto const said = http::Document::read(entry.text);
        if (said) all.push_back({(*said)["entry"].integer().value_or(0), entry.at, std::string((*said)["reason"].text())});
    }
    return all;
}

}  // namespace alerts
