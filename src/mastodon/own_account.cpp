// Signing up from an app, and one's own account: credentials, profile, preferences.
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include "media/media.hpp"
#include <any>

namespace mastodon {

namespace {

constexpr int most_requests_counted = 100;

Answer own_account(db::Read& read, AccountId me) {
    auto account = accounts::find(read, me);
    if (!account) return base::refuse(Why::unauthorized, "The access token is invalid");
    auto requests = static_cast<std::int64_t>(follows::requests(read, me, 0, most_requests_counted).size());
    return http::json(own_account_json(*account, requests));
}

Answer verify(Request const& request, db::Read& read) { return own_account(read, request.account()); }

struct PasswordHash { std::string text; };

base::Result<base::Done> hash_password(Request& request, db::Read&) {
    request.prepared.emplace_back(PasswordHash{accounts::hash_password(request.fields.text("password"))});
    return base::Done{};
}

// Newer apps ask for the birthday. We keep whether somebody is of age, and nothing else.
base::Result<accounts::Age> age_in(Request const& request, base::Time now) {
    auto birthday = base::parse_iso8601(request.fields.text("date_of_birth"));
    if (!birthday) return accounts::Age::unknown;
    auto text = day_of(*birthday);
    return accounts::age_of(std::stoll(text.substr(0, 4)), std::stoll(text.substr(5, 2)), now);
}

Answer sign_up(Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    accounts::SignUp wanted;
    wanted.username = fields.text("username");
    wanted.email = fields.text("email");
    wanted.password = fields.text("password");
    for (auto const& each : request.prepared)
        if (auto hash = std::any_cast<PasswordHash>(&each)) wanted.password_hash = hash->text;
    wanted.agreement = fields.flag("agreement").value_or(false);
    wanted.age = TRY(age_in(request, write.now));
    if (!fields.text("locale").empty()) wanted.language = fields.text("locale");
    auto account = TRY(accounts::sign_up(write, wanted));
    auto token = TRY(accounts::create_token(write, account.id, request.person->scopes, request.person->app));
    base::Json out;
    out.object().pair("access_token", token).pair("token_type", "Bearer").pair("scope", request.person->scopes);
    out.pair("created_at", write.now / base::second).end();
    return http::json(out.take());
}

std::optional<std::string> text_in(Request const& request, std::string_view name) {
    auto given = request.fields.maybe(name);
    return given ? std::optional(std::string(*given)) : std::nullopt;
}

// fields_attributes[0][name], as forms and as JSON lists and objects spell it. Pairs left empty are taken out.
std::optional<std::vector<accounts::Field>> fields_in(Request const& request) {
    if (!request.fields.has("fields_attributes")) return std::nullopt;
    std::vector<accounts::Field> fields;
    for (int i = 0; i < 20; ++i) {
        auto place = "fields_attributes[" + std::to_string(i) + "]";
        accounts::Field field{std::string(request.fields.text(place + "[name]")), std::string(request.fields.text(place + "[value]"))};
        if (!field.name.empty() || !field.value.empty()) fields.push_back(std::move(field));
    }
    return fields;
}

// An app's only word for what an account stands for is whether a program writes here.
std::optional<accounts::Kind> kind_in(Request const& request, accounts::Kind now) {
    auto bot = request.fields.flag("bot");
    if (!bot) return std::nullopt;
    if (*bot) return accounts::Kind::service;
    return now == accounts::Kind::service ? std::optional(accounts::Kind::person) : std::nullopt;
}

Answer update(Request const& request, db::Write& write) {
    auto me = accounts::find(write, request.account());
    if (!me) return not_found();
    accounts::Profile profile;
    profile.name = text_in(request, "display_name");
    profile.note = text_in(request, "note");
    profile.language = text_in(request, "source[language]");
    profile.locked = request.fields.flag("locked");
    profile.discoverable = request.fields.flag("discoverable");
    profile.indexable = request.fields.flag("indexable");
    profile.fields = fields_in(request);
    profile.kind = kind_in(request, me->kind);
    if (auto avatar = media::prepared(request, "avatar")) profile.avatar = media::store(write, me->id, *avatar).address();
    if (auto header = media::prepared(request, "header")) profile.header = media::store(write, me->id, *header).address();
    TRY(accounts::change_profile(write, me->id, profile));
    return own_account(write, me->id);
}

Answer preferences(Request const& request, db::Read& read) {
    auto me = accounts::find(read, request.account());
    base::Json out;
    out.object().pair("posting:default:visibility", "public").pair("posting:default:sensitive", false);
    out.pair("posting:default:language", me ? me->language : "en").pair("posting:default:quote_policy", "nobody");
    out.pair("reading:expand:media", "default").pair("reading:expand:spoilers", false).pair("reading:autoplay:gifs", false).end();
    return http::json(out.take());
}

}  // namespace

void add_own_account_routes(Section api, Context&) {
    api.post("/api/v1/accounts", {Open::to_apps, "write:accounts"}, sign_up)
        .limited({"sign_up", 10, 1800})
        .first(hash_password)
        .says("Signs up")
        .takes_field("username", "string", "The name to be known by", true)
        .takes_field("email", "string", "Where the letter that confirms goes", true)
        .takes_field("password", "string", "At least eight characters", true)
        .takes_field("agreement", "boolean", "Agreement to the rules of this server", true)
        .takes_field("locale", "string", "The language of letters and pages");
    api.get("/api/v1/accounts/verify_credentials", {Open::to_members, "read:accounts"}, verify).says("One's own account");
    api.patch("/api/v1/accounts/update_credentials", {Open::to_members, "write:accounts"}, update)
        .body_up_to(media::body_with(2))
        .first([prepare = media::preparing({{"avatar", media::Shape::avatar}, {"header", media::Shape::header}})](Request& request, db::Read&) {
            return prepare(request);
        })
        .says("Changes one's profile");
    auto without = [&](std::string_view picture, media::Shape shape) {
        api.remove("/api/v1/profile/" + std::string(picture), {Open::to_members, "write:accounts"}, [shape](Request const& request, db::Write& write) -> Answer {
            media::remove(write, request.account(), shape);
            accounts::Profile profile;
            (shape == media::Shape::avatar ? profile.avatar : profile.header) = "";
            TRY(accounts::change_profile(write, request.account(), profile));
            return own_account(write, request.account());
        }).says("Takes a picture away");
    };
    without("avatar", media::Shape::avatar);
    without("header", media::Shape::header);
    api.get("/api/v1/preferences", {Open::to_members, "read:accounts"}, preferences).says("How one's apps should behave");
}

}  // namespace mastodon
