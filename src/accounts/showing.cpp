// How an account looks: its text as markup, its picture in the shape of its kind.
#include "accounts/accounts.hpp"
#include "accounts/pages.hpp"
#include "html/prose.hpp"
#include "html/sanitize.hpp"

namespace accounts {

html::Safe note_html(Account const& account) {
    if (!account.is_local()) return html::sanitize(account.note);  // clean already; cheap, and nothing is taken on trust
    html::Links links;
    // Without a look at the database: a name without a domain is one of ours, and its page says so when it is not.
    links.mention = [](std::string_view handle) -> std::optional<std::string> {
        if (handle.contains('@')) return std::nullopt;
        return base::site_url() + "/@" + std::string(handle);
    };
    links.hashtag_base = base::site_url() + "/tags/";
    return html::prose(account.note, links);
}

html::Safe linked(std::string_view text) {
    html::Words words;
    html::Safe made;
    std::size_t done = 0;
    for (auto const& found : html::find_in(text)) {
        if (found.kind != html::Found::Kind::link) continue;
        html::escape(made.markup, text.substr(done, found.start - done));
        words.fill(made, pages::FieldLink{.address = found.inner, .shown = text.substr(found.start, found.end - found.start)});
        done = found.end;
    }
    html::escape(made.markup, text.substr(done));
    return made;
}

html::Safe value_html(Account const& account, Field const& field) { return account.is_local() ? linked(field.value) : html::sanitize(field.value); }

std::string note_text(Account const& account) { return account.is_local() ? account.note : html::plain_text(html::sanitize(account.note)); }

html::Safe picture(Account const& account) {
    return html::avatar(account.avatar, account.id.value, account.is_organization() ? html::Shape::rounded_square : html::Shape::circle);
}

}  // namespace accounts
