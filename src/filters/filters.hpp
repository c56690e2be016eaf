// Filters: words, hashtags and posts that a person wants hidden, blurred or behind a warning, wherever posts reach them.
#pragma once
#include "base/event.hpp"
#include "base/result.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "posts/posts.hpp"
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace filters {

using base::AccountId, base::PostId;

extern db::Schema const schema;

inline constexpr std::size_t most_filters = 100, most_keywords = 200, longest_title = 200, longest_keyword = 512;

// Where posts are met. In Mastodon's words: home, notifications, public, thread, account.
enum class Context : std::uint8_t { home = 1, notifications = 2, everyone = 4, thread = 8, account = 16 };
std::string_view text_of(Context);
std::optional<Context> context_of(std::string_view);
inline constexpr Context contexts[] = {Context::home, Context::notifications, Context::everyone, Context::thread, Context::account};

enum class Action { warn, hide, blur };
std::string_view text_of(Action);
std::optional<Action> action_of(std::string_view);

struct Keyword { std::int64_t id = 0; std::string text; bool whole_word = true; };
struct FilteredPost { std::int64_t id = 0; PostId post; };

struct Filter {
    std::int64_t id = 0;
    AccountId owner;
    std::string title;
    std::uint8_t contexts = 0;  // Context, added up
    Action action = Action::warn;
    base::Time expires_at = 0;  // 0: never
    std::string shield;         // of a ready-made filter: which; "" for one's own words
    std::vector<Keyword> keywords;
    std::vector<FilteredPost> posts;
    bool is_in(Context context) const { return contexts & static_cast<std::uint8_t>(context); }
    bool is_over(base::Time now) const { return expires_at && expires_at <= now; }
};

// Absent members stay as they are. A keyword without an id is added; one with `remove` goes.
struct KeywordChange { std::int64_t id = 0; std::optional<std::string> text; std::optional<bool> whole_word; bool remove = false; };
struct Draft {
    std::optional<std::string> title;
    std::optional<std::vector<std::string>> contexts;  // as typed
    std::optional<std::string> action;                 // as typed
    std::optional<std::int64_t> expires_in;            // seconds from now; 0: never
    std::vector<KeywordChange> keywords;
};
// Refused with the field at fault: title, context, filter_action, expires_in, keywords_attributes.
base::Result<Filter> create(db::Write&, AccountId owner, Draft const&);
base::Result<Filter> change(db::Write&, AccountId owner, std::int64_t filter, Draft const&);
base::Result<base::Done> remove(db::Write&, AccountId owner, std::int64_t filter);
base::Result<Keyword> add_keyword(db::Write&, AccountId owner, std::int64_t filter, Keyword const&);
base::Result<Keyword> change_keyword(db::Write&, AccountId owner, KeywordChange const&);
base::Result<base::Done> remove_keyword(db::Write&, AccountId owner, std::int64_t keyword);
base::Result<FilteredPost> add_post(db::Write&, AccountId owner, std::int64_t filter, PostId);
base::Result<base::Done> remove_post(db::Write&, AccountId owner, std::int64_t filtered_post);

// Content shields: ready-made filters that cover what many find hard to meet, in every context. Numbers with their units
// are found by what they are, topics by words in several languages.
struct Shield { std::string_view name, title, about; };  // English, to be translated
std::span<Shield const> shields();
std::vector<std::string> shields_of(db::Read&, AccountId owner);  // names of those that are on
base::Result<base::Done> set_shields(db::Write&, AccountId owner, std::vector<std::string> const& names, html::Words const&);  // exactly these
bool meets(std::string_view shield, std::string_view folded_text);

void forget(db::Write&, AccountId);     // the account was removed
void forget_post(db::Write&, PostId);   // the post was deleted
void hear(db::Write&, base::Event const&);  // of db::Database::on_emit: posts that go leave the filters that name them

std::vector<Filter> all_of(db::Read&, AccountId owner);  // oldest first, also those that are over
std::optional<Filter> find(db::Read&, AccountId owner, std::int64_t filter);
std::optional<Filter> with_keyword(db::Read&, AccountId owner, std::int64_t keyword);
std::optional<Filter> with_filtered_post(db::Read&, AccountId owner, std::int64_t filtered_post);

// What a post met. `filter` is without its keywords and posts.
struct Match {
    Filter filter;
    std::vector<std::string> keywords;  // those that were found
    bool by_post = false;               // the filter names the post itself
};
// Only posts that met something, by id; an own post meets nothing. A boost is matched by what it boosts: give the boosted
// post, and look the boost up by `boost_of`.
using Matches = std::unordered_map<PostId, std::vector<Match>>;
Matches apply(db::Read&, AccountId viewer, std::vector<posts::Post> const&, Context);
bool hides(std::vector<Match> const&);             // one of them says hide
bool hides(Matches const&, PostId);                // false when the post met nothing
bool hides(Matches const&, posts::Post const&);    // also for a boost of what is hidden
// From memory alone, so also on an I/O loop: true when it is known that nothing is filtered for them in this context.
bool known_to_have_none(AccountId, Context, base::Time now);

// Keeps compiled filters in memory while it lives, one for the process; dropped when they change. Without one, apply()
// compiles them each time.
class Memory {
public:
    explicit Memory(bus::Bus&);
    ~Memory();
    Memory(Memory const&) = delete;
    struct Inside;

private:
    std::shared_ptr<Inside> inside_;
};

struct Changed { static constexpr std::string_view kind = "filters.changed"; AccountId account; };

void add_export();                             // filters.json of accounts::export_all
void add_pages(http::Router::Section pages);   // /settings/filters, and what cards of posts met

}  // namespace filters
