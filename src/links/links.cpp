// Which card a post shows, and when an address is asked for again.
#include "links/links.hpp"
#include "base/time.hpp"
#include "links/queries.hpp"
#include "links/schema.hpp"
#include "media/media.hpp"
#include <algorithm>
#include <limits>

namespace links {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr base::Time fresh = 14 * base::day, pause = base::hour;
constexpr std::size_t longest_url = 2048;

Card card_in(db::Row const& row) {
    Card card{row.integer(1), row.text(2), row.text(4), row.text(5), row.text(3), row.text(6), row.text(7), row.text(8), row.text(9)};
    card.html = row.text(10);
    if (auto file = row.text(11); !file.empty()) card.image = media::address_of(file);
    card.image_description = row.text(12);
    card.blurhash = row.text(13);
    card.width = static_cast<int>(row.integer(14));
    card.height = static_cast<int>(row.integer(15));
    card.language = row.text(16);
    card.published_at = row.integer(17);
    card.fetched_at = row.integer(18);
    return card;
}

// Our own pages say nothing that a post's link does not, and a server that asks itself waits for itself.
bool may_have_card(std::string_view url) {
    if (url.size() > longest_url || !(url.starts_with("https://") || url.starts_with("http://"))) return false;
    auto own = base::site_url() + "/";
    return !url.starts_with(own) && url != base::site_url();
}

void leave_card(db::Write& write, PostId post) {
    auto card = write.number(sql::card_of_post, {post});
    if (card == 0) return;
    write.run(sql::unset_card, {post});
    if (write.number(sql::is_used, {card})) return;
    media::Prepared image;
    image.file = image.still = write.one(sql::image_of, {card}, [](db::Row const& row) { return row.text(0); }).value_or("");
    if (!image.file.empty()) media::let_go(write, image);
    write.run(sql::delete_card, {card});
}

}  // namespace

void set_link(db::Write& write, PostId post, std::string_view url) {
    if (!may_have_card(url)) return leave_card(write, post);
    write.run(sql::insert_card, {write.new_id<base::Id<Card>>(), url});
    struct State { std::int64_t id; base::Time fetched_at, failed_at; };
    auto state = *write.one(sql::state_of, {url}, [](db::Row const& row) { return State{row.integer(0), row.integer(1), row.integer(2)}; });
    if (write.number(sql::card_of_post, {post}) != state.id) {
        leave_card(write, post);
        write.run(sql::set_card, {post, state.id});
    }
    bool is_due = state.fetched_at < write.now - fresh && state.failed_at < write.now - pause;
    if (fetch_previews() && is_due) jobs::add(write, "links.fetch", std::to_string(state.id), 0, std::to_string(state.id));
}

std::vector<std::pair<PostId, Card>> of_posts(db::Read& read, std::vector<PostId> const& posts) {
    if (posts.empty()) return {};
    db::List ids;
    for (auto post : posts) ids.push_back(post.value);
    return read.rows(sql::cards_of_posts, {ids}, [](db::Row const& row) { return std::pair{row.id<PostId>(0), card_in(row)}; });
}

std::optional<Card> find(db::Read& read, std::string_view url) { return read.one(sql::card_by_url, {url}, card_in); }

std::vector<Card> find_all(db::Read& read, std::vector<std::int64_t> const& ids) {
    auto found = read.rows(sql::cards_by_id, {ids}, card_in);
    std::vector<Card> ordered;
    for (auto id : ids)
        if (auto card = std::ranges::find(found, id, &Card::id); card != found.end()) ordered.push_back(*card);
    return ordered;
}

std::vector<PostId> posts_with(db::Read& read, std::int64_t card, std::int64_t before, int limit) {
    auto from = before ? before : std::numeric_limits<std::int64_t>::max();
    return read.rows(sql::posts_with, {card, from, limit}, [](db::Row const& row) { return row.id<PostId>(0); });
}

}  // namespace links
