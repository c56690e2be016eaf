// Lists of blocked servers as CSV (RFC 4180), as Mastodon exports and takes them.
#include "base/text.hpp"
#include "moderation/inside.hpp"
#include <algorithm>
#include <map>
#include <optional>

namespace moderation {

namespace {

constexpr std::size_t longest_file = 4 << 20, most_rows = 50'000;
constexpr std::string_view head = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate";

using Cells = std::vector<std::string>;

// All rows; nothing when a quote is never closed.
std::optional<std::vector<Cells>> rows_of(std::string_view text) {
    std::vector<Cells> rows;
    Cells row(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') row.back() += text[++i];
        else if (c == '"') quoted = !quoted;
        else if (quoted) row.back() += c;
        else if (c == ',') row.emplace_back();
        else if (c == '\n') rows.push_back(std::exchange(row, Cells(1)));
        else if (c != '\r') row.back() += c;
    }
    if (quoted) return std::nullopt;
    if (row.size() > 1 || !row.back().empty()) rows.push_back(std::move(row));
    return rows;
}

std::string cell(std::string_view text) {
    // A cell that begins so would be a formula to a spreadsheet.
    std::string safe(text);
    if (!safe.empty() && std::string_view("=+-@").contains(safe.front())) safe.insert(0, "'");
    if (safe.find_first_of(",\"\r\n") == safe.npos) return safe;
    std::string made = "\"";
    for (char c : safe) made += c == '"' ? "\"\"" : std::string(1, c);
    return made + "\"";
}

std::string_view truth(bool value) { return value ? "true" : "false"; }

bool is_true(std::string_view text) {
    auto plain = base::fold(base::trim(text));
    return plain == "true" || plain == "1" || plain == "yes";
}

// Which column holds what: by the first row, when it names them; else the first is the domain.
std::map<std::string, std::size_t> columns_in(std::vector<Cells>& rows) {
    std::map<std::string, std::size_t> columns{{"domain", 0}};
    if (rows.empty()) return columns;
    auto name = [](std::string_view text) {
        auto plain = base::trim(text);
        if (plain.starts_with("\xEF\xBB\xBF")) plain.erase(0, 3);
        return base::fold(plain.starts_with('#') ? plain.substr(1) : plain);
    };
    if (name(rows.front().front()) != "domain") return columns;
    for (std::size_t i = 0; i < rows.front().size(); ++i) columns[name(rows.front()[i])] = i;
    rows.erase(rows.begin());
    return columns;
}

}  // namespace

std::string domain_blocks_as_csv(db::Read& read) {
    std::string csv(head);
    csv += '\n';
    Page page{.limit = 500};
    for (auto some = domain_blocks(read, page); !some.empty(); some = domain_blocks(read, page)) {
        for (auto const& each : some) {
            csv += cell(each.domain) + ',' + std::string(text_of(each.severity)) + ',';
            csv += std::string(truth(each.reject_media)) + ',' + std::string(truth(each.reject_reports)) + ',';
            csv += cell(each.public_comment) + ',' + std::string(truth(each.obfuscate)) + '\n';
        }
        page.before = some.back().id.value;
    }
    return csv;
}

Result<Imported> import_domain_blocks(db::Write& write, AccountId by, std::string_view csv) {
    if (csv.size() > longest_file || !base::is_utf8(csv)) return refuse_field("file", "ERR_INVALID", "This is not a list of servers as CSV.");
    auto rows = rows_of(csv);
    if (!rows || rows->size() > most_rows) return refuse_field("file", "ERR_INVALID", "This is not a list of servers as CSV.");
    auto columns = columns_in(*rows);
    Imported imported;
    for (auto const& row : *rows) {
        auto in = [&](std::string const& name) {
            auto column = columns.find(name);
            return column == columns.end() || column->second >= row.size() ? std::string() : row[column->second];
        };
        auto typed = base::trim(in("domain"));
        if (typed.empty()) continue;
        auto severity = in("severity").empty() ? std::optional(DomainSeverity::suspend) : domain_severity_of(base::fold(base::trim(in("severity"))));
        DomainBlock block{.domain = typed, .severity = severity.value_or(DomainSeverity::suspend)};
        block.reject_media = is_true(in("reject_media"));
        block.reject_reports = is_true(in("reject_reports"));
        block.obfuscate = is_true(in("obfuscate"));
        block.public_comment = in("public_comment");
        auto name = domain_name(typed);
        // What moderators here decided about a server already stays.
        if (name && find_domain_block(write, *name)) ++imported.known;
        else if (severity && add_domain_block(write, by, block)) ++imported.added;
        else ++imported.faulty;
    }
    return imported;
}

}  // namespace moderation
