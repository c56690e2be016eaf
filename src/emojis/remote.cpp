// Emoji of other servers: kept by name, their pictures fetched through this server when somebody looks, and let go later.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "emojis/emojis.hpp"
#include "emojis/queries.hpp"
#include "http/client.hpp"
#include <algorithm>

namespace emojis {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr std::size_t most_at_once = 100, longest_source = 2048;
constexpr std::int64_t most_of_a_server = 10'000, largest = 1 << 20;
constexpr base::Time between_tries = 10 * base::minute;

struct Kept {
    std::int64_t id = 0;
    std::string domain, shortcode, source;
    base::Time updated_at = 0;
    std::string file, still;
    base::Time asked_at = 0;
};

Kept kept_in(db::Row const& row) {
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.integer(4), row.text(5), row.text(6), row.integer(7)};
}

std::optional<Kept> find_kept(db::Read& read, std::int64_t id) { return read.one(sql::remote_emoji, {id}, kept_in); }

bool is_fetchable(std::string_view address) {
    return (address.starts_with("https://") || address.starts_with("http://")) && address.size() <= longest_source &&
           std::ranges::none_of(address, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F; });
}

void let_go_of(db::Write& write, Kept const& kept) {
    if (kept.file.empty()) return;
    media::Prepared image;
    image.file = kept.file;
    image.still = kept.still;
    media::let_go(write, image);
}

void keep_one(db::Write& write, std::string_view domain, Remote const& told) {
    auto before = write.one(sql::remote_emoji_named, {domain, told.shortcode}, kept_in);
    if (!before) {
        if (write.number(sql::count_remote_emojis, {domain}) < most_of_a_server)
            write.run(sql::insert_remote_emoji, {write.new_id<base::Id<Emoji>>(), domain, told.shortcode, told.source, told.updated_at});
        return;
    }
    // What is told late, about an older picture, changes nothing.
    bool newer = told.updated_at >= before->updated_at && (told.source != before->source || told.updated_at > before->updated_at);
    if (!newer) return;
    let_go_of(write, *before);
    write.run(sql::change_remote_emoji, {before->id, told.source, told.updated_at});
}

Result<Done> make_copy(db::Database& database, Kept const& wanted) {
    TRY(database.write([&](db::Write& write) -> Result<Done> { return write.run(sql::note_remote_emoji_asked, {wanted.id, write.now}), Done{}; }));
    http::Fetch fetch;
    fetch.url = wanted.source;
    fetch.largest = largest;
    auto got = TRY(http::fetch(fetch));
    if (got.status != 200) return refuse(Why::not_found, "The picture is not there.");
    auto ready = TRY(media::prepare_bytes(got.body, media::Shape::emoji));
    return database.write([&](db::Write& write) -> Result<Done> {
        auto now = find_kept(write, wanted.id);
        if (!now || !now->file.empty() || now->source != wanted.source) return Done{};
        media::hold(write, ready);
        write.run(sql::set_remote_emoji_copy, {wanted.id, ready.file, ready.still.empty() ? ready.file : ready.still, write.now});
        return Done{};
    });
}

std::optional<Kept> asked_for(http::Request const& request, db::Read& read) {
    auto id = base::parse_id(request.parameters.text("id"));
    return id ? find_kept(read, *id) : std::nullopt;
}

http::Aside fetching(db::Database& database) {
    return [&database](http::Request& request) -> Result<Done> {
        auto wanted = database.read([&](db::Read& read) {
            auto found = asked_for(request, read);
            return found && found->file.empty() && found->asked_at + between_tries < read.now ? found : std::nullopt;
        });
        // Whether it came is seen by what is there afterwards.
        if (wanted) (void)make_copy(database, *wanted);
        return Done{};
    };
}

http::Answer show(http::Request const& request, db::Read& read, std::string Kept::*which) {
    auto found = asked_for(request, read);
    if (!found || found->file.empty()) return refuse(Why::not_found, "There is no file at this address.");
    return std::move(http::redirect(media::address_of((*found).*which), 302).with("Cache-Control", "public, max-age=86400").with("Access-Control-Allow-Origin", "*"));
}

}  // namespace

void keep_remote(db::Write& write, std::string_view domain, std::vector<Remote> const& told) {
    std::size_t count = 0;
    for (auto const& each : told) {
        auto named = ":" + each.shortcode + ":";
        if (shortcodes_in(named).size() != 1 || !is_fetchable(each.source)) continue;
        if (++count > most_at_once) return;
        keep_one(write, domain, each);
    }
}

void forget_remote(db::Write& write, std::string_view domain) {
    for (auto const& each : write.rows(sql::remote_emojis_of, {domain}, kept_in)) let_go_of(write, each);
    write.run(sql::forget_remote_emojis, {domain});
}

std::optional<Emoji> find(db::Read& read, std::string_view shortcode, std::string_view domain) {
    if (domain.empty()) return find(read, shortcode);
    return read.one(sql::remote_emoji_named, {domain, shortcode}, [](db::Row const& row) {
        auto kept = kept_in(row);
        Emoji emoji{.id = kept.id, .shortcode = kept.shortcode, .category = {}, .file = {}, .still = {}, .visible_in_picker = false};
        emoji.is_remote = true;
        return emoji;
    });
}

std::string Emoji::address() const { return is_remote ? "/emojis/" + std::to_string(id) + "/picture" : media::address_of(file); }
std::string Emoji::still_address() const { return is_remote ? "/emojis/" + std::to_string(id) + "/still" : media::address_of(still); }

void add_routes(http::Router::Section routes, db::Database& database) {
    routes.get("/emojis/:id/picture", http::Open::to_anyone, [](http::Request const& request, db::Read& read) { return show(request, read, &Kept::file); })
        .limited({"remote_media", 600, 300}).first(fetching(database)).says("The picture of another server's emoji: our own copy, made now where there is none.");
    routes.get("/emojis/:id/still", http::Open::to_anyone, [](http::Request const& request, db::Read& read) { return show(request, read, &Kept::still); })
        .limited({"remote_media", 600, 300}).first(fetching(database)).says("The same without movement.");
}

void let_old_copies_go(db::Database& database) {
    constexpr int some = 200;
    for (std::size_t found = some; found == some;)
        (void)database.write([&](db::Write& write) -> Result<Done> {
            auto old = write.rows(sql::old_remote_emoji_copies, {write.now - media::remote_days() * base::day, some}, kept_in);
            found = old.size();
            for (auto const& each : old) {
                let_go_of(write, each);
                write.run(sql::set_remote_emoji_copy, {each.id, "", "", each.asked_at});
            }
            return Done{};
        });
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.every("emojis.let_old_copies_go", base::day, [&database] { let_old_copies_go(database); });
}

}  // namespace emojis
