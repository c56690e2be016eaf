// What the files of this folder share.
#pragma once
#include "blocks/blocks.hpp"
#include "notifications/notifications.hpp"
#include <unordered_map>
#include <unordered_set>

namespace notifications {

inline auto notification_of(AccountId account, std::int64_t seen) {
    return [account, seen](db::Row const& row) {
        return Notification{row.integer(0), account, row.text(1), row.id<AccountId>(2), row.id<PostId>(3), row.integer(4), row.integer(5),
                            row.integer(6), row.boolean(7), row.boolean(8), row.integer(0) <= seen};
    };
}

// What identifies a group among one account's.
struct GroupKey { std::string kind; PostId post; std::int64_t bucket = 0; std::int64_t alone = 0; };
std::string text_of(GroupKey const&);
std::optional<GroupKey> key_of(std::string_view text);

// What the account's policy makes of it; drop also for blocks and mutes.
Treatment judge(db::Read&, Notification const&);
// Whose notifications are left out while reading: decided after they came.
class Unheard {
public:
    Unheard(db::Read& read, AccountId account) : read_(read), account_(account), people_(blocks::unheard_by(read, account)) {}
    bool operator()(AccountId from);

private:
    db::Read& read_;
    AccountId account_;
    std::unordered_set<AccountId> people_;        // blocked either way, or muted
    std::unordered_map<AccountId, bool> decided_;  // muting posts alone leaves what somebody does to oneself
};

}  // namespace notifications
