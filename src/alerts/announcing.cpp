// Alerts as apps show them among announcements: their text, and who put one away.
#include "alerts/inside.hpp"
#include "alerts/pages.hpp"
#include "alerts/queries.hpp"
#include "alerts/showing.hpp"
#include "base/text.hpp"

namespace alerts {

namespace {

constexpr std::int64_t longest_text = 1000;
constexpr std::size_t most_steps = 6;

}  // namespace

html::Safe announced(html::Words const& words, db::Read& read, Alert const& alert) {
    auto const& info = in_language(alert.message, words.locale());
    return words.fill(pages::Announced{.level = level_of(words, alert.message, info), .headline = headline_of(info), .description = base::shorten(info.description, longest_text),
                                       .steps = steps_list(words, info, most_steps), .name = issuer_of(read, alert), .address = alert.url()});
}

base::Result<base::Done> dismiss(db::Write& write, AccountId account, AlertId id) {
    auto const alert = find(write, id);
    if (!alert || alert->ended_at) return std::unexpected(not_there());
    write.run(sql::dismiss_alert, {id, account});
    return base::Done{};
}

std::vector<AlertId> dismissed(db::Read& read, AccountId account) {
    return read.rows(sql::dismissed_by, {account}, [](db::Row const& row) { return row.id<AlertId>(0); });
}

}  // namespace alerts
