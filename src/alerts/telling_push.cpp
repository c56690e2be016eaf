// An alert on people's phones: one cursor over all who are concerned, and what push services want later beside it.
#include "alerts/queries.hpp"
#include "alerts/showing.hpp"
#include "alerts/telling.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "push/push.hpp"
#include <algorithm>
#include <map>
#include <mutex>

namespace alerts {

namespace {

// People in a batch: what is sent anew after a kill. Their devices are about as many.
constexpr std::size_t batch_size = 250;
constexpr int most_again = 250, most_attempts = 8;
constexpr std::int64_t longest_title = 140, longest_body = 240;

base::Time pause_after(std::int64_t attempts) { return base::minute << std::min<std::int64_t>(attempts, 6); }

// Connections and what is known of push services last from one batch to the next; one job at a time uses them.
struct Shared {
    std::mutex mutex;
    push::Carrier carrier;
};
Shared& shared() {
    static Shared one;
    return one;
}

// RFC 8030, 5.4: at most 32 characters of base64url.
std::string topic_of(Alert const& alert) { return "a" + alert.chain.text(); }

class Notes {
public:
    std::shared_ptr<push::Note const> in(db::Read& read, Alert const& alert, std::string const& locale) {
        auto& kept = kept_[locale];
        if (!kept) {
            bool const urgent = alert.message.status == Status::actual && worst(alert.message) <= Severity::severe;
            kept = std::make_shared<push::Note const>(push::Note{push_text(read, alert, locale), topic_of(alert), told_until(alert), urgent});
        }
        return kept;
    }

private:
    std::map<std::string, std::shared_ptr<push::Note const>> kept_;
};

std::map<AccountId, std::string> languages_of(db::Read& read, std::vector<AccountId> const& people) {
    std::map<AccountId, std::string> languages;
    for (auto const& account : accounts::find_all(read, people))
        if (!account.hidden() && account.is_local() && !account.disabled_at) languages[account.id] = account.language;
    return languages;
}

std::vector<push::Parcel> parcels_of(db::Read& read, Alert const& alert, std::vector<push::Subscription> const& subscriptions, Notes& notes) {
    std::vector<AccountId> people;
    for (auto const& each : subscriptions) people.push_back(each.account);
    auto const languages = languages_of(read, people);
    std::vector<push::Parcel> parcels;
    for (auto const& each : subscriptions)
        if (auto found = languages.find(each.account); found != languages.end()) parcels.push_back({each, notes.in(read, alert, found->second)});
    return parcels;
}

std::vector<push::Outcome> carry(std::vector<push::Parcel> const& parcels) {
    if (parcels.empty()) return {};
    std::lock_guard lock(shared().mutex);
    return shared().carrier.carry(parcels);
}

struct Tally { std::int64_t sent = 0, failed = 0; };

void count_sent(db::Write& write, AlertId alert, Tally const& tally) {
    if (tally.sent) count(write, alert, Channel::push_sent, tally.sent);
    if (tally.failed) count(write, alert, Channel::push_failed, tally.failed);
}

void keep_outcomes(db::Write& write, Alert const& alert, std::vector<push::Parcel> const& parcels, std::vector<push::Outcome> const& outcomes) {
    Tally tally;
    for (std::size_t i = 0; i < parcels.size(); ++i) {
        auto const id = parcels[i].to.id;
        if (outcomes[i] == push::Outcome::delivered) ++tally.sent;
        if (outcomes[i] == push::Outcome::gone) ++tally.failed, push::remove(write, id);
        if (outcomes[i] != push::Outcome::again) continue;
        // It ended while this batch was on its way: nothing of it waits any longer.
        if (!is_to_be_told(alert, write.now)) ++tally.failed;
        else write.run(sql::put_again, {alert.id, id, 1, write.now + pause_after(0)});
    }
    count_sent(write, alert.id, tally);
}

}  // namespace

std::string push_text(db::Read& read, Alert const& alert, std::string_view locale) {
    html::Words const words(locale);
    auto const& info = in_language(alert.message, locale);
    auto headline = headline_of(info);
    if (alert.message.type == MessageType::cancel) headline = words("Over: {headline}", {{"headline", headline}});
    if (alert.message.type == MessageType::update) headline = words("Update: {headline}", {{"headline", headline}});
    auto const practice = practice_of(words, alert.message);
    auto const title = practice.empty() ? headline : practice + " · " + headline;
    auto const said = alert.message.type == MessageType::alert || alert.changed.empty() ? info.instruction.empty() ? info.description : info.instruction : alert.changed;
    base::Json json;
    // Apps of Mastodon ask for all of these, and open the post with its number's notification; they know no alerts, and what is
    // said when somebody who is followed posts is what comes nearest.
    json.object().pair("access_token", "").pair("preferred_locale", locale).pair("notification_id", alert.id.value).pair("notification_type", "status");
    json.pair("icon", base::site_url() + html::asset("icon.svg")).pair("title", base::shorten(title, longest_title));
    json.pair("body", base::shorten(issuer_of(read, alert) + ": " + said, longest_body));
    // For our own pages: what a click opens, and which earlier message it takes the place of.
    json.pair("url", "/alerts/" + alert.id.text()).pair("tag", "alert-" + alert.chain.text());
    return json.pair("urgent", alert.message.status == Status::actual && worst(alert.message) == Severity::extreme).end().take();
}

void push_on(db::Database& database, AlertId id, People const& people) {
    auto telling = Telling::take(database, id, Way::push);
    Notes notes;
    while (telling) {
        if (people.stopping && people.stopping()) return telling->rest();
        auto const batch = telling->next(people, batch_size);
        if (!batch) return;
        auto const& alert = batch->alert;
        struct Made { std::vector<push::Parcel> parcels; std::vector<AccountId> told; };
        auto const made = database.read([&](db::Read& read) {
            std::vector<AccountId> wanting;
            for (auto person : batch->people)
                if (people.wish(read, person, alert).push) wanting.push_back(person);
            Made all{parcels_of(read, alert, push::all_of(read, wanting), notes), {}};
            for (auto const& parcel : all.parcels)
                if (all.told.empty() || all.told.back() != parcel.to.account) all.told.push_back(parcel.to.account);
            return all;
        });
        auto const announced = made.parcels.empty() || telling->announce([&](db::Write& write, Alert const& now) {
            for (auto person : made.told) note_told(write, now, Way::push, person);
        });
        if (!announced) return;
        auto const outcomes = carry(made.parcels);
        bool const ours = telling->step(batch->people.back(), [&](db::Write& write, Alert const& now) {
            if (alert.message.type != MessageType::cancel) count(write, id, Channel::concerned, static_cast<std::int64_t>(batch->people.size()));
            if (!made.parcels.empty()) count(write, id, Channel::push_queued, static_cast<std::int64_t>(made.parcels.size()));
            keep_outcomes(write, now, made.parcels, outcomes);
        });
        if (!ours) return;
    }
}

void push_again(db::Database& database, AlertId id) {
    struct Due { std::int64_t subscription = 0, attempts = 0; };
    struct Work { std::optional<Alert> alert; std::vector<Due> due; std::vector<push::Parcel> parcels; };
    Notes notes;
    auto const work = database.read([&](db::Read& read) {
        Work made{find(read, id), read.rows(sql::due_again, {id, read.now, most_again}, [](db::Row const& row) { return Due{row.integer(0), row.integer(1)}; }), {}};
        db::List ids;
        for (auto const& each : made.due) ids.push_back(each.subscription);
        if (made.alert && is_to_be_told(*made.alert, read.now)) made.parcels = parcels_of(read, *made.alert, push::with_ids(read, ids), notes);
        return made;
    });
    auto const outcomes = carry(work.parcels);
    database.wait_write([&](db::Write& write) {
        auto const alert = find(write, id);
        Tally tally;
        for (auto const& due : work.due) {
            auto const at = std::ranges::find(work.parcels, due.subscription, [](push::Parcel const& parcel) { return parcel.to.id; });
            auto const outcome = at == work.parcels.end() ? push::Outcome::gone : outcomes[static_cast<std::size_t>(at - work.parcels.begin())];
            bool const last = due.attempts + 1 >= most_attempts || !alert || !is_to_be_told(*alert, write.now);
            if (outcome == push::Outcome::again && !last) {
                write.run(sql::put_again, {id, due.subscription, due.attempts + 1, write.now + pause_after(due.attempts)});
                continue;
            }
            ++(outcome == push::Outcome::delivered ? tally.sent : tally.failed);
            if (outcome == push::Outcome::gone && at != work.parcels.end()) push::remove(write, due.subscription);
            write.run(sql::delete_again, {id, due.subscription});
        }
        count_sent(write, id, tally);
        write.emit(ReachGrew{id});
        return true;
    });
}

}  // namespace alerts
