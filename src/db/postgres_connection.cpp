// Speaks to libpq without ever blocking past our own deadline: a paused server keeps acknowledging TCP, so that no
// time-out of the system would notice it.
#include "db/postgres_connection.hpp"
#include <algorithm>
#include <charconv>
#include <cstring>
#include <poll.h>

namespace db {
namespace {

using Clock = std::chrono::steady_clock;
constexpr Oid boolean_type = 16;

class PostgresRow final : public WideRow {
public:
    explicit PostgresRow(PGresult* result) : result_(result) {}
    bool is_null(int column) const override { return PQgetisnull(result_, row, column); }
    std::int64_t integer(int column) const override {
        auto text = view(column);
        if (PQftype(result_, column) == boolean_type) return text == "t";
        return parsed<std::int64_t>(text);
    }
    double real(int column) const override { return parsed<double>(view(column)); }
    std::string_view view(int column) const override {
        return {PQgetvalue(result_, row, column), static_cast<std::size_t>(PQgetlength(result_, row, column))};
    }
    int columns() const override { return PQnfields(result_); }

    int row = 0;

private:
    template <class Number>
    static Number parsed(std::string_view text) {
        Number number{};
        std::from_chars(text.data(), text.data() + text.size(), number);
        return number;
    }
    PGresult* result_;
};

bool is_local(std::string_view host) {
    return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" || host.starts_with("127.") || host == "::1";
}

// The highest $n outside quotes and comments; spelled() has the same idea of both.
int highest_parameter(std::string_view text) {
    int highest = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\'') i = std::min(text.find('\'', i + 1), text.size());
        else if (text.substr(i).starts_with("--")) i = std::min(text.find('\n', i), text.size());
        else if (text[i] == '$') {
            int number = 0;
            std::from_chars(text.data() + i + 1, text.data() + text.size(), number);
            highest = std::max(highest, number);
        }
    }
    return highest;
}

struct Cause {
    Trouble trouble;
    Broken::Kind kind;
};

Cause cause_of(std::string_view state) {
    using enum Broken::Kind;
    if (state == "40001" || state == "40P01") return {Trouble::conflict, busy};
    if (state == "23505" || state == "23P01") return {Trouble::unique, constraint};
    if (state.starts_with("23")) return {Trouble::refused, constraint};
    if (state == "53100") return {Trouble::refused, full};
    if (state == "57014") return {Trouble::deadline, deadline};
    if (state == "55P03") return {Trouble::refused, busy};
    // Shutting down, starting up or overrun: it, or the server that takes over, may answer the next attempt.
    if (state.empty() || state.starts_with("08") || state.starts_with("57P") || state.starts_with("53"))
        return {Trouble::lost, other};
    return {Trouble::refused, other};
}

}  // namespace

void refuse_plaintext(std::string const& address) {
    char* message = nullptr;
    std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> given(PQconninfoParse(address.c_str(), &message), PQconninfoFree);
    if (!given) {
        std::string detail = message ? message : "";
        PQfreemem(message);
        throw Broken(Broken::Kind::other, "The database address cannot be read: " + detail);
    }
    std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> defaults(PQconndefaults(), PQconninfoFree);
    auto find = [&](std::string_view keyword) -> std::string_view {
        for (auto* options : {given.get(), defaults.get()})
            for (auto* option = options; option && option->keyword; ++option)
                if (option->keyword == keyword && option->val) return option->val;
        return "";
    };
    auto mode = find("sslmode");
    if (mode == "require" || mode == "verify-ca" || mode == "verify-full") return;
    for (auto keyword : {"host", "hostaddr"}) {
        auto hosts = find(keyword);
        while (!hosts.empty()) {
            auto host = hosts.substr(0, hosts.find(','));
            if (!is_local(host))
                throw Broken(Broken::Kind::other, "The database at " + std::string(host) +
                                                      " is on another machine: add sslmode=verify-full (or at least require) to its address.");
            hosts.remove_prefix(std::min(host.size() + 1, hosts.size()));
        }
    }
}

PostgresConnection::PostgresConnection(std::string const& address, Deadline deadline, bool throwaway) : deadline_(deadline) {
    try {
        connect(address);
        // The server gives up soon after we did, so that an abandoned statement does not hold its locks.
        auto milliseconds = std::to_string(deadline.count() + 1000);
        execute("SET client_min_messages = warning; SET TIME ZONE 'UTC'; SET client_encoding = 'UTF8'; SET statement_timeout = " +
                milliseconds + "; SET client_connection_check_interval = 1000; SET idle_in_transaction_session_timeout = 60000" +
                (throwaway ? "; SET synchronous_commit = off" : ""));
    } catch (...) {
        PQfinish(handle_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() { PQfinish(handle_); }

void PostgresConnection::connect(std::string const& address) {
    char const* keywords[] = {"dbname", "fallback_application_name", nullptr};
    char const* values[] = {address.c_str(), "salve", nullptr};
    auto until = Clock::now() + deadline_;
    handle_ = PQconnectStartParams(keywords, values, 1);
    if (!handle_) throw std::bad_alloc();
    PQsetNoticeProcessor(handle_, [](void*, char const*) {}, nullptr);
    for (auto next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK; next = PQconnectPoll(handle_)) {
        if (next == PGRES_POLLING_FAILED || PQstatus(handle_) == CONNECTION_BAD)
            fail(Trouble::lost, Broken::Kind::other, std::string("cannot connect: ") + PQerrorMessage(handle_));
        wait_for(next == PGRES_POLLING_READING ? POLLIN : POLLOUT, until, "connect");
    }
    PQsetnonblocking(handle_, 1);
}

void PostgresConnection::fail(Trouble trouble, Broken::Kind kind, std::string const& detail) {
    auto thrown = std::make_exception_ptr(Broken(kind, detail));
    // The first trouble tells most: in an aborted transaction every later statement fails as well.
    if (trouble_ == Trouble::none || trouble == Trouble::lost || trouble == Trouble::deadline) {
        trouble_ = trouble;
        thrown_ = thrown;
    }
    std::rethrow_exception(thrown);
}

void PostgresConnection::fail_with(PGresult const* result, std::string_view what) {
    auto field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    std::string state = field ? field : "";
    auto cause = PQstatus(handle_) == CONNECTION_BAD ? Cause{Trouble::lost, Broken::Kind::other} : cause_of(state);
    // The primary message only: the detail can quote what people wrote.
    auto message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    fail(cause.trouble, cause.kind, std::string(what) + ": " + (message ? message : PQerrorMessage(handle_)) + " (" + state + ")");
}

void PostgresConnection::wait_for(short events, Moment until, std::string_view what) {
    for (;;) {
        auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd watched{PQsocket(handle_), events, 0};
        int ready = left > 0 ? ::poll(&watched, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) : 0;
        if (ready > 0) return;
        if (left <= 0)
            fail(Trouble::deadline, Broken::Kind::deadline, std::string(what) + ": no answer from PostgreSQL within " + std::to_string(deadline_.count()) + " ms");
    }
}

// Flushes what was sent and takes the whole answer: the last result, or the first that is an error.
PostgresConnection::Result PostgresConnection::finish(std::string_view what, int sent) {
    auto lost = [&] { fail(Trouble::lost, Broken::Kind::other, std::string(what) + ": connection lost: " + PQerrorMessage(handle_)); };
    auto until = Clock::now() + deadline_;
    if (!sent) lost();
    for (int flushing; (flushing = PQflush(handle_)) != 0;) {
        if (flushing < 0) lost();
        wait_for(POLLIN | POLLOUT, until, what);
        if (!PQconsumeInput(handle_)) lost();
    }
    Result kept;
    for (;;) {
        while (PQisBusy(handle_)) {
            wait_for(POLLIN, until, what);
            if (!PQconsumeInput(handle_)) lost();
        }
        Result next(PQgetResult(handle_));
        if (!next) break;
        if (!kept || PQresultStatus(kept.get()) != PGRES_FATAL_ERROR) kept = std::move(next);
    }
    if (!kept) lost();
    auto status = PQresultStatus(kept.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail_with(kept.get(), what);
    return kept;
}

std::string PostgresConnection::execute(std::string const& script) {
    return PQcmdStatus(finish(std::string_view(script).substr(0, 40), PQsendQuery(handle_, script.c_str())).get());
}

PostgresConnection::Statement const& PostgresConnection::prepared(Query const& query) {
    auto found = statements_.find(query.text.data());
    if (found != statements_.end() && found->second.text == query.text) return found->second;
    auto expanded = spelled(query.text, postgresql_spelling);
    Statement made{std::string(query.text), "s" + std::to_string(++prepared_count_), highest_parameter(expanded)};
    finish(query.name, PQsendPrepare(handle_, made.name.c_str(), expanded.c_str(), 0, nullptr));
    return statements_.insert_or_assign(query.text.data(), std::move(made)).first->second;
}

PostgresConnection::Result PostgresConnection::ask(Query const& query, Arguments arguments) {
    auto const& statement = prepared(query);
    if (arguments.size() != static_cast<std::size_t>(statement.takes)) {
        try {
            refuse_argument_count(query, statement.takes, arguments.size());
        } catch (Broken const& wrong) {
            fail(Trouble::refused, wrong.kind, wrong.what());
        }
    }
    texts_.clear();
    constexpr auto null = static_cast<std::size_t>(-1);
    std::vector<std::size_t> starts;
    starts.reserve(arguments.size());
    char digits[32];
    for (auto const& argument : arguments) {
        starts.push_back(texts_.size());
        std::visit([&](auto const& held) {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, std::monostate>) {
                starts.back() = null;
            } else if constexpr (std::is_same_v<T, bool>) {
                texts_ += held ? '1' : '0';  // BOOLEAN and BIGINT both take it
            } else if constexpr (std::is_same_v<T, std::string_view>) {
                if (held.contains('\0')) fail(Trouble::refused, Broken::Kind::other, std::string(query.name) + ": a text holds a zero byte");
                texts_ += held;
            } else if constexpr (std::is_same_v<T, List const*>) {
                write_list(list_, *held, '{', '}');
                texts_ += list_;
            } else {
                texts_.append(digits, std::to_chars(digits, digits + sizeof digits, held).ptr);
            }
        }, argument.held());
        texts_ += '\0';
    }
    values_.clear();
    for (auto start : starts) values_.push_back(start == null ? nullptr : texts_.data() + start);
    return finish(query.name, PQsendQueryPrepared(handle_, statement.name.c_str(), statement.takes, values_.data(), nullptr, nullptr, 0));
}

std::int64_t PostgresConnection::run(Query const& query, Arguments arguments) {
    auto result = ask(query, arguments);
    if (std::string_view(PQcmdStatus(result.get())).starts_with("SELECT")) return 0;
    std::string_view count = PQcmdTuples(result.get());
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

void PostgresConnection::each(Query const& query, Arguments arguments, std::function<void(Row const&)> const& take) {
    auto result = ask(query, arguments);
    PostgresRow row(result.get());
    for (int count = PQntuples(result.get()); row.row < count; ++row.row) take(row);
}

bool PostgresConnection::take_notifications() {
    if (!PQconsumeInput(handle_)) fail(Trouble::lost, Broken::Kind::other, std::string("connection lost: ") + PQerrorMessage(handle_));
    bool any = false;
    while (auto* notification = PQnotifies(handle_)) {
        any |= notification->be_pid != PQbackendPID(handle_);
        PQfreemem(notification);
    }
    return any;
}

}  // namespace db
