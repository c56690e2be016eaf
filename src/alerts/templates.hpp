// Templates: alerts that are written already, but for their blanks: "{place}".
#pragma once
#include "alerts/alerts.hpp"

namespace alerts {

struct Template {
    std::int64_t id = 0;        // of an organization's own; 0: it comes with the program
    std::string key;            // of those that do: "flood"
    AccountId organization;
    std::string name;           // in the language of the organization; of those that come with the program, a key of the catalog
    int hours = 24;             // how long an alert made of it holds
    Message message;            // its texts have blanks
    base::Time changed_at = 0;
};
std::vector<Template> const& built_in_templates();
std::vector<Template> templates(db::Read&, AccountId organization);  // its own, by name
std::optional<Template> find_template(db::Read&, AccountId by, std::int64_t id);
// id 0: a new one. Refused: a name that is missing, too long or taken, more than 100 of them.
base::Result<Template> save_template(db::Write&, AccountId by, Template const&);
base::Result<Template> template_of(db::Write&, AccountId by, AlertId, std::string_view name);  // from an earlier alert
base::Result<base::Done> remove_template(db::Write&, AccountId by, std::int64_t id);

// What is to be filled in: names of lower-case letters in braces, each once, as they come.
std::vector<std::string> blanks_in(Info const&);
std::vector<std::string> blanks_in(Message const&);
// Blanks that are known: what a person types for them, in words. "{source}" and "{until}" fill themselves.
std::string label_of_blank(html::Words const&, std::string_view name);
bool fills_itself(std::string_view name);

struct Blank { std::string name, language, value; };  // language "": for all that have none of their own
struct Start {
    AccountId organization;
    std::vector<std::string> languages;  // of the template's; none: all
    base::Time expires = 0;              // 0: as long as the template holds
    std::vector<Blank> blanks;
};
// A draft made of a template. What was not filled in stays a blank.
Draft started(db::Read&, Template const&, Start const&);
// Refused, each at its text: a blank that nobody filled in.
base::Result<base::Done> check_blanks(Message const&);

void add_template_pages(http::Router::Section&);

// What comes with the program, in one language each; the order is that of the hazards.
struct Wording { std::string_view event, headline, description, instruction; };
extern std::vector<Wording> const english_wordings, spanish_wordings, arabic_wordings;

}  // namespace alerts
