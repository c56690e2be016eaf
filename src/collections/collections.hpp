// Collections: posts that somebody keeps together under a name, for themselves or for everybody.
#pragma once
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "posts/posts.hpp"
#include <optional>
#include <string>
#include <vector>

namespace collections {

using base::AccountId, base::PostId;
using CollectionId = base::Id<struct CollectionTag>;

extern db::Schema const schema;

inline constexpr std::int64_t most_collections = 100, most_posts = 2000, longest_title = 100, longest_about = 500;

struct Collection {
    CollectionId id;
    AccountId owner;
    std::string title, about;
    bool is_public = false;
    base::Time changed_at = 0;
    std::string url() const;  // https://site/collections/id
};
struct Draft { std::string title, about; bool is_public = false; };

// Refused with the field at fault: title, about. Another's collection is not found.
base::Result<Collection> create(db::Write&, AccountId owner, Draft const&);
base::Result<Collection> change(db::Write&, AccountId owner, CollectionId, Draft const&);
base::Result<base::Done> remove(db::Write&, AccountId owner, CollectionId);
base::Result<base::Done> add(db::Write&, AccountId owner, CollectionId, PostId);  // what the owner may see
base::Result<base::Done> take_out(db::Write&, AccountId owner, CollectionId, PostId);
void hear(db::Write&, base::Event const&);  // for db::Database::on_emit: what is deleted leaves
void forget(db::Write&, AccountId);         // the account was removed

std::optional<Collection> find(db::Read&, CollectionId, AccountId viewer);  // one's own, or a public one
std::vector<Collection> all_of(db::Read&, AccountId owner);
struct Kept { std::int64_t at; PostId post; };  // `at` pages
std::vector<Kept> posts_in(db::Read&, CollectionId, std::int64_t before, int limit);  // last put in first
std::int64_t count(db::Read&, CollectionId);
std::vector<CollectionId> holding(db::Read&, AccountId owner, PostId);

void add_export();                            // collections.json of accounts::export_all
void add_pages(http::Router::Section pages);  // /collections, and a way to them on each post's page "More"

}  // namespace collections
