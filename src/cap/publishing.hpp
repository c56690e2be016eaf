// What is published of alerts: feeds, single documents, calendars. Made from the database; the shelf keeps copies.
#pragma once
#include "cap/cap.hpp"
#include <optional>

namespace cap {

struct Published {
    std::string type, body;
    base::Time modified = 0;
    std::vector<std::pair<std::string, std::string>> headers = {};
};

// Of "/alerts/feed.atom", "/alerts/feed.rss", "/@name/alerts.atom"; nothing for other paths, or when nobody is called so.
std::optional<Published> feed_at(db::Read&, std::string_view path);
std::vector<std::string> feeds_that_show(db::Read&, alerts::AlertId);  // their paths
base::Result<Published> document_of(db::Read&, alerts::AlertId);
base::Result<Published> calendar_of(db::Read&, alerts::AlertId);

// One alert as an entry of a feed, and of a calendar; empty: it has none. What is not yet issued can be shown so.
std::string entry_text(alerts::Alert const&);
std::string calendar_text(db::Read&, alerts::Alert const&);  // with what came before it in its chain

std::string hub_address();

}  // namespace cap
