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
    std::string_view locale() const;
    bool right_to_left() const;
    std::string operator()(std::string_view english) const;
    std::string operator()(std::string_view english, NamedArguments) const;
    std::string date(base::Time) const;               // 22 November 2026
    std::string date_time(base::Time) const;          // 22 November 2026, 1:51 pm
    std::string ago(base::Time then, base::Time now) const;  // now, 5 minutes ago, yesterday, then the date
    std::string number(std::int64_t) const;           // 1,234

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
    Language const* language_;
};

std::vector<std::string> locales();  // those with a catalog, "en" first
std::string best_locale(std::string_view accept_language);  // RFC 9110, 12.5.4

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
    std::string canonical;      // address; "" to leave it out
    bool index = false;         // search engines may keep it
    Safe head;                  // further <meta> and <link>
    int status = 200;
};

// The whole page, or its main part when the request wants a fragment.
http::Response page(http::Request const&, db::Read&, Page);

// An answer to an in-place action: elements whose ids replace their namesakes (see web/README.md).
http::Response fragment(Safe, int status = 200);
Safe toast(std::string_view said);  // in a fragment: a short message that goes by itself

// The hidden field that every <form method="post"> of a page carries; also before anyone signed in. Buttons without
// fields need none: <button form="act" formaction="/posts/1/like">.
Safe csrf_field(http::Request const&);

// What the frame shows beside the page: filled in by capabilities, registered by the site while it starts.
struct Entry { std::string address, icon, words; std::int64_t count = 0; bool in_tab_bar = false; };
struct Frame { std::vector<Entry> navigation; std::int64_t new_notifications = 0; };
void add_to_frame(std::function<void(Frame&, http::Request const&, db::Read&)>);

// Refusals as pages: the error page in the frame. Forms show their own refusals: see summary() and field_error().
http::Response refuse_as_page(http::Request const&, base::Refusal const&, int status);

// The summary at the top of a form, with links to the fields; empty when nothing was refused. It takes the focus.
Safe summary(Words const&, base::Refusal const*);
// The message at one field (with id "<field>-error"); empty when the field is fine.
Safe field_error(Words const&, base::Refusal const*, std::string_view field);
bool at_fault(base::Refusal const*, std::string_view field);  // for aria-invalid and aria-describedby

// Static assets, fingerprinted, precompressed, cached for a year.
void add_routes(http::Router::Section);

}  // namespace html
