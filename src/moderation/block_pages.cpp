// What is kept out: servers, addresses, mailboxes.
#include "base/time.hpp"
#include "moderation/room.hpp"

namespace moderation {

namespace {

struct Row { std::string name, severity, color, until, comment, action; base::Time at = 0; };

html::Safe rows_of(Request const& request, Words const& words, db::Read& read, std::vector<Row> const& all) {
    html::Safe made;
    for (auto const& row : all)
        words.fill(made, pages::BlockRow{.name = row.name, .severity = row.severity, .color = row.color, .when = html::time_tag(words, row.at, read.now), .until = row.until,
                                         .comment = row.comment, .action = row.action, .csrf = html::csrf_field(request)});
    return made;
}

std::string word_for(Words const& words, DomainSeverity severity) {
    return severity == DomainSeverity::suspend ? words("refused") : severity == DomainSeverity::silence ? words("limited") : words("noted only");
}

std::string word_for(Words const& words, IpSeverity severity) {
    return severity == IpSeverity::no_access ? words("no access") : severity == IpSeverity::sign_up_block ? words("no sign-up") : words("sign-up is looked at first");
}

html::Safe domain_fields(Request const& request, Words const& words, base::Refusal const* refusal) {
    auto kept = [&](std::string_view name) { return refusal ? request.fields.text(name) : std::string_view(); };
    auto fields = input(words, {.name = "domain", .label = words("Server"), .value = kept("domain"), .hint = words("Its name, like far.example. What belongs to it is meant too.")}, refusal);
    fields += choice(words, "severity", words("What should happen?"), {{"silence", words("Limit: show it only to those who follow its people")},
                     {"suspend", words("Refuse: nothing comes in or goes out")}, {"noop", words("Only what is ticked below")}, {"allow", words("Let it in by name, where only such servers are let in")}},
                     kept("severity"), refusal);
    for (auto const& [name, label] : {std::pair{"reject_media", "Take no pictures and films from it"}, {"reject_reports", "Take no reports from it"},
                                      {"obfuscate", "Hide part of its name in the public list"}})
        words.fill(fields, pages::Tick{.name = name, .value = "1", .on = !kept(name).empty(), .label = words(label)});
    fields += input(words, {.name = "public_comment", .label = words("Why, for everybody"), .value = kept("public_comment")}, refusal);
    fields += input(words, {.name = "private_comment", .label = words("Why, for moderators only"), .value = kept("private_comment")}, refusal);
    return fields;
}

Response domains_page(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    auto found = domain_blocks(read, page_in(request));
    std::vector<Row> all;
    for (auto const& each : found)
        all.push_back({each.domain, word_for(words, each.severity), each.severity == DomainSeverity::suspend ? "r" : "a", "", each.private_comment,
                       "/moderation/domains/" + each.id.text() + "/remove", each.created_at});
    for (auto const& each : domain_allows(read, {.limit = 500}))
        all.push_back({each.domain, words("let in by name"), "g", "", "", "/moderation/domains/allowed/" + each.id.text() + "/remove", each.created_at});
    auto content = words.fill(pages::Blocks{.heading = words("Other servers"), .about = words("What is limited or refused here. Everybody can read the list."),
                                            .rows = rows_of(request, words, read, all), .add = words("Add a server"), .action = "/moderation/domains",
                                            .csrf = html::csrf_field(request), .fields = domain_fields(request, words, refusal),
                                            .files = words.fill(pages::DomainFiles{.csrf = html::csrf_field(request), .csv = refusal ? request.fields.text("csv") : std::string_view()})});
    return room_page(request, read, {.tab = "/moderation/domains", .content = content,
                                     .older = older_than(found, "/moderation/domains", [](DomainBlock const& each) { return each.id.value; }), .refusal = refusal});
}

Response addresses_page(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    auto kept = [&](std::string_view name) { return refusal ? request.fields.text(name) : std::string_view(); };
    auto found = ip_blocks(read, page_in(request));
    std::vector<Row> all;
    for (auto const& each : found)
        all.push_back({each.network, word_for(words, each.severity), each.severity == IpSeverity::no_access ? "r" : "a",
                       each.expires_at ? words("until {time}", {{"time", words.date_time(each.expires_at)}}) : std::string(), each.comment,
                       "/moderation/addresses/" + each.id.text() + "/remove", each.created_at});
    auto fields = input(words, {.name = "ip", .label = words("Address or network"), .value = kept("ip"), .hint = words("Like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.")}, refusal);
    fields += choice(words, "severity", words("What should happen?"), {{"sign_up_requires_approval", words("Somebody looks at each sign-up")}, {"sign_up_block", words("Nobody signs up from there")},
                     {"no_access", words("Nothing is answered")}}, kept("severity"), refusal);
    fields += choice(words, "expires_in", words("For how long?"), {{"86400", words("A day")}, {"604800", words("A week")}, {"2592000", words("A month")}, {"31536000", words("A year")},
                     {"0", words("Until it is removed")}}, kept("expires_in"), refusal);
    fields += input(words, {.name = "comment", .label = words("Why, for moderators only"), .value = kept("comment")}, refusal);
    auto content = words.fill(pages::Blocks{.heading = words("Addresses"), .about = words("Many people can share one address: keep it short, and rather slow sign-ups down than shut out."),
                                            .rows = rows_of(request, words, read, all), .add = words("Add an address"), .action = "/moderation/addresses",
                                            .csrf = html::csrf_field(request), .fields = fields, .files = html::Safe()});
    return room_page(request, read, {.tab = "/moderation/addresses", .content = content,
                                     .older = older_than(found, "/moderation/addresses", [](IpBlock const& each) { return each.id.value; }), .refusal = refusal});
}

Response mailboxes_page(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    auto found = email_domain_blocks(read, page_in(request));
    std::vector<Row> all;
    for (auto const& each : found) all.push_back({each.domain, words("domain"), "a", "", "", "/moderation/mailboxes/" + each.id.text() + "/remove", each.created_at});
    for (auto const& each : canonical_email_blocks(read, {.limit = 500}))
        all.push_back({each.hash.substr(0, 16), words("one mailbox, as its hash"), "a", "", "", "/moderation/mailboxes/single/" + each.id.text() + "/remove", base::time_of(each.id.value)});
    auto fields = input(words, {.name = "email", .label = words("Mailbox or domain"), .value = refusal ? request.fields.text("email") : std::string_view(),
                                .hint = words("somebody@far.example keeps one person out, far.example everybody who has a mailbox there.")}, refusal);
    auto content = words.fill(pages::Blocks{.heading = words("Mailboxes"), .about = words("Nobody signs up with these. Of single mailboxes only a hash is kept."),
                                            .rows = rows_of(request, words, read, all), .add = words("Add a mailbox"), .action = "/moderation/mailboxes",
                                            .csrf = html::csrf_field(request), .fields = fields, .files = html::Safe()});
    return room_page(request, read, {.tab = "/moderation/mailboxes", .content = content,
                                     .older = older_than(found, "/moderation/mailboxes", [](EmailDomainBlock const& each) { return each.id.value; }), .refusal = refusal});
}

using Show = Response (*)(Request const&, db::Read&, base::Refusal const*);

template <class Made>
Answer after(Request const& request, db::Write& write, Result<Made> const& made, Show show, std::string const& address) {
    if (made) return http::redirect(address + "?done=1");
    if (made.error().why != Why::invalid) return std::unexpected(made.error());
    return show(request, write, &made.error());
}

Answer add_domain(Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    if (fields.text("severity") == "allow")
        return after(request, write, allow_domain(write, request.account(), fields.text("domain")), domains_page, "/moderation/domains");
    DomainBlock block{.domain = std::string(fields.text("domain")), .severity = domain_severity_of(fields.text("severity")).value_or(DomainSeverity::silence)};
    block.reject_media = fields.flag("reject_media").value_or(false);
    block.reject_reports = fields.flag("reject_reports").value_or(false);
    block.obfuscate = fields.flag("obfuscate").value_or(false);
    block.public_comment = fields.text("public_comment");
    block.private_comment = fields.text("private_comment");
    return after(request, write, add_domain_block(write, request.account(), block), domains_page, "/moderation/domains");
}

Answer download_domains(Request const&, db::Read& read) {
    Response response;
    response.type = "text/csv; charset=utf-8";
    response.body = domain_blocks_as_csv(read);
    return response;
}

Answer import_domains(Request const& request, db::Write& write) {
    return after(request, write, import_domain_blocks(write, request.account(), request.fields.text("csv")), domains_page, "/moderation/domains");
}

Answer add_address(Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    constexpr std::int64_t a_year = 31'536'000;
    auto seconds = std::clamp<std::int64_t>(fields.integer("expires_in").value_or(0), 0, a_year);
    IpBlock block{.network = std::string(fields.text("ip")), .severity = ip_severity_of(fields.text("severity")).value_or(IpSeverity::sign_up_requires_approval),
                  .comment = std::string(fields.text("comment")), .expires_at = seconds ? write.now + seconds * base::second : 0};
    return after(request, write, add_ip_block(write, request.account(), block, request.address), addresses_page, "/moderation/addresses");
}

base::Refusal at_email(base::Refusal refusal) {
    for (auto& fault : refusal.fields) fault.field = "email";  // the form has one field for both
    return refusal;
}

Answer add_mailbox(Request const& request, db::Write& write) {
    auto typed = request.fields.text("email");
    auto add = [&]() -> Result<Done> {
        if (typed.contains('@')) TRY(block_email(write, request.account(), typed));
        else TRY(block_email_domain(write, request.account(), typed));
        return Done{};
    };
    auto added = add();
    if (!added) added = std::unexpected(at_email(added.error()));
    return after(request, write, added, mailboxes_page, "/moderation/mailboxes");
}

using Remove = Result<Done> (*)(db::Write&, AccountId, BlockId);

}  // namespace

void add_block_pages(http::Router::Section pages) {
    auto kind = [&](std::string address, Show show, http::Writer add) {
        pages.get(address, Open::to_admins, [show](Request const& request, db::Read& read) -> Answer { return show(request, read, nullptr); });
        pages.post(address, Open::to_admins, std::move(add));
    };
    auto removal = [&](std::string address, std::string below, Remove rule) {
        pages.post(address + below + "/:id/remove", Open::to_admins, [rule, address](Request const& request, db::Write& write) -> Answer {
            TRY(rule(write, request.account(), TRY(id_in<BlockId>(request))));
            return http::redirect(address + "?done=1");
        });
    };
    kind("/moderation/domains", domains_page, add_domain);
    pages.get("/moderation/domains/blocks.csv", Open::to_admins, download_domains);
    pages.post("/moderation/domains/import", Open::to_admins, import_domains);
    removal("/moderation/domains", "", remove_domain_block);
    removal("/moderation/domains", "/allowed", disallow_domain);
    kind("/moderation/addresses", addresses_page, add_address);
    removal("/moderation/addresses", "", remove_ip_block);
    kind("/moderation/mailboxes", mailboxes_page, add_mailbox);
    removal("/moderation/mailboxes", "", unblock_email_domain);
    removal("/moderation/mailboxes", "/single", unblock_email);
}

}  // namespace moderation
