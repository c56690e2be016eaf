// Collections and their pages, as JSON.
#include "activitypub/collections.hpp"

namespace activitypub {

using base::Json;

std::string collection_document(Collection const& collection) {
    Json out;
    out.object().key("@context").raw(object_context).pair("id", collection.id).pair("type", collection.ordered ? "OrderedCollection" : "Collection");
    if (collection.total >= 0) out.pair("totalItems", collection.total);
    if (!collection.attributed_to.empty()) out.pair("attributedTo", collection.attributed_to);
    if (collection.paged) out.pair("first", collection.id + "?page=true");
    return out.end().take();
}

std::string page_document(Collection const& collection, std::string_view query, Items const& items) {
    Json out;
    out.object().key("@context").raw(object_context).pair("id", collection.id + "?" + std::string(query));
    out.pair("type", collection.ordered ? "OrderedCollectionPage" : "CollectionPage").pair("partOf", collection.id);
    if (collection.total >= 0) out.pair("totalItems", collection.total);
    if (!items.next.empty()) out.pair("next", collection.id + "?" + items.next);
    out.key(collection.ordered ? "orderedItems" : "items").array();
    for (auto const& item : items.all) out.raw(item);
    return out.end().end().take();
}

}  // namespace activitypub
