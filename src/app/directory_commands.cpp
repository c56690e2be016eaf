// Places of care from a file, from the command line: for files that are larger than a page takes.
#include "accounts/accounts.hpp"
#include "app/commands.hpp"
#include "directory/directory.hpp"
#include <fstream>
#include <sstream>

namespace app {

namespace {

base::Result<std::string> contents_of(std::string const& name) {
    std::ifstream file(name, std::ios::binary);
    if (!file) return base::refuse(base::Why::not_found, "The file " + name + " cannot be read.");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

base::Result<accounts::Account> named(db::Read& read, std::string const& username) {
    auto const found = accounts::find_by_handle(read, username);
    if (!found || !found->is_local()) return base::refuse(base::Why::not_found, "There is no account named " + username + " here.");
    return *found;
}

base::Result<base::AccountId> organization_named(db::Read& read, std::string const& username) {
    auto const found = TRY(named(read, username));
    if (!found.is_organization()) return base::refuse(base::Why::invalid, username + " is not an organization.");
    return found.id;
}

std::string described(directory::ImportPreview const& preview) {
    std::string text;
    for (auto const& each : preview.faults) text += "line " + std::to_string(each.line) + ": " + (each.field.empty() ? "" : each.field + ": ") + each.message + "\n";
    if (!preview.faults.empty()) return text + "Nothing was written.\n";
    std::int64_t added = 0, changed = 0;
    if (!preview.organization.empty()) text += "the organization itself: " + preview.organization + "\n";
    for (auto const& each : preview.places) {
        if (each.does == directory::Brought::Does::add) ++added;
        if (each.does == directory::Brought::Does::change) ++changed, text += each.identifier + ": " + each.what + "\n";
    }
    return text + std::to_string(added) + " new, " + std::to_string(changed) + " changed, " + std::to_string(std::ssize(preview.places) - added - changed) + " as they were.\n";
}

// Under the name of a person who may edit the organization: it enters the team's record.
Outcome bring(db::Database& database, Command const& command) {
    auto const text = contents_of(command.file);
    if (!text) return refused(text.error());
    bool const tries = command.name == "directory preview";
    auto const done = database.write([&](db::Write& write) -> base::Result<directory::ImportPreview> {
        auto const by = TRY(named(write, command.as)).id, organization = TRY(organization_named(write, command.username));
        return tries ? directory::preview_import(write, by, organization, *text) : directory::import_places(write, by, organization, *text);
    });
    if (!done) return refused(done.error());
    return {done->faults.empty() ? 0 : 1, done->faults.empty() ? described(*done) : "", done->faults.empty() ? "" : described(*done)};
}

Outcome give(db::Database& database, Command const& command) {
    auto const text = database.read([&](db::Read& read) -> base::Result<std::string> {
        auto const organization = TRY(organization_named(read, command.username));
        if (command.type == "fhir") return directory::export_as_fhir(read, organization) + "\n";
        if (command.type == "jsonld") return directory::export_as_json_ld(read, organization) + "\n";
        return directory::export_as_csv(read, organization);
    });
    return text ? said(*text) : refused(text.error());
}

}  // namespace

bool is_about_directory(std::string_view name) { return name.starts_with("directory "); }

Outcome manage_directory(db::Database& database, Command const& command) { return command.name == "directory export" ? give(database, command) : bring(database, command); }

}  // namespace app
