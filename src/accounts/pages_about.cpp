// What this server is, who runs it, and what people agree to.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "base/text.hpp"

namespace accounts {

namespace {

html::Safe contact_link() {
    html::Words words;
    if (contact().empty()) return {};
    if (is_address(contact())) return linked(contact());
    if (!fault_of_email(contact())) return words.fill(pages::MailLink{.address = "mailto:" + contact(), .shown = contact()});
    html::Safe text;
    html::escape(text.markup, contact());
    return text;
}

html::Safe rule_rows(html::Words const& words) {
    html::Safe rows;
    for (auto line : base::split(rules(), '\n'))
        for (auto rule : base::split(line, ';'))
            if (auto text = base::trim(rule); !text.empty()) words.fill(rows, pages::AboutRule{.text = words.plain(text)});
    return rows;
}

http::Answer show(http::Request const& request, db::Read& read) {
    html::Words words(request.locale);
    html::Page page;
    page.title = words("About");
    page.current = "/about";
    page.description = base::site_about();
    page.canonical = base::site_url() + "/about";
    page.index = true;
    page.main = words.fill(pages::About{.site = base::site_name(), .about = base::site_about(), .members = words.number(members(read)), .contact = contact_link(),
                                        .rules = rule_rows(words)});
    return html::page(request, read, std::move(page));
}

}  // namespace

void add_about_page(http::Router::Section pages) { pages.get("/about", http::Open::to_anyone, show).says("What this server is, and its rules"); }

}  // namespace accounts
