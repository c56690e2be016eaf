// Pages of templates: choose one, fill in its blanks, keep and change one's own.
#include "alerts/composing.hpp"
#include "alerts/inside.hpp"
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include "alerts/templates.hpp"
#include "base/time.hpp"
#include <algorithm>

namespace alerts {

using http::Open, http::Request, html::Words;

namespace {

auto not_found() { return base::refuse(base::Why::not_found, "There is no such template."); }

// The organization that the request names and that the person writes for.
base::Result<AccountId> organization_in(Request const& request, db::Read& read) {
    auto const id = request.fields.id<AccountId>("organization").value_or(AccountId{});
    auto const member = acting(read, request.account(), id);
    if (!member || !member->composes) return not_found();
    return id;
}

// "template" is the number of the organization's own, or the key of one that comes with the program.
base::Result<Template> template_in(Request const& request, db::Read& read, AccountId organization) {
    auto const wanted = request.fields.text("template");
    if (auto const id = request.fields.integer("template")) {
        auto found = find_template(read, request.account(), *id);
        if (!found || found->organization != organization) return not_found();
        return *found;
    }
    for (auto const& each : built_in_templates())
        if (each.key == wanted) return each;
    return not_found();
}

std::string value_of(Template const& each) { return each.id ? std::to_string(each.id) : each.key; }
std::string name_of(Words const& words, Template const& each) { return each.id ? each.name : std::string(words.plain(each.name)); }

http::Answer list(Request const& request, db::Read& read) {
    auto const organization = TRY(organization_in(request, read));
    Words const words(request.locale);
    html::Safe own, built_in;
    for (auto const& each : templates(read, organization))
        words.fill(own, pages::TemplateRow{.organization = organization.text(), .value = value_of(each), .name = each.name, .language = "", .about = headline_of(in_language(each.message, words.locale())), .own = true, .csrf = html::csrf_field(request)});
    for (auto const& each : built_in_templates()) {
        auto const& info = in_language(each.message, words.locale());
        words.fill(built_in, pages::TemplateRow{.organization = organization.text(), .value = value_of(each), .name = name_of(words, each), .language = info.language, .about = headline_of(info), .own = false, .csrf = html::csrf_field(request)});
    }
    html::Page page{.title = words("Templates"), .current = "/alerts"};
    page.main = words.fill(pages::Templates{.own = own, .built_in = built_in});
    return html::page(request, read, std::move(page));
}

std::string field_of(std::string_view blank, std::size_t language) { return "blank_" + std::string(blank) + "_" + std::to_string(language); }

http::Answer show_use(Request const& request, db::Read& read) {
    auto const organization = TRY(organization_in(request, read));
    auto const from = TRY(template_in(request, read, organization));
    Words const words(request.locale);
    html::Safe languages, blanks;
    for (auto const& info : from.message.infos) words.fill(languages, pages::TemplateLanguage{.value = info.language, .name = html::language_name(info.language)});
    for (auto const& blank : blanks_in(from.message)) {
        if (fills_itself(blank)) continue;
        html::Safe fields;
        for (std::size_t i = 0; i < from.message.infos.size(); ++i)
            words.fill(fields, pages::BlankField{.id = field_of(blank, i), .label = label_of_blank(words, blank), .name = html::language_name(from.message.infos[i].language),
                                                 .language = from.message.infos[i].language, .first = i == 0});
        words.fill(blanks, pages::Blank{.label = label_of_blank(words, blank), .fields = fields});
    }
    auto const& info = in_language(from.message, words.locale());
    html::Page page{.title = name_of(words, from), .current = "/alerts"};
    page.main = words.fill(pages::TemplateUse{.organization = organization.text(), .name = name_of(words, from), .language = info.language, .headline = info.headline, .description = info.description, .steps = steps_list(words, info, 40),
                                              .csrf = html::csrf_field(request), .value = value_of(from), .languages = languages, .expires = words.local(read.now / base::minute * base::minute + from.hours * base::hour),
                                              .blanks = blanks});
    return html::page(request, read, std::move(page));
}

http::Answer start(Request const& request, db::Write& write) {
    auto const organization = TRY(organization_in(request, write));
    auto const from = TRY(template_in(request, write, organization));
    Start filled{.organization = organization, .languages = request.fields.list("language"), .blanks = {}};
    if (auto const text = request.fields.text("expires"); !text.empty()) filled.expires = TRY(Words(request.locale).moment_in("expires", text));
    for (auto const& blank : blanks_in(from.message))
        for (std::size_t i = 0; i < from.message.infos.size(); ++i) {
            auto const value = typed(request, field_of(blank, i));
            if (value.empty()) continue;
            filled.blanks.push_back({blank, from.message.infos[i].language, value});
            // The first language's words stand in for those that are missing.
            if (i == 0) filled.blanks.push_back({blank, "", value});
        }
    return http::redirect("/alerts/desk/" + std::to_string(TRY(save(write, request.account(), started(write, from, filled))).id));
}

http::Answer show_edit(Request const& request, db::Read& read, Template const& shown, base::Refusal const* refusal) {
    Words const words(request.locale);
    static Info const nothing;
    auto const& info = shown.message.infos.empty() ? nothing : shown.message.infos.front();
    html::Page page{.title = words("Template"), .current = "/alerts"};
    page.main = words.fill(pages::TemplateEdit{.organization = request.fields.text("organization"), .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .value = shown.id ? std::to_string(shown.id) : std::string(),
                                               .name = shown.name, .name_error = html::field_error(words, refusal, "name"), .hours = shown.hours, .hours_error = html::field_error(words, refusal, "hours"),
                                               .weight = weight_part(words, info), .languages = language_parts(words, shown.message, refusal, false), .contact = info.contact});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer edit(Request const& request, db::Read& read) {
    auto const organization = TRY(organization_in(request, read));
    if (request.fields.text("template").empty()) return show_edit(request, read, {.key = {}, .organization = organization, .name = {}, .message = {.infos = {{.language = std::string(request.locale)}}}}, nullptr);
    auto from = TRY(template_in(request, read, organization));
    from.name = name_of(Words(request.locale), from);
    return show_edit(request, read, from, nullptr);
}

http::Answer keep_typed(Request const& request, db::Write& write) {
    auto const organization = TRY(organization_in(request, write));
    Template made{.id = request.fields.integer("template").value_or(0), .key = {}, .organization = organization, .name = typed(request, "name"), .hours = 0, .message = {}};
    made.hours = static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("hours").value_or(0), 0, 100'000));
    auto shared = weight_in(request);
    if (!shared) return show_edit(request, write, made, &shared.error());
    shared->contact = typed(request, "contact");
    made.message.infos = infos_in(request, *shared);
    auto const kept = save_template(write, request.account(), made);
    if (!kept) return show_edit(request, write, made, &kept.error());
    return http::redirect("/alerts/desk/templates?organization=" + organization.text());
}

}  // namespace

void add_template_pages(http::Router::Section& pages) {
    pages.get("/alerts/desk/templates", Open::to_members, list).says("Templates of alerts");
    pages.get("/alerts/desk/templates/use", Open::to_members, show_use).says("Blanks of a template");
    pages.post("/alerts/desk/templates/use", Open::to_members, start);
    pages.get("/alerts/desk/templates/edit", Open::to_members, edit).says("A template of one's own");
    pages.post("/alerts/desk/templates/edit", Open::to_members, keep_typed);
    pages.post("/alerts/desk/templates/remove", Open::to_members, [](Request const& request, db::Write& write) -> http::Answer {
        auto const organization = TRY(organization_in(request, write));
        TRY(remove_template(write, request.account(), request.fields.integer("template").value_or(0)));
        return http::redirect("/alerts/desk/templates?organization=" + organization.text());
    });
    pages.post("/alerts/:id/template", Open::to_members, [](Request const& request, db::Write& write) -> http::Answer {
        auto const id = request.parameters.id<AlertId>("id").value_or(AlertId{});
        auto const made = TRY(template_of(write, request.account(), id, request.fields.text("name")));
        return http::redirect("/alerts/desk/templates/edit?organization=" + made.organization.text() + "&template=" + std::to_string(made.id));
    });
}

}  // namespace alerts
