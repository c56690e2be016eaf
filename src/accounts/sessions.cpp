// Sessions of browsers, and the end of everything that was granted.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

struct Sign {
    std::string_view in_header, name;
};

// Browsers name those they descend from too, so the most particular comes first.
constexpr Sign browsers[] = {{"Edg/", "Edge"},        {"OPR/", "Opera"},       {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"},
                             {"FxiOS/", "Firefox"},   {"CriOS/", "Chrome"},    {"Chrome/", "Chrome"},                   {"Safari/", "Safari"},
                             {"curl/", "curl"}};
constexpr Sign systems[] = {{"iPhone", "iPhone"},     {"iPad", "iPad"},   {"Android", "Android"}, {"Windows", "Windows"},
                            {"Mac OS X", "macOS"},    {"CrOS", "ChromeOS"}, {"Linux", "Linux"}};

template <std::size_t Count>
std::string_view first_in(std::string_view header, Sign const (&signs)[Count]) {
    for (auto const& sign : signs)
        if (header.contains(sign.in_header)) return sign.name;
    return {};
}

}  // namespace

std::string browser_of(std::string_view user_agent) {
    std::string browser(first_in(user_agent, browsers)), system(first_in(user_agent, systems));
    if (browser.empty()) browser = "Unknown browser";
    return system.empty() ? browser : browser + " on " + system;
}

SignedIn start_session_by(db::Write& write, AccountId id, AccountId by, std::string_view user_agent) {
    auto token = crypto::new_token();
    write.run(sql::insert_session, {write.new_id<AccountId>().value, id, crypto::token_hash(token), browser_of(user_agent.substr(0, 1000)), write.now, by});
    return {id, std::move(token)};
}

SignedIn start_session(db::Write& write, AccountId id, std::string_view user_agent, std::string_view address) {
    note_address(write, id, address, false);
    return start_session_by(write, id, {}, user_agent);
}

void note_address(db::Write& write, AccountId id, std::string_view address, bool at_sign_up) {
    if (!address.empty() && address_days() > 0) write.run(sql::note_address, {id, address, at_sign_up, write.now});
}

std::vector<Session> sessions(db::Read& read, AccountId id) {
    return read.rows(sql::sessions_of, {id}, [](db::Row const& row) {
        return Session{row.integer(0), row.integer(1), row.integer(2), row.text(3)};
    });
}

Result<Done> end_session(db::Write& write, AccountId id, std::int64_t session) {
    if (!write.run(sql::delete_session, {session, id})) return base::refuse(Why::not_found, "This session has ended already.");
    write.emit(GrantEnded{id, session});
    return Done{};
}

void end_all_grants(db::Write& write, AccountId id) {
    write.run(sql::delete_sessions, {id});
    write.run(sql::delete_steps, {id});
    write.run(sql::delete_codes, {id});
    write.run(sql::delete_tokens, {id});
    end_acting(write, id);
    write.emit(GrantEnded{id, 0, write.new_id<AccountId>().value});
}

Result<Done> sweep(db::Write& write) {
    write.run(sql::delete_unused_sessions, {write.now - session_days() * base::day});
    write.run(sql::delete_old_addresses, {write.now - address_days() * base::day});
    write.run(sql::delete_expired_steps, {write.now});
    write.run(sql::delete_expired_challenges, {write.now});
    write.run(sql::delete_expired_letter_tokens, {write.now});
    write.run(sql::delete_expired_codes, {write.now});
    return Done{};
}

}  // namespace accounts
