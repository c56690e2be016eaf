// One item: what was said, who works on it, the answer and what the team notes down.
#include "crypto/crypto.hpp"
#include "inbox/inside.hpp"
#include "inbox/pages.hpp"

namespace inbox {

using http::Open, http::Request, html::Words;

namespace {

struct Opened { Desk desk; Item item; };

base::Result<Opened> opened(Request const& request, db::Read& read) {
    auto desk = TRY(desk_of(request, read, teams::Role::responder));
    auto const id = request.parameters.id<ItemId>("item");
    auto const item = id ? find(read, *id) : std::nullopt;
    if (!item || item->organization != desk.organization.id) return std::unexpected(not_there());
    return Opened{std::move(desk), *item};
}

std::string address_of(Opened const& open) { return address_of(open.desk) + "/" + open.item.id.text(); }

std::string name_of(Words const& words, db::Read& read, AccountId account) {
    auto const found = account ? accounts::find(read, account) : std::nullopt;
    return found && !found->hidden() ? found->name : words("Somebody who left");
}

std::string took(Words const& words, base::Time time) {
    auto const minutes = (time + 59'999) / 60'000;
    if (minutes < 90) return words("{count, plural, one {# minute} other {# minutes}}", {{"count", minutes}});
    if (minutes < 48 * 60) return words("{count, plural, one {# hour} other {# hours}}", {{"count", (minutes + 30) / 60}});
    return words("{count, plural, one {# day} other {# days}}", {{"count", (minutes + 720) / 1440}});
}

html::Safe state(Words const& words, db::Read& read, Opened const& open, AccountId reader) {
    auto const& item = open.item;
    bool const waits = !item.answered_at;
    auto const held = waits ? holder(read, item) : AccountId{};
    return words.fill(pages::State{.late = waits && item.due_at <= read.now, .when = words.ago(item.arrived_at, read.now), .due = waits ? words.date_time(item.due_at) : std::string(),
                                   .answerer = !waits && !item.put_away ? name_of(words, read, item.answered_by) : std::string(), .put_away = item.put_away,
                                   .took = !waits && !item.put_away ? took(words, item.answered_at - item.arrived_at) : std::string(),
                                   .holder = held && held != reader ? name_of(words, read, held) : std::string(), .assigned = waits && item.assigned_to ? name_of(words, read, item.assigned_to) : std::string(),
                                   .free = waits && !held, .address = address_of(open), .mine = held && held == reader, .until = words.date_time(item.claimed_until)});
}

html::Safe saved_options(Words const& words, db::Read& read, Opened const& open, std::string_view chosen) {
    html::Safe made;
    for (auto const& each : saved_answers(read, open.item.organization)) words.fill(made, pages::Option{.value = std::to_string(each.id), .chosen = std::to_string(each.id) == chosen, .label = each.title});
    return made;
}

html::Safe colleagues(Words const& words, db::Read& read, Opened const& open) {
    html::Safe made;
    words.fill(made, pages::Option{.value = "", .chosen = !open.item.assigned_to, .label = words.plain("Nobody")});
    for (auto const& member : teams::members(read, open.item.organization)) {
        auto const account = member.role <= teams::Role::responder ? accounts::find(read, member.person) : std::nullopt;
        if (account) words.fill(made, pages::Option{.value = member.person.text(), .chosen = member.person == open.item.assigned_to, .label = account->name + " (@" + account->username + ")"});
    }
    return made;
}

html::Safe note_rows(Words const& words, db::Read& read, ItemId id) {
    html::Safe made;
    for (auto const& each : notes(read, id))
        words.fill(made, pages::Note{.author = name_of(words, read, each.author), .when = html::time_tag(words, each.at, read.now), .assigned = each.handed_to ? name_of(words, read, each.handed_to) : std::string(), .text = each.text});
    return made;
}

// What was typed, or what a saved answer put there.
struct Typed { std::string text, note, saved; };

html::Safe answering(Words const& words, Request const& request, db::Read& read, Opened const& open, Shown const& said, Typed const& typed, base::Refusal const* refusal) {
    auto const held = holder(read, open.item);
    if (held && held != reader_of(request, read)) return {};
    auto const saved = saved_options(words, read, open, typed.saved);
    if (!answers_here(open.item.kind))
        return words.fill(pages::Elsewhere{.there = said.address, .saved = saved, .address = address_of(open), .csrf = html::csrf_field(request), .text = typed.text});
    return words.fill(pages::Answer{.address = address_of(open), .csrf = html::csrf_field(request), .key = crypto::new_token(), .organization = open.desk.organization.name, .saved = saved,
                                    .error = html::field_error(words, refusal, "text"), .text = typed.text});
}

http::Answer show(Request const& request, db::Read& read, Opened const& open, Typed const& typed, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const said = shown(read, words, open.item);
    if (!said) return std::unexpected(not_there());
    bool const waits = !open.item.answered_at;
    html::Page page{.title = words("Inbox"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Item{.inbox = inbox::address_of(open.desk), .kind = words.plain(label_of(open.item.kind)), .sender = said->from.empty() ? words("Name kept private") : said->from,
                                       .summary = html::summary(words, refusal), .words = said->words, .there = said->address, .state = state(words, read, open, reader_of(request, read)),
                                       .answer = waits ? answering(words, request, read, open, *said, typed, refusal) : html::Safe{}, .open = waits, .address = address_of(open), .csrf = html::csrf_field(request),
                                       .members = waits ? colleagues(words, read, open) : html::Safe{}, .to_error = html::field_error(words, refusal, "to"), .notes = note_rows(words, read, open.item.id),
                                       .note_error = html::field_error(words, refusal, "note"), .note = typed.note});
    return html::page(request, read, std::move(page));
}

http::Answer show_one(Request const& request, db::Read& read) { return show(request, read, TRY(opened(request, read)), {}, nullptr); }

// A button of the queue or of the item's page: in place where scripts run, else back to where it was pressed.
template <class Rule>
http::Writer button(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> http::Answer {
        auto open = TRY(opened(request, write));
        TRY(rule(write, open.item.id, reader_of(request, write)));
        open.item = *find(write, open.item.id);
        if (!request.wants_fragment()) return http::redirect(address_of(open));
        Words const words(request.locale);
        // One of the two is on the page that asked.
        html::Safe made = row(words, write, open.item, open.desk.organization, reader_of(request, write));
        made += html::Safe{"<div id=\"state\">" + state(words, write, open, reader_of(request, write)).markup + "</div>"};
        made += numbers(words, counts(write, open.item.organization, reader_of(request, write)));
        return html::fragment(std::move(made));
    };
}

http::Answer hand_over(Request const& request, db::Write& write) {
    auto const open = TRY(opened(request, write));
    auto const done = assign(write, open.item.id, reader_of(request, write), request.fields.id<AccountId>("to").value_or(AccountId{}), request.fields.text("note"));
    if (!done) return show(request, write, open, {}, &done.error());
    return http::redirect(address_of(open));
}

http::Answer put_away_form(Request const& request, db::Write& write) {
    auto const open = TRY(opened(request, write));
    if (auto const done = put_away(write, open.item.id, reader_of(request, write)); !done) return show(request, write, open, {}, &done.error());
    return http::redirect(inbox::address_of(open.desk));
}

http::Answer note_form(Request const& request, db::Write& write) {
    auto const open = TRY(opened(request, write));
    auto const done = add_note(write, open.item.id, reader_of(request, write), request.fields.text("note"));
    if (!done) return show(request, write, open, {.note = std::string(request.fields.text("note").substr(0, 20'000))}, &done.error());
    return http::redirect(address_of(open));
}

// The form comes back with the saved answer below what was typed; nothing is sent.
http::Answer insert(Request const& request, db::Write& write) {
    auto open = TRY(opened(request, write));
    Typed typed{.text = std::string(request.fields.text("text")), .saved = std::string(request.fields.text("saved"))};
    if (auto const held = holder(write, open.item); held == reader_of(request, write)) open.item = TRY(claim(write, open.item.id, held));
    auto const said = shown(write, Words(request.locale), open.item);
    auto const me = accounts::find(write, reader_of(request, write));
    for (auto const& each : saved_answers(write, open.item.organization))
        if (std::to_string(each.id) == typed.saved && said && me) typed.text += (typed.text.empty() ? "" : "\n\n") + filled(each, said->from, open.desk.organization.name, me->name);
    return show(request, write, open, typed, nullptr);
}

http::Answer answer_form(Request const& request, db::Write& write) {
    auto const open = TRY(opened(request, write));
    Typed const typed{.text = std::string(request.fields.text("text"))};
    auto refused = [&](base::Refusal const& refusal) { return show(request, write, open, typed, &refusal); };
    if (open.item.answered_at || !answers_here(open.item.kind)) return refused({base::Why::conflict, "This is answered or closed already.", {}});
    if (auto const text = text_in("text", typed.text, 10'000); !text) return refused(text.error());
    if (auto const may = may_answer(write, open.item.organization, open.item.kind, open.item.about, reader_of(request, write)); !may) return refused(may.error());
    Acting const acting(reader_of(request, write));
    auto const sent = answer_here(write, open.item, {open.item.organization, reader_of(request, write), open.item.about, typed.text, std::string(request.fields.text("key"))});
    if (!sent) return refused(sent.error());
    answered(write, open.item.organization, open.item.kind, open.item.about, reader_of(request, write));
    return http::redirect(address_of(open));
}

}  // namespace

void add_item_pages(http::Router::Section& pages) {
    std::string const item = "/organizations/:username/inbox/:item";
    pages.get(item, Open::to_members, show_one).says("One item of the inbox, for the team");
    pages.post(item + "/claim", Open::to_members, button([](db::Write& write, ItemId id, AccountId by) { return claim(write, id, by); }));
    pages.post(item + "/release", Open::to_members, button([](db::Write& write, ItemId id, AccountId by) { return release(write, id, by); }));
    pages.post(item + "/assign", Open::to_members, hand_over);
    pages.post(item + "/put-away", Open::to_members, put_away_form);
    pages.post(item + "/notes", Open::to_members, note_form);
    pages.post(item + "/insert", Open::to_members, insert);
    pages.post(item + "/answer", Open::to_members, answer_form);
}

}  // namespace inbox
