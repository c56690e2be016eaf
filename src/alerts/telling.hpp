// Telling the people concerned: how far it has come is stored, so that whoever is killed is followed by somebody who goes on.
#pragma once
#include "alerts/alerts.hpp"
#include "alerts/inside.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace alerts {

enum class Way { push, mail };
std::string_view text_of(Way);

// What somebody wants to be told of this alert, and how.
struct Wish { bool push = false, letter = false, digest = false; };
// Who is concerned, and what each wants: concerned.hpp's answer, and others' in tests.
struct People {
    std::function<std::vector<AccountId>(db::Read&, Alert const&)> concerned;
    std::function<Wish(db::Read&, AccountId, Alert const&)> wish;
    std::function<bool()> stopping;
};
void add_telling(jobs::Runner&, db::Database&, People);

// One alert by one way, held by this process as long as each step comes within half a minute.
class Telling {
public:
    // Nothing when it is done, or when somebody else is at work.
    static std::optional<Telling> take(db::Database&, AlertId, Way);

    struct Batch { Alert alert; std::vector<AccountId> people; };
    // The next people, in order: those concerned, and those told of an earlier alert of the chain. Nothing: it is done, or void.
    std::optional<Batch> next(People const&, std::size_t most);
    // Before anything leaves: what is about to be told, so that the end is told to whoever might have heard. False: it was ended
    // or somebody else went on, and nothing may leave.
    bool announce(std::function<void(db::Write&, Alert const&)> const& keep);
    // Stores that `last` and all before are done, with what `keep` writes. False: somebody else went on meanwhile, and
    // nothing is kept.
    bool step(AccountId last, std::function<void(db::Write&, Alert const&)> const& keep);
    void rest();    // others may go on at once

private:
    Telling(db::Database& database, AlertId alert, Way way, AccountId position) : database_(database), alert_(alert), way_(way), position_(position) {}
    void end();
    db::Database& database_;
    AlertId alert_;
    Way way_;
    AccountId position_;
    std::optional<std::vector<AccountId>> people_;  // after position_, found at the first batch
};

// Whether people still are to be told of it: it holds, or ended what they were told of, not long ago.
bool is_to_be_told(Alert const&, base::Time now);
base::Time told_until(Alert const&);
void note_told(db::Write&, Alert const&, Way, AccountId);

void push_on(db::Database&, AlertId, People const&);
void push_again(db::Database&, AlertId);
void mail_on(db::Database&, AlertId, People const&);
void mail_digest(db::Database&, AccountId);
// What is pushed in this language; the same for all who read it.
std::string push_text(db::Read&, Alert const&, std::string_view locale);
// A letter as anybody gets it: its subject, and its text without the foot that names who reads.
std::string letter_text(html::Words const&, db::Read&, Alert const&);
void watch_letters(db::Database&);
std::string told_as_json(db::Read&, AccountId);  // for the person's own copy of everything

std::optional<AccountId> account_of_letters(std::string_view token);

}  // namespace alerts
