// Attachments as apps read them, and the routes they are uploaded by.
#include "html/html.hpp"
#include "media/media.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include <charconv>
#include <cmath>

namespace mastodon {

namespace {

using base::Json;

// Null when there is none: apps tell "no description" from an empty one.
void maybe(Json& out, std::string_view name, std::string const& text) {
    out.key(name);
    text.empty() ? out.null() : out.value(text);
}

double rounded(double number, double steps) { return std::round(number * steps) / steps; }

void write_size(Json& out, media::Size const& size) {
    if (size.width <= 0 || size.height <= 0) return;
    out.pair("width", size.width).pair("height", size.height);
    out.pair("size", std::to_string(size.width) + "x" + std::to_string(size.height));
    out.pair("aspect", rounded(static_cast<double>(size.width) / size.height, 1e6));
}

void write_meta(Json& out, media::Attachment const& attachment) {
    out.object();
    bool seen = attachment.kind != media::Kind::audio && attachment.kind != media::Kind::unknown;
    if (seen) out.key("focus").object().pair("x", attachment.focus_x).pair("y", attachment.focus_y).end();
    if (attachment.state == media::State::ready || attachment.size.width > 0) {
        out.key("original").object();
        if (seen) write_size(out, attachment.size);
        if (attachment.frames_per_second > 0)
            out.pair("frame_rate", std::to_string(std::llround(attachment.frames_per_second * 1000)) + "/1000");
        if (attachment.seconds > 0) out.pair("duration", rounded(attachment.seconds, 1e6)).pair("bitrate", attachment.bits_per_second);
        out.end();
    }
    if (attachment.preview_size.width > 0) {
        out.key("small").object();
        write_size(out, attachment.preview_size);
        out.end();
    }
    out.end();
}

}  // namespace

void write(Json& out, media::Attachment const& attachment) {
    out.object().pair("id", attachment.id.text()).pair("type", media::text_of(attachment.kind));
    maybe(out, "url", absolute(attachment.address));
    // Apps take it for a picture and for granted: a sound without a cover, and what is not ready, shows a landscape.
    out.pair("preview_url", absolute(attachment.preview_address.empty() ? html::asset("landscape-wide.webp") : attachment.preview_address));
    maybe(out, "remote_url", attachment.remote_address);
    out.key("preview_remote_url").null().key("text_url").null();
    write_meta(out.key("meta"), attachment);
    maybe(out, "description", attachment.description);
    maybe(out, "blurhash", attachment.blurhash);
    out.end();
}

namespace {

constexpr http::Limit uploads{"media", 120, 1800};

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    auto end = text.data() + text.size();
    auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stopped == end && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// "0.25,-0.5"
base::Result<media::Details> details_in(Request const& request) {
    media::Details details;
    if (auto description = request.fields.maybe("description")) details.description = std::string(*description);
    auto focus = request.fields.text("focus");
    if (focus.empty()) return details;
    auto comma = focus.find(',');
    if (comma != focus.npos) {
        details.focus_x = number_in(focus.substr(0, comma));
        details.focus_y = number_in(focus.substr(comma + 1));
    }
    if (!details.focus_x || !details.focus_y) return base::refuse_field("focus", "ERR_INVALID", "Focus must be two numbers from -1 to 1, such as 0.5,-0.25");
    return details;
}

Response answer_with(media::Attachment const& attachment, int while_processing) {
    Json out;
    write(out, attachment);
    return http::json(out.take(), attachment.state == media::State::processing ? while_processing : 200);
}

Answer create(Request const& request, db::Write& write, int while_processing) {
    auto taken = media::taken(request);
    if (!taken) return base::refuse_field("file", "ERR_BLANK", "can't be blank");
    return answer_with(TRY(media::keep(write, request.account(), *taken, TRY(details_in(request)))), while_processing);
}

Answer show(Request const& request, db::Read& read) {
    auto found = media::find_attachment(read, request.account(), TRY(id_of<base::MediaId>(request)));
    if (!found) return not_found();
    if (found->state == media::State::failed) return base::refuse(Why::invalid, "Error processing thumbnail for uploaded media");
    return answer_with(*found, 206);
}

Answer change(Request const& request, db::Write& write) {
    auto id = TRY(id_of<base::MediaId>(request));
    auto changed = TRY(media::describe(write, request.account(), id, TRY(details_in(request))));
    if (auto thumbnail = media::prepared(request, "thumbnail")) changed = TRY(media::change_thumbnail(write, request.account(), id, *thumbnail));
    return answer_with(changed, 206);
}

Answer remove(Request const& request, db::Write& write) {
    TRY(media::remove_attachment(write, request.account(), TRY(id_of<base::MediaId>(request))));
    return http::json("{}");
}

}  // namespace

void add_media_routes(Section api, Context&) {
    http::Access const owner{Open::to_members, "write:media"};
    auto describe = [](http::Route& route) {
        route.takes_field("description", "string", "What it shows, for those who do not see it.").takes_field("focus", "string", "The point to keep in view: x,y from -1 to 1.");
    };
    describe(api.post("/api/v2/media", owner, [](Request const& request, db::Write& write) { return create(request, write, 202); })
                 .body_up_to(media::largest_upload()).limited(uploads).first(media::taking()).says("Uploads a file for a post."));
    // Apps of this version know nothing of waiting: short sounds and videos are waited for here.
    describe(api.post("/api/v1/media", owner, [](Request const& request, db::Write& write) { return create(request, write, 200); })
                 .body_up_to(media::largest_upload()).limited(uploads).first(media::taking_and_waiting()).says("Uploads a file for a post and waits until it is ready."));
    api.get("/api/v1/media/:id", owner, show).says("An upload: 206 while it is processed.");
    describe(api.put("/api/v1/media/:id", owner, change).body_up_to(media::body_with(1)).first(media::preparing({{"thumbnail", media::Shape::preview}}))
                 .says("Describes an upload."));
    api.remove("/api/v1/media/:id", owner, remove).says("Removes an upload that no post has.");
}

}  // namespace mastodon
