// Streams: who may listen to what. What is said on them comes from telling.cpp.
#include "blocks/blocks.hpp"
#include "filters/filters.hpp"
#include "lists/lists.hpp"
#include "mastodon/routes.hpp"
#include "mastodon/topics.hpp"
#include <algorithm>
#include <array>

namespace mastodon {

namespace {

using Topics = std::vector<std::string>;

struct Wanted {
    std::string_view stream, tag, list;
};

constexpr std::array<std::string_view, 6> public_streams = {
    "public", "public:local", "public:remote", "public:media", "public:local:media", "public:remote:media",
};

auto out_of_scope() { return base::refuse(Why::forbidden, "This action is outside the authorized scopes"); }

base::Result<Topics> home_topics(http::Person const& person) {
    Topics all;
    if (person.may("read:statuses")) all = {topics::home(person.account), topics::everybodys_home()};
    if (person.may("read:notifications")) all.push_back(topics::told(person.account));
    if (all.empty()) return out_of_scope();
    return all;
}

base::Result<Topics> topics_of(Wanted const& wanted, http::Person const& person) {
    auto needs = [&](std::string_view scope, std::string topic) -> base::Result<Topics> {
        if (!person.may(scope)) return out_of_scope();
        Topics all{std::move(topic)};
        if (topics::is_everybodys(all[0])) all.push_back(topics::chosen_for(person.account, all[0]));
        return all;
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
    if (wanted.stream == "list") {
        auto id = base::parse<lists::ListId>(wanted.list);
        if (!id) return base::refuse(Why::invalid, "Missing list name parameter");
        return needs("read:lists", topics::list(person.account, id->text()));
    }
    return base::refuse(Why::invalid, "Unknown stream type");
}

void note_lists(Context& context, http::Person const& person, Wanted const& wanted) {
    if (wanted.stream != "list") return;
    if (auto id = base::parse<lists::ListId>(wanted.list)) context.audience->subscribed({person.account, id->value});
}

// {"type": "subscribe", "stream": "hashtag", "tag": "asthma"}
http::Stream::Change change(Context& context, http::Person const& person, std::string_view message) {
    http::Fields fields;
    auto refused = [](base::Refusal const& refusal) {
        base::Json out;
        out.object().pair("error", refusal.message).pair("status", http::status_of(refusal.why)).end();
        return http::Stream::Change{{}, {}, out.take()};
    };
    if (auto parsed = http::parse_json(message, fields); !parsed) return refused(parsed.error());
    auto type = fields.text("type");
    if (type != "subscribe" && type != "unsubscribe") return {};
    Wanted wanted{fields.text("stream"), fields.text("tag"), fields.text("list")};
    auto topics = topics_of(wanted, person);
    if (!topics) return refused(topics.error());
    if (type == "unsubscribe") return {{}, std::move(*topics), {}};
    note_lists(context, person, wanted);
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

// Whether a public stream holds something that this person is not to be shown as it is.
bool chooses(db::Read& read, AccountId account) {
    if (!blocks::unheard_by(read, account).empty()) return true;
    return std::ranges::any_of(filters::all_of(read, account), [&](filters::Filter const& filter) { return !filter.is_over(read.now); });
}

// Lists are one's own; any other is not there.
base::Result<base::Done> check_list(db::Read& read, AccountId owner, Wanted const& wanted) {
    if (wanted.stream != "list") return base::Done{};
    auto id = base::parse<lists::ListId>(wanted.list);
    if (id && !lists::find(read, owner, *id)) return not_found();
    return base::Done{};
}

Answer open_stream(Context& context, Request const& request, db::Read& read, std::string_view name) {
    auto person = listener(context, request, read);
    if (!person || !person->account) return base::refuse(Why::unauthorized, "The access token is invalid");
    if (!person->barred.empty()) return base::refuse(Why::forbidden, person->barred);
    auto stream = std::make_shared<http::Stream>();
    stream->websocket = is_websocket(request);
    Wanted wanted{name, request.fields.text("tag"), request.fields.text("list")};
    if (!name.empty() || !stream->websocket) {
        stream->topics = TRY(topics_of(wanted, *person));
        TRY(check_list(read, person->account, wanted));
        note_lists(context, *person, wanted);
    }
    // The feed in memory is what says whom a new post reaches. A socket may ask for it later, on an I/O loop, where it is
    // too late to build it.
    if (stream->websocket || name == "user") context.feeds.load(read, person->account);
    stream->still_allowed = [&context, who = *person] { return context.doorkeeper.still_valid(who); };
    stream->hears = [listening = context.audience->join(person->account, chooses(read, person->account))](std::string_view topic) {
        return !listening->chooses || !topics::is_everybodys(topic);
    };
    if (stream->websocket)
        stream->on_message = [&context, who = *person](std::string_view message) { return change(context, who, message); };

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
    auto second_part = [](std::string_view rest) { return rest.substr(rest.find('/') + 1); };
    if (topic.starts_with("for/")) return stream_names(second_part(topic.substr(4)));
    if (topic.starts_with("list/")) return {"list", std::string(second_part(topic.substr(5)))};
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
            auto stream = name.empty() ? std::string(request.fields.text("stream")) : name;
            if (stream.starts_with("public") && !stream.ends_with(":media") && request.fields.flag("only_media").value_or(false)) stream += ":media";
            return open_stream(context, request, read, stream);
        });
    };
    api.plain("/api/v1/streaming/health", Open::to_anyone, [](Request const&) -> Answer { return http::text("OK"); });
    add("", "");
    add("/user", "user");
    add("/user/notification", "user:notification");
    add("/public", "public");
    add("/public/local", "public:local");
    add("/public/remote", "public:remote");
    add("/public/media", "public:media");
    add("/public/local/media", "public:local:media");
    add("/public/remote/media", "public:remote:media");
    add("/hashtag", "hashtag");
    add("/hashtag/local", "hashtag:local");
    add("/list", "list");
    add("/direct", "direct");
}

}  // namespace mastodon
