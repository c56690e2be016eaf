// Queueing: one statement puts an activity into the queue of every inbox it goes to, however many follow.
#include "activitypub/deliveries.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "base/time.hpp"
#include <algorithm>

namespace activitypub {
namespace {

using OutgoingId = base::Id<struct OutgoingTag>;

// One parcel on its way into the queue. It is kept only when somebody is to get it.
class Queueing {
public:
    Queueing(db::Write& write, Parcel const& parcel) : write_(write), parcel_(parcel), id_(write.new_id<OutgoingId>().value) {
        leaves_at_ = std::max(parcel.not_before, write.now);
        // What is said later about a post does not overtake what was said first.
        if (parcel.about) leaves_at_ = std::max(leaves_at_, write.number(sql::leaves_last, {parcel.about, write.now}));
    }

    void to(db::Query const& where, db::Value whom) { queued_ += write_.run(where, {id_, parcel_.urgent ? 0 : 1, leaves_at_, whom}); }
    void to_everybody() { queued_ += write_.run(sql::queue_everywhere, {id_, parcel_.urgent ? 0 : 1, leaves_at_}); }

    void finish(bool to_followers) {
        if (!queued_) return;
        write_.run(sql::put_outgoing, {id_, parcel_.author, parcel_.activity, parcel_.about, parcel_.urgent, to_followers, leaves_at_});
        if (parcel_.about) write_.run(sql::note_reach, {id_, parcel_.about});
        write_.emit(Queued{id_, leaves_at_});
    }

private:
    db::Write& write_;
    Parcel const& parcel_;
    std::int64_t const id_;
    base::Time leaves_at_ = 0;
    std::int64_t queued_ = 0;
};

db::List values_of(std::vector<AccountId> const& people) {
    db::List list;
    for (auto id : people) list.push_back(id.value);
    return list;
}

}  // namespace

std::int64_t servers_told(db::Read& read, PostId post) { return read.number(sql::count_reach, {post}); }

void send_to(db::Write& write, Parcel const& parcel, std::vector<AccountId> const& people) {
    if (!federate() || people.empty()) return;
    auto list = values_of(people);
    Queueing queueing(write, parcel);
    queueing.to(sql::queue_to_people, list);
    queueing.finish(false);
}

void send_to_followers(db::Write& write, Parcel const& parcel, std::vector<AccountId> const& also) {
    if (!federate()) return;
    auto list = values_of(also);
    Queueing queueing(write, parcel);
    queueing.to(sql::queue_to_followers, parcel.author);
    if (!list.empty()) queueing.to(sql::queue_to_people, list);
    queueing.finish(true);
}

void send_everywhere(db::Write& write, Parcel const& parcel) {
    if (!federate()) return;
    Queueing queueing(write, parcel);
    queueing.to_everybody();
    queueing.finish(false);
}

void send_where_it_went(db::Write& write, Parcel const& parcel, Also also, std::vector<AccountId> const& people) {
    if (!federate()) return;
    auto list = values_of(people);
    Queueing queueing(write, parcel);
    queueing.to(sql::queue_where_it_went, parcel.about);
    if (also == Also::followers) queueing.to(sql::queue_to_followers, parcel.author);
    if (!list.empty()) queueing.to(sql::queue_to_people, list);
    queueing.finish(false);
}

void recall(db::Write& write, PostId post) {
    // What is due may be on its way already: that it got there is remembered, so that a Delete follows.
    write.run(sql::forget_reach_not_left, {post, write.now + base::second});
    write.run(sql::delete_deliveries_about, {post});
    write.run(sql::delete_outgoing_about, {post});
}

void forget_reach(db::Write& write, PostId post) { write.run(sql::forget_reach, {post}); }

std::int64_t inbox_id(db::Write& write, std::string_view address) {
    struct Known { std::int64_t id; bool dead; };
    auto known = write.one(sql::inbox_named, {address}, [](db::Row const& row) { return Known{row.integer(0), row.boolean(1)}; });
    if (known) {
        // Its owner's profile, read again, still names it.
        if (known->dead) write.run(sql::revive_inbox, {known->id});
        return known->id;
    }
    auto host = host_of(address);
    auto id = write.new_id<base::Id<struct InboxTag>>().value;
    write.run(sql::put_inbox, {id, address, host});
    write.run(sql::put_peer, {host, !deals_with(write, host), write.now});
    return id;
}

}  // namespace activitypub
