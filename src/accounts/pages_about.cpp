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

std::vector<std::string> rules_of_setting(db::Read&) {
    std::vector<std::string> all;
    for (auto line : base::split(rules(), '\n'))
        for (auto rule : base::split(line, ';'))
            if (auto text = base::trim(rule); !text.empty()) all.push_back(text);
    return all;
}

// Set while the site starts, constant afterwards.
std::function<std::vector<std::string>(db::Read&)>& rules_kept() {
    static std::function<std::vector<std::string>(db::Read&)> from = rules_of_setting;
    return from;
}

html::Safe rule_rows(html::Words const& words, db::Read& read) {
    html::Safe rows;
    for (auto const& text : rules_kept()(read)) words.fill(rows, pages::AboutRule{.text = words.plain(text)});
    return rows;
}

http::Answer show(http::Request const& request, db::Read& read) {
    html::Words words(request.locale);
    html::Page page;
    page.title = words("About");
    page.current = "/about";
    page.description = words(base::site_about());
    page.canonical = base::site_url() + "/about";
    page.index = true;
    page.main = words.fill(pages::About{.site = base::site_name(), .about = words(base::site_about()), .members = words.number(members(read)), .contact = contact_link(),
                                        .rules = rule_rows(words, read)});
    return html::page(request, read, std::move(page));
}

}  // namespace

void take_rules_from(std::function<std::vector<std::string>(db::Read&)> from) { rules_kept() = std::move(from); }

void add_about_page(http::Router::Section pages) { pages.get("/about", http::Open::to_anyone, show).says("What this server is, and its rules"); }

}  // namespace accounts
