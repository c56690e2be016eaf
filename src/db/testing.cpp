// Makes and removes the places of throwaway databases.
#include "db/testing.hpp"
#include "db/sqlite_connection.hpp"
#include <cstdlib>
#include <filesystem>
#include <libpq-fe.h>
#include <unistd.h>

namespace db::testing {
namespace {

void execute_on_postgresql(std::string const& address, std::string const& script) {
    auto* connection = PQconnectdb(address.c_str());
    auto* result = PQexec(connection, script.c_str());
    auto status = PQresultStatus(result);
    std::string message = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw Broken(Broken::Kind::other, script + ": " + message);
}

}  // namespace

Place::Place() {
    auto pattern = (std::filesystem::temp_directory_path() / "salve-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw Broken(Broken::Kind::other, "Cannot make a temporary folder");
    folder_ = pattern;
    auto address = std::getenv("SALVE_TEST_POSTGRESQL");
    if (!address || !*address) return;
    address_ = address;
    schema_ = "test_" + std::to_string(::getpid()) + "_" + folder_.substr(folder_.size() - 6);
    execute_on_postgresql(address_, "CREATE SCHEMA \"" + schema_ + "\"");
}

Place::~Place() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    if (schema_.empty()) return;
    try {
        execute_on_postgresql(address_, "SET client_min_messages = warning; DROP SCHEMA \"" + schema_ + "\" CASCADE");
    } catch (Broken const&) {
        // The cluster goes away with its folder anyway.
    }
}

Options Place::options() const {
    Options options;
    options.throwaway = true;
    if (address_.empty()) {
        options.file = file();
    } else {
        options.postgresql = address_ + (address_.find('?') == address_.npos ? "?" : "&") + "options=-csearch_path%3D%22" + schema_ + "%22";
    }
    return options;
}

std::string Place::file(std::string_view name) const { return folder_ + "/" + std::string(name); }

void Place::execute(std::string const& script) const {
    if (is_postgresql()) return execute_on_postgresql(options().postgresql, script);
    SqliteConnection(file(), SqliteConnection::Access::writes).execute(script);
}

Fresh::Fresh(std::span<Schema const> schemas) : place_(std::make_unique<Place>()), database_(Database::open(place_->options(), schemas)) {
    if (auto outcome = database_->migrate(); !outcome) throw Broken(Broken::Kind::other, outcome.error().message);
}

}  // namespace db::testing
