// Pages: templates checked while compiling, words in the reader's language, and the frame round every page.
//
// A template is a file <capability>/pages/post_card.html, built into the struct <capability>::pages::PostCard:
//   {name}               a text, number or address: escaped for where it stands (text, attribute, URL)
//   {!name}              markup made by another template or by the sanitizer (html::Safe); in text only
//   {?name}..{/name}     shown when the flag `name` is true      {^name}..{/name}  when it is false
//   [[Sign in]]          translated: the English text is the key of the catalog; ICU MessageFormat, with arguments:
//   [[{count, plural, one {# reply} other {# replies}}]]   adds the argument `count`
// One struct member per name: html::Text (from strings, integers and ids), html::Markup (from Safe), html::Flag (bool, only
// when the name is used by sections alone: a section may also ask whether a text or markup is there: {?avatar}..{/avatar}).
//   words.fill(pages::PostCard{.author = name, .body = body, .pinned = true})     a forgotten member does not compile
// A section in a tag stands between attributes and brings its own space: <input name="a"{?on} checked{/on}>.
// An address is one placeholder (href="{address}") or starts with text (href="/@{name}?q={text}": percent-encoded).
// {icon heart} is an icon of the sprite, {icon reply flip} one that turns with the direction of the language.
// There are no loops: fill a row for each thing and add them up (words.fill(rows, pages::Row{...})).
// A brace itself is written {{. Comments on lines of their own and indentation do not reach the reader.
// A placeholder in a script, a style, an event handler, a tag or an unquoted attribute does not compile.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/template.hpp"
#include "http/router.hpp"
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace html {

using Argument = std::variant<std::int64_t, std::string_view>;
using NamedArguments = std::initializer_list<std::pair<std::string_view, Argument>>;

// The words of one language. Cheap to copy. A text that the catalog lacks is shown in English.
class Words {
public:
    explicit Words(std::string_view locale = "en");
    explicit Words(std::same_as<http::Locale> auto const& reader) : Words(std::string_view(reader)) { tell_time_of(reader.zone), lean_ = reader.lean; }
    std::string_view locale() const;
    bool right_to_left() const;
    std::string operator()(std::string_view english) const;
    std::string operator()(std::string_view english, NamedArguments) const;
    std::string date(base::Time) const;               // 22 November 2026
    std::string date_time(base::Time) const;          // 22 November 2026, 1:51 pm
    std::string ago(base::Time then, base::Time now) const;  // now, 5 minutes ago, yesterday, then the date
    std::string number(std::int64_t) const;           // 1,234
    // What <input type="datetime-local"> takes and gives, in the reader's time zone: "2026-11-22T13:51".
    std::string local(base::Time) const;
    std::optional<base::Time> moment(std::string_view local) const;
    // The same of a form's field, refused by its name: also what clocks skip when they go forward.
    base::Result<base::Time> moment_in(std::string_view field, std::string_view local) const;
    bool lean() const { return lean_; }  // the reader wants less data: pictures wait until they are asked for
    // The forms of a counted text, for scripts: "one:# new post|other:# new posts" in data-say. The argument is `count`.
    std::string counted(std::string_view english) const;

    // Fills a template.
    template <class Template>
    Safe fill(Template const& filled) const {
        Safe made;
        render(*this, made.markup, filled);
        return made;
    }
    template <class Template>
    void fill(Safe& onto, Template const& filled) const { render(*this, onto.markup, filled); }

    // A text without arguments, valid as long as `english`: the catalog's, or itself.
    std::string_view plain(std::string_view english) const;

private:
    friend struct Languages;
    friend std::string format(Words const&, std::string_view, std::span<std::pair<std::string_view, Argument> const>);
    struct Language;
    void tell_time_of(std::string_view zone);
    Language const* language_;
    std::string_view zone_;  // a known name; "" for the server's
    bool lean_ = false;
};

std::vector<std::string> locales();  // those with a catalog, "en" first
std::string language_name(std::string_view locale);  // in its own words: español
std::vector<std::string> const& time_zones();        // the IANA names that people choose from
bool is_time_zone(std::string_view name);
std::string best_locale(std::string_view accept_language);  // RFC 9110, 12.5.4
struct Region { std::string code, name; };           // ISO 3166: ES, Spain
std::vector<Region> regions(Words const&);           // countries and areas that people choose from, by name
bool is_region(std::string_view code);
base::Result<base::Done> check_help_lines(std::string_view text);  // of the setting help.lines: every line can be read
bool is_sensitive_topic(std::string_view hashtag);   // others who see the window should not learn of it

// The address of an embedded asset with its fingerprint: asset("app.css") is /assets/app.3f9c2d.css. Throws for a name that is not embedded.
std::string asset(std::string_view name);
Safe icon(std::string_view name);  // one of the sprite's, hidden from screen readers
// Somebody's picture, or one of the landscapes chosen by their id. Organizations' are square.
enum class Shape { circle, rounded_square };
Safe avatar(std::string_view address, std::int64_t id, Shape);
Safe time_tag(Words const&, base::Time then, base::Time now);  // <time datetime=..>5 minutes ago</time>

// What stands in the frame round a page.
struct Page {
    std::string title;          // of the browser's tab, before " · Larkspur": neutral on sensitive pages
    Safe main;
    Safe side;                  // the column on wide windows; may be empty
    std::string current;        // address of the navigation entry that is lit: "/home"
    std::string live;           // address of the SSE stream of this page; "" for none
    std::string description;    // for search engines and previews
    std::string canonical;      // address; "" to leave it out. With it comes a preview (Open Graph) for whoever shares it
    std::string kind = "website";  // of the preview: website, profile, article
    std::string image;          // of the preview; "" for the server's
    bool index = false;         // search engines may keep it
    bool sensitive = false;     // Quick exit stands above it; its title must tell nothing
    Safe head;                  // further <meta> and <link>
    int status = 200;
};

// The whole page, or its main part when the request wants a fragment.
http::Response page(http::Request const&, db::Read&, Page);

// An answer to an in-place action: elements whose ids replace their namesakes (see web/README.md).
http::Response fragment(Safe, int status = 200);
Safe toast(std::string_view said);  // in a fragment: a short message that goes by itself

std::string absolute(std::string_view address);  // with the site in front, unless it is already
Safe linked_data(std::string_view json);         // JSON-LD for search engines, for Page::head

// The hidden field that every <form method="post"> of a page carries; also before anyone signed in. Buttons without
// fields need none: <button form="act" formaction="/posts/1/like">.
Safe csrf_field(http::Request const&);

// What the frame shows beside the page: filled in by capabilities, registered by the site while it starts.
struct Entry { std::string address, icon, words; std::int64_t count = 0; bool in_tab_bar = false; };
struct Frame {
    std::vector<Entry> navigation;
    std::int64_t new_notifications = 0;
    std::string live;  // the stream of pages that name none of their own
    Safe above;        // before the page's own part, across its width: warnings
};
void add_to_frame(std::function<void(Frame&, http::Request const&, db::Read&)>);

// Refusals as pages: the error page in the frame. Forms show their own refusals: see summary() and field_error().
http::Response refuse_as_page(http::Request const&, base::Refusal const&, int status);

// The summary at the top of a form, with links to the fields; empty when nothing was refused. It takes the focus.
Safe summary(Words const&, base::Refusal const*);
// What a refusal says, in the reader's language. A figure in it may be an argument of the translation, {number}.
std::string said(Words const&, base::Refusal const&);
// The message at one field (with id "<field>-error"); empty when the field is fine.
Safe field_error(Words const&, base::Refusal const*, std::string_view field);
bool at_fault(base::Refusal const*, std::string_view field);  // for aria-invalid and aria-describedby

// Static assets, fingerprinted, precompressed, cached for a year.
void add_routes(http::Router::Section);

}  // namespace html
