// One PostgreSQL connection with its prepared statements. Used by one thread at a time. Private to db.
#pragma once
#include "db/engine.hpp"
#include <chrono>
#include <libpq-fe.h>
#include <unordered_map>

namespace db {

// Throws when the address would send data over a network without TLS.
void refuse_plaintext(std::string const& address);

// What became of the connection's transaction; each kind has its own way on.
enum class Trouble {
    none,
    refused,   // the statement cannot be done: roll back, tell
    unique,    // like refused, but perhaps a conflict that showed as a broken constraint
    conflict,  // roll back and run again
    deadline,  // the connection is given up; what it did is unknown
    lost,      // the same, and the server is gone
};

class PostgresConnection {
public:
    using Deadline = std::chrono::milliseconds;
    PostgresConnection(std::string const& address, Deadline, bool throwaway);  // throws Broken
    ~PostgresConnection();
    PostgresConnection(PostgresConnection const&) = delete;

    std::string execute(std::string const& script);  // the last command's tag: "COMMIT"
    std::int64_t run(Query const&, Arguments);
    void each(Query const&, Arguments, std::function<void(Row const&)> const&);
    void prepare_only(Query const& query) { prepared(query); }

    void set_deadline(Deadline deadline) { deadline_ = deadline; }
    Trouble trouble() const { return trouble_; }
    std::exception_ptr what_was_thrown() const { return thrown_; }
    void forget_trouble() { trouble_ = Trouble::none, thrown_ = nullptr; }
    bool usable() const { return trouble_ != Trouble::deadline && trouble_ != Trouble::lost; }

    int socket() const { return PQsocket(handle_); }
    bool take_notifications();  // whether another connection sent any

private:
    struct Statement {
        std::string text;  // as it was asked for: an address alone could have been used again for another text
        std::string name;
        int takes = 0;
    };
    struct ClearResult {
        void operator()(PGresult* result) const { PQclear(result); }
    };
    using Result = std::unique_ptr<PGresult, ClearResult>;
    using Moment = std::chrono::steady_clock::time_point;

    void connect(std::string const& address);
    Statement const& prepared(Query const&);
    Result ask(Query const&, Arguments);
    void wait_for(short events, Moment until, std::string_view what);
    Result finish(std::string_view what, int sent);
    [[noreturn]] void fail(Trouble, Broken::Kind, std::string const& detail);
    [[noreturn]] void fail_with(PGresult const*, std::string_view what);

    PGconn* handle_ = nullptr;
    Deadline deadline_;
    Trouble trouble_ = Trouble::none;  // of the transaction under way, with what was thrown
    std::exception_ptr thrown_;
    std::unordered_map<char const*, Statement> statements_;  // by the address of the query's text, which is a constant
    int prepared_count_ = 0;
    std::string texts_;                 // the arguments of the statement under way, each ended by a zero
    std::vector<char const*> values_;
    std::string list_;
};

}  // namespace db
