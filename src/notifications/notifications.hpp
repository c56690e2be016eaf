// Notifications: what happened that concerns one person. Capabilities tell; how a kind reads is registered by who knows it.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notifications {

using base::AccountId, base::PostId;

extern db::Schema const schema;

// `kind` is Mastodon's word where it has one: mention, status, reblog, follow, follow_request, favourite.
struct Notification {
    std::int64_t id = 0;
    AccountId account;  // who is told
    std::string kind;
    AccountId from;     // who did it
    PostId post;        // 0 for none
    base::Time at = 0;
    bool read = false;
};

// Nobody is told of what they did themselves, nor twice of the same (kind, from, post).
void tell(db::Write&, AccountId account, std::string_view kind, AccountId from, PostId post = {});
void take_back(db::Write&, AccountId account, std::string_view kind, AccountId from, PostId post = {});
void forget_post(db::Write&, PostId);      // a deleted post's notifications go with it
void forget_account(db::Write&, AccountId);

struct Filter {
    std::vector<std::string> only, without;  // kinds
    AccountId from;                          // 0: anybody
};
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 40; };  // ids; `after` gives the oldest first newer than it
std::vector<Notification> list(db::Read&, AccountId, Page, Filter const& = {});  // newest first
std::optional<Notification> find(db::Read&, AccountId, std::int64_t id);
std::int64_t unread(db::Read&, AccountId);
void mark_read(db::Write&, AccountId, std::int64_t up_to);
void dismiss(db::Write&, AccountId, std::int64_t id);
void clear(db::Write&, AccountId);

struct Told { static constexpr std::string_view kind = "notifications.told"; AccountId account; std::int64_t notification; };
struct Read { static constexpr std::string_view kind = "notifications.read"; AccountId account; };

// How notifications of one kind are shown: the sentence and what it is about. Registered at start by the capability
// that tells them.
struct Shown { std::string sentence; std::string address; html::Safe detail; std::string icon; };
using Show = std::function<std::optional<Shown>(Notification const&, accounts::Account const& from, db::Read&, html::Words const&)>;
void show_as(std::string kind, Show);
std::optional<Shown> shown(Notification const&, accounts::Account const& from, db::Read&, html::Words const&);

void add_export();  // notifications.json of accounts::export_all
void add_pages(http::Router::Section pages);  // /notifications

}  // namespace notifications
