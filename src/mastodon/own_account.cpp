// Signing up from an app, and one's own account: credentials, profile, preferences.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include "media/media.hpp"
#include <algorithm>
#include <any>

namespace mastodon {

namespace {

constexpr int most_requests_counted = 100;

Answer own_account(db::Read& read, AccountId me) {
    auto account = accounts::find(read, me);
    if (!account) return base::refuse(Why::unauthorized, "The access token is invalid");
    auto requests = static_cast<std::int64_t>(follows::requests(read, me, 0, most_requests_counted).size());
    return http::json(own_account_json(*account, accounts::preferences(read, me), requests, emojis_in(read, *account)));
}

Answer verify(Request const& request, db::Read& read) { return own_account(read, request.account()); }

struct PasswordHash { std::string text; };

base::Result<base::Done> hash_password(Request& request, db::Read&) {
    request.prepared.emplace_back(PasswordHash{accounts::hash_password(request.fields.text("password"))});
    return base::Done{};
}

// Also as apps with a calendar spell it: 31.01.2000.
std::optional<base::Time> day_in(std::string_view text) {
    if (text.size() == 10 && text[2] == '.' && text[5] == '.')
        return base::parse_iso8601(std::string(text.substr(6)) + "-" + std::string(text.substr(3, 2)) + "-" + std::string(text.substr(0, 2)));
    return base::parse_iso8601(text);
}

// Newer apps ask for the birthday. We keep whether somebody is of age, and nothing else.
base::Result<accounts::Age> age_in(Request const& request, base::Time now) {
    auto given = request.fields.text("date_of_birth");
    if (given.empty()) return accounts::Age::unknown;
    auto birthday = day_in(given);
    if (!birthday) return base::refuse_field("date_of_birth", "ERR_INVALID", "Date of birth is invalid");
    auto text = day_of(*birthday);
    auto age = accounts::age_of(std::stoll(text.substr(0, 4)), std::stoll(text.substr(5, 2)), now);
    if (age) return age;
    bool young = age.error().why == Why::forbidden;
    return base::refuse_field("date_of_birth", young ? "ERR_BELOW_LIMIT" : "ERR_INVALID", young ? "Date of birth is below the age limit" : "Date of birth is invalid");
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
    wanted.reason = fields.text("reason");
    wanted.invitation = fields.text("invite_code");
    wanted.address = request.address;
    wanted.app = request.person->app;
    auto account = TRY(accounts::sign_up(write, wanted));
    auto token = TRY(accounts::create_token(write, account.id, request.person->scopes, request.person->app));
    base::Json out;
    out.object().pair("access_token", token).pair("token_type", "Bearer").pair("scope", request.person->scopes);
    out.pair("created_at", write.now / base::second).end();
    return http::json(out.take());
}

// While a new account waits for its letter, the app that made it may have it sent again, or to another address.
Answer confirm_again(Request const& request, db::Write& write) {
    if (accounts::is_confirmed(write, request.account()))
        return base::refuse(Why::forbidden, "This method is only available while the e-mail is awaiting confirmation");
    if (accounts::app_of_sign_up(write, request.account()) != request.person->app)
        return base::refuse(Why::forbidden, "This method is only available to the application the user originally signed-up with");
    TRY(accounts::mail_confirmation(write, request.account(), request.fields.text("email")));
    return http::json("{}");
}

Answer is_confirmed(Request const& request, db::Read& read) { return http::json(accounts::is_confirmed(read, request.account()) ? "true" : "false"); }

Answer invitation(Request const& request, db::Read& read) {
    auto code = request.parameters.text("code");
    if (!accounts::open_invitation(read, code)) return base::refuse(Why::unauthorized, "This invite is not valid");
    base::Json out;
    out.object().pair("invite_code", code).pair("instance_api_url", base::site_url() + "/api/v2/instance").end();
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

// source[...]: what is left out stays as it is.
base::Result<base::Done> update_source(Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    auto now = accounts::preferences(write, request.account());
    if (auto privacy = fields.maybe("source[privacy]")) now.visibility = *privacy;
    if (auto language = fields.maybe("source[language]")) now.language = *language;
    if (auto policy = fields.maybe("source[quote_policy]")) now.quote_policy = *policy;
    now.sensitive = fields.flag("source[sensitive]").value_or(now.sensitive);
    return accounts::set_preferences(write, request.account(), now);
}

Answer update(Request const& request, db::Write& write) {
    auto me = accounts::find(write, request.account());
    if (!me) return not_found();
    accounts::Profile profile;
    profile.name = text_in(request, "display_name");
    profile.note = text_in(request, "note");
    profile.locked = request.fields.flag("locked");
    profile.discoverable = request.fields.flag("discoverable");
    profile.indexable = request.fields.flag("indexable");
    profile.hide_collections = request.fields.flag("hide_collections");
    profile.fields = fields_in(request);
    profile.kind = kind_in(request, me->kind);
    if (auto avatar = media::prepared(request, "avatar")) profile.avatar = media::store(write, me->id, *avatar).address();
    if (auto header = media::prepared(request, "header")) profile.header = media::store(write, me->id, *header).address();
    TRY(accounts::change_profile(write, me->id, profile));
    if (std::ranges::any_of(request.fields.all(), [](auto const& each) { return each.first.starts_with("source["); })) TRY(update_source(request, write));
    return own_account(write, me->id);
}

Answer preferences(Request const& request, db::Read& read) {
    auto me = accounts::find(read, request.account());
    auto wanted = accounts::preferences(read, request.account());
    base::Json out;
    out.object().pair("posting:default:visibility", wanted.visibility).pair("posting:default:sensitive", wanted.sensitive);
    out.pair("posting:default:language", wanted.language.empty() && me ? me->language : wanted.language);
    out.pair("posting:default:quote_policy", wanted.quote_policy).pair("reading:expand:media", wanted.expand_media);
    out.pair("reading:expand:spoilers", wanted.expand_spoilers).pair("reading:autoplay:gifs", wanted.autoplay).end();
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
        .takes_field("locale", "string", "The language of letters and pages")
        .takes_field("reason", "string", "Why somebody wants to join, where people are let in one by one")
        .takes_field("date_of_birth", "string", "A date; only whether somebody is of age is kept")
        .takes_field("invite_code", "string", "The code of an invitation");
    api.post("/api/v1/emails/confirmations", {Open::to_members, "write:accounts"}, confirm_again)
        .also_barred()
        .limited({"mail", 10, 900})
        .says("Mails the letter that confirms again")
        .takes_field("email", "string", "Another address");
    api.get("/api/v1/emails/check_confirmation", {Open::to_members, "read:accounts"}, is_confirmed).also_barred().says("Whether the address is confirmed");
    api.get("/api/v1/invites/:code", Open::to_anyone, invitation).says("An invitation that still works");
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
