// One SQLite connection with its prepared statements. Used by one thread at a time. Private to db.
#pragma once
#include "db/engine.hpp"
#include <sqlite3.h>
#include <unordered_map>

namespace db {

class SqliteConnection {
public:
    enum class Access { reads, writes };
    SqliteConnection(std::string const& file, Access, bool throwaway = false);
    ~SqliteConnection();
    SqliteConnection(SqliteConnection const&) = delete;

    void execute(char const* script);
    void execute(std::string const& script) { execute(script.c_str()); }
    std::int64_t run(Query const&, Arguments);
    void each(Query const&, Arguments, std::function<void(Row const&)> const&);

    void prepare_only(Query const& query) { prepared(query); }

    sqlite3* handle() const { return handle_; }
    bool in_transaction() const { return !sqlite3_get_autocommit(handle_); }

private:
    struct Statement {
        std::string text;  // as it was asked for: an address alone could have been used again for another text
        sqlite3_stmt* handle = nullptr;
        std::vector<int> argument_of;  // SQLite's parameter (from 0) -> ours (from 0)
        int takes = 0;
        bool reads_only = false;
        bool busy = false;  // inside its own row callback
    };
    struct Use;

    Statement& prepared(Query const&);
    Statement prepare(Query const&);
    void bind(Query const&, Statement&, Arguments);
    [[noreturn]] void fail(std::string_view what) const;

    sqlite3* handle_ = nullptr;
    std::unordered_map<char const*, Statement> statements_;  // by the address of the query's text, which is a constant
    std::string scratch_;
};

}  // namespace db
