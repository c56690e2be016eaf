// Streams: who may listen to what. What is said on them comes from telling.cpp.
#include "mastodon/routes.hpp"
#include "mastodon/topics.hpp"
#include <algorithm>
#include <array>

namespace mastodon {

namespace {

using Topics = std::vector<std::string>;

struct Wanted {
    std::string_view stream, tag;
};

constexpr std::array<std::string_view, 6> public_streams = {
    "public", "public:local", "public:remote", "public:media", "public:local:media", "public:remote:media",
};

auto out_of_scope() { return base::refuse(Why::forbidden, "This action is outside the authorized scopes"); }

base::Result<Topics> home_topics(http::Person const& person) {
    Topics all;
    if (person.may("read:statuses")) all.push_back(topics::home(person.account));
    if (person.may("read:notifications")) all.push_back(topics::told(person.account));
    if (all.empty()) return out_of_scope();
    return all;
}

base::Result<Topics> topics_of(Wanted const& wanted, http::Person const& person) {
    auto needs = [&](std::string_view scope, std::string topic) -> base::Result<Topics> {
        if (!person.may(scope)) return out_of_scope();
        return Topics{std::move(topic)};
    };
    if (wanted.stream == "user") return home_topics(person);
    if (wanted.stream == "user:notification") return needs("read:notifications", topics::notification(person.account));
    if (wanted.stream == "direct") return needs("read:statuses", topics::direct(person.account));
    if (std::ranges::find(public_streams, wanted.stream) != public_streams.end()) {
        std::string topic(wanted.stream);
        std::ranges::replace(topic, ':', '/');
        return needs("read:statuses", std::move(topic));
    }
    if (wanted.stream == "hashtag" || wanted.stream == "hashtag:local") {
        if (wanted.tag.empty()) return base::refuse(Why::invalid, "Missing tag name parameter");
        return needs("read:statuses", wanted.stream == "hashtag" ? topics::tag(wanted.tag) : topics::local_tag(wanted.tag));
    }
    if (wanted.stream == "list") return not_found();  // there are no lists yet
    return base::refuse(Why::invalid, "Unknown stream type");
}

// {"type": "subscribe", "stream": "hashtag", "tag": "asthma"}
http::Stream::Change change(http::Person const& person, std::string_view message) {
    http::Fields fields;
    auto refused = [](base::Refusal const& refusal) {
        base::Json out;
        out.object().pair("error", refusal.message).pair("status", http::status_of(refusal.why)).end();
        return http::Stream::Change{{}, {}, out.take()};
    };
    if (auto parsed = http::parse_json(message, fields); !parsed) return refused(parsed.error());
    auto type = fields.text("type");
    if (type != "subscribe" && type != "unsubscribe") return {};
    auto topics = topics_of({fields.text("stream"), fields.text("tag")}, person);
    if (!topics) return refused(topics.error());
    if (type == "unsubscribe") return {{}, std::move(*topics), {}};
    return {std::move(*topics), {}, {}};
}

bool is_websocket(Request const& request) {
    std::string upgrade(request.header("upgrade"));
    std::ranges::transform(upgrade, upgrade.begin(), [](unsigned char c) { return static_cast<char>(c | 0x20); });
    return upgrade == "websocket";
}

// The first protocol that a WebSocket offers: where browsers put the token, having no other place.
std::string_view offered_protocol(Request const& request) {
    auto offered = request.header("sec-websocket-protocol");
    offered = offered.substr(0, offered.find(','));
    while (offered.ends_with(' ')) offered.remove_suffix(1);
    return offered;
}

// By token only: a cookie would let any site's page listen through its visitor's browser.
std::optional<http::Person> listener(Context& context, Request const& request, db::Read& read) {
    if (request.person && !request.person->by_session) return request.person;
    auto token = request.fields.text("access_token");
    if (token.empty()) token = offered_protocol(request);
    if (token.empty()) return std::nullopt;
    return context.doorkeeper.person_with_token(read, token);
}

Answer open_stream(Context& context, Request const& request, db::Read& read, std::string_view name) {
    auto person = listener(context, request, read);
    if (!person || !person->account) return base::refuse(Why::unauthorized, "The access token is invalid");
    auto stream = std::make_shared<http::Stream>();
    stream->websocket = is_websocket(request);
    if (!name.empty() || !stream->websocket) stream->topics = TRY(topics_of({name, request.fields.text("tag")}, *person));
    // The feed in memory is what says whom a new post reaches. A socket may ask for it later, on an I/O loop, where it is
    // too late to build it.
    if (stream->websocket || name == "user") context.feeds.load(read, person->account);
    stream->still_allowed = [&context, who = *person] { return context.doorkeeper.still_valid(who); };
    if (stream->websocket)
        stream->on_message = [who = *person](std::string_view message) { return change(who, message); };

    Response response;
    response.type = "text/event-stream";
    if (auto protocol = offered_protocol(request); stream->websocket && !protocol.empty())
        response.with("Sec-WebSocket-Protocol", std::string(protocol));  // browsers give up without it
    response.stream = std::move(stream);
    return response;
}

}  // namespace

std::vector<std::string> stream_names(std::string_view topic) {
    auto after = [&](std::string_view prefix) { return std::string(topic.substr(prefix.size())); };
    if (topic.starts_with("user/notification/")) return {"user:notification"};
    if (topic.starts_with("user/")) return {"user"};
    if (topic.starts_with("direct/")) return {"direct"};
    if (topic.starts_with("tag/local/")) return {"hashtag:local", after("tag/local/")};
    if (topic.starts_with("tag/")) return {"hashtag", after("tag/")};
    std::string name(topic);
    std::ranges::replace(name, '/', ':');
    return {name};
}

void add_streaming_routes(Section api, Context& context) {
    constexpr std::string_view base = "/api/v1/streaming";
    auto add = [&](std::string_view address, std::string name) {
        api.get(std::string(base) + std::string(address), Open::to_anyone, [&context, name](Request const& request, db::Read& read) {
            return open_stream(context, request, read, name.empty() ? request.fields.text("stream") : std::string_view(name));
        });
    };
    api.plain("/api/v1/streaming/health", Open::to_anyone, [](Request const&) -> Answer { return http::text("OK"); });
    add("", "");
    add("/user", "user");
    add("/user/notification", "user:notification");
    add("/public", "public");
    add("/public/local", "public:local");
    add("/public/remote", "public:remote");
    add("/hashtag", "hashtag");
    add("/hashtag/local", "hashtag:local");
    add("/list", "list");
    add("/direct", "direct");
}

}  // namespace mastodon
