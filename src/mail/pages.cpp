// The demo mailbox: pages for those who try the product out without a mail server.
#include "base/text.hpp"
#include "html/html.hpp"
#include "mail/letter.hpp"
#include "mail/pages.hpp"

namespace mail {
namespace {

// Where an address in running text begins and ends; a full stop behind it is the sentence's.
std::string_view find_link(std::string_view line) {
    auto const begin = std::min(line.find("http://"), line.find("https://"));
    if (begin == line.npos) return {};
    auto link = line.substr(begin);
    link = link.substr(0, link.find_first_of(" \t<>\""));
    while (!link.empty() && std::string_view(".,;:!?)").contains(link.back())) link.remove_suffix(1);
    return link;
}

html::Safe with_links(html::Words const& words, std::string_view text) {
    html::Safe made;
    for (auto line : base::split(text, '\n')) {
        for (auto link = find_link(line); !link.empty(); link = find_link(line)) {
            auto const before = static_cast<std::size_t>(link.data() - line.data());
            words.fill(made, pages::DemoWords{.words = line.substr(0, before)});
            words.fill(made, pages::DemoLink{.address = link});
            line.remove_prefix(before + link.size());
        }
        words.fill(made, pages::DemoWords{.words = line});
        words.fill(made, pages::DemoBreak{});
    }
    return made;
}

std::string time_of(html::Words const& words, Kept const& letter) {
    return words.date_time(base::time_of(base::parse_id(letter.id).value_or(0)));
}

http::Answer list(http::Request const& request, db::Read& read) {
    html::Words const words(request.locale);
    html::Safe letters;
    for (auto const& letter : kept())
        words.fill(letters, pages::DemoEntry{.id = letter.id, .subject = letter.subject, .to = letter.to, .time = time_of(words, letter)});
    return html::page(request, read, {.title = words("Demo mailbox"), .main = words.fill(pages::DemoMailbox{.letters = letters})});
}

http::Answer show(http::Request const& request, db::Read& read) {
    auto const letter = kept_letter(request.parameters.text("id"));
    if (!letter) return base::refuse(base::Why::not_found, "There is no such letter.");
    html::Words const words(request.locale);
    auto const text = with_links(words, letter->text);
    auto main = words.fill(pages::DemoLetter{.subject = letter->subject, .to = letter->to, .time = time_of(words, *letter), .text = text});
    return html::page(request, read, {.title = words("Demo mailbox"), .main = std::move(main)});
}

}  // namespace

void add_pages(http::Router::Section pages) {
    if (server() != "folder") return;
    pages.get("/demo/mail", http::Open::to_anyone, list).says("Lists the letters that this server would have sent.");
    pages.get("/demo/mail/:id", http::Open::to_anyone, show).says("Shows one letter.");
}

}  // namespace mail
