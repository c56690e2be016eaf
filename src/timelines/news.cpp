// The log of what was published lately, by author and hashtag.
#include "timelines/news.hpp"
#include "base/text.hpp"
#include "timelines/queries.hpp"
#include <algorithm>

namespace timelines {

std::optional<Delivery> delivery_of(db::Read& read, PostId post) {
    auto found = read.one(sql::delivery, {post}, [](db::Row const& row) {
        Delivery delivery;
        delivery.visibility = posts::visibility_of(row.view(0)).value_or(posts::Visibility::direct);
        delivery.reply_to_author = row.id<AccountId>(1);
        delivery.boost_of = row.id<PostId>(2);
        delivery.boosted_author = row.id<AccountId>(3);
        delivery.boosted_visibility = posts::visibility_of(row.view(4)).value_or(posts::Visibility::everyone);
        delivery.boosted_reply_to = row.id<AccountId>(5);
        delivery.language = row.text(6);
        delivery.domain = row.text(7);
        delivery.boosted_domain = row.text(8);
        delivery.silenced = row.integer(9) != 0;
        return delivery;
    });
    if (!found) return found;
    found->mentioned = read.rows(sql::delivery_mentions, {found->boost_of ? found->boost_of : post}, [](db::Row const& row) { return row.id<AccountId>(0); });
    if (found->boost_of) return found;
    found->hashtags = read.rows(sql::delivery_hashtags, {post}, [](db::Row const& row) { return row.integer(0); });
    return found;
}

Delivery delivery_of(posts::Made const& made) {
    Delivery delivery;
    delivery.visibility = made.post.visibility;
    delivery.reply_to_author = made.post.reply_to_author;
    delivery.language = base::fold(made.post.language);
    delivery.domain = made.author.domain;
    delivery.silenced = made.author.silenced_at != 0;
    for (auto const& mention : made.post.mentions) delivery.mentioned.push_back(mention.account);
    delivery.hashtags = made.hashtag_ids;
    return delivery;
}

void News::Source::push(Kept item) {
    log.push_back(std::move(item));
    if (log.size() > most_of_one) drop_front();
}

void News::Source::drop_front() {
    dropped_number = log.front()->number;
    dropped = std::max(dropped, log.front()->post);
    log.pop_front();
}

template <class Act>
void News::each_source(Item const& item, Act const& act) {
    if (auto source = by_author_.find(item.author); source != by_author_.end()) act(source->second);
    for (auto tag : item.delivery.hashtags)
        if (auto source = by_hashtag_.find(tag); source != by_hashtag_.end()) act(source->second);
}

void News::add(posts::Published const& event, Delivery delivery) {
    auto item = std::make_shared<Item>(Item{last_ + 1, event.post, event.boost_of, event.author, std::move(delivery)});
    ++last_;
    each_source(*item, [&](Source& source) { source.push(item); });
    by_post_[item->post] = item;
    ring_.push_back(std::move(item));
    if (ring_.size() > most_of_all) forget_oldest();
}

void News::forget_oldest() {
    auto const& oldest = ring_.front();
    each_source(*oldest, [&](Source& source) {
        if (!source.log.empty() && source.log.front() == oldest) source.drop_front();
    });
    by_post_.erase(oldest->post);
    ring_.pop_front();
}

void News::remove(PostId post) {
    if (auto item = by_post_.find(post); item != by_post_.end()) item->second->gone = true;
}

Item const* News::find(PostId post) const {
    auto item = by_post_.find(post);
    return item == by_post_.end() ? nullptr : item->second.get();
}

std::vector<AccountId> News::candidates(Item const& item) const {
    std::vector<AccountId> all;
    auto add = [&](auto const& sources, auto key) {
        if (auto found = sources.find(key); found != sources.end()) all.insert(all.end(), found->second.readers.begin(), found->second.readers.end());
    };
    add(by_author_, item.author);
    for (auto tag : item.delivery.hashtags) add(by_hashtag_, tag);
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

void News::take_from(Source const& source, std::int64_t seen, Since& into) {
    if (source.dropped_number > seen) into.missed = std::max(into.missed, source.dropped);
    for (auto item = source.log.rbegin(); item != source.log.rend() && (*item)->number > seen; ++item) into.items.push_back(item->get());
}

void News::put_in_order(std::vector<Item const*>& items) {
    std::ranges::sort(items, {}, &Item::number);
    items.erase(std::ranges::unique(items).begin(), items.end());
}

}  // namespace timelines
