// Mentions, private messages, questions and reviews of organizations with a team: they become items of its inbox, and answers end them.
#include "app/inbox_items.hpp"
#include "conversations/conversations.hpp"
#include "directory/directory.hpp"
#include "filters/filters.hpp"
#include "inbox/inbox.hpp"
#include "messages/messages.hpp"
#include "notifications/notifications.hpp"
#include "plans/plans.hpp"
#include "posts/posts.hpp"
#include "questions/questions.hpp"
#include "reviews/reviews.hpp"
#include "teams/teams.hpp"
#include <algorithm>

namespace app {

namespace {

using base::AccountId, base::PostId, posts::Visibility;

constexpr int answered_along = 20;   // earlier posts of the same person that one answer ends
constexpr int messages_shown = 20;
constexpr std::string_view no_such_post = "There is no such post.";

PostId thread_of(posts::Post const& post) { return post.thread ? post.thread : post.id; }

std::optional<posts::Post> post_of(db::Read& read, PostId id) {
    if (auto const made = posts::just_made(id)) return made->post;
    return posts::find_unchecked(read, id);
}

// What the organization is not told of (whom it blocked or muted, muted threads, what its policy drops) does not wait
// either, nor what its filters hide, nor what somebody says whom moderators limited.
bool reaches(db::Read& read, AccountId organization, posts::Post const& post) {
    notifications::Filter of_author{.only = {"mention"}, .without = {}, .from = post.author, .include_filtered = true};
    auto const told = notifications::list(read, organization, {.limit = 1}, of_author);
    if (told.empty() || told.front().post != post.id) return false;
    auto const author = accounts::find(read, post.author);
    if (!author || author->hidden() || (told.front().filtered && author->silenced_at)) return false;
    return !filters::hides(filters::apply(read, organization, {post}, filters::Context::notifications), post);
}

// An edit that names the organization brings it to it; it does not open again what is there already.
void incoming(db::Write& write, posts::Post const& post, bool is_new) {
    if (post.mentions.empty() || post.boost_of) return;
    std::vector<AccountId> named;
    for (auto const& mention : post.mentions)
        if (mention.account != post.author) named.push_back(mention.account);
    for (auto const& account : accounts::find_all(write, named)) {
        if (!account.is_local() || !account.is_organization() || teams::members(write, account.id).empty() || !reaches(write, account.id, post)) continue;
        bool const is_private = post.visibility == Visibility::direct;
        auto const kind = is_private ? inbox::Kind::message : inbox::Kind::mention;
        auto const about = is_private ? thread_of(post).text() : post.id.text();
        if (is_new || !inbox::find(write, account.id, kind, about)) inbox::arrived(write, {account.id, kind, about, write.now, is_private ? post.id.value : 0});
    }
}

// What the same person said before it in the thread is answered with it.
void end_mentions(db::Write& write, AccountId organization, PostId answered_post) {
    auto parent = posts::find_unchecked(write, answered_post);
    auto const asker = parent ? parent->author : AccountId{};
    for (int i = 0; parent && i < answered_along; ++i) {
        if (parent->author == asker) inbox::answered(write, organization, inbox::Kind::mention, parent->id.text(), teams::author_of(write, organization, parent->id.text()));
        parent = parent->reply_to ? posts::find_unchecked(write, parent->reply_to) : std::nullopt;
    }
}

void outgoing(db::Write& write, posts::Post const& post) {
    if (post.boost_of) return;
    auto const author = accounts::find(write, post.author);
    if (!author || !author->is_local() || !author->is_organization()) return;
    if (post.visibility == Visibility::direct) inbox::answered(write, post.author, inbox::Kind::message, thread_of(post).text(), {});
    if (post.reply_to) end_mentions(write, post.author, post.reply_to);
}

void taken_back(db::Write& write, PostId id) {
    for (auto const& item : inbox::items_about(write, inbox::Kind::mention, id.text())) inbox::gone(write, item.organization, item.kind, item.about);
    for (auto const& item : inbox::items_with_part(write, inbox::Kind::message, id.value)) {
        auto const thread = base::parse<PostId>(item.about).value_or(PostId{});
        auto const left = conversations::messages(write, item.organization, thread, 0, 1);
        auto const last = left.empty() ? std::nullopt : posts::find_unchecked(write, left.front());
        bool const waits = last && last->author != item.organization;
        if (waits) inbox::set_part(write, item.id, last->id.value);
        else if (!last || !item.answered_at) inbox::gone(write, item.organization, item.kind, item.about);
    }
}

std::string words_of(posts::Post const& post) {
    auto said = post.content_note.empty() ? post.text : post.content_note + "\n" + post.text;
    for (auto const& each : post.media)
        if (!each.description.empty()) said += "\n" + each.description;
    return said;
}

std::optional<inbox::Shown> show_mention(db::Read& read, html::Words const&, AccountId organization, std::string_view about) {
    auto const id = base::parse<PostId>(about);
    auto const post = id ? posts::find(read, *id, organization) : std::nullopt;
    auto const author = post ? accounts::find(read, post->author) : std::nullopt;
    if (!author || author->hidden()) return std::nullopt;
    bool const open = post->visibility == Visibility::everyone || post->visibility == Visibility::unlisted;
    return inbox::Shown{author->name, words_of(*post), open ? "/@" + author->handle() + "/" + post->id.text() : std::string()};
}

// The last messages, as the organization has them: its own are part of what one must know to answer.
std::optional<inbox::Shown> show_message(db::Read& read, html::Words const& words, AccountId organization, std::string_view about) {
    if (about.starts_with("plan:")) return plans::inbox_shown(read, words, organization, about);
    if (about.starts_with("thread:")) return messages::inbox_shown(read, words, organization, about);
    auto const thread = base::parse<PostId>(about);
    if (!thread) return std::nullopt;
    auto ids = conversations::messages(read, organization, *thread, 0, messages_shown);
    std::ranges::reverse(ids);
    inbox::Shown made;
    for (auto const& post : posts::find_all(read, ids, organization)) {
        auto const author = accounts::find(read, post.author);
        if (!author || author->hidden()) continue;
        if (author->id != organization) made.from = author->name;
        made.words += (made.words.empty() ? "" : "\n") + author->name + ": " + words_of(post);
    }
    if (made.from.empty()) return std::nullopt;
    return made;
}

// In the words of whoever asked, without their name unless the agency may know it.
std::optional<inbox::Shown> show_question(db::Read& read, html::Words const&, AccountId, std::string_view about) {
    auto const id = base::parse<questions::QuestionId>(about);
    auto const question = id ? questions::find(read, *id) : std::nullopt;
    if (!question || question->merged_into) return std::nullopt;
    auto const asker = question->named ? accounts::find(read, question->asker) : std::nullopt;
    return inbox::Shown{asker ? asker->name : std::string(), question->text, "/alerts/desk/questions/" + id->text()};
}

void question_waits(db::Write& write, questions::QuestionId id) {
    auto const question = questions::find(write, id);
    bool const open = question && !question->merged_into && (question->state == questions::State::waiting || question->state == questions::State::taken_up);
    if (open) inbox::arrived(write, {question->organization, inbox::Kind::question, id.text(), question->asked_at});
}

void question_settled(db::Write& write, questions::Settled const& settled) {
    auto const question = questions::find(write, settled.question);
    if (!question) return;
    if (settled.by) inbox::answered(write, question->organization, inbox::Kind::question, question->id.text(), settled.by);
    else inbox::gone(write, question->organization, inbox::Kind::question, question->id.text());
}

// Signed as its author typed it: nobody here knows more.
std::optional<inbox::Shown> show_review(db::Read& read, html::Words const&, AccountId, std::string_view about) {
    auto const id = base::parse<reviews::ReviewId>(about);
    auto const review = id ? reviews::find(read, *id) : std::nullopt;
    if (!review || review->standing != reviews::Standing::shown) return std::nullopt;
    return inbox::Shown{review->signed_as, std::to_string(review->overall) + "/5\n" + review->told, "/reviews/" + id->text() + "/reply"};
}

// Reviews come in batches, so that their arrival tells nothing of when they were written.
void review_changed(db::Write& write, reviews::ReviewId id) {
    auto const review = reviews::find(write, id);
    auto const place = review ? directory::find(write, review->location) : std::nullopt;
    if (!place) return;
    bool const known = inbox::find(write, place->organization, inbox::Kind::review, id.text()).has_value();
    bool const public_now = review->standing == reviews::Standing::shown;
    if (public_now && !known) inbox::arrived(write, {place->organization, inbox::Kind::review, id.text(), write.now});
    if (!public_now) inbox::gone(write, place->organization, inbox::Kind::review, id.text());
}

// A post's field is called `status`; here it is the text.
template <class T>
base::Result<T> of_form(base::Result<T> made) {
    if (made) return made;
    for (auto& field : made.error().fields)
        if (field.field == "status") field.field = "text";
    return made;
}

base::Result<base::Done> said(db::Write& write, inbox::Answer const& answer, posts::Draft const& draft) {
    auto const post = TRY(of_form(posts::publish(write, answer.organization, draft)));
    teams::record(write, answer.organization, answer.by, "post", post.id.text());
    return base::Done{};
}

base::Result<base::Done> answer_mention(db::Write& write, inbox::Answer const& answer) {
    auto const id = base::parse<PostId>(answer.about);
    auto const post = id ? posts::find(write, *id, answer.organization) : std::nullopt;
    auto const author = post ? accounts::find(write, post->author) : std::nullopt;
    if (!author) return base::refuse(base::Why::not_found, std::string(no_such_post));
    posts::Draft draft;
    draft.text = "@" + author->handle() + " " + answer.text;
    draft.visibility = post->visibility;
    draft.reply_to = post->id;
    draft.idempotency_key = answer.key;
    return said(write, answer, draft);
}

base::Result<base::Done> answer_message(db::Write& write, inbox::Answer const& answer) {
    if (answer.about.starts_with("plan:")) return plans::answer_in_inbox(write, answer);
    if (answer.about.starts_with("thread:")) return messages::answer_in_inbox(write, answer);
    auto const thread = base::parse<PostId>(answer.about);
    auto const ids = thread ? conversations::messages(write, answer.organization, *thread, 0, 1) : std::vector<PostId>{};
    auto const last = ids.empty() ? std::nullopt : posts::find(write, ids.front(), answer.organization);
    if (!last) return base::refuse(base::Why::not_found, std::string(no_such_post));
    posts::Draft draft;
    for (auto const& person : accounts::find_all(write, conversations::people(*last, answer.organization))) draft.text += "@" + person.handle() + " ";
    draft.text += answer.text;
    draft.visibility = Visibility::direct;
    draft.reply_to = last->id;
    draft.idempotency_key = answer.key;
    return said(write, answer, draft);
}

}  // namespace

void add_to_inbox() {
    inbox::show_with(inbox::Kind::mention, show_mention);
    inbox::show_with(inbox::Kind::message, show_message);
    inbox::show_with(inbox::Kind::question, show_question);
    inbox::show_with(inbox::Kind::review, show_review);
    questions::check_answers_by([](db::Write& write, AccountId by, questions::Question const& question) {
        return inbox::may_answer(write, question.organization, inbox::Kind::question, question.id.text(), by == question.organization ? AccountId{} : by);
    });
    inbox::answer_with(inbox::Kind::mention, answer_mention);
    inbox::answer_with(inbox::Kind::message, answer_message);
}

void hear_for_inbox(db::Write& write, base::Event const& event) {
    if (event.kind == questions::Waits::kind) return question_waits(write, base::from_event<questions::Waits>(event).question);
    if (event.kind == questions::Settled::kind) return question_settled(write, base::from_event<questions::Settled>(event));
    if (event.kind == reviews::Published::kind) return review_changed(write, base::from_event<reviews::Published>(event).review);
    if (event.kind == reviews::Replied::kind) {
        auto const replied = base::from_event<reviews::Replied>(event);
        return inbox::answered(write, replied.organization, inbox::Kind::review, replied.review.text(), replied.by);
    }
    if (event.kind == reviews::Changed::kind) return review_changed(write, base::from_event<reviews::Changed>(event).review);
    if (event.kind == posts::Deleted::kind) return taken_back(write, base::from_event<posts::Deleted>(event).post);
    bool const is_new = event.kind == posts::Published::kind;
    bool const is_edited = event.kind == posts::Edited::kind && base::from_event<posts::Edited>(event).edited;
    if (!is_new && !is_edited) return;
    auto const id = is_new ? base::from_event<posts::Published>(event).post : base::from_event<posts::Edited>(event).post;
    if (is_new && base::from_event<posts::Published>(event).boost_of) return;
    auto const post = is_new ? post_of(write, id) : posts::find_unchecked(write, id);
    if (!post) return;
    incoming(write, *post, is_new);
    if (is_new) outgoing(write, *post);
}

}  // namespace app
