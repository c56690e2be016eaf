// The parts that the pages of this folder share: fields with their label, hint and fault, and what a form brings.
#pragma once
#include "accounts/accounts.hpp"
#include "html/html.hpp"
#include <any>
#include <string_view>

namespace accounts {

struct Input {
    std::string_view name, label;
    std::string_view value = {};
    std::string_view type = "text";
    std::string_view autocomplete = "off";
    std::string_view hint = {};
    std::string_view mode = "text";  // inputmode: which keyboard a phone shows
};
html::Safe input(html::Words const&, Input const&, base::Refusal const*);
html::Safe long_input(html::Words const&, Input const&, base::Refusal const*);  // several lines

struct Choice { std::string_view value, label; };
html::Safe choice(html::Words const&, std::string_view name, std::string_view label, std::span<Choice const>, std::string_view chosen, base::Refusal const*);
html::Safe tick(html::Words const&, std::string_view name, std::string_view label, std::string_view hint, bool on, base::Refusal const*);

// Languages under their own names: people look for the word they know.
std::span<Choice const> languages();

// Where somebody is, as two choices: `zone` and `region`.
html::Safe place_fields(html::Words const&, Place const&, base::Refusal const*);
Place place_in(http::Request const&, db::Read&);  // what the form has; what it lacks stays as it is

// A path on this server to go on to, else "/": never somebody else's address.
std::string local_path(std::string_view wanted);

// What a route's slow step left for its handler.
template <class T>
T const* left(http::Request const& request) {
    for (auto const& each : request.prepared)
        if (auto found = std::any_cast<T>(&each)) return found;
    return nullptr;
}
struct Hash { std::string text; };
void leave_hash(http::Request&, std::string_view field);  // of the new password in `field`, if it is one
struct Proof { base::Result<AccountId> who; };            // what verify_password said
// For what asks for the password again, in the field `current`: the slow step, and what is wrong with it, if anything.
base::Result<base::Done> prove_password(http::Request&, db::Read&);
std::optional<base::Refusal> wrong_password(http::Request const&);

inline constexpr std::string_view invitation_cookie = "invitation";
inline constexpr std::string_view session_cookie = "salve_session";
void let_in(http::Response&, SignedIn const&);
void let_out(http::Response&);  // also clears what this browser kept

// Somebody whose password was right goes on: to the second step, or in. Who is in goes where they wanted, and staff who
// need a second step and have none to where it is set up.
http::Response after_password(http::Request const&, db::Write&, Account const&);
http::Response signed_in(http::Request const&, db::Write&, Account const&);

// `described`: one sentence for search engines, which pass over pages without it.
http::Response narrow_page(http::Request const&, db::Read&, std::string title, html::Safe main, base::Refusal const* = nullptr, std::string described = {});

// The pages, each file's part of add_pages.
void add_sign_up_pages(http::Router::Section);
void add_sign_in_pages(http::Router::Section);
void add_second_step_pages(http::Router::Section);
void add_security_settings(http::Router::Section);
void add_moving_settings(http::Router::Section);
void add_invitation_pages(http::Router::Section);
void add_reset_pages(http::Router::Section);
void add_acting_pages(http::Router::Section&);
void add_profile_settings(http::Router::Section);
void add_account_settings(http::Router::Section);
void add_language_page(http::Router::Section);
void add_posting_settings(http::Router::Section);
void add_session_settings(http::Router::Section);
void add_data_settings(http::Router::Section);
void add_about_page(http::Router::Section);

}  // namespace accounts
