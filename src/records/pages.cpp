// One's own record: who looked at it, what one agreed to, and what one told about oneself.
#include "records/pages.hpp"
#include "base/time.hpp"
#include "html/html.hpp"
#include "records/inside.hpp"
#include <algorithm>

namespace records {

using base::Result, html::Words, http::Open, http::Request;

namespace {

constexpr int at_once = 40;
constexpr std::string_view address = "/settings/particulars";

struct Named { std::string_view code, words; };
constexpr Named purposes[] = {{"TREAT", "To treat me"}, {"COORD", "To plan my care together"}, {"HPAYMT", "To be paid"}, {"HOUTREACH", "To ask me back when something is due"}};
constexpr Named rooms[] = {{"appointments", "Appointments"}, {"messages", "Messages"}, {"plans", "Care plans"}};
constexpr Named genders[] = {{"", "I do not say"}, {"female", "Female"}, {"male", "Male"}, {"other", "Other"}, {"unknown", "Not known"}};
constexpr Named kinds[] = {{"appointment", "an appointment"}, {"thread", "messages"}, {"plan", "a care plan"}, {"particulars", "what you told about yourself"}, {"consent", "an agreement"}, {"disclosure", "what was given to others"}};

std::string words_for(Words const& words, std::span<Named const> all, std::string_view code) {
    auto const found = std::ranges::find(all, code, &Named::code);
    return found == all.end() ? std::string(code) : words(found->words);
}

std::string name_of(Words const& words, db::Read& read, AccountId id) {
    if (!id) return words("This server");
    auto const account = accounts::find(read, id);
    return account ? account->name : words("Somebody who left");
}

std::string did(Words const& words, Access const& access) {
    auto const what = words_for(words, kinds, access.what);
    switch (access.action) {
    case Action::create: return words("Made: {what}", {{"what", what}});
    case Action::read: return words("Looked at: {what}", {{"what", what}});
    case Action::update: return words("Changed: {what}", {{"what", what}});
    case Action::remove: return words("Ended: {what}", {{"what", what}});
    case Action::execute: break;
    }
    return words("Used: {what}", {{"what", what}});
}

std::string covered(Words const& words, std::vector<std::string> const& what) {
    if (what.empty()) return words("Everything");
    std::string text;
    for (auto const& each : what) (text += text.empty() ? "" : ", ") += words_for(words, rooms, each);
    return text;
}

html::Safe consent_rows(Request const& request, Words const& words, db::Read& read) {
    html::Safe made;
    for (auto const& each : consents(read, request.account())) {
        bool const open = each.holds(read.now);
        auto const until = each.withdrawn_at ? words("taken back on {day}", {{"day", words.date(each.withdrawn_at)}}) : words("until {day}", {{"day", words.date(each.expires_at)}});
        words.fill(made, pages::Consent{.recipient = name_of(words, read, each.recipient), .purpose = words_for(words, purposes, text_of(each.purpose)), .what = covered(words, each.what), .until = until, .open = open,
                                        .id = each.id.text(), .csrf = html::csrf_field(request)});
    }
    return made;
}

html::Safe disclosure_rows(Request const& request, Words const& words, db::Read& read) {
    html::Safe made;
    for (auto const& each : disclosures(read, request.account(), 0, at_once))
        words.fill(made, pages::Disclosure{.recipient = name_of(words, read, each.recipient), .what = words_for(words, kinds, each.what), .when = html::time_tag(words, each.at, read.now)});
    return made;
}

http::Answer show(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const& fields = request.fields;
    // Who reads their own messages every day finds in between what others did.
    bool const others = fields.has("others");
    auto listed = (others ? accesses_of_others : accesses)(read, request.account(), fields.integer("before").value_or(0), at_once + 1);
    bool const more = std::ssize(listed) > at_once;
    if (more) listed.resize(at_once);
    html::Safe rows, offered, ticks;
    for (auto const& each : listed)
        words.fill(rows, pages::Access{.who = each.person == request.account() ? words("You") : name_of(words, read, each.person), .organization = each.organization ? name_of(words, read, each.organization) : std::string(),
                                       .did = did(words, each), .refused = each.refused, .when = html::time_tag(words, each.at, read.now)});
    for (auto const& each : purposes) words.fill(offered, pages::Option{.code = each.code, .chosen = fields.text("purpose") == each.code, .label = words.plain(each.words)});
    auto const asked = fields.list("what");
    for (auto const& each : rooms) words.fill(ticks, pages::Tick{.code = each.code, .on = !refusal || std::ranges::find(asked, each.code) != asked.end(), .label = words.plain(each.words)});
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    auto const in_a_year = base::iso8601(read.now + 365 * base::day).substr(0, 10);
    html::Page page{.title = words("Your record"), .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Record{
        .saved = !refusal && fields.has("saved"), .summary = html::summary(words, refusal), .consents = consent_rows(request, words, read), .csrf = html::csrf_field(request),
        .recipient = fields.text("recipient"), .recipient_error = error("recipient"), .purposes = offered, .what = ticks, .what_error = error("what"), .expires = refusal ? fields.text("expires") : std::string_view(in_a_year),
        .expires_error = error("expires"), .disclosures = disclosure_rows(request, words, read), .others = others, .rows = rows, .older = more ? (others ? "others=1&before=" : "before=") + std::to_string(listed.back().id) : std::string()});
    return html::page(request, read, std::move(page)).with("Cache-Control", "no-store");
}

Result<Consent> consent_in(Request const& request, db::Read& read) {
    auto const& fields = request.fields;
    auto const recipient = accounts::find_by_handle(read, fields.text("recipient"));
    auto const purpose = purpose_of(fields.text("purpose"));
    if (!purpose) return base::refuse_field("purpose", "ERR_INVALID", "Choose what it is for.");
    auto what = fields.list("what");
    if (what.empty() && *purpose != Purpose::recall) return base::refuse_field("what", "ERR_BLANK", "Choose what may be given.");
    if (what.size() == std::size(rooms)) what.clear();
    auto const day = fields.text("expires").size() == 10 ? base::parse_iso8601(fields.text("expires")) : std::nullopt;
    if (!day) return base::refuse_field("expires", "ERR_INVALID", "Choose a day to come.");
    return Consent{.patient = request.account(), .recipient = recipient ? recipient->id : AccountId{}, .purpose = *purpose, .what = std::move(what), .expires_at = *day + base::day};
}

http::Answer post_consent(Request const& request, db::Write& write) {
    auto const wanted = consent_in(request, write);
    if (!wanted) return show(request, write, &wanted.error());
    if (auto const made = give(write, *wanted); !made) return show(request, write, &made.error());
    return http::redirect("/record?saved=1");
}

http::Answer post_withdrawal(Request const& request, db::Write& write) {
    TRY(withdraw(write, request.account(), request.parameters.id<ConsentId>("id").value_or(ConsentId{})));
    return http::redirect("/record?saved=1");
}

http::Answer show_particulars(Request const& request, db::Read& read, Particulars const& told, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Safe offered;
    for (auto const& each : genders) words.fill(offered, pages::Option{.code = each.code, .chosen = told.gender == each.code, .label = words.plain(each.words)});
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    auto main = words.fill(pages::Particulars{.csrf = html::csrf_field(request), .given = told.given, .given_error = error("given"), .family = told.family, .family_error = error("family"), .birth_date = told.birth_date,
                                              .birth_date_error = error("birth_date"), .phone = told.phone, .phone_error = error("phone"), .genders = offered, .gender_error = error("gender")});
    return accounts::settings_page(request, read, address, std::move(main), refusal).with("Cache-Control", "no-store");
}

http::Answer post_particulars(Request const& request, db::Write& write) {
    auto const field = [&](std::string_view name) { return std::string(request.fields.text(name)); };
    Particulars const typed{field("given"), field("family"), field("birth_date"), field("phone"), field("gender")};
    if (auto const done = set_particulars(write, request.account(), typed); !done) return show_particulars(request, write, typed, &done.error());
    return http::redirect(std::string(address) + "?saved=1");
}

}  // namespace

void add_pages(http::Router::Section pages) {
    pages.get("/record", Open::to_members, [](Request const& request, db::Read& read) { return show(request, read, nullptr); }).says("Who looked at one's record");
    pages.post("/record/consents", Open::to_members, post_consent);
    pages.post("/record/consents/:id/withdraw", Open::to_members, post_withdrawal);
    pages.get(address, Open::to_members, [](Request const& request, db::Read& read) { return show_particulars(request, read, particulars(read, request.account()), nullptr); });
    pages.post(address, Open::to_members, post_particulars);
    accounts::add_settings_tab(address, "About you, for your care", accounts::Sensitive::yes);
}

}  // namespace records
