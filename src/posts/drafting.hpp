// A draft that was checked and completed: what publishing and editing have in common.
#pragma once
#include "posts/reading.hpp"

namespace posts {

struct Ready {
    std::string text, html, content_note, language;
    std::string link;  // the first address in it; "" where none is shown: a closed post's words go nowhere
    Visibility visibility = Visibility::everyone;
    std::optional<Post> parent, quoted;
    QuoteState quote = QuoteState::none;
    Policy policy;
    bool sensitive = false, local_only = false;
    std::vector<accounts::Account> mentioned;
    std::vector<std::string> hashtags;
};

base::Result<accounts::Account> writer(db::Read&, AccountId author);  // who may still post
base::Result<Ready> prepare(db::Read&, accounts::Account const& author, Draft const&);
base::Result<Ready> prepare_edit(db::Read&, accounts::Account const& author, Post const& before, Draft const&);

base::Result<base::Done> put_media(db::Write&, AccountId author, PostId, Draft const&);
struct PutHashtag { std::int64_t id; std::string spelled; };
std::vector<PutHashtag> put_hashtags(db::Write&, PostId, std::vector<std::string> const& spelled);  // each once, by id
// Those who were not mentioned before are written down and told.
void put_mentions(db::Write&, Post const&, std::vector<accounts::Account> const&);

void keep_version(db::Write&, Post const& before);
void tell_of_edit(db::Write&, Post const&);  // to those who boosted or quoted it

void keep_for_a_moment(std::shared_ptr<Made const>);  // for just_made

}  // namespace posts
