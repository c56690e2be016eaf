// Conversations: threads of direct posts, as each of their people has them.
#pragma once
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "posts/posts.hpp"
#include <optional>
#include <vector>

namespace conversations {

using base::AccountId, base::PostId;

extern db::Schema const schema;

struct Conversation {
    PostId thread;  // the conversation's id
    PostId last;    // its newest message
    bool unread = false;
};

// Newest message first; the page's ids are those of the messages.
std::vector<Conversation> list(db::Read&, AccountId, posts::Page);
std::optional<Conversation> find(db::Read&, AccountId, PostId thread);
base::Result<Conversation> mark_read(db::Write&, AccountId, PostId thread);
base::Result<base::Done> remove(db::Write&, AccountId, PostId thread);
std::int64_t unread(db::Read&, AccountId);
// What one may see of it, newest first; `before` is a message's id, 0 for the newest.
std::vector<PostId> messages(db::Read&, AccountId, PostId thread, std::int64_t before, int limit);
// Those who take part, besides oneself: the author of a message and whom it names.
std::vector<AccountId> people(posts::Post const& message, AccountId me);

void hear(db::Write&, base::Event const&);  // for db::Database::on_emit
void forget(db::Write&, AccountId);         // the account was removed

struct Changed { static constexpr std::string_view kind = "conversations.changed"; AccountId account; PostId thread; };  // a new message, or read

void add_export();
void add_pages(http::Router::Section pages);  // /messages

}  // namespace conversations
