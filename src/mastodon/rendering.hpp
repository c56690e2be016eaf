// Statuses and accounts for one viewer: loads what is asked for, takes renderings from the cache and leaves new ones there.
#pragma once
#include "filters/filters.hpp"
#include "mastodon/mastodon.hpp"
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace mastodon {

class Renderer {
public:
    Renderer(Context& context, db::Read& read, AccountId viewer) : context_(context), read_(read), viewer_(viewer), caches_(true) {}
    // What a change sees is not committed yet, and must not be shown to others: no cache.
    Renderer(Context& context, db::Write& write, AccountId viewer) : context_(context), read_(write), viewer_(viewer), caches_(false) {}

    // As if nobody looked: for what is written once and read by many.
    Renderer& without_marks() { marked_ = false; return *this; }
    // With the viewer's filters of this context: a post that meets one says so, and lists leave out what one of them hides.
    Renderer& in(filters::Context context) { filtered_in_ = context; return *this; }
    // The post was published in this very change: nobody did anything with it yet, and its author is known.
    Renderer& of_new(posts::Made const& made) { new_ = &made; return *this; }
    db::Read& read() const { return read_; }

    // JSON arrays, in the order asked, without what the viewer may not see.
    std::string statuses(std::vector<PostId> const&);
    std::string statuses(std::vector<posts::Post> const&);
    std::string accounts(std::vector<AccountId> const&);
    std::string accounts(std::vector<accounts::Account> const&);

    // One object each. The post was found for this viewer.
    std::string status(posts::Post const&);
    base::Result<std::string> status(PostId);
    std::string account(accounts::Account const&);

    // By id, without what is not there or may not be seen: for entities that hold others.
    std::unordered_map<PostId, std::string> statuses_by_id(std::vector<PostId>);
    std::unordered_map<AccountId, std::string> accounts_by_id(std::vector<AccountId>);

    // The same as statuses(): from memory where that knows them all, after a look at those it misses. For public posts.
    std::string open_statuses(std::vector<PostId> const&);

private:
    struct Batch;
    struct Own;
    Batch load(std::vector<posts::Post> const&);
    void load_quoted(Batch&, std::vector<posts::Post> const& shown);
    void load_shunned(Batch&, std::vector<posts::Post> const& shown);
    void load_own(Batch&, std::vector<posts::Post> const& shown);
    void load_parts(Batch&, std::vector<posts::Post> const& shown);
    std::string render(Batch const&, posts::Post const&) const;
    std::string plain(Batch const&, posts::Post const&, bool quoted) const;
    std::string quote_json(Batch const&, posts::Quote const&, bool within_quote) const;
    Own own_of(Batch const&, posts::Post const&, StatusParts const&, bool quoted) const;
    StatusParts parts_of(posts::Post const&, accounts::Account const& author);
    std::string application_of(std::int64_t app);

    Context& context_;
    db::Read& read_;
    AccountId viewer_;
    bool caches_, marked_ = true;
    posts::Made const* new_ = nullptr;
    std::optional<filters::Context> filtered_in_;
    std::unordered_map<std::int64_t, std::string> applications_;
};

}  // namespace mastodon
