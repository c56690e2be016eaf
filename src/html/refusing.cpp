// Refusals as people see them: the error page, the summary of a form, the message at a field.
#include "base/settings.hpp"
#include "html/frame.hpp"
#include "html/pages.hpp"
#include <algorithm>

namespace html {
namespace {

struct Said {
    std::string_view heading, message;  // English; an empty message: what the refusal says
};

Said said_of(int status) {
    switch (status) {
    case 401: return {"Please sign in", {}};
    case 403: return {"This is not open to you", {}};
    case 404: return {"We could not find that page", "It may have moved, or it was deleted. Check the address, or start from Home."};
    case 405: return {"That does not work here", "Open the page again and use its buttons."};
    case 409: return {"Something changed in the meantime", {}};
    case 410: return {"This is gone", "It was deleted by the people it belongs to."};
    case 413: return {"That is too large", {}};
    case 422: return {"We could not take that", {}};
    case 429: return {"Please wait a little", "That was a lot in a short time. Nothing was lost."};
    case 503: return {"We are very busy", "We could not do that. Nothing was lost, try again in a minute."};
    case 507: return {"We cannot save anything right now", "You can still read. The people who run this server know about it."};
    default: return {"We could not do that", "It is our fault, not yours. Nothing was lost, try again."};
    }
}

// Back to where a form was, if that is a page of ours; a GET leads to itself.
std::string address_to_return(http::Request const& request) {
    if (request.method == "GET") return request.target;
    auto const from = request.header("referer");
    auto const& site = base::site_url();
    if (!from.starts_with(site)) return "/";
    auto const path = from.substr(site.size());
    return path.starts_with('/') && !path.starts_with("//") ? std::string(path) : "/";
}

http::Response to_sign_in(http::Request const& request) {
    return http::redirect("/sign-in?return_to=" + http::percent_encode(address_to_return(request)));
}

std::string wait_said(Words const& words, base::Refusal const& refusal) {
    auto const seconds = refusal.retry_after_seconds;
    if (seconds <= 0) return {};
    if (seconds < 90) return words("You can try again in {seconds, plural, one {# second} other {# seconds}}.", {{"seconds", seconds}});
    return words("You can try again in {minutes, plural, one {# minute} other {# minutes}}.", {{"minutes", (seconds + 59) / 60}});
}

Page error_page(http::Request const& request, base::Refusal const& refusal, int status) {
    Words const words(request.locale);
    auto const about = said_of(status);
    auto const message = about.message.empty() ? html::said(words, refusal) : words(about.message);
    bool const again = request.method != "GET" && status != 404;
    Page page;
    page.title = words(about.heading);
    page.status = status;
    page.main = words.fill(pages::Error{
        .landscape = avatar("", status, Shape::circle), .heading = page.title, .message = message,
        .wait = wait_said(words, refusal), .address = again ? address_to_return(request) : "/",
        .action = again ? words.plain("Go back") : words.plain("Go to Home"), .id = status >= 500 ? request.id : ""});
    return page;
}

// Of a message that names somebody, between the marks that keep a name's direction to itself: the same with {name} there.
std::optional<std::string> words_with_name(Words const& words, std::string_view message) {
    constexpr std::string_view begins = "\u2068", ends = "\u2069";
    auto const from = message.find(begins), to = message.find(ends);
    if (from == message.npos || to == message.npos || to < from) return std::nullopt;
    auto const after = to + ends.size();
    auto const pattern = std::string(message.substr(0, from)) + "{name}" + std::string(message.substr(after));
    return words(pattern, {{"name", message.substr(from, after - from)}});
}

// The words for a message; when it holds a figure, those for the same message with {number} in the place of it.
std::string words_for(Words const& words, std::string_view message) {
    auto const known = words.plain(message);
    if (known != message) return std::string(known);
    if (auto const named = words_with_name(words, message)) return *named;
    auto const is_figure = [](char c) { return (c >= '0' && c <= '9') || c == ','; };
    for (auto at = message.begin(); (at = std::find_if(at, message.end(), [](char c) { return c >= '0' && c <= '9'; })) != message.end();) {
        auto const end = std::find_if_not(at, message.end(), is_figure);
        std::string const pattern = std::string(message.begin(), at) + "{number}" + std::string(end, message.end());
        if (words.plain(pattern) != pattern) {
            std::int64_t number = 0;
            for (auto const c : std::string_view(at, end))
                if (c != ',' && number < 1'000'000'000'000) number = number * 10 + (c - '0');
            return words(pattern, {{"number", number}});
        }
        at = end;
    }
    return std::string(message);
}

}  // namespace

std::string said(Words const& words, base::Refusal const& refusal) {
    if (refusal.fields.empty()) return words_for(words, refusal.message);
    std::string all;
    for (auto const& each : refusal.fields) (all += all.empty() ? "" : " ") += words_for(words, each.message);
    return all;
}

http::Response refuse_as_page(http::Request const& request, base::Refusal const& refusal, int status) {
    if (status == 401) return to_sign_in(request);
    Words const words(request.locale);
    // A button pressed in place: the page stays, and says why nothing changed.
    auto response = request.wants_fragment() && request.method != "GET" ? fragment(toast(said(words, refusal)), status)
                                                                        : framed(request, nullptr, error_page(request, refusal, status));
    if (refusal.retry_after_seconds > 0) response.with("Retry-After", std::to_string(refusal.retry_after_seconds));
    return response;
}

Safe summary(Words const& words, base::Refusal const* refusal) {
    if (!refusal) return {};
    Safe list;
    for (auto const& each : refusal->fields)
        words.fill(list, pages::SummaryEntry{.field = each.field, .message = words_for(words, each.message)});
    if (list.empty()) return words.fill(pages::Summary{.heading = words_for(words, refusal->message), .list = list});
    return words.fill(pages::Summary{.heading = words.plain("Please check this"), .list = Safe{"<ul>" + list.markup + "</ul>"}});
}

Safe field_error(Words const& words, base::Refusal const* refusal, std::string_view field) {
    Safe made;
    if (!refusal) return made;
    auto const found = std::ranges::find(refusal->fields, field, &base::FieldError::field);
    if (found != refusal->fields.end()) words.fill(made, pages::FieldError{.field = field, .message = words_for(words, found->message)});
    return made;
}

bool at_fault(base::Refusal const* refusal, std::string_view field) {
    return refusal && std::ranges::find(refusal->fields, field, &base::FieldError::field) != refusal->fields.end();
}

}  // namespace html
