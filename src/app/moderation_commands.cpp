// What the moderation commands do: the same rules as pages and apps, under the name of one person.
#include "activitypub/deliveries.hpp"
#include "app/commands.hpp"
#include "base/time.hpp"
#include "moderation/moderation.hpp"
#include <fstream>
#include <iterator>

namespace app {
using base::AccountId, base::Done, base::refuse, base::Result, base::Why;
using namespace moderation;

namespace {

Result<accounts::Account> account_named(db::Read& read, std::string const& name) {
    auto found = accounts::find_by_handle(read, name);
    if (!found) return refuse(Why::not_found, "There is no account named " + name + ".");
    return *found;
}

Result<AccountId> acting(db::Read& read, Command const& command, http::Role least) {
    auto found = TRY(account_named(read, command.as));
    bool may = found.role == http::Role::admin || (least == http::Role::moderator && found.role == http::Role::moderator);
    if (!may || found.suspended_at || found.disabled_at) return refuse(Why::forbidden, command.as + " may not do this.");
    return found.id;
}

// A change by the person that the command names; what it gives back is printed.
template <class Rule>
Outcome by_staff(db::Database& database, Command const& command, http::Role least, std::string done, Rule rule) {
    auto outcome = database.write([&](db::Write& write) -> Result<Done> {
        auto by = TRY(acting(write, command, least));
        return rule(write, by);
    });
    return outcome ? said(std::move(done)) : refused(outcome.error());
}

std::string name_of(db::Read& read, AccountId id) {
    auto account = accounts::find(read, id);
    return account ? "@" + account->handle() : id.text();
}

Outcome print_reports(db::Database& database, Command const& command) {
    return said(database.read([&](db::Read& read) {
        std::string text;
        for (auto const& each : reports(read, {.closed = command.closed}, {.limit = static_cast<int>(std::clamp<std::int64_t>(command.limit, 1, 1000))}))
            text += each.id.text() + "  " + base::iso8601(each.created_at) + "  " + std::string(text_of(each.category)) + "  about " + name_of(read, each.target) +
                    "  by " + name_of(read, each.reporter) + "  " + std::to_string(each.posts.size()) + " posts\n";
        return text.empty() ? std::string("No reports.\n") : text;
    }));
}

Outcome print_appeals(db::Database& database) {
    return said(database.read([&](db::Read& read) {
        std::string text;
        for (auto const& each : appeals(read, true, {.limit = 1000})) {
            auto decision = find_decision(read, each.decision);
            if (decision)
                text += each.id.text() + "  " + base::iso8601(each.created_at) + "  " + name_of(read, decision->target) + " against " +
                        std::string(text_of(decision->act)) + " by " + name_of(read, decision->moderator) + ": " + each.text + "\n";
        }
        return text.empty() ? std::string("No appeals wait.\n") : text;
    }));
}

Outcome print_record(db::Database& database, Command const& command) {
    return said(database.read([&](db::Read& read) {
        std::string text;
        for (auto const& each : entries(read, {}, {.limit = static_cast<int>(std::clamp<std::int64_t>(command.limit, 1, 10'000))}))
            text += std::to_string(each.number) + "  " + base::iso8601(each.at) + "  " + name_of(read, each.actor) + "  " + each.act + "  " + each.target +
                    (each.detail.empty() ? "" : "  " + each.detail) + "\n";
        return text.empty() ? std::string("The record is empty.\n") : text;
    }));
}

Outcome verify(db::Database& database, Command const& command) {
    std::string root;
    if (!command.file.empty() && !std::getline(std::ifstream(command.file), root)) return refused({Why::invalid, "The file with the root cannot be read.", {}});
    auto found = database.read([&](db::Read& read) { return verify_record(read, root); });
    if (!found.has_root && found.entries) return {1, "", "The root of the record is not in the data folder: name its file with --root.\n"};
    if (found.first_bad) return {1, "", "Entry " + std::to_string(found.first_bad) + " is missing or was changed.\n"};
    return said(std::to_string(found.entries) + " entries, whole. Note this down elsewhere to compare later: " + found.head + "\n");
}

Outcome decide_about(db::Database& database, Command const& command) {
    auto act = act_of(command.type);
    bool known = act && *act != Act::delete_posts && *act != Act::mark_posts;
    if (!known) return refused({Why::invalid, "--type is none, sensitive, silence, disable or suspend.", {}});
    return by_staff(database, command, http::Role::moderator, "Decided. @" + command.username + " was told why.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        auto target = TRY(account_named(write, command.username));
        TRY(decide(write, by, {.target = target.id, .act = *act, .reasons = command.reason, .report = ReportId{command.report}}));
        return Done{};
    });
}

Outcome end_decision(db::Database& database, Command const& command) {
    return by_staff(database, command, http::Role::moderator, "Lifted.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        auto target = TRY(account_named(write, command.username));
        return lift(write, by, target.id, act_of(command.type).value_or(Act::none));
    });
}

Outcome admit(db::Database& database, Command const& command, bool in) {
    return by_staff(database, command, http::Role::moderator, in ? "Let in.\n" : "Turned away.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        auto target = TRY(account_named(write, command.username));
        return in ? approve(write, by, target.id) : reject(write, by, target.id);
    });
}

Outcome domain(db::Database& database, Command const& command, bool block) {
    auto severity = domain_severity_of(command.severity.empty() ? "suspend" : command.severity);
    if (!severity) return refused({Why::invalid, "--severity is silence, suspend or noop.", {}});
    return by_staff(database, command, http::Role::admin, block ? "Blocked.\n" : "Unblocked.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        if (block) {
            TRY(add_domain_block(write, by, {.domain = command.target, .severity = *severity, .private_comment = command.comment}));
            return Done{};
        }
        auto there = find_domain_block(write, TRY(domain_name(command.target)));
        return remove_domain_block(write, by, there ? there->id : BlockId{});
    });
}

Outcome allow(db::Database& database, Command const& command, bool in) {
    return by_staff(database, command, http::Role::admin, in ? "Let in by name.\n" : "No longer let in by name.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        auto allowed = TRY(allow_domain(write, by, command.target));  // gives the one that is there
        return in ? Done{} : disallow_domain(write, by, allowed.id);
    });
}

Outcome import_domains(db::Database& database, Command const& command) {
    std::ifstream file(command.file, std::ios::binary);
    if (!file) return refused({Why::not_found, "The file cannot be read.", {}});
    std::string const csv{std::istreambuf_iterator<char>(file), {}};
    Imported imported;
    auto outcome = by_staff(database, command, http::Role::admin, "", [&](db::Write& write, AccountId by) -> Result<Done> {
        imported = TRY(import_domain_blocks(write, by, csv));
        return Done{};
    });
    if (outcome.status) return outcome;
    return said(std::to_string(imported.added) + " added, " + std::to_string(imported.known) + " known already, " + std::to_string(imported.faulty) + " not understood.\n");
}

Outcome purge_domain(db::Database& database, Command const& command) {
    return by_staff(database, command, http::Role::admin, "Everything of it will be deleted.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        auto domain = TRY(domain_name(command.target));
        record(write, by, "domain.purge", "domain:" + domain);
        activitypub::purge(write, domain);
        return Done{};
    });
}

Outcome email(db::Database& database, Command const& command, bool block) {
    bool single = command.target.contains('@');
    return by_staff(database, command, http::Role::admin, block ? "Blocked.\n" : "Unblocked.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        if (block && single) TRY(block_email(write, by, command.target));
        else if (block) TRY(block_email_domain(write, by, command.target));
        if (block) return Done{};
        if (single) {
            auto there = blocks_of_email(write, command.target);
            return unblock_email(write, by, there.empty() ? BlockId{} : there.front().id);
        }
        auto name = TRY(domain_name(command.target));
        for (auto const& each : email_domain_blocks(write, {.limit = 100'000}))
            if (each.domain == name) return unblock_email_domain(write, by, each.id);
        return refuse(Why::not_found, "There is no such domain.");
    });
}

Outcome ip(db::Database& database, Command const& command, bool block) {
    auto severity = ip_severity_of(command.severity.empty() ? "sign_up_block" : command.severity);
    if (!severity) return refused({Why::invalid, "--severity is sign_up_requires_approval, sign_up_block or no_access.", {}});
    if (command.days < 0 || command.days > 36'500) return refused({Why::invalid, "--days is a number up to 36500.", {}});
    return by_staff(database, command, http::Role::admin, block ? "Blocked.\n" : "Unblocked.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
        if (block) {
            auto until = command.days ? write.now + command.days * base::day : 0;
            TRY(add_ip_block(write, by, {.network = command.target, .severity = *severity, .comment = command.comment, .expires_at = until}, ""));
            return Done{};
        }
        auto there = find_ip_block(write, TRY(network_name(command.target)));
        return remove_ip_block(write, by, there ? there->id : BlockId{});
    });
}

}  // namespace

bool is_moderation(std::string_view name) { return name.starts_with("moderation ") || name.starts_with("audit "); }

Outcome moderate(db::Database& database, Command const& command) {
    auto name = std::string_view(command.name);
    bool block = name.ends_with(" block");
    if (name == "audit show") return print_record(database, command);
    if (name == "audit verify") return verify(database, command);
    if (name == "moderation reports") return print_reports(database, command);
    if (name == "moderation appeals") return print_appeals(database);
    if (name == "moderation act") return decide_about(database, command);
    if (name == "moderation lift") return end_decision(database, command);
    if (name == "moderation approve" || name == "moderation reject") return admit(database, command, name == "moderation approve");
    if (name == "moderation domain allow" || name == "moderation domain disallow") return allow(database, command, name == "moderation domain allow");
    if (name == "moderation domains export") return said(database.read([](db::Read& read) { return domain_blocks_as_csv(read); }));
    if (name == "moderation domains import") return import_domains(database, command);
    if (name == "moderation domains purge") return purge_domain(database, command);
    if (name.starts_with("moderation domain ")) return domain(database, command, block);
    if (name.starts_with("moderation email ")) return email(database, command, block);
    if (name.starts_with("moderation ip ")) return ip(database, command, block);
    if (name == "moderation resolve")
        return by_staff(database, command, http::Role::moderator, "Closed.\n", [&](db::Write& write, AccountId by) -> Result<Done> {
            TRY(resolve(write, by, ReportId{command.report}));
            return Done{};
        });
    return by_staff(database, command, http::Role::moderator, "Answered.\n", [&](db::Write& write, AccountId by) {
        return answer_appeal(write, by, AppealId{command.appeal}, command.grant, command.reason);
    });
}

}  // namespace app
