// The pages of blocking and muting: what it does before it is done, and the lists where it is taken back.
#include "blocks/blocks.hpp"
#include "blocks/pages.hpp"

namespace blocks {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 40;
constexpr std::string_view blocks_address = "/settings/blocks", mutes_address = "/settings/mutes";

Result<accounts::Account> other_in(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<AccountId>("id");
    auto account = id ? accounts::find(read, *id) : std::nullopt;
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such account.");
    return std::move(*account);
}

http::Answer ask_block(http::Request const& request, db::Read& read) {
    auto other = TRY(other_in(request, read));
    Words words(request.locale);
    html::Page page{.title = words("Block {name}?", {{"name", other.name}})};
    page.main = words.fill(pages::ConfirmBlock{.name = other.name, .id = other.id, .csrf = html::csrf_field(request), .address = "/@" + other.handle()});
    return html::page(request, read, std::move(page));
}

http::Answer ask_mute(http::Request const& request, db::Read& read) {
    auto other = TRY(other_in(request, read));
    Words words(request.locale);
    html::Page page{.title = words("Mute {name}", {{"name", other.name}})};
    page.main = words.fill(pages::ChooseMute{.name = other.name, .id = other.id, .csrf = html::csrf_field(request), .address = "/@" + other.handle()});
    return html::page(request, read, std::move(page));
}

// From a list of the settings one goes back there.
http::Answer done(http::Request const& request, accounts::Account const& other, std::string_view list) {
    return http::redirect(request.fields.has("back") ? std::string(list) + "?saved=1" : "/@" + other.handle());
}

http::Answer change_block(http::Request const& request, db::Write& write) {
    auto other = TRY(other_in(request, write));
    TRY(request.fields.flag("on").value_or(true) ? block(write, request.account(), other.id) : unblock(write, request.account(), other.id));
    return done(request, other, blocks_address);
}

http::Answer change_mute(http::Request const& request, db::Write& write) {
    auto other = TRY(other_in(request, write));
    auto seconds = request.fields.integer("seconds");
    // Without the form's choice of time (a button in a menu) notifications are left out as usual.
    Mute how{!seconds || request.fields.flag("notifications").value_or(false), seconds.value_or(0)};
    TRY(request.fields.flag("on").value_or(true) ? mute(write, request.account(), other.id, how) : unmute(write, request.account(), other.id));
    return done(request, other, mutes_address);
}

struct Listed { std::string_view address, action, heading, about, empty, words; };

html::Safe people(http::Request const& request, db::Read& read, std::vector<Entry> const& entries, Listed const& listed, html::Safe const& more) {
    Words words(request.locale);
    html::Safe rows;
    for (auto const& entry : entries) {
        auto account = accounts::find(read, entry.account);
        if (!account) continue;
        words.fill(rows, pages::Person{.picture = accounts::picture(*account), .address = "/@" + account->handle(), .name = account->name, .handle = account->handle(),
                                       .until = entry.until ? words("until {when}", {{"when", words.date_time(entry.until)}}) : std::string(),
                                       .action = "/accounts/" + account->id.text() + std::string(listed.action), .csrf = html::csrf_field(request),
                                       .words = words.plain(listed.words)});
    }
    bool full = static_cast<int>(entries.size()) == page_size;
    return words.fill(pages::People{.heading = words.plain(listed.heading), .about = words.plain(listed.about), .rows = rows, .empty = words.plain(listed.empty),
                                    .older = full ? std::string(listed.address) + "?before=" + std::to_string(entries.back().id) : std::string(), .more = more});
}

Page page_in(http::Request const& request) { return {.before = request.fields.integer("before").value_or(0), .limit = page_size}; }

html::Safe servers(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Safe rows;
    for (auto const& domain : blocked_domains(read, request.account(), {.limit = 200}))
        words.fill(rows, pages::Server{.name = domain.name, .csrf = html::csrf_field(request)});
    bool invalid = html::at_fault(refusal, "domain");
    return words.fill(pages::Servers{.rows = rows, .csrf = html::csrf_field(request), .error = html::field_error(words, refusal, "domain"),
                                     .value = refusal ? request.fields.text("domain").substr(0, 253) : std::string_view{},
                                     .described = invalid ? "domain-hint domain-error" : "domain-hint", .invalid = invalid});
}

http::Answer blocks_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    auto main = people(request, read, blocked(read, request.account(), page_in(request)),
                       {blocks_address, "/block", "Blocked people", "Nothing of them reaches you, and nothing of you reaches them.", "You block nobody.", "Unblock"},
                       servers(request, read, refusal));
    return accounts::settings_page(request, read, blocks_address, std::move(main), refusal);
}

http::Answer mutes_page(http::Request const& request, db::Read& read) {
    auto main = people(request, read, muted(read, request.account(), page_in(request)),
                       {mutes_address, "/mute", "Muted people", "You do not see what they write. They are not told.", "You mute nobody.", "Unmute"}, {});
    return accounts::settings_page(request, read, mutes_address, std::move(main));
}

http::Answer change_server(http::Request const& request, db::Write& write) {
    auto name = request.fields.text("domain");
    auto changed = request.fields.flag("on").value_or(true) ? block_domain(write, request.account(), name) : unblock_domain(write, request.account(), name);
    if (!changed) return blocks_page(request, write, &changed.error());
    return http::redirect(std::string(blocks_address) + "?saved=1");
}

}  // namespace

html::Safe menu(Words const& words, http::Request const& request, AccountId other, Standing const& standing) {
    return words.fill(pages::Menu{.id = other, .muting = standing.muting, .csrf = html::csrf_field(request), .blocking = standing.blocking});
}

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/accounts/:id/block", Open::to_members, ask_block).says("What a block does");
    pages.post("/accounts/:id/block", Open::to_members, change_block).says("Blocks or unblocks somebody");
    pages.get("/accounts/:id/mute", Open::to_members, ask_mute).says("How long to mute somebody");
    pages.post("/accounts/:id/mute", Open::to_members, change_mute).says("Mutes or unmutes somebody");
    pages.get(blocks_address, Open::to_members, [](auto const& request, db::Read& read) { return blocks_page(request, read, nullptr); }).says("Blocked people and servers");
    pages.post("/settings/blocks/servers", Open::to_members, change_server).says("Blocks or unblocks a server");
    pages.get(mutes_address, Open::to_members, mutes_page).says("Muted people");
    accounts::add_settings_tab(blocks_address, "Blocks");
    accounts::add_settings_tab(mutes_address, "Mutes");
}

}  // namespace blocks
