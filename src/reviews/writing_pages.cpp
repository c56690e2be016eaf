// The form of a review, for writing one and for changing one; the author's key is shown once.
#include "reviews/showing.hpp"
#include "reviews/writing_form.hpp"
#include <algorithm>

namespace reviews {

namespace {

constexpr http::Limit writing{"reviews.write", 20, 3600};

html::Safe choices(Words const& words, std::string const& name, int chosen, bool required) {
    html::Safe made;
    for (int value = 1; value <= 5; ++value) words.fill(made, pages::RateChoice{.name = name, .value = value, .chosen = value == chosen, .required = required, .label = words.number(value)});
    return made;
}

// Nothing of this answer may be kept: it holds the key.
http::Response thanks(Request const& request, db::Write& write, directory::Location const& location, Written const& written) {
    Words const words(request.locale);
    html::Page page{.title = words("Thank you"), .current = "/care"};
    auto const when = wait_hours() > 0 ? words("Your review appears within {hours} hours, at a moment drawn by lot, together with others.", {{"hours", wait_hours()}}) : words("Your review is public now.");
    page.main = words.fill(pages::Written{.when = when, .key = written.key, .link = html::absolute("/reviews/" + written.id.text() + "/own?key=" + written.key), .place_address = directory::address_of(location.id)});
    return unkept(html::page(request, write, std::move(page)));
}

Form form_for(directory::Location const& location, Request const& request, Draft draft) {
    return {.location = location, .draft = std::move(draft), .title = "Write a review", .action = directory::address_of(location.id) + "/review", .token = std::string(request.fields.text("visit").substr(0, 100)), .key = {},
            .send = "Send my review", .fixed_month = false};
}

Answer show_form(Request const& request, db::Read& read) {
    auto const location = TRY(place_in(request, read));
    auto form = form_for(location, request, {});
    auto const visit = open_visit(read, form.token);
    if (!form.token.empty() && (!visit || visit->location != location.id)) return base::refuse(base::Why::gone, "This link was used already, or is not of a visit here.");
    form.fixed_month = visit.has_value();
    return form_page(request, read, form, nullptr);
}

Answer send(Request const& request, db::Write& writing) {
    auto const location = TRY(place_in(request, writing));
    auto form = form_for(location, request, draft_in(request));
    form.draft.location = location.id;
    form.draft.token = form.token;
    auto const written = write(writing, request.account(), form.draft, request.address);
    if (written) return thanks(request, writing, location, *written);
    form.fixed_month = open_visit(writing, form.token).has_value();
    return form_page(request, writing, form, &written.error());
}

}  // namespace

Draft draft_in(Request const& request) {
    auto const& fields = request.fields;
    auto const star = [&](std::string const& name) { return static_cast<int>(std::clamp<std::int64_t>(fields.integer(name).value_or(0), -1, 9)); };
    Draft draft{.location = {}, .overall = star("overall"), .told = std::string(fields.text("told")), .month = std::string(fields.text("month")), .signed_as = std::string(fields.text("signed_as")), .token = {},
                .language = {}};  // the pages' language would say something of the account
    for (std::size_t i = 0; i < most_dimensions; ++i) draft.marks[i] = star("mark_" + std::to_string(i + 1));
    return draft;
}

http::Response form_page(Request const& request, db::Read& read, Form const& form, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const asked = dimensions(read, form.location.specialty);
    auto const error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Safe rows;
    for (std::size_t i = 0; i < asked.size() && i < most_dimensions; ++i)
        words.fill(rows, pages::Rating{.words = words(asked[i].words), .choices = choices(words, "mark_" + std::to_string(i + 1), form.draft.marks[i], false)});
    html::Page page{.title = words(form.title), .current = "/care"};
    page.main = words.fill(pages::Write{
        .place_address = directory::address_of(form.location.id), .place = form.location.name, .title = words(form.title), .summary = html::summary(words, refusal),
        .waits = wait_hours() > 0 ? words.number(wait_hours()) : std::string(), .action = form.action, .csrf = html::csrf_field(request), .token = form.token, .key = form.key,
        .overall = choices(words, "overall", form.draft.overall, true), .overall_error = error("overall"), .dimensions = rows, .told = form.draft.told.substr(0, 20'000), .told_error = error("told"),
        .months = form.fixed_month ? html::Safe{} : months(words, read.now, 25, form.draft.month), .month_error = error("month"), .signed_as = form.draft.signed_as.substr(0, 500), .signed_as_error = error("signed_as"),
        .send = words(form.send)});
    page.main += form.below;
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return unkept(html::page(request, read, std::move(page)));
}

void add_writing_pages(http::Router::Section& pages) {
    pages.get("/care/:id/review", Open::to_members, show_form).says("The form of a review of a place");
    pages.post("/care/:id/review", Open::to_members, send).limited(writing);
}

}  // namespace reviews
