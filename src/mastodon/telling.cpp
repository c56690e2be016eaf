// Says on the streams what was committed: each post once for all who hear it, once more for each listener who blocks, mutes
// or filters, and each notification to its one reader.
#include "blocks/blocks.hpp"
#include "lists/lists.hpp"
#include "mastodon/conversation_entity.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/notification_entity.hpp"
#include "mastodon/routes.hpp"
#include "mastodon/topics.hpp"
#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

namespace mastodon {

namespace {

using Topics = std::vector<std::string>;

// Where posts were announced to everybody, so that a delete goes exactly there: a deleted post's visibility is gone.
class Announced {
public:
    void remember(PostId post, Topics const& topics) {
        if (topics.empty()) return;
        auto [known, is_new] = topics_.try_emplace(post);
        if (is_new) order_.push_back(post);
        known->second.insert(known->second.end(), topics.begin(), topics.end());
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

// Everybody's streams that a post belongs on.
Topics public_topics(posts::Post const& post, accounts::Account const& author) {
    Topics all;
    if (post.visibility != posts::Visibility::everyone || post.boost_of || author.silenced_at) return all;
    bool local = author.domain.empty();
    // An answer to somebody else makes little sense on a stream of everything.
    if (!post.reply_to || post.reply_to_author == post.author)
        for (std::string stream : {"public", local ? "public/local" : "public/remote"}) {
            all.push_back(stream);
            if (!post.media.empty()) all.push_back(stream + "/media");
        }
    for (auto const& name : post.hashtags) {
        all.push_back(topics::tag(name));
        if (local) all.push_back(topics::local_tag(name));
    }
    return all;
}

void add(Topics& topics, std::string topic) {
    if (std::ranges::find(topics, topic) == topics.end()) topics.push_back(std::move(topic));
}

// Called on the bus's own thread only.
class Teller {
public:
    Teller(db::Database& database, Context& context) : database_(database), context_(context) {}

    void published(posts::Published const& event) {
        if (context_.hub.listeners() == 0) return;
        database_.read([&](db::Read& read) {
            auto post = posts::find_unchecked(read, event.post);
            if (!post) return false;  // deleted meanwhile
            tell_status(read, *post, "update", context_.feeds.readers_of(event.post, event.author));
            if (post->visibility == posts::Visibility::direct) tell_conversation(read, *post);
            return true;
        });
    }

    void edited(posts::Edited const& event) {
        if (context_.hub.listeners() == 0) return;
        database_.read([&](db::Read& read) {
            auto post = posts::find_unchecked(read, event.post);
            // Votes and cards change a post too: apps ask for those themselves, and a thousand votes are not a thousand messages.
            if (!post || (!event.edited && post->quote.state == posts::QuoteState::none)) return false;
            tell_status(read, *post, "status.update", readers_of(*post));
            return true;
        });
    }

    void deleted(posts::Deleted const& event) {
        auto topics = announced_.take(event.post);
        if (context_.hub.listeners() == 0) return;
        auto readers = context_.feeds.readers_of(event.post, event.author);
        // Long ago: whoever follows the author may still have it on the screen.
        if (topics.empty() && readers.empty()) readers = followers(event.author);
        for (auto reader : readers) add(topics, topics::home(reader));
        add(topics, topics::home(event.author));
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

    void filters_changed(filters::Changed const& event) {
        context_.audience->begins_to_choose(event.account);
        context_.hub.publish(topics::home(event.account), {"filters_changed", ""});
    }

private:
    bool heard(Topics const& topics) const {
        return std::ranges::any_of(topics, [&](std::string const& topic) { return context_.hub.anyone_on(topic); });
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

    // Whose home a post of some time ago may stand in.
    std::vector<AccountId> readers_of(posts::Post const& post) const {
        auto readers = context_.feeds.readers_of(post.id, post.author);
        if (!readers.empty()) return readers;
        if (post.visibility != posts::Visibility::direct) return followers(post.author);
        for (auto const& mention : post.mentions) readers.push_back(mention.account);
        return readers;
    }

    // What each listener who chooses would hear it on, by where their filters count.
    struct Chosen { Topics home, everyone; };

    void tell_status(db::Read& read, posts::Post const& post, std::string_view event, std::vector<AccountId> const& readers) {
        auto author = accounts::find(read, post.author);
        if (!author || author->hidden()) return;
        auto shared = public_topics(post, *author), said = shared;
        std::map<AccountId, Chosen> chosen;
        auto& audience = *context_.audience;
        auto at_home = [&](AccountId reader, std::string topic) {
            if (!context_.hub.anyone_on(topic)) return;  // most followers are not there: their topics need no list
            audience.chooses(reader) ? add(chosen[reader].home, std::move(topic)) : add(shared, std::move(topic));
        };
        for (auto reader : readers)
            if (reader != post.author) at_home(reader, topics::home(reader));
        at_home(post.author, topics::home(post.author));
        for (auto const& list : lists_with(read, post)) {
            auto topic = topics::list(list.owner, list.id.text());
            said.push_back(topic);
            at_home(list.owner, std::move(topic));
        }
        if (auto streams = public_topics(post, *author); !streams.empty())
            for (auto person : audience.choosing())
                for (auto const& stream : streams)
                    if (auto topic = topics::chosen_for(person, stream); context_.hub.anyone_on(topic)) add(chosen[person].everyone, std::move(topic));

        if (heard(shared)) tell_alike(read, post, event, shared);
        for (auto const& [person, topics] : chosen) {
            tell_one(read, post, event, person, filters::Context::home, topics.home);
            if (tell_one(read, post, event, person, filters::Context::everyone, topics.everyone))
                said.insert(said.end(), topics.everyone.begin(), topics.everyone.end());
        }
        announced_.remember(post.id, said);
    }

    // The author may see it, and with it whatever it boosts. Everybody gets the same bytes: without marks.
    void tell_alike(db::Read& read, posts::Post const& post, std::string_view event, Topics const& topics) {
        Renderer render(context_, read, post.author);
        auto status = render.without_marks().status(post);
        if (!status.empty()) context_.hub.publish(topics, {std::string(event), std::move(status)});
    }

    bool tell_one(db::Read& read, posts::Post const& post, std::string_view event, AccountId person, filters::Context where, Topics const& topics) {
        if (!heard(topics)) return false;
        if (where == filters::Context::everyone && blocks::unheard_by(read, person).contains(post.author)) return false;
        Renderer render(context_, read, person);
        auto made = render.in(where).statuses_by_id({post.id});
        if (made.empty()) return false;
        context_.hub.publish(topics, {std::string(event), std::move(made.begin()->second)});
        return true;
    }

    // Lists that somebody listens to and that the post belongs on.
    std::vector<lists::List> lists_with(db::Read& read, posts::Post const& post) {
        auto topic_of = [](AccountId owner, std::int64_t list) { return topics::list(owner, std::to_string(list)); };
        auto listened = context_.audience->lists([&](Audience::List const& each) { return context_.hub.anyone_on(topic_of(each.owner, each.list)); });
        if (listened.empty()) return {};
        auto reached = timelines::lists_reached(read, post.id, post.author);
        std::erase_if(reached, [&](lists::List const& each) { return !context_.hub.anyone_on(topic_of(each.owner, each.id.value)); });
        return reached;
    }

    void tell_conversation(db::Read& read, posts::Post const& post) {
        for (auto person : conversations::people(post, {})) {
            auto topic = topics::direct(person);
            if (!context_.hub.anyone_on(topic)) continue;
            auto conversation = conversations::find(read, person, post.thread);
            if (!conversation) continue;
            Renderer render(context_, read, person);
            auto json = conversations_json(render, read, person, {*conversation}, false);
            if (!json.empty()) context_.hub.publish(topic, {"conversation", json});
        }
    }

    db::Database& database_;
    Context& context_;
    Announced announced_;
};

}  // namespace

void tell_streams(bus::Bus& bus, db::Database& database, Context& context) {
    auto teller = std::make_shared<Teller>(database, context);
    tell_announcements(bus, database, context);
    bus.soon<posts::Published>([teller](posts::Published const& event) { teller->published(event); });
    bus.soon<posts::Edited>([teller](posts::Edited const& event) { teller->edited(event); });
    bus.soon<posts::Deleted>([teller](posts::Deleted const& event) { teller->deleted(event); });
    bus.soon<notifications::Told>([teller](notifications::Told const& event) { teller->notified(event); });
    bus.soon<notifications::Merged>([&context](notifications::Merged const& event) {
        context.hub.publish({topics::told(event.account), topics::notification(event.account)}, {"notifications_merged", ""});
    });
    bus.soon<filters::Changed>([teller](filters::Changed const& event) { teller->filters_changed(event); });
    // Whoever blocked, and whoever was: neither hears the other from now on.
    bus.soon<blocks::Changed>([&context](blocks::Changed const& event) {
        for (auto account : {event.account, event.other}) context.audience->begins_to_choose(account);
    });
}

}  // namespace mastodon
