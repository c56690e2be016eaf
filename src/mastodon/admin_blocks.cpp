// Servers, addresses and mailboxes that are kept out, or let in by name.
#include "base/time.hpp"
#include "mastodon/admin.hpp"

namespace mastodon {

namespace {

using base::Json;
using moderation::BlockId, moderation::CanonicalEmailBlock, moderation::DomainAllow, moderation::DomainBlock, moderation::EmailDomainBlock, moderation::IpBlock;

void write_text_or_null(Json& out, std::string_view name, std::string_view text) {
    out.key(name);
    text.empty() ? out.null() : out.value(text);
}

void write_one(Json& out, DomainBlock const& block) {
    out.object().pair("id", block.id.text()).pair("domain", block.domain).pair("digest", block.digest()).pair("created_at", base::iso8601(block.created_at));
    out.pair("severity", text_of(block.severity)).pair("reject_media", block.reject_media).pair("reject_reports", block.reject_reports);
    write_text_or_null(out, "private_comment", block.private_comment);
    write_text_or_null(out, "public_comment", block.public_comment);
    out.pair("obfuscate", block.obfuscate).end();
}

void write_one(Json& out, DomainAllow const& allow) {
    out.object().pair("id", allow.id.text()).pair("domain", allow.domain).pair("created_at", base::iso8601(allow.created_at)).end();
}

void write_one(Json& out, IpBlock const& block) {
    out.object().pair("id", block.id.text()).pair("ip", block.network).pair("severity", text_of(block.severity)).pair("comment", block.comment);
    out.pair("created_at", base::iso8601(block.created_at)).key("expires_at");
    block.expires_at ? out.value(base::iso8601(block.expires_at)) : out.null();
    out.end();
}

void write_one(Json& out, EmailDomainBlock const& block) {
    out.object().pair("id", block.id.text()).pair("domain", block.domain).pair("created_at", base::iso8601(block.created_at));
    out.key("history").array();
    for (auto const& each : block.attempts)
        out.object().pair("day", std::to_string(each.day / base::second)).pair("accounts", std::to_string(each.addresses)).pair("uses", std::to_string(each.uses)).end();
    out.end().end();
}

void write_one(Json& out, CanonicalEmailBlock const& block) {
    out.object().pair("id", block.id.text()).pair("canonical_email_hash", block.hash).end();
}

auto writer = [](Json& out, auto const& entry) { write_one(out, entry); };

// The fields that a request names take the place of what was.
base::Result<DomainBlock> domain_block_in(Request const& request, DomainBlock block) {
    auto const& fields = request.fields;
    if (auto word = fields.maybe("severity")) {
        auto severity = moderation::domain_severity_of(*word);
        if (!severity) return base::refuse_field("severity", "ERR_INCLUSION", "Severity is not included in the list");
        block.severity = *severity;
    }
    auto take = [&](std::string_view name, bool& into) { into = fields.flag(name).value_or(into); };
    take("reject_media", block.reject_media);
    take("reject_reports", block.reject_reports);
    take("obfuscate", block.obfuscate);
    if (auto text = fields.maybe("private_comment")) block.private_comment = *text;
    if (auto text = fields.maybe("public_comment")) block.public_comment = *text;
    return block;
}

// Mastodon answers with the rule that is there already, so that the app can offer to change it.
Answer add_domain_block(Request const& request, db::Write& write) {
    auto wanted = TRY(domain_block_in(request, {}));
    wanted.domain = request.fields.text("domain");
    auto name = TRY(moderation::domain_name(wanted.domain));
    if (auto there = moderation::find_domain_block(write, name)) {
        Json out;
        out.object().pair("error", "An existing domain block already exists").key("existing_domain_block");
        write_one(out, *there);
        out.end();
        return http::json(out.take(), 422);
    }
    return admin_one(TRY(moderation::add_domain_block(write, request.account(), wanted)), writer);
}

base::Result<IpBlock> ip_block_in(Request const& request, IpBlock block, base::Time now) {
    auto const& fields = request.fields;
    if (auto text = fields.maybe("ip")) block.network = *text;
    if (auto text = fields.maybe("comment")) block.comment = *text;
    auto word = fields.text("severity");
    auto severity = moderation::ip_severity_of(word);
    if (!severity && (!word.empty() || !block.id)) return base::refuse_field("severity", word.empty() ? "ERR_BLANK" : "ERR_INCLUSION", "Severity is not included in the list");
    if (severity) block.severity = *severity;
    if (auto seconds = fields.integer("expires_in")) {
        constexpr std::int64_t longest = 100LL * 365 * 24 * 3600;
        if (*seconds < 0 || *seconds > longest) return base::refuse_field("expires_in", "ERR_INVALID", "Expires in is invalid");
        block.expires_at = *seconds ? now + *seconds * base::second : 0;
    }
    return block;
}

Answer change_ip_block(Request const& request, db::Write& write) {
    auto there = moderation::find_ip_block(write, TRY(id_of<BlockId>(request)));
    if (!there) return not_found();
    return admin_one(TRY(moderation::change_ip_block(write, request.account(), TRY(ip_block_in(request, *there, write.now)), request.address)), writer);
}

// The three routes that every kind has: list, one, delete.
template <class List, class Find, class Remove>
void add_kind(Section& api, std::string_view name, std::string_view read_scope, std::string_view write_scope, List list, Find find, Remove remove) {
    auto pattern = "/api/v1/admin/" + std::string(name);
    http::Access reading{Open::to_admins, read_scope}, writing{Open::to_admins, write_scope};
    api.get(pattern, reading, [list](Request const& request, db::Read& read) -> Answer {
        return admin_list(request, list(read, admin_page(request)), writer);
    });
    api.get(pattern + "/:id", reading, [find](Request const& request, db::Read& read) -> Answer {
        auto there = find(read, TRY(id_of<BlockId>(request)));
        if (!there) return not_found();
        return admin_one(*there, writer);
    });
    api.remove(pattern + "/:id", writing, [find, remove](Request const& request, db::Write& write) -> Answer {
        auto id = TRY(id_of<BlockId>(request));
        if (!find(write, id)) return not_found();
        TRY(remove(write, request.account(), id));
        return http::json("{}");
    });
}

void add_domain_routes(Section& api) {
    constexpr http::Access blocking{Open::to_admins, "admin:write:domain_blocks"}, allowing{Open::to_admins, "admin:write:domain_allows"};
    add_kind(api, "domain_blocks", "admin:read:domain_blocks", "admin:write:domain_blocks", moderation::domain_blocks,
             [](db::Read& read, BlockId id) { return moderation::find_domain_block(read, id); }, moderation::remove_domain_block);
    api.post("/api/v1/admin/domain_blocks", blocking, add_domain_block).says("Limits another server")
        .takes_field("domain", "string", "Its name", true).takes_field("severity", "string", "silence, suspend or noop");
    api.put("/api/v1/admin/domain_blocks/:id", blocking, [](Request const& request, db::Write& write) -> Answer {
        auto there = moderation::find_domain_block(write, TRY(id_of<BlockId>(request)));
        if (!there) return not_found();
        return admin_one(TRY(moderation::change_domain_block(write, request.account(), TRY(domain_block_in(request, *there)))), writer);
    }).says("Changes how another server is limited");

    add_kind(api, "domain_allows", "admin:read:domain_allows", "admin:write:domain_allows", moderation::domain_allows,
             moderation::find_domain_allow, moderation::disallow_domain);
    api.post("/api/v1/admin/domain_allows", allowing, [](Request const& request, db::Write& write) -> Answer {
        return admin_one(TRY(moderation::allow_domain(write, request.account(), request.fields.text("domain"))), writer);
    }).says("Lets another server in by name");
}

void add_ip_routes(Section& api) {
    constexpr http::Access writing{Open::to_admins, "admin:write:ip_blocks"};
    add_kind(api, "ip_blocks", "admin:read:ip_blocks", "admin:write:ip_blocks", moderation::ip_blocks,
             [](db::Read& read, BlockId id) { return moderation::find_ip_block(read, id); }, moderation::remove_ip_block);
    api.post("/api/v1/admin/ip_blocks", writing, [](Request const& request, db::Write& write) -> Answer {
        auto wanted = TRY(ip_block_in(request, {}, write.now));
        return admin_one(TRY(moderation::add_ip_block(write, request.account(), wanted, request.address)), writer);
    }).says("Keeps an address or a network out")
        .takes_field("ip", "string", "192.0.2.7 or 2001:db8::/32", true)
        .takes_field("severity", "string", "sign_up_requires_approval, sign_up_block or no_access", true)
        .takes_field("expires_in", "integer", "For how many seconds");
    api.put("/api/v1/admin/ip_blocks/:id", writing, change_ip_block).says("Changes how an address is kept out");
}

void add_email_routes(Section& api) {
    constexpr http::Access by_domain{Open::to_admins, "admin:write:email_domain_blocks"}, by_hash{Open::to_admins, "admin:write:canonical_email_blocks"};
    add_kind(api, "email_domain_blocks", "admin:read:email_domain_blocks", "admin:write:email_domain_blocks", moderation::email_domain_blocks,
             moderation::find_email_domain_block, moderation::unblock_email_domain);
    api.post("/api/v1/admin/email_domain_blocks", by_domain, [](Request const& request, db::Write& write) -> Answer {
        return admin_one(TRY(moderation::block_email_domain(write, request.account(), request.fields.text("domain"))), writer);
    }).says("Nobody signs up with a mailbox of this domain");

    add_kind(api, "canonical_email_blocks", "admin:read:canonical_email_blocks", "admin:write:canonical_email_blocks", moderation::canonical_email_blocks,
             moderation::find_canonical_email_block, moderation::unblock_email);
    api.post("/api/v1/admin/canonical_email_blocks", by_hash, [](Request const& request, db::Write& write) -> Answer {
        auto const& fields = request.fields;
        return admin_one(TRY(moderation::block_email(write, request.account(), fields.text("email"), fields.text("canonical_email_hash"))), writer);
    }).says("Nobody signs up with this mailbox");
    // Asks, though it is a POST: the address must not stand in a log of addresses asked for.
    api.post("/api/v1/admin/canonical_email_blocks/test", {Open::to_admins, "admin:read:canonical_email_blocks"}, [](Request const& request, db::Write& write) -> Answer {
        auto email = request.fields.text("email");
        if (email.empty()) return base::refuse_field("email", "ERR_BLANK", "Email can't be blank");
        return admin_list(request, moderation::blocks_of_email(write, email), writer);
    }).says("Which blocks a mailbox meets");
}

}  // namespace

void add_admin_block_routes(Section api, Context&) {
    add_domain_routes(api);
    add_ip_routes(api);
    add_email_routes(api);
}

}  // namespace mastodon
