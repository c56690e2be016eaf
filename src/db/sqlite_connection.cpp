// Speaks to sqlite3: prepares once, binds by name, turns its codes into Broken.
#include "db/sqlite_connection.hpp"
#include <algorithm>
#include <cstdlib>

namespace db {
namespace {

class SqliteRow final : public WideRow {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
    double real(int column) const override { return sqlite3_column_double(statement_, column); }
    std::string_view view(int column) const override {
        auto text = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
        return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view{};
    }
    int columns() const override { return sqlite3_column_count(statement_); }

private:
    sqlite3_stmt* statement_;
};

// Memory statistics take a global lock at every allocation, which is felt with many readers.
void configure_once() {
    static int const configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)configured;
}

}  // namespace

SqliteConnection::SqliteConnection(std::string const& file, Access access, bool throwaway) {
    configure_once();
    int flags = access == Access::writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    try {
        if (code != SQLITE_OK) fail("open " + file);
        sqlite3_busy_timeout(handle_, 5000);
        execute("PRAGMA mmap_size=0; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;"
                "PRAGMA wal_autocheckpoint=0; PRAGMA trusted_schema=OFF");
        if (access == Access::writes) {
            execute("PRAGMA journal_mode=WAL");
            execute(throwaway ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
        } else {
            execute("PRAGMA query_only=ON");
        }
    } catch (...) {
        sqlite3_close(handle_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    for (auto& [text, statement] : statements_) sqlite3_finalize(statement.handle);
    sqlite3_close(handle_);
}

void SqliteConnection::fail(std::string_view what) const {
    using enum Broken::Kind;
    int extended = sqlite3_extended_errcode(handle_);
    auto kind = other;
    switch (extended & 0xff) {
        case SQLITE_FULL: kind = full; break;
        case SQLITE_CONSTRAINT: kind = constraint; break;
        case SQLITE_BUSY: case SQLITE_LOCKED: kind = busy; break;
    }
    throw Broken(kind, std::string(what) + ": " + sqlite3_errmsg(handle_) + " (" + std::to_string(extended) + ")");
}

void SqliteConnection::execute(char const* script) {
    if (sqlite3_exec(handle_, script, nullptr, nullptr, nullptr) != SQLITE_OK) fail("execute");
}

SqliteConnection::Statement SqliteConnection::prepare(Query const& query) {
    Statement made;
    made.text = query.text;
    auto expanded = spelled(query.text, sqlite_spelling);
    char const* rest = nullptr;
    if (sqlite3_prepare_v3(handle_, expanded.c_str(), static_cast<int>(expanded.size() + 1), SQLITE_PREPARE_PERSISTENT,
                           &made.handle, &rest) != SQLITE_OK)
        fail(query.name);
    made.reads_only = sqlite3_stmt_readonly(made.handle);
    for (int i = 1; i <= sqlite3_bind_parameter_count(made.handle); ++i) {
        auto name = sqlite3_bind_parameter_name(made.handle, i);
        int number = name && *name == '$' ? std::atoi(name + 1) : 0;
        if (number < 1) {
            sqlite3_finalize(made.handle);
            throw Broken(Broken::Kind::other, std::string(query.name) + ": parameters are $1, $2, ...");
        }
        made.argument_of.push_back(number - 1);
        made.takes = std::max(made.takes, number);
    }
    return made;
}

SqliteConnection::Statement& SqliteConnection::prepared(Query const& query) {
    auto found = statements_.find(query.text.data());
    if (found != statements_.end()) {
        if (found->second.text == query.text) return found->second;
        if (found->second.busy) throw Broken(Broken::Kind::other, std::string(query.name) + ": its text changed while it ran");
        sqlite3_finalize(found->second.handle);
        statements_.erase(found);
    }
    return statements_.emplace(query.text.data(), prepare(query)).first->second;
}

// Lends a statement: the cached one, or one of its own when a row callback asks the same question again.
struct SqliteConnection::Use {
    Use(SqliteConnection& connection, Query const& query) : statement(&connection.prepared(query)) {
        if (statement->busy) {
            spare = connection.prepare(query);
            statement = &spare;
        }
        statement->busy = true;
    }
    ~Use() {
        sqlite3_reset(statement->handle);
        statement->busy = false;
        sqlite3_finalize(spare.handle);
    }
    Statement* statement;
    Statement spare;
};

void SqliteConnection::bind(Query const& query, Statement& statement, Arguments arguments) {
    if (arguments.size() != static_cast<std::size_t>(statement.takes)) refuse_argument_count(query, statement.takes, arguments.size());
    for (int i = 0; i < static_cast<int>(statement.argument_of.size()); ++i) {
        auto* handle = statement.handle;
        int code = std::visit([&](auto const& held) {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, std::monostate>) {
                return sqlite3_bind_null(handle, i + 1);
            } else if constexpr (std::is_same_v<T, double>) {
                return sqlite3_bind_double(handle, i + 1, held);
            } else if constexpr (std::is_same_v<T, std::string_view>) {
                if (held.contains('\0')) throw Broken(Broken::Kind::other, std::string(query.name) + ": a text holds a zero byte");
                // A null pointer would bind NULL; the caller keeps the text alive until the statement has run.
                return sqlite3_bind_text64(handle, i + 1, held.data() ? held.data() : "", held.size(), SQLITE_STATIC, SQLITE_UTF8);
            } else if constexpr (std::is_same_v<T, List const*>) {
                write_list(scratch_, *held, '[', ']');
                return sqlite3_bind_text64(handle, i + 1, scratch_.data(), scratch_.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
            } else {
                return sqlite3_bind_int64(handle, i + 1, held);
            }
        }, arguments.begin()[statement.argument_of[static_cast<std::size_t>(i)]].held());
        if (code != SQLITE_OK) fail(query.name);
    }
}

std::int64_t SqliteConnection::run(Query const& query, Arguments arguments) {
    Use use(*this, query);
    bind(query, *use.statement, arguments);
    int code;
    while ((code = sqlite3_step(use.statement->handle)) == SQLITE_ROW) {}
    if (code != SQLITE_DONE) fail(query.name);
    return use.statement->reads_only ? 0 : sqlite3_changes64(handle_);
}

void SqliteConnection::each(Query const& query, Arguments arguments, std::function<void(Row const&)> const& take) {
    Use use(*this, query);
    bind(query, *use.statement, arguments);
    SqliteRow row(use.statement->handle);
    int code;
    while ((code = sqlite3_step(use.statement->handle)) == SQLITE_ROW) take(row);
    if (code != SQLITE_DONE) fail(query.name);
}

}  // namespace db
