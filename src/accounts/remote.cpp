// People of other servers: what those tell of them, brought within bounds, and our own copies of their pictures.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "html/sanitize.hpp"
#include "http/client.hpp"
#include "media/media.hpp"
#include <algorithm>

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr std::string_view picture_kind = "accounts.fetch_picture";
constexpr std::int64_t longest_remote_name = 120, longest_handle = 100, most_counted = 10'000'000'000;
constexpr std::size_t longest_remote_note = 20'000, most_remote_fields = 32, longest_uri = 2048;

bool is_handle(std::string_view username) {
    if (username.empty() || username.size() > longest_handle) return false;
    return std::ranges::all_of(username, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-'; });
}

std::optional<std::int64_t> within(std::optional<std::int64_t> count) {
    return count ? std::optional(std::clamp<std::int64_t>(*count, 0, most_counted)) : std::nullopt;
}

void store_remote_fields(db::Write& write, AccountId id, std::vector<Field> const& fields) {
    write.run(sql::delete_fields, {id});
    std::size_t position = 0;
    for (auto const& field : fields) {
        if (position == most_remote_fields) break;
        write.run(sql::insert_field, {id, position++, base::shorten(one_line(field.name), longest_field), html::sanitize(field.value.substr(0, 4000)).markup, 0});
    }
}

// A picture at a new address is fetched; until it is there, a landscape stands for it.
void note_pictures(db::Write& write, AccountId id, Remote const& remote) {
    struct Sources { std::string avatar, header; };
    auto known = write.one(sql::picture_sources, {id}, [](db::Row const& row) { return Sources{row.text(0), row.text(1)}; });
    auto note = [&](std::string const& before, std::string const& now, db::Query const& statement, std::string_view shape) {
        auto address = is_address(now) && now.size() <= longest_uri ? now : std::string();
        if (address == before) return;
        write.run(statement, {id, address});
        auto what = id.text() + " " + std::string(shape);
        if (address.empty()) media::remove(write, id, shape == "avatar" ? media::Shape::avatar : media::Shape::header);
        else jobs::add(write, picture_kind, what, 0, what);
    };
    note(known->avatar, remote.avatar, sql::set_avatar_source, "avatar");
    note(known->header, remote.header, sql::set_header_source, "header");
}

Result<Done> fetch_picture(db::Database& database, AccountId id, bool avatar) {
    auto source = database.read([&](db::Read& read) {
        return read.one(sql::picture_sources, {id}, [&](db::Row const& row) { return row.text(avatar ? 0 : 1); }).value_or("");
    });
    if (source.empty()) return Done{};
    http::Fetch wanted;
    wanted.url = source;
    wanted.largest = media::largest_picture();
    auto got = TRY(http::fetch(wanted));
    if (got.status >= 500) return base::refuse(Why::unavailable, "The picture's server does not answer.");
    if (got.status != 200) return Done{};
    auto shape = avatar ? media::Shape::avatar : media::Shape::header;
    auto ready = media::prepare_bytes(got.body, shape, "avatar");
    if (!ready) return Done{};  // no picture: the landscape stays
    return database.write([&](db::Write& write) -> Result<Done> {
        auto account = find(write, id);
        if (!account) return Done{};
        auto kept = media::store(write, id, *ready);
        if (write.run(avatar ? sql::set_avatar_of : sql::set_header_of, {id, source, kept.address()})) write.emit(Changed{id});
        return Done{};
    });
}

}  // namespace

std::optional<Account> find_by_uri(db::Read& read, std::string_view uri) {
    auto ours = base::site_url() + "/users/";
    if (uri.starts_with(ours)) {
        auto name = uri.substr(ours.size());
        if (name.empty() || name.find_first_of("/@?#") != name.npos) return std::nullopt;
        return find_by_handle(read, name);
    }
    auto id = AccountId{read.number(sql::find_by_uri, {uri})};
    return id ? find(read, id) : std::nullopt;
}

Result<AccountId> keep_remote(db::Write& write, Remote const& remote) {
    auto here = base::fold(base::site_domain());
    auto domain = base::fold(remote.domain);
    if (domain.empty() || domain == here || remote.uri.empty() || remote.uri.size() > longest_uri || remote.uri.starts_with(base::site_url() + "/"))
        return base::refuse(Why::invalid, "This is no account of another server.");
    // A server's own actor bears its domain, which may have a port.
    if (!is_handle(remote.username) && base::fold(remote.username) != domain) return base::refuse(Why::invalid, "This name cannot be one.");
    if (write.number(sql::is_removed, {remote.uri})) return base::refuse(Why::gone, "This account was deleted.");

    auto folded = fold_username(remote.username);
    if (auto other = AccountId{write.number(sql::handle_of_other, {domain, folded, remote.uri})}) {
        write.run(sql::give_up_handle, {other});
        write.emit(Changed{other});
    }
    auto id = AccountId{write.number(sql::find_by_uri, {remote.uri})};
    auto created = remote.created_at > 0 ? std::min(remote.created_at, write.now) : write.now;
    bool added = !id;
    if (added) {
        id = write.new_id<AccountId>();
        write.run(sql::insert_remote, {id, remote.username, folded, domain, text_of(remote.kind), created, remote.uri});
    }
    auto name = base::shorten(one_line(remote.name.substr(0, 4000)), longest_remote_name);
    auto note = html::sanitize(remote.note.substr(0, longest_remote_note)).markup;
    auto url = is_address(remote.url) && remote.url.size() <= longest_uri ? remote.url : remote.uri;
    auto language = is_language(remote.language) ? remote.language : "en";
    write.run(sql::update_remote, {id, remote.username, folded, domain, text_of(remote.kind), name, note, remote.locked, remote.discoverable, remote.indexable, language, url,
                                   within(remote.followers), within(remote.following), within(remote.posts), created});
    store_remote_fields(write, id, remote.fields);
    note_pictures(write, id, remote);
    write_words(write, id, remote.username, name);
    write.emit(Changed{id});
    return id;
}

Result<Done> let_go_of_remote(db::Write& write, AccountId id) {
    auto account = find(write, id);
    if (!account || account->is_local()) return base::refuse(Why::not_found, "This is no account of another server.");
    TRY(remove(write, id));
    write.run(sql::free_remote, {id, "-" + id.text()});
    return Done{};
}

void set_moved(db::Write& write, AccountId from, AccountId to) {
    write.run(sql::set_moved, {from, to, write.now});
    write.emit(Moved{from, to});
    write.emit(Changed{from});
}

void add_picture_job(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(picture_kind), [&database](jobs::Job const& job) -> Result<Done> {
        auto space = job.payload.find(' ');
        auto account = base::parse<AccountId>(job.payload.substr(0, space));
        if (!account || job.attempts > 4) return Done{};
        return fetch_picture(database, *account, job.payload.substr(space + 1) == "avatar");
    });
}

}  // namespace accounts
