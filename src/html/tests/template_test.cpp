// The checker's verdict on templates, asked as a function: what must not compile is named by its fault.
#include "html/html.hpp"
#include <concepts>
#include <doctest/doctest.h>

using html::Context;
using html::Fault;

namespace {

constexpr std::string_view names[] = {"x", "y"};

constexpr Fault fault_of(std::string_view page) { return html::Template<40>(page, names).fault; }

// The context of the first placeholder.
constexpr Context context_of(std::string_view page) {
    html::Template<40> const checked(page, names);
    for (auto const& step : checked.view().steps)
        if (step.kind == html::Step::Kind::value || step.kind == html::Step::Kind::message) return step.context;
    return Context::text;
}

// Renders as a page would.
std::string rendered(std::string_view page, html::Slot x, html::Slot y = html::Text("")) {
    html::Template<40> const checked(page, names);
    REQUIRE(checked.fault == Fault::none);
    std::string made;
    html::Slot const slots[] = {x, y};
    html::render_steps(html::Words(), made, checked.view(), slots);
    return made;
}

}  // namespace

// These hold already when this file compiles.
static_assert(fault_of("<p>{x}</p>") == Fault::none);
static_assert(fault_of("<p title={x}>") == Fault::in_unquoted_value);
static_assert(fault_of("<script>{x}</script>") == Fault::in_script);
// A member that was forgotten, or given something of another kind, does not compile.
static_assert(!std::default_initializable<html::Text> && !std::default_initializable<html::Markup> && !std::default_initializable<html::Flag>);
static_assert(!std::convertible_to<bool, html::Text> && !std::convertible_to<char, html::Text> && !std::convertible_to<html::Safe, html::Text>);
static_assert(!std::convertible_to<int, html::Flag> && !std::convertible_to<char const*, html::Flag>);
static_assert(!std::convertible_to<std::string, html::Markup> && !std::convertible_to<char const*, html::Safe>);

TEST_CASE("a placeholder's context is that of its place") {
    CHECK(context_of("<p>{x}</p>") == Context::text);
    CHECK(context_of("a < b {x}") == Context::text);
    CHECK(context_of("<title>{x}</title>") == Context::text);
    CHECK(context_of("<p title=\"{x}\">") == Context::attribute);
    CHECK(context_of("<p title='a {x}'>") == Context::attribute);
    CHECK(context_of("<P TITLE = \"{x}\">") == Context::attribute);
    CHECK(context_of("<a class=\"b\" href=\"{x}\">") == Context::url);
    CHECK(context_of("<A HREF='{x}'>") == Context::url);
    CHECK(context_of("<a href=\" {x}\">") == Context::url);
    CHECK(context_of("<form action=\"{x}\">") == Context::url);
    CHECK(context_of("<button formaction=\"{x}\">") == Context::url);
    CHECK(context_of("<use xlink:href=\"{x}#a\"/>") == Context::url);
    CHECK(context_of("<a href=\"/@{x}\">") == Context::url_tail);
    CHECK(context_of("<a href=\"?q={x}\">") == Context::url_tail);
    CHECK(context_of("<a href=\"https://far.example/{x}\">") == Context::url_tail);
    CHECK(context_of("<a href=\"mailto:{x}\">") == Context::url_tail);
    CHECK(context_of("<a href=\"posts/{x}\">") == Context::url_tail);
    CHECK(context_of("<img srcset=\"{x} 640w\">") == Context::url);
    CHECK(context_of("<img srcset=\"/a.webp 640w, {x} 1280w\">") == Context::url);
    CHECK(context_of("<img srcset=\"/a.webp {x}w\">") == Context::attribute);
    CHECK(context_of("<b>[[Words]]</b>") == Context::text);
    CHECK(context_of("<b title=\"[[Words]]\">") == Context::attribute);
}

TEST_CASE("a placeholder in code, in a comment or in a tag does not compile") {
    CHECK(fault_of("<script>var a = {x}</script>") == Fault::in_script);
    CHECK(fault_of("<script>alert(1)</script>") == Fault::in_script);
    CHECK(fault_of("<style>{x}</style>") == Fault::in_script);
    CHECK(fault_of("<SCRIPT src=\"/a\">{x}</SCRIPT>") == Fault::in_script);
    CHECK(fault_of("<iframe>{x}</iframe>") == Fault::in_script);
    CHECK(fault_of("<script{?x} async{/x}>{y}</script>") == Fault::in_script);
    CHECK(fault_of("<!-- {x} -->") == Fault::in_comment);
    CHECK(fault_of("<!DOCTYPE {x}>") == Fault::in_comment);
    CHECK(fault_of("<{x}>") == Fault::in_tag);
    CHECK(fault_of("</{x}>") == Fault::in_tag);
    CHECK(fault_of("<p {x}>") == Fault::in_tag);
    CHECK(fault_of("<p da{x}=\"1\">") == Fault::in_tag);
    CHECK(fault_of("<p title={x}>") == Fault::in_unquoted_value);
    CHECK(fault_of("<p title=a{x}>") == Fault::in_unquoted_value);
    CHECK(fault_of("<p onclick=\"{x}\">") == Fault::in_code_attribute);
    CHECK(fault_of("<p ONCLICK='{x}'>") == Fault::in_code_attribute);
    CHECK(fault_of("<p style=\"color:{x}\">") == Fault::in_code_attribute);
    CHECK(fault_of("<iframe srcdoc=\"{x}\">") == Fault::in_code_attribute);
    CHECK(fault_of("</a title=\">{x}\">") == Fault::in_tag);
    CHECK(fault_of("<meta http-equiv=\"refresh\" content=\"{x}\">") == Fault::http_equiv);
}

TEST_CASE("an address keeps its scheme and host to itself") {
    CHECK(fault_of("<a href=\"javascript:{x}\">") == Fault::after_unknown_scheme);
    CHECK(fault_of("<a href=\"data:text/html,{x}\">") == Fault::after_unknown_scheme);
    CHECK(fault_of("<a href=\"javascript:a/{x}\">") == Fault::after_unknown_scheme);
    CHECK(fault_of("<a href=\"https://{x}/a\">") == Fault::in_host);
    CHECK(fault_of("<a href=\"//{x}\">") == Fault::in_host);
    CHECK(fault_of("<a href=\"//far.example/{x}\">") == Fault::none);
}

TEST_CASE("markup stands in text only") {
    CHECK(fault_of("<p>{!x}</p>") == Fault::none);
    CHECK(fault_of("<p title=\"{!x}\">") == Fault::markup_outside_text);
    CHECK(fault_of("<a href=\"{!x}\">") == Fault::markup_outside_text);
    CHECK(fault_of("<title>{!x}</title>") == Fault::markup_outside_text);
    CHECK(fault_of("<textarea>{!x}</textarea>") == Fault::markup_outside_text);
    CHECK(fault_of("<textarea></b>{!x}</textarea>") == Fault::in_tag);
    CHECK(fault_of("<textarea>{x}</textarea><p>{!y}</p>") == Fault::none);
}

TEST_CASE("a section ends where it started") {
    CHECK(fault_of("{?x}<b>{y}</b>{/x}") == Fault::none);
    CHECK(fault_of("<input name=\"a\"{?x} checked{/x}>") == Fault::none);
    CHECK(fault_of("<li{?x} class=\"{y}\"{/x}>") == Fault::none);
    CHECK(fault_of("<li{?x} hidden{/x}{?y} title=\"a\"{/y} id=\"b\">") == Fault::none);
    CHECK(fault_of("<p class=\"a{?x} b{/x}\">") == Fault::none);
    CHECK(fault_of("{?x}{^y}a{/y}{/x}") == Fault::none);
    CHECK(fault_of("<p{?x}>{/x}") == Fault::section_changes_state);
    CHECK(fault_of("<p class=\"{?x}\">{/x}") == Fault::section_changes_state);
    CHECK(fault_of("{?x}<script>{/x}") == Fault::in_script);
    CHECK(fault_of("{?x}<textarea>{/x}") == Fault::section_changes_state);
    CHECK(fault_of("<a href=\"{?x}/a{/x}{y}\">") == Fault::section_changes_state);
    CHECK(fault_of("<input{?x}checked{/x}>") == Fault::section_in_the_middle);
    CHECK(fault_of("<a {?x}hre{/x}f=\"{y}\">") == Fault::section_in_the_middle);
    CHECK(fault_of("<a {?x} hre{/x}f=\"{y}\">") == Fault::section_in_the_middle);
    CHECK(fault_of("<a href={?x}\"a\"{/x}>") == Fault::in_tag);
    CHECK(fault_of("{?x}a") == Fault::section_not_closed);
    CHECK(fault_of("a{/x}") == Fault::section_not_open);
    CHECK(fault_of("{?x}{?y}{/x}{/y}") == Fault::section_not_open);
}

TEST_CASE("an unfinished template does not compile") {
    CHECK(fault_of("<p title=\"") == Fault::ends_inside_tag);
    CHECK(fault_of("<p") == Fault::ends_inside_tag);
    CHECK(fault_of("<!-- ") == Fault::ends_inside_tag);
    CHECK(fault_of("<textarea>") == Fault::ends_inside_tag);
    CHECK(fault_of("{x") == Fault::placeholder_not_closed);
    CHECK(fault_of("{z}") == Fault::unknown_name);
    CHECK(fault_of("{}") == Fault::unknown_name);
    CHECK(fault_of("[[words") == Fault::message_not_closed);
}

TEST_CASE("text and attributes are escaped") {
    CHECK(rendered("<p>{x}</p>", html::Text("a <b> & \"c\" 'd'")) == "<p>a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>");
    CHECK(rendered("<p title=\"{x}\">", html::Text("\"><script>")) == "<p title=\"&quot;&gt;&lt;script&gt;\">");
    CHECK(rendered("<p>{!x}</p>", html::Markup(html::Safe{"<b>kept</b>"})) == "<p><b>kept</b></p>");
    CHECK(rendered("{x} {y}", html::Text(-42), html::Text(base::PostId{7})) == "-42 7");
    CHECK(rendered("{{x} {x}", html::Text("a")) == "{x} a");
}

TEST_CASE("addresses with another scheme than http, https, mailto or tel become #") {
    auto href = [](std::string_view address) { return rendered("<a href=\"{x}\">", html::Text(address)); };
    for (auto allowed : {"/posts/1", "?page=2", "#top", "", "posts", "https://far.example/a?b=c", "HTTP://far.example", "tel:+15550100", "mailto:a@far.example"})
        CHECK(href(allowed) == "<a href=\"" + std::string(allowed) + "\">");
    for (auto refused : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:a",
                         "\x01javascript:a", "data:text/html,a", "vbscript:a", "blob:a", "file:///etc/passwd", "\t/a"})
        CHECK(href(refused) == "<a href=\"#\">");
    CHECK(href("/a?b=1&c=\"2\"") == "<a href=\"/a?b=1&amp;c=&quot;2&quot;\">");
}

TEST_CASE("what follows in an address is percent-encoded") {
    CHECK(rendered("<a href=\"/@{x}?q={y}\">", html::Text("ada@far.example"), html::Text("a&b=c d/é#")) ==
          "<a href=\"/@ada@far.example?q=a%26b%3Dc%20d%2F%C3%A9%23\">");
    CHECK(rendered("<a href=\"/{x}\">", html::Text("/evil.example")) == "<a href=\"/%2Fevil.example\">");
    CHECK(rendered("<a href=\"{x}{y}\">", html::Text("/a"), html::Text("?b")) == "<a href=\"/a%3Fb\">");
}

TEST_CASE("sections show what their flag, text, number or markup says") {
    CHECK(rendered("{?x}a{/x}{^x}b{/x}", html::Flag(true)) == "a");
    CHECK(rendered("{?x}a{/x}{^x}b{/x}", html::Flag(false)) == "b");
    CHECK(rendered("{?x}a{/x}", html::Text("")) == "");
    CHECK(rendered("{?x}a{/x}", html::Text("0")) == "a");
    CHECK(rendered("{?x}a{/x}", html::Text(0)) == "");
    CHECK(rendered("{?x}a{?y}b{/y}c{/x}d", html::Flag(true), html::Flag(false)) == "acd");
    CHECK(rendered("{?x}a{?y}b{/y}c{/x}d", html::Flag(false), html::Flag(true)) == "d");
    CHECK(rendered("<input{?x} checked{/x}>", html::Flag(true)) == "<input checked>");
    CHECK(rendered("<input{?x} checked{/x}>", html::Flag(false)) == "<input>");
}

TEST_CASE("words in a template take the slots as arguments and are escaped where they stand") {
    CHECK(rendered("<b>[[Live Q&A]]</b>", html::Text("")) == "<b>Live Q&amp;A</b>");
    CHECK(rendered("[[{x, plural, one {# reply} other {# replies}}]]", html::Text(1)) == "1 reply");
    CHECK(rendered("[[{x, plural, one {# reply} other {# replies}}]]", html::Text(1200)) == "1,200 replies");
    CHECK(rendered("<p title=\"[[{x} followed {y}]]\">", html::Text("\"Ada\" {y}"), html::Text("<you>")) ==
          "<p title=\"&quot;Ada&quot; {y} followed &lt;you&gt;\">");
}
