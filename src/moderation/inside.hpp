// What the parts of this room share.
#pragma once
#include "moderation/moderation.hpp"
#include <algorithm>
#include <array>
#include <limits>

namespace moderation {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

// Enums that are words in the database and in apps.
template <class Enum, std::size_t Count>
std::optional<Enum> named(std::array<std::string_view, Count> const& names, std::string_view text) {
    auto found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}
template <std::size_t Count, class Enum>
std::string_view name_of(std::array<std::string_view, Count> const& names, Enum value) { return names[static_cast<std::size_t>(value)]; }

// One page of a list without further conditions, whichever way it is walked.
template <class Make>
auto page_of(db::Read& read, db::Query const& newest, db::Query const& after, Page page, Make make) {
    constexpr auto first = std::numeric_limits<std::int64_t>::max();
    if (!page.after) return read.rows(newest, {page.before ? page.before : first, page.since, page.limit}, make);
    auto rows = read.rows(after, {page.after, page.limit}, make);
    std::ranges::reverse(rows);
    return rows;
}

template <class AnyId>
db::List numbers(std::vector<AnyId> const& ids) {
    db::List list;
    for (auto id : ids) list.push_back(id.value);
    return list;
}

// A text that moderators or members typed: tidied, and refused when it is too long.
Result<std::string> tidy(std::string_view typed, std::string_view field, int most, bool may_be_empty = true);

std::string target_of(AccountId);
void seed_rules(db::Write&);
Posts const& posts();  // what know_posts() was told

// Whether `by` may decide about this account: nobody about themselves, moderators about members only, administrators
// about everybody but administrators.
Result<accounts::Account> governed(db::Read&, AccountId by, AccountId target);
void set_state(db::Write&, AccountId by, AccountId target, Act, bool on);  // of disable, sensitive, silence and suspend
struct Letter { std::string subject; std::vector<std::string> paragraphs; };
void tell_letter(db::Write&, AccountId, std::function<Letter(html::Words const&)> const&);  // in the reader's language
Result<Done> close(db::Write&, AccountId by, ReportId);
void tell_moderators(db::Write&, std::string_view kind, AccountId from, std::int64_t about = 0);

// The pages, each file's part of add_pages.
void add_report_pages(http::Router::Section);    // for members
void add_decision_pages(http::Router::Section);  // for those decided about
void add_queue_pages(http::Router::Section);
void add_account_pages(http::Router::Section);
void add_block_pages(http::Router::Section);
void add_appeal_pages(http::Router::Section);
void add_record_pages(http::Router::Section);

// The block that a mailbox falls under, by its domain; each sign-up that meets one is counted.
std::optional<EmailDomainBlock> block_of_mailbox(db::Read&, std::string_view email);
void attempted(db::Read&, BlockId, std::string_view address);

}  // namespace moderation
