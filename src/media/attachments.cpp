// The rules of what people attach to posts: whose it is, which post has it, and when it goes.
#include "base/text.hpp"
#include "base/time.hpp"
#include "media/files.hpp"
#include "media/inside.hpp"
#include "media/queries.hpp"
#include <algorithm>
#include <array>
#include <cmath>

namespace media {
namespace {

constexpr std::array<std::string_view, 5> kinds = {"image", "gifv", "video", "audio", "unknown"};
constexpr std::array<std::string_view, 3> states = {"processing", "ready", "failed"};

template <class Choice, std::size_t count>
Choice choice_in(std::array<std::string_view, count> const& names, std::string_view name) {
    return static_cast<Choice>(std::ranges::find(names, name) - names.begin());
}

Size size_in(db::Row const& row, int column) { return {static_cast<int>(row.integer(column)), static_cast<int>(row.integer(column + 1))}; }

std::unexpected<base::Refusal> refuse_ids(std::string message) { return base::refuse_field("media_ids", "ERR_INVALID", std::move(message)); }

std::vector<MediaId> each_once(std::vector<MediaId> const& ids) {
    std::vector<MediaId> once;
    for (auto id : ids)
        if (std::ranges::find(once, id) == once.end()) once.push_back(id);
    return once;
}

base::Result<base::Done> check(std::vector<MediaId> const& ids, std::vector<Attachment> const& found, PostId post) {
    auto is_free = [post](Attachment const& each) { return !each.post || each.post == post; };
    std::string missing;
    for (auto id : ids)
        if (auto place = std::ranges::find(found, id, &Attachment::id); place == found.end() || !is_free(*place)) missing += (missing.empty() ? "" : ", ") + id.text();
    if (!missing.empty()) return refuse_ids("Media " + missing + " not found or already attached to another post");
    if (std::ranges::any_of(found, [](auto const& each) { return each.state == State::failed; }))
        return refuse_ids("One of these files could not be read. Remove it and try another.");
    if (std::ranges::any_of(found, [](auto const& each) { return each.state == State::processing; }))
        return refuse_ids("Cannot attach files that have not finished processing. Try again in a moment!");
    if (found.size() > 1 && std::ranges::any_of(found, [](auto const& each) { return each.kind == Kind::video || each.kind == Kind::audio; }))
        return refuse_ids("Cannot attach a video or a sound to a post that already contains images");
    return base::Done{};
}

void tell(db::Write& write, Attachment const& changed) { write.emit(Processed{changed.id, changed.post, changed.owner}); }

void remove_row(db::Write& write, Attachment const& gone, std::string const& source) {
    write.run(sql::remove_attachment, {gone.id});
    discard_later(write, gone.file);
    discard_later(write, gone.preview);
    if (!source.empty()) jobs::add(write, "media.remove_incoming", source);
}

std::string source_of(db::Read& read, MediaId id) {
    return read.one(sql::source_of, {id}, [](db::Row const& row) { return row.text(0); }).value_or("");
}

}  // namespace

std::string_view text_of(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }
std::string_view text_of(State state) { return states[static_cast<std::size_t>(state)]; }

Attachment attachment_in(db::Row const& row) {
    Attachment one{.id = row.id<MediaId>(0), .owner = row.id<AccountId>(1), .post = row.id<PostId>(2), .position = static_cast<int>(row.integer(3)),
                   .kind = choice_in<Kind>(kinds, row.view(4)), .state = choice_in<State>(states, row.view(5))};
    one.file = row.text(6);
    one.preview = row.text(7);
    one.address = address_of(one.file);
    one.preview_address = address_of(one.preview);
    one.description = row.text(8);
    one.blurhash = row.text(9);
    one.focus_x = row.real(10);
    one.focus_y = row.real(11);
    one.size = size_in(row, 12);
    one.preview_size = size_in(row, 14);
    one.seconds = row.real(16);
    one.frames_per_second = row.real(17);
    one.bits_per_second = row.integer(18);
    one.type = row.text(19);
    one.bytes = row.integer(20);
    one.created_at = row.integer(21);
    one.remote_address = row.text(22);
    if (one.file.empty() && !one.remote_address.empty() && one.state == State::processing) {
        one.address = copying_address(one);
        if (one.kind == Kind::image) one.preview_address = one.address;
    }
    if (one.kind == Kind::image && !one.file.empty()) one.webp_address = address_of(files::with_ending(one.file, ".webp"));
    return one;
}

std::vector<Attachment> attachments_of(db::Read& read, std::vector<PostId> const& posts) {
    if (posts.empty()) return {};
    db::List ids;
    for (auto post : posts) ids.push_back(post.value);
    return read.rows(sql::attachments_of, {ids}, attachment_in);
}

std::vector<Attachment> find_attachments(db::Read& read, AccountId owner, std::vector<MediaId> const& wanted) {
    if (wanted.empty()) return {};
    db::List ids;
    for (auto id : wanted) ids.push_back(id.value);
    auto found = read.rows(sql::own_attachments, {ids, owner}, attachment_in);
    auto place = [&wanted](Attachment const& one) { return std::ranges::find(wanted, one.id) - wanted.begin(); };
    std::ranges::sort(found, {}, place);
    return found;
}

std::optional<Attachment> find_attachment(db::Read& read, AccountId owner, MediaId id) {
    auto found = find_attachments(read, owner, {id});
    return found.empty() ? std::nullopt : std::optional(found.front());
}

base::Result<base::Done> attach(db::Write& write, AccountId owner, PostId post, std::vector<MediaId> const& wanted) {
    auto ids = each_once(wanted);
    if (ids.size() > static_cast<std::size_t>(most_attachments)) return refuse_ids("Cannot attach more than " + std::to_string(most_attachments) + " files");
    TRY(check(ids, find_attachments(write, owner, ids), post));
    write.run(sql::let_go, {post, write.now});
    for (std::size_t i = 0; i < ids.size(); ++i) write.run(sql::give_to_post, {ids[i], post, static_cast<std::int64_t>(i)});
    return base::Done{};
}

void hand_over(db::Write& write, AccountId owner, AccountId to, std::vector<MediaId> const& ids) {
    for (auto id : ids) write.run(sql::hand_over, {id, owner, to});
}

void detach(db::Write& write, PostId post) { write.run(sql::let_go, {post, write.now}); }

void reserve(db::Write& write, AccountId owner, std::vector<MediaId> const& ids, base::Time until) {
    for (auto id : ids) write.run(sql::reserve, {id, owner, until});
}

base::Result<Attachment> describe(db::Write& write, AccountId owner, MediaId id, Details const& details) {
    auto found = find_attachment(write, owner, id);
    if (!found) return base::refuse(base::Why::not_found, "Record not found");
    if (details.description) {
        if (base::graphemes(*details.description) > longest_description)
            return base::refuse_field("description", "ERR_TOO_LONG", "The description is too long: " + std::to_string(longest_description) + " characters at most.");
        found->description = base::trim(base::normalize(*details.description));
    }
    auto within = [](std::optional<double> value, double old) { return value && std::isfinite(*value) ? std::clamp(*value, -1.0, 1.0) : old; };
    found->focus_x = within(details.focus_x, found->focus_x);
    found->focus_y = within(details.focus_y, found->focus_y);
    write.run(sql::set_details, {id, found->description, found->focus_x, found->focus_y});
    tell(write, *found);
    return *found;
}

base::Result<base::Done> remove_attachment(db::Write& write, AccountId owner, MediaId id) {
    auto found = find_attachment(write, owner, id);
    if (!found) return base::refuse(base::Why::not_found, "Record not found");
    if (found->post) return base::refuse_field("id", "ERR_IN_USAGE", "Media attachment is currently used by a status");
    remove_row(write, *found, source_of(write, id));
    return base::Done{};
}

base::Result<Attachment> change_thumbnail(db::Write& write, AccountId owner, MediaId id, Prepared const& ready) {
    auto found = find_attachment(write, owner, id);
    if (!found) return base::refuse(base::Why::not_found, "Record not found");
    write.run(sql::set_preview, {id, ready.file, ready.width, ready.height, ready.blurhash});
    if (found->preview != ready.file) discard_later(write, found->preview);
    tell(write, *found);
    return *find_attachment(write, owner, id);
}

base::Result<Attachment> keep(db::Write& write, AccountId owner, Taken const& taken, Details const& details) {
    auto known = taken.known;
    if (!known && !taken.key.empty())  // the same request, sent twice at once
        known = MediaId{write.number(sql::uploaded_with_key, {owner, taken.key, write.now - base::day})};
    if (!known) known = MediaId{write.number(sql::uploaded_lately, {owner, taken.hash, write.now - base::day})};
    if (known && !taken.source.empty()) jobs::add(write, "media.remove_incoming", taken.source);
    auto id = known ? known : write.new_id<MediaId>();
    if (!known) {
        auto const& made = taken.made;
        auto preview = taken.thumbnail ? taken.thumbnail->file : made.preview;
        auto preview_size = taken.thumbnail ? Size{taken.thumbnail->width, taken.thumbnail->height} : made.preview_size;
        write.run(sql::insert_attachment, {id, owner, text_of(made.kind), text_of(made.state), taken.hash, taken.key, taken.source, made.file, preview, made.type, made.bytes,
                                           made.size.width, made.size.height, preview_size.width, preview_size.height, made.seconds, made.frames_per_second,
                                           made.bits_per_second, taken.thumbnail ? taken.thumbnail->blurhash : made.blurhash, "", 0.0, 0.0, write.now});
        if (!taken.source.empty()) convert_later(write, id);
    }
    if (!known || details.description || details.focus_x || details.focus_y) return describe(write, owner, id, details);
    return *find_attachment(write, owner, id);
}

void forget(db::Write& write, AccountId owner) {
    constexpr int at_once = 500;
    for (;;) {
        auto all = write.rows(sql::attachments_of_owner, {owner, 0, at_once}, attachment_in);
        for (auto const& each : all) remove_row(write, each, source_of(write, each.id));
        if (all.size() < at_once) break;
    }
    for (auto const& [id, name] : write.rows(sql::uploads_of, {owner}, [](db::Row const& row) { return std::pair(row.integer(0), row.text(1)); })) {
        write.run(sql::remove_upload, {id});
        jobs::add(write, "media.remove_incoming", name);
    }
    remove_all(write, owner);
}

std::string exported(db::Read& read, AccountId owner) {
    constexpr int at_once = 500;
    base::Json out;
    out.array();
    for (MediaId last;;) {
        auto some = read.rows(sql::attachments_of_owner, {owner, last, at_once}, attachment_in);
        for (auto const& each : some) {
            out.object().pair("id", each.id.text()).pair("kind", text_of(each.kind)).pair("address", each.address);
            out.pair("type", each.type).pair("bytes", each.bytes).pair("description", each.description).key("post");
            each.post ? out.value(each.post.text()) : out.null();
            out.pair("focus_x", each.focus_x).pair("focus_y", each.focus_y).pair("uploaded_at", base::iso8601(each.created_at)).end();
        }
        if (some.size() < at_once) break;
        last = some.back().id;
    }
    out.end();
    return out.take();
}

static void remove_orphans(db::Database& database) {
    constexpr int at_once = 200;
    for (std::size_t found = at_once; found == at_once;)
        (void)database.write([&](db::Write& write) -> base::Result<base::Done> {
            auto ids = write.rows(sql::orphans, {write.now - base::day, at_once}, [](db::Row const& row) { return row.id<MediaId>(0); });
            found = ids.size();
            for (auto id : ids)
                if (auto gone = write.one(sql::attachment, {id}, attachment_in)) remove_row(write, *gone, source_of(write, id));
            return base::Done{};
        });
}

void sweep(db::Database& database) {
    remove_orphans(database);
    let_old_copies_go(database);
    sweep_arriving(database);
    files::sweep();
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    auto catalogue = std::make_shared<files::Catalogue>(database);
    files::use(catalogue);
    runner.handle("media.discard", [catalogue](jobs::Job const& job) -> base::Result<base::Done> {
        if (!files::is_name(job.payload) || catalogue->is_used(job.payload) || files::discard(job.payload)) return base::Done{};
        return base::refuse(base::Why::unavailable, "The same file was uploaded just now.");
    });
    runner.handle("media.remove_incoming", [](jobs::Job const& job) -> base::Result<base::Done> {
        files::remove_incoming(job.payload);
        return base::Done{};
    });
    runner.every("media.sweep", base::hour, [&database] { sweep(database); });
    add_conversion(runner, database);
    add_copying(runner, database);
}

}  // namespace media
