// The job that asks a page what it is. Everything slow happens outside a transaction; what came is kept in one.
#include "base/time.hpp"
#include "http/client.hpp"
#include "links/links.hpp"
#include "links/oembed.hpp"
#include "links/page.hpp"
#include "links/queries.hpp"
#include "media/media.hpp"

namespace links {

namespace {

constexpr base::Time fresh = 14 * base::day, pause = base::hour, longest_fetch = base::minute;
constexpr int most_told = 1000;  // posts of one card that are shown anew

struct Found {
    Card card;
    std::optional<media::Prepared> image;
};

std::string_view header(http::Fetched const& answer, std::string_view name) {
    for (auto const& [known, value] : answer.headers)
        if (known == name) return value;
    return {};
}

base::Result<http::Fetched> fetch(std::string const& url, std::string accept) {
    http::Fetch asked;
    asked.url = url;
    asked.headers = {{"Accept", std::move(accept)}, {"Accept-Language", "en, *;q=0.5"}};
    return http::fetch(asked);
}

std::optional<media::Prepared> picture(std::string const& address) {
    if (address.empty()) return std::nullopt;
    http::Fetch asked;
    asked.url = address;
    asked.headers = {{"Accept", "image/webp,image/png,image/jpeg,image/gif"}};
    asked.largest = 4 << 20;
    auto answer = http::fetch(asked);
    if (!answer || answer->status != 200) return std::nullopt;
    auto prepared = media::prepare_bytes(answer->body, media::Shape::preview);
    return prepared ? std::optional(std::move(*prepared)) : std::nullopt;
}

bool is_page(http::Fetched const& answer) {
    auto type = header(answer, "content-type");
    return answer.status == 200 && (type.starts_with("text/html") || type.starts_with("application/xhtml+xml"));
}

// Nothing when the page does not answer, is no page, or has no title.
std::optional<Found> look_up(std::string const& url) {
    auto answer = fetch(url, "text/html, application/xhtml+xml;q=0.9");
    if (!answer || !is_page(*answer)) return std::nullopt;
    auto page = read_page(answer->body, header(*answer, "content-type"), answer->url);
    Found found;
    auto& card = found.card;
    card.title = page.title;
    card.description = page.description;
    card.author_name = page.author_name;
    card.author_url = page.author_url;
    card.provider_name = page.provider_name;
    card.language = page.language;
    card.published_at = page.published_at;
    auto image = page.image;
    if (!page.oembed.empty())
        if (auto described = fetch(page.oembed, "application/json"); described && described->status == 200)
            add_oembed(card, image, described->body, page.oembed);
    if (card.title.empty()) return std::nullopt;
    found.image = picture(image);
    if (found.image) card.image_description = page.image_description;
    if (!found.image && card.type == "photo") card.type = "link";
    return found;
}

void keep(db::Write& write, std::int64_t id, Found const& found) {
    auto before = write.one(sql::image_of, {id}, [](db::Row const& row) { return row.text(0); });
    if (!before) return;  // the posts that named it went meanwhile
    auto file = found.image ? found.image->file : std::string{};
    if (found.image) media::hold(write, *found.image);
    media::Prepared old;
    old.file = old.still = *before;
    if (!before->empty()) media::let_go(write, old);
    auto const& card = found.card;
    bool sized_by_image = card.type != "video" && found.image;
    write.run(sql::keep_card, {id, card.type, card.title, card.description, card.author_name, card.author_url, card.provider_name,
                               card.provider_url, card.html, file, card.image_description, found.image ? found.image->blurhash : std::string{},
                               sized_by_image ? found.image->width : card.width, sized_by_image ? found.image->height : card.height,
                               card.language, card.published_at, write.now});
    for (auto post : posts_with(write, id, 0, most_told)) write.emit(Fetched{post});
}

base::Result<base::Done> run(db::Database& database, std::int64_t id) {
    using Outcome = base::Result<std::string>;
    auto url = database.write([&](db::Write& write) -> Outcome {
        auto now = write.now;
        // Two posts with the same new address may ask at once: one of them does it.
        if (write.run(sql::start_fetch, {id, now + longest_fetch, now, now - fresh, now - pause}) == 0) return std::string{};
        return write.one(sql::url_of, {id}, [](db::Row const& row) { return row.text(0); }).value_or("");
    });
    if (!url || url->empty()) return base::Done{};
    auto found = look_up(*url);
    return database.write([&](db::Write& write) -> base::Result<base::Done> {
        if (found) keep(write, id, *found);
        else write.run(sql::keep_failure, {id, write.now});
        return base::Done{};
    });
}

}  // namespace

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle("links.fetch", [&database](jobs::Job const& job) -> base::Result<base::Done> {
        auto id = base::parse_id(job.payload);
        return id ? run(database, *id) : base::Done{};
    });
}

}  // namespace links
