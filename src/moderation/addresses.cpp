// Network addresses: which may not come in, and which may not sign up.
#include "base/text.hpp"
#include "base/time.hpp"
#include "http/addresses.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include <atomic>
#include <charconv>
#include <mutex>
#include <shared_mutex>

namespace moderation {

namespace {

constexpr std::array<std::string_view, 3> severities{"sign_up_requires_approval", "sign_up_block", "no_access"};
constexpr int longest_comment = 2000, bits_of_four = 32, bits_of_six = 128;

struct Network {
    http::Address address{};
    int bits = bits_of_six;  // of the 128
    bool is_four() const {
        constexpr http::Address mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
        return std::equal(mapped.begin(), mapped.begin() + 12, address.begin());
    }
    bool holds(http::Address const& other) const {
        auto bytes = static_cast<std::size_t>(bits / 8), rest = static_cast<std::size_t>(bits % 8);
        if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(bytes), other.begin())) return false;
        return rest == 0 || ((address[bytes] ^ other[bytes]) >> (8 - rest)) == 0;
    }
};

// "192.0.2.0/24", "2001:db8::/32", or a single address; what lies behind the network's bits is cleared.
std::optional<Network> network_of(std::string_view text) {
    auto slash = text.find('/');
    auto name = text.substr(0, slash);
    bool six = name.find(':') != name.npos;
    // A port or brackets belong to other things than networks.
    if (name.empty() || name.size() > 45 || name.starts_with('[') || std::ranges::count(name, ':') == 1) return std::nullopt;
    auto address = http::parse_address(name);
    if (!address) return std::nullopt;
    int const most = six ? bits_of_six : bits_of_four;
    int bits = most;
    if (slash != text.npos) {
        auto digits = text.substr(slash + 1);
        auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (fault != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > most) return std::nullopt;
    }
    Network network{*address, six ? bits : bits + bits_of_six - bits_of_four};
    for (int bit = network.bits; bit < bits_of_six; ++bit)
        network.address[static_cast<std::size_t>(bit / 8)] &= static_cast<unsigned char>(~(0x80u >> (bit % 8)));
    return network;
}

std::string text_of(Network const& network) {
    auto bits = network.is_four() && network.bits >= bits_of_six - bits_of_four ? network.bits - (bits_of_six - bits_of_four) : network.bits;
    return http::address_text(network.address) + "/" + std::to_string(bits);
}

IpBlock block_of(db::Row const& row) {
    return {row.id<BlockId>(0), row.text(1), ip_severity_of(row.view(2)).value_or(IpSeverity::no_access), row.text(3), row.integer(4), row.integer(5)};
}

std::string target_of(IpBlock const& block) { return "ip:" + block.network; }

Result<IpBlock> tidy_block(db::Read& read, IpBlock block, std::string_view own) {
    auto network = network_of(base::trim(std::string_view(block.network).substr(0, 100)));
    if (!network || block.network.size() > 100) return refuse_field("ip", "ERR_INVALID", "Write an address or a network, like 192.0.2.7 or 2001:db8::/32.");
    block.network = text_of(*network);
    block.comment = TRY(tidy(block.comment, "comment", longest_comment));
    if (block.expires_at && block.expires_at <= read.now) return refuse_field("expires_in", "ERR_INVALID", "This moment has passed.");
    // Behind a proxy that is not trusted everybody has one address: such a mistake would end everything, its undoing too.
    auto from = http::parse_address(own);
    if (block.severity == IpSeverity::no_access && from && network->holds(*from))
        return refuse_field("ip", "ERR_INVALID", "You would shut yourself out: this is where you are now.");
    return block;
}

}  // namespace

std::string_view text_of(IpSeverity severity) { return name_of(severities, severity); }
std::optional<IpSeverity> ip_severity_of(std::string_view text) { return named<IpSeverity>(severities, text); }

Result<std::string> network_name(std::string_view typed) {
    auto network = typed.size() <= 100 ? network_of(base::trim(typed)) : std::nullopt;
    if (!network) return refuse_field("ip", "ERR_INVALID", "Write an address or a network, like 192.0.2.7 or 2001:db8::/32.");
    return text_of(*network);
}

Result<IpBlock> add_ip_block(db::Write& write, AccountId by, IpBlock const& wanted, std::string_view own) {
    auto block = TRY(tidy_block(write, wanted, own));
    if (find_ip_block(write, block.network)) return refuse_field("ip", "ERR_TAKEN", "There is a rule for this network already.");
    block.id = write.new_id<BlockId>();
    block.created_at = write.now;
    write.run(sql::insert_ip_block, {block.id, block.network, text_of(block.severity), block.comment, write.now, block.expires_at});
    record(write, by, "ip_block.add", target_of(block), text_of(block.severity));
    write.emit(AddressesChanged{block.id.value});
    return block;
}

Result<IpBlock> change_ip_block(db::Write& write, AccountId by, IpBlock const& wanted, std::string_view own) {
    auto block = TRY(tidy_block(write, wanted, own));
    if (auto other = find_ip_block(write, block.network); other && other->id != block.id)
        return refuse_field("ip", "ERR_TAKEN", "There is a rule for this network already.");
    if (!write.run(sql::update_ip_block, {block.id, block.network, text_of(block.severity), block.comment, block.expires_at}))
        return refuse(Why::not_found, "There is no such rule.");
    record(write, by, "ip_block.change", target_of(block), text_of(block.severity));
    write.emit(AddressesChanged{block.id.value});
    return *find_ip_block(write, block.id);
}

Result<Done> remove_ip_block(db::Write& write, AccountId by, BlockId id) {
    auto block = find_ip_block(write, id);
    if (!block) return refuse(Why::not_found, "There is no such rule.");
    write.run(sql::delete_ip_block, {id});
    record(write, by, "ip_block.remove", target_of(*block));
    write.emit(AddressesChanged{id.value});
    return Done{};
}

std::optional<IpBlock> find_ip_block(db::Read& read, BlockId id) { return read.one(sql::ip_block, {id}, block_of); }
std::optional<IpBlock> find_ip_block(db::Read& read, std::string_view network) { return read.one(sql::ip_block_by_network, {network}, block_of); }
std::vector<IpBlock> ip_blocks(db::Read& read, Page page) { return page_of(read, sql::ip_blocks_newest, sql::ip_blocks_after, page, block_of); }

std::optional<IpSeverity> severity_for(db::Read& read, std::string_view text) {
    auto address = http::parse_address(text);
    std::optional<IpSeverity> worst;
    if (!address) return worst;
    read.each(sql::ip_blocks_in_force, {read.now}, [&](db::Row const& row) {
        auto network = network_of(row.view(0));
        auto severity = ip_severity_of(row.view(1));
        if (network && severity && network->holds(*address) && (!worst || *severity > *worst)) worst = severity;
    });
    return worst;
}

struct Gate::Inside {
    struct Closed { Network network; base::Time expires_at = 0; };
    explicit Inside(db::Database& opened) : database(opened) {}
    db::Database& database;
    std::atomic<bool> anything{false};  // so that a server without blocks reads no address
    mutable std::shared_mutex mutex;
    std::vector<Closed> closed;  // guarded by mutex
};

Gate::Gate(db::Database& database) : inside_(std::make_unique<Inside>(database)) {}
Gate::~Gate() = default;

bool Gate::lets_in(std::string_view text) const {
    if (!inside_->anything.load(std::memory_order_relaxed)) return true;
    auto address = http::parse_address(text);
    if (!address) return true;
    auto now = base::clock_now();
    std::shared_lock lock(inside_->mutex);
    return std::ranges::none_of(inside_->closed, [&](auto const& each) { return (!each.expires_at || each.expires_at > now) && each.network.holds(*address); });
}

void Gate::load() {
    auto found = inside_->database.read([](db::Read& read) {
        std::vector<Inside::Closed> closed;
        read.each(sql::ip_blocks_in_force, {read.now}, [&](db::Row const& row) {
            if (row.view(1) != text_of(IpSeverity::no_access)) return;
            if (auto network = network_of(row.view(0))) closed.push_back({*network, row.integer(2)});
        });
        return closed;
    });
    std::unique_lock lock(inside_->mutex);
    inside_->closed = std::move(found);
    inside_->anything = !inside_->closed.empty();
}

}  // namespace moderation
