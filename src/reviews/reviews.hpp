// Reviews: what people say of the care they got, without anybody learning who said it, and what providers make of it.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "directory/directory.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reviews {

using base::AccountId;
using directory::LocationId;
using ReviewId = base::Id<struct ReviewTag>;  // random, not ordered by time: its number tells nothing of when, or after what

extern db::Schema const schema;

inline base::Setting<std::int64_t> wait_hours{"reviews.wait_hours", 48, "A review is published at a moment that is drawn by lot from so many hours after it was written, together with others, so that nobody can tell from the moment who wrote it. 0 publishes at once, which is for trying things out."};

inline base::Setting<std::int64_t> most_per_address{"reviews.most_per_address", 5, "How many reviews one network address may write in a day; 0 for any number. Addresses are not kept."};

inline constexpr std::size_t most_dimensions = 5;
// What is asked of a kind of care, in order; the words are keys of translations. Configurable by type of care.
struct Dimension { std::string code, words; };
std::vector<Dimension> dimensions(db::Read&, std::string_view specialty);
// An administrator's choice; an empty list goes back to the usual five.
base::Result<base::Done> set_dimensions(db::Write&, AccountId by, std::string_view specialty, std::vector<Dimension> const&);

// A one-time right to review one visit, made when it was completed. It names the location and the month, never the person:
// only its hash is kept, without whom it was given to.
struct Visit { LocationId location; std::string month; };  // YYYY-MM
std::string new_token(db::Write&, Visit const&);
// Tokens to hand out after visits, made by the organization's team until appointments make them: at most 200 a day and place.
base::Result<std::vector<std::string>> give_tokens(db::Write&, AccountId by, Visit const&, std::int64_t count);
std::optional<Visit> open_visit(db::Read&, std::string_view token);  // unused, and younger than 180 days

struct Draft {
    LocationId location;
    int overall = 0;                                // 1 to 5
    std::array<int, most_dimensions> marks{};       // 0: not answered
    std::string told;                               // the story
    std::string month;                              // of the visit, YYYY-MM, within two years
    std::string signed_as;                          // shown as typed; "" for "Name kept private"
    std::string token;                              // of a verified visit; "" for none
    std::string language;
};
enum class Standing { shown, held, removed, withdrawn };  // held: a person looks at it first
struct Review {
    ReviewId id;
    LocationId location;
    int overall = 0;
    std::array<int, most_dimensions> marks{};
    std::string told, month, signed_as, language;
    bool verified = false;
    Standing standing = Standing::shown;
    std::string removed_for;                        // the reason on the tombstone
    std::string published;                          // the day, YYYY-MM-DD: all that is kept of when
    double weight = 1;                              // after fraud signals, before age
    std::int64_t helpful = 0, unhelpful = 0;
    std::string changed;                            // the day; "" for never
};
// The author gets a key with which they (and nobody else) change or withdraw it; only its hash is kept.
struct Written { ReviewId id; std::string key; };
// Refused: a second one for a visit, or of one person for a location within a year; of oneself, or of one's employer;
// a month to come, or more than two years ago; markup; too many from one address.
base::Result<Written> write(db::Write&, AccountId author, Draft const&, std::string_view address);
base::Result<base::Done> change(db::Write&, ReviewId, std::string_view key, Draft const&);  // public with a later batch
base::Result<base::Done> withdraw(db::Write&, ReviewId, std::string_view key);              // gone at once
// The same by whoever is signed in: the pseudonym is computed anew and compared.
bool is_author(db::Read&, ReviewId, AccountId);
bool is_key(db::Read&, ReviewId, std::string_view key);
base::Result<base::Done> change_own(db::Write&, ReviewId, AccountId, Draft const&);
base::Result<base::Done> withdraw_own(db::Write&, ReviewId, AccountId);
// What one wrote: public, and what waits, whose `published` is empty.
std::vector<Review> reviews_by(db::Read&, AccountId);
// Publishes what is due, in an order drawn by lot, and rescores its locations. Run by a job.
void publish_due(db::Write&);

std::optional<Review> find(db::Read&, ReviewId);  // public ones, with whatever standing
enum class Order { helpful, newest, lowest };
struct Filter { int overall = 0; std::string theme; };  // 0, "": any
// Shown ones and tombstones. `after`: the id of the last one of the page before.
std::vector<Review> reviews_of(db::Read&, LocationId, Order, std::int64_t after, int limit, Filter const& = {});

// What a story is about, by words found in it; a story may have several themes.
struct Theme { std::string_view code, words; };
std::span<Theme const> themes();
std::vector<std::string_view> themes_in(std::string_view told);
struct Mentioned { std::string theme; std::int64_t reviews = 0; };
std::vector<Mentioned> themes_of(db::Read&, LocationId);  // of those shown, most first

// Whether it helped the reader: one vote a person, changed or taken back as they like; nobody votes for their own.
base::Result<Review> vote(db::Write&, ReviewId, AccountId, std::optional<bool> helpful);
std::optional<bool> vote_of(db::Read&, ReviewId, AccountId);
double wilson(std::int64_t positive, std::int64_t all);  // lower bound, algorithms.md section 4

// Moderators alone take a review away, for one of these reasons, and it leaves a tombstone; no provider can.
enum class Reason { not_a_visit, names_somebody, insulting, not_about_care, advertising, unlawful };
std::string_view text_of(Reason);
std::string_view words_of(Reason);  // English, the key of the translation
std::optional<Reason> reason_of(std::string_view);
base::Result<base::Done> report(db::Write&, ReviewId, AccountId reporter, Reason, std::string_view words, AccountId organization = {});
using ReviewDecisionId = base::Id<struct ReviewDecisionTag>;
using ReviewAppealId = base::Id<struct ReviewAppealTag>;
enum class Act { keep, remove, put_back };
struct Decision { ReviewDecisionId id; ReviewId review; Act act = Act::keep; AccountId moderator; std::string reason, words; base::Time at = 0; };
std::optional<Decision> last_decision(db::Read&, ReviewId);
base::Result<Decision> keep(db::Write&, AccountId moderator, ReviewId, std::string_view words);
base::Result<Decision> remove(db::Write&, AccountId moderator, ReviewId, Reason, std::string_view words);
// Against the last decision, once: the author against a removal, the provider against keeping what it reported.
struct Appeal { ReviewAppealId id; ReviewDecisionId decision; AccountId organization; std::string words, day; AccountId decided_by; base::Time decided_at = 0; bool granted = false; std::string answer; };
std::optional<Appeal> appeal_of(db::Read&, ReviewDecisionId);
base::Result<Appeal> appeal(db::Write&, ReviewId, std::string_view key, std::string_view words);
base::Result<Appeal> appeal_own(db::Write&, ReviewId, AccountId author, std::string_view words);
base::Result<Appeal> appeal_as(db::Write&, ReviewId, AccountId organization, AccountId person, std::string_view words);
// By a moderator other than who decided: granted, the opposite holds.
base::Result<base::Done> answer_appeal(db::Write&, AccountId moderator, ReviewAppealId, bool grant, std::string_view answer);

// The score of a location: algorithms.md section 3. `low` and `high` hold 90 %. Percentile within its kind of care.
struct Score { double mean = 0, low = 0, high = 0, effective = 0, percentile = 0; std::array<std::int64_t, 5> spread{}; std::array<double, most_dimensions> dimensions{}; std::int64_t reviews = 0; bool shown() const { return effective >= 15; } };
Score score_of(db::Read&, LocationId);
void rescore(db::Write&, LocationId);  // inside the change that publishes, changes or takes away a review of it

// Fraud signals lower the weight and queue for a person; they never delete. Looked for by a daily job.
struct Signal { std::string kind, why; double weight = 1; };
std::vector<Signal> signals(db::Read&, ReviewId);

// Replies of the organization: drafted by a responder, published by an editor. What could confirm to others that its author was
// there, who they are, when, or what was done is held: found words with the reason, in English, the key of the translation.
struct Held { std::string words, why; };
std::vector<Held> check_reply(db::Read&, Review const&, std::string_view text);
struct Reply {
    ReviewId review;
    AccountId organization;
    std::string told;           // "" when none is public
    AccountId author, approved_by;  // known to the team only
    std::string published, changed;  // days
    std::int64_t days = 0;      // from the review's publication to the reply's
    std::string draft; AccountId draft_by; bool asks = false;  // asks: a colleague is to look at it before
};
std::optional<Reply> reply_to(db::Read&, ReviewId);   // with the draft: for the team
inline constexpr std::int64_t longest_reply = 2000;   // characters as people count them
base::Result<Reply> draft_reply(db::Write&, AccountId by, ReviewId, std::string_view text, bool ask_colleague = false);
base::Result<base::Done> drop_draft(db::Write&, AccountId by, ReviewId);
// Refused with `text` while words are held, but for a colleague who has seen why (`looked`); and for who asked for a look.
base::Result<Reply> publish_reply(db::Write&, AccountId by, ReviewId, bool looked = false);
base::Result<base::Done> take_reply_back(db::Write&, AccountId by, ReviewId);
struct ReplyVersion { std::string told; AccountId author; std::string day; };
std::vector<ReplyVersion> reply_versions(db::Read&, ReviewId);
std::vector<ReviewId> without_reply(db::Read&, AccountId organization, int limit);  // newest first
std::vector<ReviewId> reply_drafts(db::Read&, AccountId organization);

// What became of it: told (the story), heard (the reply), planned, changed; an editor's, in that order.
enum class StepKind { planned, changed };
std::string_view text_of(StepKind);
struct Step { ReviewId review; StepKind kind = StepKind::planned; std::string told; AccountId author; std::string day, changed; };
std::vector<Step> steps(db::Read&, ReviewId);
base::Result<base::Done> set_step(db::Write&, AccountId by, ReviewId, StepKind, std::string_view text);  // "" takes it away
// "You said, we did": newest first; `after`: the last of the page before.
std::vector<Step> board_of(db::Read&, LocationId, Step const& after, int limit);
std::vector<Step> board_of(db::Read&, AccountId organization, Step const& after, int limit);

// Of reviews of the last two years that are public for two weeks, or were replied to sooner; computed, never typed.
struct Responses { std::int64_t reviews = 0, replied = 0; double median_days = 0; };
Responses responses_of(db::Read&, std::vector<LocationId> const&);
struct Replied { static constexpr std::string_view kind = "reviews.replied"; ReviewId review; AccountId organization, by; };

// What `salve fairness` prints: how well signals and scores do in made-up worlds whose truth is known.
std::string fairness_figures(std::int64_t seed, std::int64_t worlds);

// The demo world's reviews, which nobody wrote: as if published on their day. `reviewer` names no account.
struct Planted { std::int64_t id = 0; Draft draft; bool verified = false; std::string reviewer; base::Time published = 0; };
void plant(db::Write&, Planted const&);
void judge_planted(db::Write&, std::vector<LocationId> const&);  // their scores, and signs of fraud

// A review became public, with a batch: its moment tells nothing of when it was written.
struct Published { static constexpr std::string_view kind = "reviews.published"; ReviewId review; LocationId location; };
// Its text or its standing changed.
struct Changed { static constexpr std::string_view kind = "reviews.changed"; ReviewId review; LocationId location; };

// What stands below a review's story wherever it is shown (a reply, what became of it): registered while the site starts.
using Below = std::function<html::Safe(db::Read&, html::Words const&, Review const&)>;
void add_below(Below);

// Where the key is kept that seals the key of pseudonyms: while the site starts.
void keep_keys_in(std::string key_file);
void add_pages(http::Router::Section);
void add_api(http::Router::Section);
void add_jobs(jobs::Runner&, db::Database&);
void add_export();  // reviews.json of accounts::export_all
void forget_account(db::Write&, AccountId);

}  // namespace reviews
