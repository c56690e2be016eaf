// The page where a team brings its places in from a file, and takes them away as one.
#include "base/text.hpp"
#include "directory/finding.hpp"
#include "directory/pages.hpp"
#include <fstream>
#include <sstream>

namespace directory {

using base::refuse, base::refuse_field, base::Result, base::Why;
using html::Words, http::Open, http::Request;

namespace {

constexpr std::int64_t largest_on_page = 1'000'000;

Result<accounts::Account> edited_in(Request const& request, db::Read& read) {
    auto const account = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!account) return refuse(Why::not_found, "There is no such organization.");
    TRY(allow_editing(read, account->id, request.account()));
    return *account;
}

std::string what_of(Words const& words, Brought const& place) {
    switch (place.does) {
    case Brought::Does::add: return words("New");
    case Brought::Does::change: return words("Changes: {fields}", {{"fields", place.what}});
    case Brought::Does::keep: return words("Stays as it is");
    }
    return {};
}

struct Shown { ImportPreview preview; std::string text, done; bool previewed = false; };

http::Answer page_of(Request const& request, db::Read& read, accounts::Account const& account, Shown const& shown, base::Refusal const* refusal) {
    Words const words(request.locale);
    html::Safe faults, rows;
    for (auto const& each : shown.preview.faults) words.fill(faults, pages::ImportRow{.line = each.line, .place = each.field, .what = words(each.message)});
    if (auto const& contact = shown.preview.organization; !contact.empty()) words.fill(rows, pages::ImportRow{.line = "", .place = account.name, .what = words("Changes: {fields}", {{"fields", contact}})});
    for (auto const& each : shown.preview.places) words.fill(rows, pages::ImportRow{.line = each.line, .place = each.name, .what = what_of(words, each)});
    html::Page page{.title = words("Bring places in"), .current = "/care"};
    bool const ready = shown.previewed && shown.preview.faults.empty() && !shown.preview.places.empty();
    page.main = words.fill(pages::Import{.handle = account.username, .name = account.name, .summary = html::summary(words, refusal), .done = shown.done, .csrf = html::csrf_field(request),
                                         .file_error = html::field_error(words, refusal, "file"), .previewed = shown.previewed, .faults = faults, .rows = rows, .ready = ready, .text = ready ? shown.text : std::string()});
    page.status = refusal || !shown.preview.faults.empty() ? 422 : 200;
    return html::page(request, read, std::move(page));
}

Result<std::string> text_in(Request const& request) {
    if (auto const* const upload = request.upload("file"); upload && upload->size > 0) {
        if (upload->size > largest_on_page) return refuse_field("file", "ERR_TOO_LONG", "This file is too large for the page. Whoever runs the server can bring it in by a command.");
        std::ifstream file(upload->path, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
    auto text = std::string(request.fields.text("text"));
    if (text.empty()) return refuse_field("file", "ERR_BLANK", "Choose a file.");
    return text;
}

http::Answer take(Request const& request, db::Write& write) {
    auto const account = TRY(edited_in(request, write));
    auto const text = text_in(request);
    if (!text) return page_of(request, write, account, {}, &text.error());
    bool const sure = request.fields.flag("sure").value_or(false);
    auto const preview = sure ? import_places(write, request.account(), account.id, *text) : preview_import(write, request.account(), account.id, *text);
    if (!preview) return page_of(request, write, account, {}, &preview.error());
    if (sure && preview->faults.empty()) return http::redirect("/organizations/" + account.username + "/import?written=" + std::to_string(preview->places.size()));
    return page_of(request, write, account, {.preview = *preview, .text = *text, .previewed = true}, nullptr);
}

http::Answer show(Request const& request, db::Read& read) {
    auto const account = TRY(edited_in(request, read));
    Shown shown;
    if (auto const written = request.fields.integer("written")) shown.done = Words(request.locale)("{count, plural, one {# place is as in the file now} other {# places are as in the file now}}", {{"count", *written}});
    return page_of(request, read, account, shown, nullptr);
}

}  // namespace

void add_import_pages(http::Router::Section& pages) {
    add_door({"/organizations/{username}/import", "Bring places in", "id-card"});
    pages.get("/organizations/:username/import", Open::to_members, show).says("Brings places of care in from a file");
    pages.post("/organizations/:username/import", Open::to_members, take).body_up_to(3'200'000).says("Shows what a file would change, or writes it");
    pages.get("/organizations/:username/places.csv", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto const account = TRY(edited_in(request, read));
        auto answer = http::text(export_as_csv(read, account.id));
        answer.type = "text/csv; charset=utf-8";
        return answer.with("Content-Disposition", "attachment; filename=\"places.csv\"");
    });
    pages.get("/organizations/:username/places.fhir.json", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto answer = http::json(export_as_fhir(read, TRY(edited_in(request, read)).id));
        answer.type = "application/fhir+json; charset=utf-8";
        return answer.with("Content-Disposition", "attachment; filename=\"places.fhir.json\"");
    });
    pages.get("/organizations/:username/places.jsonld", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto answer = http::json(export_as_json_ld(read, TRY(edited_in(request, read)).id));
        answer.type = "application/ld+json; charset=utf-8";
        return answer.with("Content-Disposition", "attachment; filename=\"places.jsonld\"");
    });
}

}  // namespace directory
