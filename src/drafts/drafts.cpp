// The rules of drafts: they are their author's alone, and a change is refused that has not seen the one before.
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "drafts/inside.hpp"
#include "drafts/queries.hpp"
#include "drafts/schema.hpp"
#include <limits>
#include <stdexcept>

namespace drafts {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::size_t largest_content = 256 * 1024;
constexpr base::Time media_kept = 30 * base::day;

auto no_draft() { return refuse(Why::not_found, "There is no such draft."); }

Kept kept_in(db::Row const& row) { return {row.integer(0), draft_of(row.view(1)), row.text(2), row.integer(3), row.integer(4)}; }

Result<std::string> checked(posts::Draft const& draft) {
    // A draft may be too long for a post, but not without bound; text is counted in bytes: it only has to fit.
    auto room = static_cast<std::size_t>(posts::longest()) * 16;
    if (draft.text.size() > room) return refuse_field("status", "ERR_TOO_LONG", "This is too long for a draft.");
    if (draft.content_note.size() > room) return refuse_field("spoiler_text", "ERR_TOO_LONG", "This is too long for a draft.");
    if (draft.language.size() > 35) return refuse_field("language", "ERR_INVALID", "The language must be a tag such as en or pt-BR.");
    auto content = content_of(draft);
    if (content.size() > largest_content) return refuse_field("status", "ERR_TOO_LONG", "This is too long for a draft.");
    return content;
}

}  // namespace

std::string content_of(posts::Draft const& draft) {
    base::Json json;
    write(json, draft);
    return json.take();
}

posts::Draft draft_of(std::string_view content) {
    http::Fields fields;
    if (!http::parse_json(content, fields)) throw std::runtime_error("a kept draft cannot be read");
    auto draft = draft_in(fields);
    if (!draft) throw std::runtime_error("a kept draft cannot be read");
    return std::move(*draft);
}

std::vector<Kept> list(db::Read& read, AccountId account, std::int64_t before, int limit) {
    auto from = before ? before : std::numeric_limits<std::int64_t>::max();
    return read.rows(sql::drafts_of, {account, from, limit}, kept_in);
}

std::optional<Kept> find(db::Read& read, AccountId account, std::int64_t id) { return read.one(sql::draft_of, {id, account}, kept_in); }

Result<Kept> create(db::Write& write, AccountId account, posts::Draft const& draft, std::string_view note) {
    auto content = TRY(checked(draft));
    if (write.number(sql::count_drafts, {account}) >= most_drafts)
        return refuse_field("status", "ERR_TOO_MANY", "You keep " + std::to_string(most_drafts) + " drafts already: publish or delete one first.");
    auto id = write.new_id<base::Id<Kept>>();
    write.run(sql::insert_draft, {id, account, content, note, write.now});
    media::reserve(write, account, draft.media, write.now + media_kept);
    return *find(write, account, id.value);
}

Result<Kept> change(db::Write& write, AccountId account, std::int64_t id, std::int64_t version, posts::Draft const& draft) {
    auto content = TRY(checked(draft));
    if (!find(write, account, id)) return no_draft();
    if (write.run(sql::change_draft, {id, account, version, content, write.now}) == 0)
        return refuse(Why::conflict, "This draft was changed elsewhere meanwhile. Look at it again before you save.");
    media::reserve(write, account, draft.media, write.now + media_kept);
    return *find(write, account, id);
}

Result<Done> remove(db::Write& write, AccountId account, std::int64_t id) {
    if (write.run(sql::delete_draft, {id, account}) == 0) return no_draft();
    return Done{};
}

Result<posts::Post> publish(db::Write& write, AccountId account, std::int64_t id) {
    auto kept = find(write, account, id);
    if (!kept) return no_draft();
    kept->draft.idempotency_key = "draft/" + std::to_string(id);
    auto post = TRY(posts::publish(write, account, kept->draft));
    write.run(sql::delete_draft, {id, account});
    return post;
}

void forget(db::Write& write, AccountId account) {
    write.run(sql::forget_drafts, {account});
    write.run(sql::forget_scheduled, {account});
}

}  // namespace drafts
