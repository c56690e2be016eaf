// The search page.
#include "accounts/accounts.hpp"
#include "base/text.hpp"
#include "posts/posts.hpp"
#include "search/pages.hpp"
#include "search/search.hpp"

namespace search {
namespace {

constexpr int most = 20;

http::Answer show(http::Request const& request, db::Read& read) {
    html::Words words(request.locale);
    auto query = base::trim(request.fields.text("q"));
    // A sign at the start says what is meant; both kinds are shown all the same.
    auto plain = query.substr(query.starts_with('#') || query.starts_with('@') ? 1 : 0);
    html::Safe people, topics;
    if (!plain.empty()) {
        for (auto const& account : accounts::search(read, plain, most))
            people += words.fill(pages::Person{.picture = accounts::picture(account), .address = "/@" + account.handle(), .name = account.name, .handle = account.handle()});
        for (auto const& tag : posts::search_tags(read, plain, most)) topics += words.fill(pages::Topic{.name = tag.name, .uses = tag.uses});
    }
    html::Page page{.title = words("Search"), .current = "/search"};
    page.main = words.fill(pages::Results{.query = query, .asked = !plain.empty(), .people = people, .topics = topics});
    return html::page(request, read, std::move(page));
}

}  // namespace

void add_pages(http::Router::Section pages) { pages.get("/search", http::Open::to_anyone, show); }

}  // namespace search
