// Reads what actors' documents say, and what they have in common with those of posts.
#include "activitypub/hosts.hpp"
#include "activitypub/reading_parts.hpp"
#include "base/time.hpp"
#include "html/sanitize.hpp"
#include <algorithm>

namespace activitypub {

using base::refuse, base::Result, base::Why;

namespace {

accounts::Kind kind_of_actor(Document const& document) {
    if (has_type(document, {"Organization"})) return accounts::Kind::organization;
    if (has_type(document, {"Group"})) return accounts::Kind::group;
    if (has_type(document, {"Service", "Application"})) return accounts::Kind::service;
    return accounts::Kind::person;
}

// The key whose owner is the actor, on the actor's host.
void read_key(Document const& document, ReadActor& actor) {
    for (auto const& key : document["publicKey"].list(10)) {
        auto id = std::string(key["id"].text()), owner = id_of(key["owner"]);
        if (!is_proper(id) || !same_host(id, actor.remote.uri) || (!owner.empty() && owner != actor.remote.uri)) continue;
        auto pem = key["publicKeyPem"].text();
        if (pem.empty() || pem.size() > 8000) continue;
        actor.key_id = id;
        actor.key_pem = pem;
        return;
    }
}

}  // namespace

std::string proper(std::string uri) { return is_proper(uri) ? uri : std::string(); }

base::Time moment(Document const& document) { return base::parse_iso8601(document.text()).value_or(0); }

std::string picture_address(Document const& document) {
    for (auto const& each : document.list(10)) {
        if (each.is_text()) return std::string(each.text());
        if (auto href = each["href"].text(); !href.empty()) return std::string(href);
        if (auto inner = picture_address(each["url"]); !inner.empty()) return inner;
    }
    return {};
}

std::string page_address(Document const& document) {
    std::string first;
    for (auto const& each : document.list(50)) {
        auto address = each.is_text() ? std::string(each.text()) : std::string(each["href"].text());
        if (address.empty()) continue;
        if (each.is_text() || each["mediaType"].text() == "text/html") return address;
        if (first.empty()) first = address;
    }
    return first;
}

std::string collection(Document const& document, std::string const& host_of_id) {
    auto id = id_of(document);
    return is_proper(id) && same_host(id, host_of_id) ? id : std::string();
}

std::vector<emojis::Remote> emojis_in(Document const& document) {
    std::vector<emojis::Remote> all;
    for (auto const& tag : document["tag"].list(most_tags)) {
        auto name = tag["name"].text();
        if (name.starts_with(':')) name.remove_prefix(1);
        if (name.ends_with(':')) name.remove_suffix(1);
        auto source = proper(picture_address(tag["icon"]));
        if (has_type(tag, {"Emoji"}) && !source.empty()) all.push_back({std::string(name), source, std::max<base::Time>(0, moment(tag["updated"]))});
    }
    return all;
}

Result<ReadActor> read_actor(Document const& document) {
    ReadActor actor;
    auto& remote = actor.remote;
    remote.uri = document["id"].text();
    if (!is_actor(document) || !is_proper(remote.uri)) return refuse(Why::invalid, "This is no actor.");
    actor.inbox = id_of(document["inbox"]);
    if (!is_proper(actor.inbox) || !same_host(actor.inbox, remote.uri)) return refuse(Why::invalid, "This actor has no inbox on its server.");
    actor.shared_inbox = collection(document["endpoints"]["sharedInbox"], remote.uri);
    actor.followers = collection(document["followers"], remote.uri);
    actor.outbox = collection(document["outbox"], remote.uri);
    actor.featured = collection(document["featured"], remote.uri);
    actor.moved_to = proper(id_of(document["movedTo"]));
    for (auto const& each : document["alsoKnownAs"].list(50))
        if (auto id = id_of(each); is_proper(id)) actor.also_known_as.push_back(id);
    read_key(document, actor);
    remote.username = document["preferredUsername"].text();
    remote.domain = host_of(remote.uri);
    remote.kind = kind_of_actor(document);
    remote.name = html::plain_text(html::sanitize(document["name"].text()));
    remote.note = document["summary"].text();
    remote.url = page_address(document["url"]);
    if (!is_proper(remote.url)) remote.url.clear();
    remote.avatar = proper(picture_address(document["icon"]));
    remote.header = proper(picture_address(document["image"]));
    remote.locked = document["manuallyApprovesFollowers"].flag();
    remote.discoverable = document["discoverable"].flag();
    remote.indexable = document["indexable"].flag();
    remote.created_at = moment(document["published"]);
    for (auto const& each : document["attachment"].list(64))
        if (has_type(each, {"PropertyValue"})) remote.fields.push_back({html::plain_text(html::sanitize(each["name"].text())), std::string(each["value"].text())});
    actor.emojis = emojis_in(document);
    return actor;
}

}  // namespace activitypub
