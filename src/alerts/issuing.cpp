// From a draft to an alert: written by one, approved by another where the organization asks for it, issued once.
#include "alerts/inside.hpp"
#include "alerts/previews.hpp"
#include "alerts/queries.hpp"
#include "alerts/showing.hpp"
#include "alerts/templates.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "posts/posts.hpp"
#include <algorithm>

namespace alerts {

using base::Result;

namespace {

constexpr std::size_t largest_message = 400'000, longest_reason = 3000;

Draft draft_in(db::Row const& row) {
    Draft draft{.id = row.integer(0), .version = row.integer(1), .organization = row.id<AccountId>(2), .author = row.id<AccountId>(3), .message = {},
                .replaces = row.id<AlertId>(5), .changed = row.text(6), .why = row.text(7), .sent_back = row.text(8),
                .state = static_cast<Draft::State>(row.integer(9)), .approved_by = row.id<AccountId>(10), .issued_as = row.id<AlertId>(11),
                .changed_at = row.integer(12)};
    if (auto message = read_message(row.view(4))) draft.message = std::move(*message);
    return draft;
}

Result<Draft> found(db::Read& read, AccountId by, std::int64_t id) {
    auto draft = read.one(sql::find_draft, {id}, draft_in);
    if (!draft || !acting(read, by, draft->organization)) return base::refuse(base::Why::not_found, "There is no such draft.");
    return *draft;
}

auto changed_meanwhile() { return base::refuse(base::Why::conflict, "Somebody changed this draft meanwhile. Look at it again."); }
auto not_yours_to() { return base::refuse(base::Why::forbidden, "Your part in this organization does not include this."); }

Result<base::Done> check_draft(Draft const& draft) {
    if (written(draft.message).size() > largest_message) return base::refuse(base::Why::too_large, "This alert is too long.");
    if (draft.changed.size() > longest_reason) return base::refuse_field("changed", "ERR_TOO_LONG", "This text is too long.");
    if (draft.why.size() > longest_reason) return base::refuse_field("why", "ERR_TOO_LONG", "This text is too long.");
    return base::Done{};
}

// The draft's message with all that issuing gives it.
Message complete(db::Read& read, Draft const& draft, AlertId id, Right const& right, accounts::Account const& issuer) {
    auto message = draft.message;
    message.identifier = base::site_url() + "/alerts/" + id.text();
    message.sender = right.sender;
    message.sent = {read.now / 1000 * 1000, 0};
    message.references.clear();
    if (auto replaced = draft.replaces ? find(read, draft.replaces) : std::nullopt)
        for (auto const& earlier : chain(read, replaced->id)) message.references.push_back({earlier.message.sender, earlier.message.identifier, earlier.message.sent});
    for (auto& info : message.infos) {
        if (info.sender_name.empty()) info.sender_name = issuer.name;
        // An update of an alert that named no page but its own names its own, too.
        bool const own = std::ranges::any_of(message.references, [&](Reference const& earlier) { return earlier.identifier == info.web; });
        if (info.web.empty() || own) info.web = message.identifier;
    }
    return message;
}

// What followers read, here and on other servers, in the alert's own language.
posts::Draft post_of(Alert const& alert) {
    auto const& language = in_language(alert.message, alert.message.infos.empty() ? "" : alert.message.infos.front().language).language;
    return {.text = post_text(alert), .visibility = posts::Visibility::everyone, .language = language.substr(0, language.find('-'))};
}

// Why it cannot be issued by this person now.
Result<base::Done> may_issue(db::Read& read, AccountId by, Draft const& draft, Right const& right) {
    auto const member = acting(read, by, draft.organization);
    if (!right.needs_approval) return member->composes || member->approves ? Result<base::Done>(base::Done{}) : not_yours_to();
    if (!member->approves) return not_yours_to();
    if (draft.state != Draft::State::waiting) return base::refuse(base::Why::conflict, "Ask for approval first: a second person agrees to each alert here.");
    if (by == draft.author) return base::refuse(base::Why::forbidden, "Somebody other than its author must approve this alert.");
    return base::Done{};
}

Result<base::Done> check_update(db::Read& read, Draft const& draft) {
    if (!draft.replaces) {
        if (draft.message.type != MessageType::alert) return base::refuse_field("msgType", "ERR_INVALID", "An update starts from the alert it changes.");
        return base::Done{};
    }
    auto const replaced = find(read, draft.replaces);
    if (!replaced || replaced->issuer != draft.organization) return std::unexpected(not_there());
    if (replaced->replaced_by) return base::refuse(base::Why::conflict, "There is a later update of this alert. Start from that one.");
    if (base::trim(draft.changed).empty()) return base::refuse_field("changed", "ERR_BLANK", "Say what changed.");
    if (base::trim(draft.why).empty()) return base::refuse_field("why", "ERR_BLANK", "Say why.");
    return base::Done{};
}

}  // namespace

std::string post_text(Alert const& alert) {
    auto const& info = in_language(alert.message, alert.message.infos.empty() ? "" : alert.message.infos.front().language);
    html::Words const words(info.language);
    auto const practice = practice_of(words, alert.message);
    auto const link = "\n\n" + alert.url();
    auto text = practice.empty() ? std::string() : practice + "\n\n";
    auto const headline = headline_of(info);
    switch (alert.message.type) {
    case MessageType::update: text += words("Update: {headline}", {{"headline", headline}}); break;
    case MessageType::cancel: text += words("Over: {headline}", {{"headline", headline}}); break;
    default: text += headline;
    }
    for (auto const& part : {alert.changed, info.description, info.instruction})
        if (!part.empty()) text += "\n\n" + part;
    auto const room = posts::longest() - base::graphemes(link);
    return base::shorten(text, room) + link;
}

Alert as_alert(db::Read& read, Draft const& draft) {
    Alert alert{.id = AlertId{draft.id}, .replaces = draft.replaces, .issuer = draft.organization, .message = draft.message, .changed = draft.changed, .why = draft.why, .issued_at = read.now};
    auto const right = right_of(read, draft.organization);
    auto const issuer = accounts::find(read, draft.organization);
    if (right && issuer) alert.message = complete(read, draft, alert.id, *right, *issuer);
    auto const replaced = draft.replaces ? find(read, draft.replaces) : std::nullopt;
    alert.chain = replaced ? replaced->chain : alert.id;
    alert.ends_at = ends(alert.message);
    return alert;
}

Result<Draft> save(db::Write& write, AccountId by, Draft const& draft) {
    TRY(check_draft(draft));
    auto const message = written(draft.message);
    if (!draft.id) {
        auto const member = acting(write, by, draft.organization);
        if (!member) return base::refuse_field("organization", "ERR_INVALID", "You do not issue alerts for this organization.");
        if (!member->composes) return not_yours_to();
        auto const id = write.new_id<AlertId>();
        write.run(sql::insert_draft, {id, draft.organization, by, message, draft.replaces, draft.changed, draft.why, write.now});
        return found(write, by, id.value);
    }
    auto const kept = TRY(found(write, by, draft.id));
    if (!acting(write, by, kept.organization)->composes) return not_yours_to();
    if (write.run(sql::change_draft, {draft.id, draft.version, by, message, draft.changed, draft.why, write.now}) == 0) return changed_meanwhile();
    return found(write, by, draft.id);
}

Result<Draft> start_update(db::Write& write, AccountId by, AlertId id, MessageType type) {
    auto const alert = find(write, id);
    if (!alert || !alert->is_ours() || !acting(write, by, alert->issuer)) return std::unexpected(not_there());
    if (alert->replaced_by) return base::refuse(base::Why::conflict, "There is a later update of this alert. Start from that one.");
    if (alert->message.type == MessageType::cancel) return base::refuse(base::Why::conflict, "This alert was cancelled. Issue a new one.");
    Draft draft{.organization = alert->issuer, .message = alert->message, .replaces = id};
    draft.message.type = type;
    if (type == MessageType::cancel)
        for (auto& info : draft.message.infos) info.urgency = Urgency::past, info.responses = {Response::all_clear};
    return save(write, by, draft);
}

std::optional<Draft> find_draft(db::Read& read, AccountId by, std::int64_t id) {
    auto draft = found(read, by, id);
    return draft ? std::optional(*draft) : std::nullopt;
}

std::vector<Draft> drafts(db::Read& read, AccountId by) {
    db::List organizations;
    for (auto const& member : memberships(read, by)) organizations.push_back(member.organization.value);
    return read.rows(sql::open_drafts, {organizations}, draft_in);
}

namespace {

struct Step { Draft::State state; std::string sent_back; AccountId approved_by; AlertId issued_as; };
Result<base::Done> go_on(db::Write& write, Draft const& draft, std::int64_t version, Step const& step) {
    if (draft.version != version || write.run(sql::set_draft_state, {draft.id, version, static_cast<std::int64_t>(step.state), step.sent_back, step.approved_by, step.issued_as, write.now}) == 0)
        return changed_meanwhile();
    return base::Done{};
}

}  // namespace

Result<Draft> ask_approval(db::Write& write, AccountId by, std::int64_t id, std::int64_t version) {
    auto const draft = TRY(found(write, by, id));
    if (!acting(write, by, draft.organization)->composes) return not_yours_to();
    auto const right = right_of(write, draft.organization);
    auto const issuer = accounts::find(write, draft.organization);
    TRY(check_update(write, draft));
    TRY(check(complete(write, draft, AlertId{1}, *right, *issuer)));
    TRY(check_blanks(draft.message));
    TRY(go_on(write, draft, version, {.state = Draft::State::waiting}));
    return found(write, by, id);
}

Result<Draft> send_back(db::Write& write, AccountId by, std::int64_t id, std::string_view reason) {
    auto const draft = TRY(found(write, by, id));
    if (!acting(write, by, draft.organization)->approves) return not_yours_to();
    if (base::trim(reason).empty()) return base::refuse_field("reason", "ERR_BLANK", "Say what has to change.");
    if (reason.size() > longest_reason) return base::refuse_field("reason", "ERR_TOO_LONG", "This text is too long.");
    TRY(go_on(write, draft, draft.version, {.state = Draft::State::writing, .sent_back = std::string(reason)}));
    return found(write, by, id);
}

Result<base::Done> drop(db::Write& write, AccountId by, std::int64_t id) {
    auto const draft = TRY(found(write, by, id));
    return go_on(write, draft, draft.version, {.state = Draft::State::dropped});
}

Result<Alert> issue(db::Write& write, AccountId by, std::int64_t id, std::int64_t version) {
    auto const draft = TRY(found(write, by, id));
    if (draft.issued_as) return *find(write, draft.issued_as);  // pressed twice
    auto const right = right_of(write, draft.organization);
    auto const issuer = accounts::find(write, draft.organization);
    if (!right || !issuer || issuer->hidden()) return base::refuse(base::Why::forbidden, "This organization may not issue alerts.");
    TRY(may_issue(write, by, draft, *right));
    TRY(check_update(write, draft));

    Alert alert{.id = write.new_id<AlertId>(), .replaces = draft.replaces, .issuer = draft.organization, .message = {}, .changed = draft.changed, .why = draft.why};
    alert.message = complete(write, draft, alert.id, *right, *issuer);
    TRY(check(alert.message));
    TRY(check_blanks(alert.message));
    if (alert.message.type != MessageType::cancel && ends(alert.message) <= write.now) return base::refuse_field("info[0].expires", "ERR_INVALID", "It would be over already.");
    auto const approved_by = right->needs_approval ? by : AccountId{};
    TRY(go_on(write, draft, version, {.state = Draft::State::issued, .approved_by = approved_by, .issued_as = alert.id}));
    alert = keep(write, std::move(alert), "");
    auto const post = TRY(posts::publish(write, draft.organization, post_of(alert)));
    alert.post = post.id;
    write.run(sql::set_post, {alert.id, post.id});
    return alert;
}

}  // namespace alerts
