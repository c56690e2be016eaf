// Other servers: which are silenced or refused, and which are allowed by name.
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include <memory>
#include <unicode/uidna.h>

namespace moderation {

namespace {

constexpr std::array<std::string_view, 3> severities{"silence", "suspend", "noop"};
constexpr int longest_comment = 2000;
constexpr std::size_t longest_domain = 253;

std::string target_of(std::string_view domain) { return "domain:" + std::string(domain); }

DomainBlock block_of(db::Row const& row) {
    DomainBlock block;
    block.id = row.id<BlockId>(0);
    block.domain = row.text(1);
    block.severity = domain_severity_of(row.view(2)).value_or(DomainSeverity::suspend);
    block.reject_media = row.boolean(3);
    block.reject_reports = row.boolean(4);
    block.obfuscate = row.boolean(5);
    block.private_comment = row.text(6);
    block.public_comment = row.text(7);
    block.created_at = row.integer(8);
    return block;
}

DomainAllow allow_of(db::Row const& row) { return {row.id<BlockId>(0), row.text(1), row.integer(2)}; }

auto no_domain() { return refuse_field("domain", "ERR_INVALID", "This is not the name of a server: write it like server.example."); }

// UTS 46: one spelling for a name in any script and case.
std::string in_ascii(std::string_view name) {
    UErrorCode code = U_ZERO_ERROR;
    std::unique_ptr<UIDNA, decltype(&uidna_close)> idna(uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &code), uidna_close);
    if (U_FAILURE(code)) return {};
    char ascii[longest_domain + 3];
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    auto size = uidna_nameToASCII_UTF8(idna.get(), name.data(), static_cast<std::int32_t>(name.size()), ascii, sizeof ascii, &info, &code);
    if (U_FAILURE(code) || info.errors || size <= 0 || static_cast<std::size_t>(size) > longest_domain) return {};
    return {ascii, static_cast<std::size_t>(size)};
}

bool is_host(std::string_view name) {
    if (name.empty() || name.find('.') == name.npos) return false;
    for (auto label : base::split(name, '.')) {
        bool plain = std::ranges::all_of(label, [](unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
        if (label.empty() || label.size() > 63 || !plain || label.front() == '-' || label.back() == '-') return false;
    }
    return true;
}

Result<DomainBlock> tidy_block(DomainBlock block) {
    block.private_comment = TRY(tidy(block.private_comment, "private_comment", longest_comment));
    block.public_comment = TRY(tidy(block.public_comment, "public_comment", longest_comment));
    return block;
}

// What is said of a host itself, else of the nearest domain it belongs to.
template <class Find>
auto nearest(std::string_view host, Find find) -> decltype(find(host)) {
    auto name = domain_name(host);
    if (!name) return std::nullopt;
    for (std::string_view at = *name; !at.empty();) {
        if (auto found = find(at)) return found;
        auto dot = at.find('.');
        at = dot == at.npos ? std::string_view() : at.substr(dot + 1);
    }
    return std::nullopt;
}

void changed(db::Write& write, AccountId by, std::string_view act, DomainBlock const& block) {
    record(write, by, act, target_of(block.domain), text_of(block.severity));
    write.emit(DomainsChanged{block.id.value});
}

}  // namespace

std::string_view text_of(DomainSeverity severity) { return name_of(severities, severity); }
std::optional<DomainSeverity> domain_severity_of(std::string_view text) { return named<DomainSeverity>(severities, text); }

// Every other letter of what makes the name known, so that a public list does not lead anybody there.
std::string DomainBlock::public_name() const {
    if (!obfuscate) return domain;
    auto hidden = domain;
    auto visible = std::max<std::size_t>(hidden.size() / 4, 1);
    for (auto i = visible; i + visible < hidden.size(); ++i)
        if (hidden[i] != '.') hidden[i] = '*';
    return hidden;
}

std::string DomainBlock::digest() const { return crypto::hex(crypto::sha256(domain)); }

Result<std::string> domain_name(std::string_view typed) {
    if (typed.size() > 2000) return no_domain();
    auto name = base::trim(typed);
    while (name.ends_with('.')) name.pop_back();  // the root's dot
    if (name.find_first_of("/@:?#% \t\\") != name.npos) return no_domain();
    auto ascii = in_ascii(name);
    if (!is_host(ascii)) return no_domain();
    return ascii;
}

Result<DomainBlock> add_domain_block(db::Write& write, AccountId by, DomainBlock const& wanted) {
    auto block = TRY(tidy_block(wanted));
    block.domain = TRY(domain_name(wanted.domain));
    if (find_domain_block(write, block.domain)) return refuse_field("domain", "ERR_TAKEN", "There is a rule for this domain already.");
    block.id = write.new_id<BlockId>();
    block.created_at = write.now;
    write.run(sql::insert_domain_block, {block.id, block.domain, text_of(block.severity), block.reject_media, block.reject_reports, block.obfuscate,
                                         block.private_comment, block.public_comment, write.now});
    changed(write, by, "domain_block.add", block);
    return block;
}

Result<DomainBlock> change_domain_block(db::Write& write, AccountId by, DomainBlock const& wanted) {
    auto block = TRY(tidy_block(wanted));
    if (!write.run(sql::update_domain_block, {block.id, text_of(block.severity), block.reject_media, block.reject_reports, block.obfuscate,
                                              block.private_comment, block.public_comment}))
        return refuse(Why::not_found, "There is no such rule.");
    block = *find_domain_block(write, block.id);
    changed(write, by, "domain_block.change", block);
    return block;
}

Result<Done> remove_domain_block(db::Write& write, AccountId by, BlockId id) {
    auto block = find_domain_block(write, id);
    if (!block) return refuse(Why::not_found, "There is no such rule.");
    write.run(sql::delete_domain_block, {id});
    changed(write, by, "domain_block.remove", *block);
    return Done{};
}

std::optional<DomainBlock> find_domain_block(db::Read& read, BlockId id) { return read.one(sql::domain_block, {id}, block_of); }
std::optional<DomainBlock> find_domain_block(db::Read& read, std::string_view domain) { return read.one(sql::domain_block_by_name, {domain}, block_of); }
std::vector<DomainBlock> domain_blocks(db::Read& read, Page page) { return page_of(read, sql::domain_blocks_newest, sql::domain_blocks_after, page, block_of); }
std::vector<DomainBlock> public_domain_blocks(db::Read& read) { return read.rows(sql::domain_blocks_that_matter, {}, block_of); }

std::optional<DomainBlock> block_for(db::Read& read, std::string_view host) {
    return nearest(host, [&](std::string_view domain) { return find_domain_block(read, domain); });
}

bool is_domain_allowed(db::Read& read, std::string_view host) {
    return nearest(host, [&](std::string_view domain) { return read.one(sql::domain_allow_by_name, {domain}, allow_of); }).has_value();
}

Result<DomainAllow> allow_domain(db::Write& write, AccountId by, std::string_view typed) {
    auto domain = TRY(domain_name(typed));
    auto id = write.new_id<BlockId>();
    // Allowed twice is allowed once.
    if (!write.run(sql::insert_domain_allow, {id, domain, write.now})) return *write.one(sql::domain_allow_by_name, {domain}, allow_of);
    record(write, by, "domain_allow.add", target_of(domain));
    write.emit(DomainsChanged{id.value});
    return DomainAllow{id, domain, write.now};
}

Result<Done> disallow_domain(db::Write& write, AccountId by, BlockId id) {
    auto allow = find_domain_allow(write, id);
    if (!allow) return refuse(Why::not_found, "There is no such domain.");
    write.run(sql::delete_domain_allow, {id});
    record(write, by, "domain_allow.remove", target_of(allow->domain));
    write.emit(DomainsChanged{id.value});
    return Done{};
}

std::optional<DomainAllow> find_domain_allow(db::Read& read, BlockId id) { return read.one(sql::domain_allow, {id}, allow_of); }
std::vector<DomainAllow> domain_allows(db::Read& read, Page page) { return page_of(read, sql::domain_allows_newest, sql::domain_allows_after, page, allow_of); }

}  // namespace moderation
