// A message makes the conversation of everybody who takes part; reading, deleting and putting away change it.
#include "conversations/conversations.hpp"
#include "base/json.hpp"
#include "blocks/blocks.hpp"
#include "conversations/queries.hpp"
#include "conversations/schema.hpp"
#include <algorithm>
#include <limits>

namespace conversations {

db::Schema const schema = sql::schema_of_folder;

namespace {

Conversation conversation_of(db::Row const& row) { return {row.id<PostId>(0), row.id<PostId>(1), row.boolean(2)}; }

PostId thread_of(posts::Post const& post) { return post.thread ? post.thread : post.id; }

auto not_found() { return base::refuse(base::Why::not_found, "Record not found"); }

void said(db::Write& write, PostId id) {
    if (auto made = posts::just_made(id); made && made->post.visibility != posts::Visibility::direct) return;
    auto post = posts::find_unchecked(write, id);
    if (!post || post->visibility != posts::Visibility::direct || post->boost_of) return;
    auto takes_part = people(*post, {});
    for (auto const& person : accounts::find_all(write, takes_part)) {
        if (!person.domain.empty()) continue;  // who lives elsewhere has it there
        bool own = person.id == post->author;
        if (!own && blocks::unheard_by(write, person.id).contains(post->author)) continue;
        write.run(sql::put_conversation, {person.id, thread_of(*post), id, !own});
        write.emit(Changed{person.id, thread_of(*post)});
    }
}

void taken_back(db::Write& write, PostId id) {
    struct Affected { AccountId account; PostId thread; };
    auto all = write.rows(sql::conversations_ending_with, {id}, [](db::Row const& row) { return Affected{row.id<AccountId>(0), row.id<PostId>(1)}; });
    for (auto const& each : all) {
        auto before = write.number(sql::newest_message, {each.account, each.thread, id});
        if (before) write.run(sql::end_with, {each.account, each.thread, before});
        else write.run(sql::delete_conversation, {each.account, each.thread});
    }
}

std::string exported(db::Read& read, AccountId account) {
    base::Json out;
    out.array();
    read.each(sql::all_conversations, {account}, [&](db::Row const& row) {
        auto each = conversation_of(row);
        out.object().pair("id", each.thread.text()).pair("last_message", each.last.text()).pair("unread", each.unread).end();
    });
    return out.end().take();
}

}  // namespace

std::vector<AccountId> people(posts::Post const& message, AccountId me) {
    std::vector<AccountId> all{message.author};
    for (auto const& mention : message.mentions) all.push_back(mention.account);
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    std::erase(all, me);
    return all;
}

std::vector<Conversation> list(db::Read& read, AccountId account, posts::Page page) {
    if (page.after) {
        auto found = read.rows(sql::conversations_after, {account, page.after, page.limit}, conversation_of);
        std::ranges::reverse(found);
        return found;
    }
    auto before = page.before ? page.before : std::numeric_limits<std::int64_t>::max();
    return read.rows(sql::conversations_newest, {account, before, page.since, page.limit}, conversation_of);
}

std::optional<Conversation> find(db::Read& read, AccountId account, PostId thread) {
    return read.one(sql::find_conversation, {account, thread}, conversation_of);
}

std::int64_t unread(db::Read& read, AccountId account) { return read.number(sql::count_unread, {account}); }

std::vector<PostId> messages(db::Read& read, AccountId account, PostId thread, std::int64_t before, int limit) {
    auto below = before ? before : std::numeric_limits<std::int64_t>::max();
    return read.rows(sql::messages, {account, thread, below, limit}, [](db::Row const& row) { return row.id<PostId>(0); });
}

base::Result<Conversation> mark_read(db::Write& write, AccountId account, PostId thread) {
    if (write.run(sql::mark_read, {account, thread})) write.emit(Changed{account, thread});
    auto found = find(write, account, thread);
    if (!found) return not_found();
    return *found;
}

base::Result<base::Done> remove(db::Write& write, AccountId account, PostId thread) {
    if (!write.run(sql::delete_conversation, {account, thread})) return not_found();
    return base::Done{};
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == posts::Published::kind) said(write, base::from_event<posts::Published>(event).post);
    if (event.kind == posts::Deleted::kind) taken_back(write, base::from_event<posts::Deleted>(event).post);
}

void forget(db::Write& write, AccountId account) { write.run(sql::delete_all_of, {account}); }

void add_export() { accounts::add_to_export("conversations.json", exported); }

}  // namespace conversations
