// Content shields: which there are, and which of them somebody chose.
#include "filters/filters.hpp"
#include "filters/queries.hpp"
#include <algorithm>

namespace filters {
namespace {

constexpr Shield all_shields[] = {
    {"weights", "mentions weights", "Numbers of kilograms, pounds, stones and BMI"},
    {"calories", "mentions calories", "Numbers of calories and kilojoules"},
    {"eating", "about eating disorders", "Anorexia, bulimia, binges, purging"},
    {"selfharm", "about self-harm or suicide", "Also when somebody writes about getting better"},
    {"babyloss", "about losing a baby", "Miscarriage, stillbirth, loss of an infant"},
    {"needles", "about needles or blood", "Injections, blood draws, wounds"},
    {"violence", "about violence or abuse", "At home, sexual, or in a war"},
    {"alcohol", "about alcohol or drugs", "Drinking, drugs, overdose, relapse"},
};

using ShieldTag = base::Id<struct ShieldTag_>;
constexpr std::int64_t everywhere = 31;

}  // namespace

std::span<Shield const> shields() { return all_shields; }

std::vector<std::string> shields_of(db::Read& read, AccountId owner) {
    std::vector<std::string> on;
    for (auto const& filter : all_of(read, owner))
        if (!filter.shield.empty()) on.push_back(filter.shield);
    return on;
}

base::Result<base::Done> set_shields(db::Write& write, AccountId owner, std::vector<std::string> const& names, html::Words const& words) {
    for (auto const& name : names)
        if (std::ranges::find(all_shields, name, &Shield::name) == std::end(all_shields)) return base::refuse_field("shield", "ERR_INCLUSION", "There is no such shield.");
    for (auto const& filter : all_of(write, owner))
        if (!filter.shield.empty() && std::ranges::find(names, filter.shield) == names.end()) TRY(remove(write, owner, filter.id));
    auto now = shields_of(write, owner);
    for (auto const& each : all_shields) {
        bool wanted = std::ranges::find(names, each.name) != names.end(), there = std::ranges::find(now, each.name) != now.end();
        if (!wanted || there) continue;
        write.run(sql::insert_shield, {write.new_id<ShieldTag>().value, owner, words(each.title), everywhere, each.name});
        write.emit(Changed{owner});
    }
    return base::Done{};
}

}  // namespace filters
