// Keeps copies, each made by one of those who asked for it.
#include "cap/shelf.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <ctime>

namespace cap {

namespace {

constexpr std::size_t most_bytes = 32 << 20;

base::Time moment_of_header(std::string_view text) {
    std::tm moment{};
    auto const* end = ::strptime(std::string(text).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &moment);
    return end ? static_cast<base::Time>(::timegm(&moment)) * 1000 : 0;
}

// RFC 9110, 13.1: a tag decides alone when there is one.
bool has_it(http::Request const& request, Copy const& copy) {
    if (auto tags = request.header("if-none-match"); !tags.empty()) return tags == "*" || tags.contains(copy.tag);
    auto since = moment_of_header(request.header("if-modified-since"));
    return since && copy.modified_at && copy.modified_at / 1000 <= since / 1000;
}

}  // namespace

http::Response answer_with(http::Request const& request, Copy const& copy) {
    http::Response response;
    response.type = copy.type;
    response.with("ETag", copy.tag).with("Cache-Control", "public, no-cache").with("Access-Control-Allow-Origin", "*");
    if (!copy.modified.empty()) response.with("Last-Modified", copy.modified);
    for (auto const& [name, value] : copy.headers) response.with(name, value);
    if (has_it(request, copy)) response.status = 304;
    else response.pieces.push_back(copy.body);
    return response;
}

std::shared_ptr<Copy const> Shelf::find(std::string_view path) const {
    std::scoped_lock lock(mutex_);
    auto found = copies_.find(std::string(path));
    return found == copies_.end() ? nullptr : found->second;
}

base::Result<std::shared_ptr<Copy const>> Shelf::find_or_make(std::string const& path, std::function<base::Result<Published>()> const& make) {
    std::scoped_lock one_at_a_time(making_);
    if (auto known = find(path)) return known;
    std::int64_t generation = 0;
    {
        std::scoped_lock lock(mutex_);
        generation = generation_;
    }
    auto made = TRY(make());
    Copy copy{nullptr, std::move(made.type), "\"" + crypto::base64url(crypto::sha256(made.body)).substr(0, 22) + "\"", made.modified ? base::http_date(made.modified) : "",
              made.modified, std::move(made.headers)};
    copy.body = std::make_shared<std::string const>(std::move(made.body));
    auto kept = std::make_shared<Copy const>(std::move(copy));
    std::scoped_lock lock(mutex_);
    if (generation != generation_) return kept;
    if (bytes_ + kept->body->size() > most_bytes) {
        copies_.clear();
        bytes_ = 0;
    }
    bytes_ += kept->body->size();
    copies_[path] = kept;
    return kept;
}

void Shelf::clear() {
    std::scoped_lock lock(mutex_);
    copies_.clear();
    bytes_ = 0;
    ++generation_;
}

std::shared_ptr<Shelf> make_shelf(bus::Bus& bus) {
    auto shelf = std::make_shared<Shelf>();
    bus.at_once<alerts::Issued>([shelf](auto const&) { shelf->clear(); });
    bus.at_once<alerts::Ended>([shelf](auto const&) { shelf->clear(); });
    bus.at_once<alerts::TakenAway>([shelf](auto const&) { shelf->clear(); });
    return shelf;
}

}  // namespace cap
