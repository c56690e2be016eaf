// Documents of other servers, through the readers of actors and posts: no crash, and what is read is within bounds.
#include "activitypub/reading.hpp"
#include <cstdlib>

namespace {

// Nothing is stored: lookups find nothing.
struct Nothing : db::Read {
    void each(db::Query const&, db::Arguments, std::function<void(db::Row const&)> const&) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    auto document = http::Document::read({reinterpret_cast<char const*>(data), size});
    if (!document) return 0;
    if (auto actor = activitypub::read_actor(*document))
        if (!activitypub::is_proper(actor->remote.uri) || !activitypub::same_host(actor->inbox, actor->remote.uri)) std::abort();
    Nothing read;
    activitypub::Actor author;
    auto authors = activitypub::authors_of(*document);
    if (!authors.empty()) author.uri = authors.front();
    if (auto post = activitypub::read_post(read, *document, author))
        if (!activitypub::same_host(post->received.uri, author.uri) || post->received.media.size() > 16) std::abort();
    (void)activitypub::id_of((*document)["object"]);
    return 0;
}
