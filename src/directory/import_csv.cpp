// CSV (RFC 4180) as rows of places, and places as CSV again.
#include "base/text.hpp"
#include "directory/import.hpp"
#include "directory/kept.hpp"
#include "directory/queries.hpp"
#include "directory/showing.hpp"
#include <algorithm>
#include <unordered_map>

namespace directory {

std::array<std::string_view, 30> const import_columns = {
    "identifier", "name", "specialty", "description", "street", "city", "region", "postal_code", "country", "latitude", "longitude", "phone", "email", "website", "time_zone",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "special_days", "languages", "access", "insurance", "price", "accepts_new", "active", "services"};

namespace {

struct Line { std::int64_t number; std::vector<std::string> cells; };

// Quoted cells may hold line ends; a quote in them is written twice.
std::vector<Line> lines_in(std::string_view text, char separator, std::vector<Fault>& faults) {
    std::vector<Line> made;
    Line line{1, {}};
    std::string cell;
    std::int64_t number = 1, quoted_since = 0;
    bool quoted = false, was_quoted = false;
    auto const end_cell = [&] {
        line.cells.push_back(std::move(cell));
        cell.clear();
        was_quoted = false;
    };
    auto const end_line = [&] {
        end_cell();
        if (line.cells.size() > 1 || !base::trim(line.cells[0]).empty()) made.push_back(std::move(line));
        line = {number, {}};
    };
    for (std::size_t i = 0; i < text.size() && made.size() <= most_import_rows + 1; ++i) {
        char const each = text[i];
        if (each == '\n') ++number;
        if (quoted) {
            if (each != '"') cell += each;
            else if (i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
            else quoted = false;
        } else if (each == '"' && cell.empty() && !was_quoted) quoted = was_quoted = true, quoted_since = number;
        else if (each == separator) end_cell();
        else if (each == '\n') end_line();
        else if (each != '\r') cell += each;
    }
    if (quoted) faults.push_back({quoted_since, "", "A quoted cell begins here and does not end."});
    if (!cell.empty() || !line.cells.empty()) end_line();
    return made;
}

// Spreadsheets run what begins like a formula: it is written with an apostrophe in front, which is taken away again.
bool looks_like_formula(std::string_view text) {
    if (text.empty()) return false;
    if (text[0] == '=' || text[0] == '@' || text[0] == '\t' || text[0] == '\r') return true;
    return (text[0] == '+' || text[0] == '-') && (text.size() < 2 || !((text[1] >= '0' && text[1] <= '9') || text[1] == ' ' || text[1] == '('));
}

std::string cell_of(std::string_view text) {
    std::string made = looks_like_formula(text) ? "'" + std::string(text) : std::string(text);
    if (made.find_first_of(",;\"\n\r") == made.npos) return made;
    std::string quoted = "\"";
    for (char each : made) quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
    return quoted + "\"";
}

std::string decimal(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6f", number);
    return text;
}

std::string_view truth(bool value) { return value ? "yes" : "no"; }

}  // namespace

std::string_view ImportRow::cell(std::string_view column) const {
    auto const found = std::ranges::find(cells, column, [](auto const& each) { return std::string_view(each.first); });
    return found == cells.end() ? std::string_view() : found->second;
}

std::string services_as_text(std::vector<Service> const& all) {
    std::string made;
    for (auto const& each : all) {
        auto const plain = [](std::string text) {
            for (auto& letter : text) letter = letter == '|' || letter == ';' ? ',' : letter;
            return text;
        };
        made += (made.empty() ? "" : "; ") + each.specialty + "|" + plain(each.name) + "|" + plain(each.price) + "|";
        std::string how;
        for (auto const& [is, word] : {std::pair(each.in_person, "in_person"), std::pair(each.video, "video"), std::pair(each.phone, "phone"), std::pair(each.by_referral, "referral")})
            if (is) how += (how.empty() ? "" : " ") + std::string(word);
        made += how;
    }
    return made;
}

std::vector<Service> services_in_text(std::string_view text) {
    std::vector<Service> made;
    for (auto each : base::split(text, ';')) {
        if (base::trim(each).empty()) continue;
        auto parts = base::split(each, '|');
        parts.resize(4);
        auto const how = words_of(parts[3]);
        auto const has = [&](std::string_view word) { return std::ranges::find(how, word) != how.end(); };
        Service service{.specialty = base::trim(parts[0]), .name = base::trim(parts[1]), .price = base::trim(parts[2])};
        service.video = has("video"), service.phone = has("phone"), service.by_referral = has("referral");
        service.in_person = has("in_person") || (!service.video && !service.phone);
        made.push_back(std::move(service));
    }
    return made;
}

ImportFile read_csv(std::string_view text) {
    ImportFile file;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    auto const first = text.substr(0, text.find('\n'));
    auto const lines = lines_in(text, std::ranges::count(first, ';') > std::ranges::count(first, ',') ? ';' : ',', file.faults);
    if (lines.empty()) {
        file.faults.push_back({1, "", "The file is empty."});
        return file;
    }
    std::vector<std::string> columns;
    for (auto const& each : lines[0].cells) {
        columns.push_back(base::fold(base::trim(each)));
        if (columns.back().empty()) continue;
        if (std::ranges::find(import_columns, columns.back()) == import_columns.end()) file.faults.push_back({1, base::shorten(columns.back(), 40), "There is no such column."});
        else if (std::ranges::count(columns, columns.back()) > 1) file.faults.push_back({1, columns.back(), "This column stands here twice."});
    }
    if (std::ranges::find(columns, "identifier") == columns.end()) file.faults.push_back({1, "identifier", "The first line names the columns, and one of them must be identifier."});
    if (lines.size() > most_import_rows + 1) file.faults.push_back({lines[most_import_rows + 1].number, "", "These are too many places for one file."});
    if (!file.faults.empty()) return file;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        ImportRow row{.line = lines[i].number};
        if (lines[i].cells.size() > columns.size()) file.faults.push_back({row.line, "", "This line has more cells than the first."});
        for (std::size_t k = 0; k < std::min(columns.size(), lines[i].cells.size()); ++k) {
            auto cell = base::trim(lines[i].cells[k]);
            if (cell.starts_with("'") && looks_like_formula(std::string_view(cell).substr(1))) cell.erase(0, 1);
            if (columns[k] == "identifier") row.identifier = cell;
            else if (columns[k] == "services") row.lists_services = true, row.services = services_in_text(cell);
            else if (!columns[k].empty()) row.cells.emplace_back(columns[k], std::move(cell));
        }
        file.rows.push_back(std::move(row));
    }
    return file;
}

std::string export_as_csv(db::Read& read, AccountId organization) {
    std::unordered_map<LocationId, std::string> identifiers;
    read.each(sql::identifiers_of, {organization}, [&](db::Row const& row) {
        if (row.view(0).empty()) identifiers.emplace(row.id<LocationId>(2), row.text(1));
    });
    std::string made;
    for (auto const column : import_columns) made += (made.empty() ? "" : ",") + std::string(column);
    made += "\r\n";
    for (auto const& each : all_locations_of(read, organization)) {
        auto const known = identifiers.find(each.id);
        std::vector<std::string> cells = {known == identifiers.end() ? each.id.text() : known->second, each.name, each.specialty, each.description, each.street, each.city, each.region, each.postal_code, each.country,
                                          decimal(each.position.latitude), decimal(each.position.longitude), each.phone, each.email, each.website, each.zone};
        for (int day = 1; day <= 7; ++day) {
            std::vector<Hours> hours;
            std::ranges::copy_if(each.hours, std::back_inserter(hours), [&](Hours const& span) { return span.day == day; });
            cells.push_back(hours_as_typed(hours));
        }
        for (auto const& text : {base::trim(exceptions_as_typed(each.exceptions)), joined(each.languages), joined(each.access), each.insurance, each.price}) cells.push_back(text);
        cells.emplace_back(truth(each.accepts_new));
        cells.emplace_back(truth(each.active));
        cells.push_back(services_as_text(services_of(read, each.id)));
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) line += (i ? "," : "") + cell_of(cells[i]);
        made += line + "\r\n";
    }
    return made;
}

}  // namespace directory
