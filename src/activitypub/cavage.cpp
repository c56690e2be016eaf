// draft-cavage-http-signatures-12: Signature: keyId="..",headers="(request-target) host date digest",signature="..".
#include "activitypub/signature_forms.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>
#include <map>

namespace activitypub {

using base::Result;

namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;
constexpr std::size_t most_parameters = 16, most_headers = 64;

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

// name="value" or name=123, separated by commas. Nothing when it is not that, or a name comes twice.
std::optional<Parameters> parameters_in(std::string_view text) {
    Parameters all;
    auto skip = [&](std::string_view what) { text.remove_prefix(std::min(text.find_first_not_of(what), text.size())); };
    for (skip(" \t,"); !text.empty(); skip(" \t,")) {
        auto name = text.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(text, is_name) - text.begin()));
        text.remove_prefix(name.size());
        skip(" \t");
        if (name.empty() || !text.starts_with('=') || all.size() == most_parameters) return std::nullopt;
        text.remove_prefix(1);
        skip(" \t");
        std::string_view value;
        if (text.starts_with('"')) {
            auto end = text.find('"', 1);
            if (end == text.npos) return std::nullopt;
            value = text.substr(1, end - 1);
            text.remove_prefix(end + 1);
        } else {
            value = text.substr(0, text.find_first_of(" \t,"));
            text.remove_prefix(value.size());
        }
        if (!all.emplace(name, value).second) return std::nullopt;
    }
    return all;
}

std::string_view of(Parameters const& all, std::string_view name) {
    auto found = all.find(name);
    return found == all.end() ? std::string_view() : std::string_view(found->second);
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return made;
}

// Seconds, by some with a fraction.
std::optional<base::Time> moment_of(std::string_view text) {
    auto seconds = base::parse_id(text.substr(0, text.find('.')));
    if (!seconds || *seconds > 100'000'000'000) return std::nullopt;
    return *seconds * base::second;
}

Result<base::Done> check_digest(http::Request const& request) {
    auto given = joined_header(request, "digest").value_or("");
    for (auto part : base::split(given, ',')) {
        while (part.starts_with(' ')) part.remove_prefix(1);
        auto equals = part.find('=');
        if (equals == part.npos || lower(part.substr(0, equals)) != "sha-256") continue;
        if (part.substr(equals + 1) == crypto::base64(crypto::sha256(request.body))) return base::Done{};
        return unsigned_because("The digest does not fit the body.");
    }
    return unsigned_because("There is no SHA-256 digest of the body.");
}

struct Covered {
    std::vector<std::string> names;
    bool has(std::string_view name) const { return std::ranges::find(names, name) != names.end(); }
};

Result<Covered> covered_by(http::Request const& request, Parameters const& parameters) {
    Covered covered;
    auto listed = lower(parameters.contains("headers") ? of(parameters, "headers") : "date");
    for (auto name : base::split(listed, ' '))
        if (!name.empty()) covered.names.emplace_back(name);
    if (covered.names.size() > most_headers) return unsigned_because("The signature covers too many headers.");
    if (!covered.has("(request-target)") || !covered.has("host")) return unsigned_because("The signature must cover (request-target) and host.");
    if (!covered.has("date") && !covered.has("(created)")) return unsigned_because("The signature must cover date or (created).");
    if (has_body(request) && !covered.has("digest")) return unsigned_because("The signature must cover the digest of the body.");
    return covered;
}

// One text of what was signed. Some servers sign the target without its query.
Result<std::string> text_of(http::Request const& request, Parameters const& parameters, Covered const& covered, std::string_view target) {
    std::string text;
    for (auto const& name : covered.names) {
        std::string value;
        if (name == "(request-target)") value = lower(request.method) + " " + std::string(target);
        else if (name == "(created)" || name == "(expires)") value = of(parameters, name.substr(1, name.size() - 2));
        else if (auto header = joined_header(request, name)) value = *header;
        else return unsigned_because("The signature covers a header that is not there: " + name.substr(0, 100));
        if (!text.empty()) text += '\n';
        text += name + ": " + value;
    }
    return text;
}

Result<base::Done> check_moments(http::Request const& request, Parameters const& parameters, Covered const& covered, base::Time now) {
    if (covered.has("date")) {
        auto date = parse_http_date(joined_header(request, "date").value_or(""));
        if (!date) return unsigned_because("The date cannot be read.");
        TRY(check_moment(*date, now));
    }
    if (covered.has("(created)")) {
        auto created = moment_of(of(parameters, "created"));
        if (!created) return unsigned_because("(created) cannot be read.");
        TRY(check_moment(*created, now));
    }
    if (parameters.contains("expires")) {
        auto expires = moment_of(of(parameters, "expires"));
        if (!expires || *expires < now) return unsigned_because("The signature has expired.");
    }
    return base::Done{};
}

}  // namespace

Result<Signature> read_cavage(http::Request const& request, base::Time now) {
    auto header = request.header("signature");
    if (header.empty()) return unsigned_because("Request not signed");
    auto parameters = header.size() > 16'384 ? std::nullopt : parameters_in(header);
    if (!parameters) return unsigned_because("The signature cannot be read.");
    // hs2019 leaves it to the key, and keys here are RSA or Ed25519.
    auto algorithm = lower(of(*parameters, "algorithm"));
    if (algorithm != "" && algorithm != "hs2019" && algorithm != "rsa-sha256" && algorithm != "rsa-v1_5-sha256" && algorithm != "ed25519")
        return unsigned_because("Signatures by this algorithm are not taken: rsa-sha256 is.");
    auto covered = TRY(covered_by(request, *parameters));
    TRY(check_moments(request, *parameters, covered, now));
    auto asked = asked_of(request);
    auto host = asked_of(asked.scheme + "://" + std::string(request.header("host"))).host;
    if (host != asked.host) return unsigned_because("The signature is for another server.");
    if (covered.has("digest")) TRY(check_digest(request));
    auto bytes = crypto::from_base64(of(*parameters, "signature"));
    if (!bytes) return unsigned_because("The signature is not base64.");
    Signature made{Scheme::cavage, std::string(of(*parameters, "keyId")), *bytes, {}};
    made.signed_texts.push_back(TRY(text_of(request, *parameters, covered, request.target)));
    if (auto query = request.target.find('?'); query != request.target.npos)
        made.signed_texts.push_back(TRY(text_of(request, *parameters, covered, std::string_view(request.target).substr(0, query))));
    return made;
}

void sign_cavage(http::Fetch& fetch, Key const& key, base::Time now) {
    auto asked = asked_of(fetch.url);
    auto date = base::http_date(now);
    auto text = "(request-target): " + lower(fetch.method) + " " + asked.target + "\nhost: " + asked.host + "\ndate: " + date;
    std::string covered = "(request-target) host date";
    fetch.headers.emplace_back("Date", date);
    if (fetch.method == "POST") {
        auto digest = "SHA-256=" + crypto::base64(crypto::sha256(fetch.body));
        text += "\ndigest: " + digest;
        covered += " digest";
        fetch.headers.emplace_back("Digest", digest);
    }
    fetch.headers.emplace_back("Signature", "keyId=\"" + key.id + "\",algorithm=\"rsa-sha256\",headers=\"" + covered + "\",signature=\"" +
                                                crypto::base64(crypto::sign(key.secret_pem, text)) + "\"");
}

}  // namespace activitypub
