// Search: people and hashtags by how their names start, and posts by their words.
#pragma once
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "posts/posts.hpp"
#include <functional>
#include <string_view>
#include <vector>

namespace search {

using base::AccountId, base::PostId;

extern db::Schema const schema;

// Posts that hold every word (in any form of it), newest first: public ones whose authors want to be found, and what the
// asker wrote, is named in or kept. Understands "phrases", -without and operators (asked.hpp). `asker` 0 is a visitor.
// Of a page, `before`, `since` and `after` are post ids.
// `known_open` says what a memory knows without a statement: true for a public post whose author everybody may find.
using KnownOpen = std::function<bool(PostId)>;
std::vector<PostId> posts(db::Read&, std::string_view query, AccountId asker, std::string_view language, posts::Page, KnownOpen const& known_open = {});

// The post's entry must be made anew: in the transaction that wrote, edited or deleted it.
void note(db::Write&, PostId);
void forget(db::Write&, PostId);  // deleted
// At start: when nothing has an entry yet, everything gets one. A world that was filled at once comes so.
void index_what_was_there(db::Database&);
// Makes the waiting entries, as a job, within a second of the change; puts the parts of the index together when it is quiet.
void add_jobs(jobs::Runner&, db::Database&);

// What was pasted and lives on another server: whoever speaks with others finds it. Set while the site starts.
struct Resolved { AccountId person; PostId post; };
using Resolver = std::function<Resolved(std::string_view)>;
void resolve_with(Resolver);
enum class Asks { always, by_resolve };  // by_resolve: when the field `resolve` says so
http::Aside resolving(Asks);             // for Route::first
Resolved resolved(http::Request const&);

void add_pages(http::Router::Section pages);  // /search?q=

}  // namespace search
