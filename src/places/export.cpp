// Places, for the export of all one's data.
#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "places/inside.hpp"

namespace places {
namespace {

std::string_view text_of(Mail mail) { return mail == Mail::none ? "none" : mail == Mail::daily ? "daily" : "at_once"; }

std::string part(db::Read& read, AccountId account) {
    base::Json json;
    json.object().key("places").array();
    for (auto const& place : kept(read, account).places) {
        json.object().pair("kind", text_of(place.kind)).pair("label", place.label);
        if (auto const outline = place.outline ? areas::find(read, place.outline) : std::nullopt)
            json.pair("scheme", outline->scheme).pair("code", outline->code).pair("name", outline->name);
        if (!place.outline)
            json.pair("latitude", place.circle.center.latitude).pair("longitude", place.circle.center.longitude).pair("kilometers", place.circle.kilometers);
        json.end();
    }
    auto const told = wishes(read, account);
    json.end().key("topics").array();
    for (auto const& topic : told.topics) json.value(topic);
    return json.end().pair("push", told.push).pair("mail", text_of(told.mail)).pair("mail_from", told.mail_from).end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("places.json", part); }

}  // namespace places
