// The record, and the rules of this server.
#include "base/text.hpp"
#include "moderation/room.hpp"

namespace moderation {

namespace {

// Where the thing that an entry is about can be looked at.
std::string address_of(std::string_view target) {
    auto colon = target.find(':');
    auto kind = target.substr(0, colon), id = colon == target.npos ? std::string_view() : target.substr(colon + 1);
    for (auto const& [name, address] : {std::pair{"account", "/moderation/accounts/"}, {"report", "/moderation/reports/"}, {"appeal", "/moderation/appeals/"}})
        if (kind == name) return address + std::string(id);
    return {};
}

Answer show_record(Request const& request, db::Read& read) {
    Words words(request.locale);
    auto found = entries(read, {}, page_in(request));
    std::vector<AccountId> ids;
    for (auto const& each : found) ids.push_back(each.actor);
    auto actors = people(read, ids);
    constexpr int longest_shown = 32;  // a hash is longer, and nobody reads it
    html::Safe rows;
    for (auto const& each : found)
        words.fill(rows, pages::RecordRow{.number = each.number, .when = words.date_time(each.at), .actor = name_of(actors, each.actor), .act = each.act,
                                          .address = address_of(each.target), .target = base::shorten(each.target, longest_shown), .detail = each.detail});
    auto check = last_check(read);
    bool proven = check && check->has_root;
    auto content = words.fill(pages::Record{.whole = proven && !check->first_bad, .entries = check ? check->entries : 0,
                                            .broken = check && check->first_bad ? std::to_string(check->first_bad) : std::string(),
                                            .checked = check ? words.date_time(check->at) : std::string(), .rootless = check && !check->has_root, .rows = rows});
    return room_page(request, read, {.tab = "/moderation/record", .content = content,
                                     .older = older_than(found, "/moderation/record", [](Entry const& each) { return each.number; })});
}

Response rules_page(Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    html::Safe rows;
    std::int64_t number = 0;
    for (auto const& rule : rules(read))
        words.fill(rows, pages::RuleRow{.id = rule.id, .csrf = html::csrf_field(request), .number = ++number, .text = rule.text, .hint = rule.hint});
    auto fields = input(words, {.name = "text", .label = words("The rule"), .hint = words("One sentence. At most 500 characters.")}, refusal);
    fields += input(words, {.name = "hint", .label = words("In more words"), .hint = words("You may leave this empty.")}, refusal);
    auto content = words.fill(pages::Rules{.rows = rows, .csrf = html::csrf_field(request), .fields = fields});
    return room_page(request, read, {.tab = "/moderation/rules", .content = content, .older = {}, .refusal = refusal});
}

template <class Done>
Answer after(Request const& request, db::Write& write, Result<Done> const& done) {
    if (done) return http::redirect("/moderation/rules?done=1");
    if (done.error().why != Why::invalid) return std::unexpected(done.error());
    return rules_page(request, write, &done.error());
}

Answer change(Request const& request, db::Write& write) {
    auto id = TRY(id_in<RuleId>(request));
    auto const& fields = request.fields;
    if (fields.has("remove")) return after(request, write, remove_rule(write, request.account(), id));
    return after(request, write, change_rule(write, request.account(), id, fields.text("text"), fields.text("hint")));
}

}  // namespace

void add_record_pages(http::Router::Section pages) {
    pages.get("/moderation/record", Open::to_moderators, show_record);
    pages.get("/moderation/rules", Open::to_admins, [](Request const& request, db::Read& read) -> Answer { return rules_page(request, read, nullptr); });
    pages.post("/moderation/rules", Open::to_admins, [](Request const& request, db::Write& write) {
        return after(request, write, add_rule(write, request.account(), request.fields.text("text"), request.fields.text("hint")));
    });
    pages.post("/moderation/rules/:id", Open::to_admins, change);
}

}  // namespace moderation
