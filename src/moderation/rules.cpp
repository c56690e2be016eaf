// The rules of this server as rows with lasting numbers: reports and decisions name them long after they changed.
#include "base/text.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include "moderation/schema.hpp"

namespace moderation {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr int longest_rule = 500, longest_hint = 2000;

Rule rule_of(db::Row const& row) { return {row.id<RuleId>(0), row.text(1), row.text(2)}; }

// Those of the setting, numbered as seed_rules() stores them.
std::vector<Rule> rules_of_setting() {
    std::vector<Rule> all;
    for (auto line : base::split(accounts::rules(), '\n'))
        for (auto rule : base::split(line, ';'))
            if (auto text = base::trim(rule); !text.empty()) all.push_back({RuleId{std::ssize(all) + 1}, text, ""});
    return all;
}

bool is_seeded(db::Read& read) { return read.number(sql::count_rules_ever, {}) > 0; }

Result<Rule> tidy_rule(std::string_view text, std::string_view hint) {
    return Rule{{}, TRY(tidy(text, "text", longest_rule, false)), TRY(tidy(hint, "hint", longest_hint))};
}

std::string target_of(RuleId id) { return "rule:" + id.text(); }

Result<Done> must_be_there(std::int64_t changed) {
    if (!changed) return refuse(Why::not_found, "There is no such rule.");
    return Done{};
}

}  // namespace

Result<std::string> tidy(std::string_view typed, std::string_view field, int most, bool may_be_empty) {
    // Sixteen bytes a character: more is not worth counting.
    if (typed.size() > static_cast<std::size_t>(most) * 16) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    auto text = base::trim(base::normalize(typed));
    if (base::graphemes(text) > most) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    if (text.empty() && !may_be_empty) return refuse_field(std::string(field), "ERR_BLANK", "Please write something here.");
    return text;
}

void seed_rules(db::Write& write) {
    if (is_seeded(write)) return;
    for (auto const& rule : rules_of_setting()) write.run(sql::insert_rule, {rule.id, rule.id.value, rule.text, rule.hint});
}

std::vector<Rule> rules(db::Read& read) { return is_seeded(read) ? read.rows(sql::rules, {}, rule_of) : rules_of_setting(); }

std::vector<Rule> find_rules(db::Read& read, std::vector<RuleId> const& ids) {
    if (ids.empty()) return {};
    if (is_seeded(read)) return read.rows(sql::rules_by_id, {numbers(ids)}, rule_of);
    auto all = rules_of_setting();
    std::erase_if(all, [&](Rule const& rule) { return std::ranges::find(ids, rule.id) == ids.end(); });
    return all;
}

Result<RuleId> add_rule(db::Write& write, AccountId by, std::string_view text, std::string_view hint) {
    auto rule = TRY(tidy_rule(text, hint));
    seed_rules(write);
    rule.id = write.new_id<RuleId>();
    write.run(sql::insert_rule, {rule.id, write.number(sql::last_position, {}) + 1, rule.text, rule.hint});
    record(write, by, "rule.add", target_of(rule.id), rule.text);
    return rule.id;
}

Result<Done> change_rule(db::Write& write, AccountId by, RuleId id, std::string_view text, std::string_view hint) {
    auto rule = TRY(tidy_rule(text, hint));
    seed_rules(write);
    TRY(must_be_there(write.run(sql::update_rule, {id, rule.text, rule.hint})));
    record(write, by, "rule.change", target_of(id), rule.text);
    return Done{};
}

Result<Done> remove_rule(db::Write& write, AccountId by, RuleId id) {
    seed_rules(write);
    TRY(must_be_there(write.run(sql::remove_rule, {id, write.now})));
    record(write, by, "rule.remove", target_of(id));
    return Done{};
}

}  // namespace moderation
