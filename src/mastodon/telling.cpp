// Says on the streams what was committed: each post once for all who hear it, each notification to its one reader.
#include "mastodon/entities.hpp"
#include "mastodon/notification_entity.hpp"
#include "mastodon/topics.hpp"
#include <algorithm>
#include <deque>
#include <unordered_map>

namespace mastodon {

namespace {

using Topics = std::vector<std::string>;

// Where posts were announced to everybody, so that a delete goes exactly there: a deleted post's visibility is gone.
class Announced {
public:
    void remember(PostId post, Topics topics) {
        if (topics.empty()) return;
        if (topics_.insert_or_assign(post, std::move(topics)).second) order_.push_back(post);
        if (order_.size() <= most) return;
        topics_.erase(order_.front());
        order_.pop_front();
    }
    Topics take(PostId post) {
        auto node = topics_.extract(post);
        return node ? std::move(node.mapped()) : Topics{};
    }

private:
    static constexpr std::size_t most = 20'000;
    std::unordered_map<PostId, Topics> topics_;
    std::deque<PostId> order_;
};

bool is_for_everybody(posts::Post const& post) { return post.visibility == posts::Visibility::everyone && !post.boost_of; }

Topics public_topics(posts::Post const& post) {
    Topics all;
    if (!is_for_everybody(post)) return all;
    // An answer to somebody else makes little sense on a stream of everything.
    if (!post.reply_to || post.reply_to_author == post.author) all = {"public", "public/local"};
    for (auto const& name : post.hashtags) {
        all.push_back(topics::tag(name));
        all.push_back(topics::local_tag(name));
    }
    return all;
}

// Called on the bus's own thread only.
class Teller {
public:
    Teller(db::Database& database, Context& context) : database_(database), context_(context) {}

    void published(posts::Published const& event) {
        if (context_.hub.listeners() == 0) return;
        database_.read([&](db::Read& read) { tell_update(read, event); return true; });
    }

    void deleted(posts::Deleted const& event) {
        auto topics = announced_.take(event.post);
        if (context_.hub.listeners() == 0) return;
        add_homes(topics, context_.feeds.readers_of(event.post, event.author));
        // Long ago: whoever follows the author may still have it on the screen.
        if (topics.empty()) add_homes(topics, followers(event.author));
        add_homes(topics, {event.author});
        context_.hub.publish(topics, {"delete", event.post.text()});
    }

    void notified(notifications::Told const& event) {
        Topics topics = {topics::told(event.account), topics::notification(event.account)};
        if (!heard(topics)) return;
        database_.read([&](db::Read& read) {
            auto told = notifications::find(read, event.account, event.notification);
            if (!told) return false;
            Renderer render(context_, read, event.account);
            if (auto json = notification_json(render, *told); !json.empty()) context_.hub.publish(topics, {"notification", json});
            return true;
        });
    }

private:
    bool heard(Topics const& topics) const {
        return std::ranges::any_of(topics, [&](std::string const& topic) { return context_.hub.anyone_on(topic); });
    }

    void add_homes(Topics& topics, std::vector<AccountId> const& readers) const {
        for (auto reader : readers)
            if (auto topic = topics::home(reader); std::ranges::find(topics, topic) == topics.end()) topics.push_back(std::move(topic));
    }

    std::vector<AccountId> followers(AccountId author) const {
        constexpr int at_once = 1000;
        return database_.read([&](db::Read& read) {
            std::vector<AccountId> listening;
            std::vector<follows::Entry> page;
            do {
                page = follows::followers(read, author, page.empty() ? 0 : page.back().id, at_once);
                for (auto const& each : page)
                    if (context_.hub.anyone_on(topics::home(each.account))) listening.push_back(each.account);
            } while (page.size() == at_once);
            return listening;
        });
    }

    void tell_update(db::Read& read, posts::Published const& event) {
        auto post = posts::find_unchecked(read, event.post);
        if (!post) return;  // deleted meanwhile
        auto topics = public_topics(*post);
        announced_.remember(post->id, topics);
        for (auto reader : context_.feeds.readers_of(event.post, event.author))
            if (reader != event.author) topics.push_back(topics::home(reader));
        topics.push_back(topics::home(event.author));

        auto conversation = post->visibility == posts::Visibility::direct ? people_in(*post) : Topics{};
        if (!heard(topics) && !heard(conversation)) return;
        // The author may see it, and with it whatever it boosts. Everybody gets the same bytes: without marks.
        Renderer render(context_, read, event.author);
        auto status = render.without_marks().status(*post);
        if (status.empty()) return;
        context_.hub.publish(topics, {"update", status});
        if (!conversation.empty()) context_.hub.publish(conversation, {"conversation", conversation_json(render, *post, status)});
    }

    static Topics people_in(posts::Post const& post) {
        Topics topics = {topics::direct(post.author)};
        for (auto const& mention : post.mentions)
            if (mention.account != post.author) topics.push_back(topics::direct(mention.account));
        return topics;
    }

    static std::string conversation_json(Renderer& render, posts::Post const& post, std::string const& status) {
        std::vector<AccountId> people = {post.author};
        for (auto const& mention : post.mentions)
            if (mention.account != post.author) people.push_back(mention.account);
        base::Json out;
        out.object().pair("id", (post.thread ? post.thread : post.id).text()).pair("unread", true);
        out.key("accounts").raw(render.accounts(people)).key("last_status").raw(status).end();
        return out.take();
    }

    db::Database& database_;
    Context& context_;
    Announced announced_;
};

}  // namespace

void tell_streams(bus::Bus& bus, db::Database& database, Context& context) {
    auto teller = std::make_shared<Teller>(database, context);
    bus.soon<posts::Published>([teller](posts::Published const& event) { teller->published(event); });
    bus.soon<posts::Deleted>([teller](posts::Deleted const& event) { teller->deleted(event); });
    bus.soon<notifications::Told>([teller](notifications::Told const& event) { teller->notified(event); });
}

}  // namespace mastodon
