// Blocking and muting people and whole servers, and the lists of those.
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

constexpr int usual_accounts = 40, most_accounts = 80, usual_domains = 100, most_domains = 200;

blocks::Page page_in(Request const& request, int usual, int most) {
    auto page = page_of(request, usual, most);
    return {page.before, page.since, page.after, page.limit};
}

Answer now_between(Request const& request, db::Write& write, AccountId other) {
    return relationship_response(follows::between(write, request.account(), other));
}

using Rule = base::Result<base::Done> (*)(db::Write&, AccountId, AccountId);
auto by(Rule rule) {
    return [rule](Request const& request, db::Write& write) -> Answer {
        auto account = TRY(account_in(request, write));
        TRY(rule(write, request.account(), account.id));
        return now_between(request, write, account.id);
    };
}

Answer mute(Request const& request, db::Write& write) {
    auto account = TRY(account_in(request, write));
    auto duration = request.fields.text("duration");
    auto seconds = request.fields.integer("duration");
    if (!duration.empty() && !seconds) return base::refuse_field("duration", "ERR_INVALID", "The duration is a number of seconds.");
    TRY(blocks::mute(write, request.account(), account.id, {request.fields.flag("notifications").value_or(true), seconds.value_or(0)}));
    return now_between(request, write, account.id);
}

std::vector<AccountId> accounts_of(std::vector<blocks::Entry> const& entries) {
    std::vector<AccountId> ids;
    for (auto const& each : entries) ids.push_back(each.account);
    return ids;
}

template <class Entry>
void link_pages(Response& response, Request const& request, std::vector<Entry> const& entries, int limit) {
    add_links(response, request, ends_of(entries, limit, [](auto const& each) { return each.id; }));
}

Answer blocked(Context& context, Request const& request, db::Read& read) {
    auto page = page_in(request, usual_accounts, most_accounts);
    auto entries = blocks::blocked(read, request.account(), page);
    auto response = http::json(Renderer(context, read, request.account()).accounts(accounts_of(entries)));
    link_pages(response, request, entries, page.limit);
    return response;
}

// An account, and until when it is muted.
Answer muted(Context& context, Request const& request, db::Read& read) {
    auto page = page_in(request, usual_accounts, most_accounts);
    auto entries = blocks::muted(read, request.account(), page);
    auto accounts = Renderer(context, read, request.account()).accounts_by_id(accounts_of(entries));
    std::string body = "[";
    for (auto const& each : entries) {
        auto known = accounts.find(each.account);
        if (known == accounts.end()) continue;
        auto json = known->second;
        json.pop_back();
        body += (body.size() > 1 ? "," : "") + json + ",\"mute_expires_at\":" + (each.until ? "\"" + base::iso8601(each.until) + "\"" : "null") + "}";
    }
    auto response = http::json(body + "]");
    link_pages(response, request, entries, page.limit);
    return response;
}

Answer domains(Request const& request, db::Read& read) {
    auto page = page_in(request, usual_domains, most_domains);
    auto found = blocks::blocked_domains(read, request.account(), page);
    base::Json out;
    out.array();
    for (auto const& each : found) out.value(each.name);
    out.end();
    auto response = http::json(out.take());
    link_pages(response, request, found, page.limit);
    return response;
}

Answer change_domain(Request const& request, db::Write& write, bool on) {
    auto name = request.fields.text("domain");
    TRY(on ? blocks::block_domain(write, request.account(), name) : blocks::unblock_domain(write, request.account(), name));
    return http::json("{}");
}

}  // namespace

void add_relation_routes(Section api, Context& context) {
    constexpr http::Access block{Open::to_members, "write:blocks"}, mutes{Open::to_members, "write:mutes"};
    constexpr http::Access read_blocks{Open::to_members, "read:blocks"}, read_mutes{Open::to_members, "read:mutes"};
    api.post("/api/v1/accounts/:id/block", block, by(blocks::block)).says("Blocks somebody: nothing of one reaches the other");
    api.post("/api/v1/accounts/:id/unblock", block, by(blocks::unblock)).says("Takes a block back");
    api.post("/api/v1/accounts/:id/mute", mutes, mute).says("Mutes somebody")
        .takes_field("notifications", "boolean", "Also their notifications (usual)").takes_field("duration", "integer", "Seconds; 0: until it is taken back");
    api.post("/api/v1/accounts/:id/unmute", mutes, by(blocks::unmute)).says("Takes a mute back");
    api.get("/api/v1/blocks", read_blocks, [&context](Request const& request, db::Read& read) { return blocked(context, request, read); })
        .says("Whom one blocked");
    api.get("/api/v1/mutes", read_mutes, [&context](Request const& request, db::Read& read) { return muted(context, request, read); })
        .says("Whom one muted, and until when");
    api.get("/api/v1/domain_blocks", read_blocks, domains).says("Servers one blocked");
    api.post("/api/v1/domain_blocks", block, [](Request const& request, db::Write& write) { return change_domain(request, write, true); })
        .says("Blocks everybody of a server").takes_field("domain", "string", "Its name", true);
    api.remove("/api/v1/domain_blocks", block, [](Request const& request, db::Write& write) { return change_domain(request, write, false); })
        .says("Takes a server's block back").takes_field("domain", "string", "Its name", true);
}

}  // namespace mastodon
