// RFC 9421, HTTP Message Signatures, with RFC 9530's Content-Digest: as much of both as servers sign requests with.
#include "activitypub/signature_forms.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>

namespace activitypub {

using base::Result;

namespace {

constexpr std::size_t most_members = 8, most_components = 32, longest_header = 16'384;

// Reads structured fields (RFC 8941), as far as signatures use them: a cursor over the text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}
    std::string_view rest() const { return rest_; }
    bool done() const { return rest_.empty(); }
    void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view key() {
        auto end = rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-.*");
        auto name = rest_.substr(0, end);
        rest_.remove_prefix(name.size());
        return name;
    }
    std::optional<std::string> quoted() {
        if (!take('"')) return std::nullopt;
        std::string text;
        while (!rest_.empty()) {
            char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') return text;
            if (c == '\\') {
                if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\\')) return std::nullopt;
                c = rest_.front();
                rest_.remove_prefix(1);
            }
            if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) return std::nullopt;
            text += c;
        }
        return std::nullopt;
    }
    std::optional<std::string> bytes() {
        if (!take(':')) return std::nullopt;
        auto end = rest_.find(':');
        if (end == rest_.npos) return std::nullopt;
        auto decoded = crypto::from_base64(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        return decoded;
    }
    // A string, a number, a token, bytes or a truth, as text.
    std::optional<std::string> bare() {
        if (rest_.starts_with('"')) return quoted();
        if (rest_.starts_with(':')) return bytes();
        auto value = rest_.substr(0, rest_.find_first_of(" \t;,()\""));
        if (value.empty()) return std::nullopt;
        rest_.remove_prefix(value.size());
        return std::string(value);
    }

private:
    std::string_view rest_;
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::optional<Parameters> parameters_at(Cursor& at) {
    Parameters all;
    while (at.take(';')) {
        at.skip_space();
        std::string name(at.key()), value = "?1";
        if (name.empty() || all.size() == 16) return std::nullopt;
        if (at.take('=')) {
            auto given = at.bare();
            if (!given) return std::nullopt;
            value = *given;
        }
        std::erase_if(all, [&](auto const& known) { return known.first == name; });
        all.emplace_back(std::move(name), std::move(value));
    }
    return all;
}

std::string_view of(Parameters const& all, std::string_view name) {
    auto found = std::ranges::find(all, name, [](auto const& each) -> std::string_view { return each.first; });
    return found == all.end() ? std::string_view() : std::string_view(found->second);
}

struct Input {
    std::vector<std::string> components;
    Parameters parameters;
    bool has(std::string_view name) const { return std::ranges::find(components, name) != components.end(); }
};

// ("@method" "@target-uri");created=1;keyid="a"
std::optional<Input> input_at(Cursor& at) {
    Input input;
    if (!at.take('(')) return std::nullopt;
    for (at.skip_space(); !at.take(')'); at.skip_space()) {
        auto component = at.quoted();
        // Components with parameters (a trailer, a part of a dictionary) say less than they seem to: not taken.
        if (!component || component->empty() || at.rest().starts_with(';') || input.has(*component) || input.components.size() == most_components) return std::nullopt;
        input.components.push_back(std::move(*component));
    }
    auto parameters = parameters_at(at);
    if (!parameters) return std::nullopt;
    input.parameters = std::move(*parameters);
    return input;
}

struct Member { std::string label, text; };

// The members of a dictionary, each with its text as it stands; `read` moves past one value.
template <class Read>
std::optional<std::vector<Member>> members(std::string_view dictionary, Read read) {
    std::vector<Member> all;
    Cursor at(dictionary);
    for (at.skip_space(); !at.done(); at.skip_space()) {
        std::string label(at.key());
        if (label.empty() || !at.take('=') || all.size() == most_members) return std::nullopt;
        auto before = at.rest();
        if (!read(at)) return std::nullopt;
        all.push_back({std::move(label), std::string(before.substr(0, before.size() - at.rest().size()))});
        at.skip_space();
        if (!at.done() && !at.take(',')) return std::nullopt;
    }
    return all;
}

std::optional<std::string> derived(http::Request const& request, Asked const& asked, std::string_view name) {
    auto question = asked.target.find('?');
    if (name == "@method") return request.method;
    if (name == "@target-uri") return asked.scheme + "://" + asked.host + asked.target;
    if (name == "@authority") return asked.host;
    if (name == "@scheme") return asked.scheme;
    if (name == "@request-target") return asked.target;
    if (name == "@path") return asked.target.substr(0, question);
    if (name == "@query") return question == std::string::npos ? "?" : asked.target.substr(question);
    return std::nullopt;
}

Result<base::Done> check_digest(http::Request const& request) {
    auto given = joined_header(request, "content-digest").value_or("");
    std::optional<std::string> sha256;
    auto all = members(given, [](Cursor& at) { return at.bytes() && parameters_at(at); });
    for (auto const& member : all.value_or(std::vector<Member>{}))
        if (member.label == "sha-256") sha256 = Cursor(member.text).bytes();
    if (!sha256) return unsigned_because("There is no SHA-256 digest of the body.");
    if (*sha256 != crypto::sha256(request.body)) return unsigned_because("The digest does not fit the body.");
    return base::Done{};
}

Result<base::Done> check_input(http::Request const& request, Input const& input, base::Time now) {
    auto algorithm = of(input.parameters, "alg");
    if (!algorithm.empty() && algorithm != "rsa-v1_5-sha256" && algorithm != "ed25519")
        return unsigned_because("Signatures by this algorithm are not taken: rsa-v1_5-sha256 and ed25519 are.");
    bool query = request.target.contains('?');
    bool whole = input.has("@target-uri") || (input.has("@authority") && (input.has("@request-target") || (input.has("@path") && (!query || input.has("@query")))));
    if (!input.has("@method") || !whole) return unsigned_because("The signature must cover @method and @target-uri.");
    auto created = base::parse_id(of(input.parameters, "created"));
    if (!created || *created > 100'000'000'000) return unsigned_because("The signature must say when it was created.");
    TRY(check_moment(*created * base::second, now));
    if (auto text = of(input.parameters, "expires"); !text.empty()) {
        auto expires = base::parse_id(text);
        if (!expires || *expires > 100'000'000'000 || *expires * base::second < now) return unsigned_because("The signature has expired.");
    }
    if (!has_body(request) && !input.has("content-digest")) return base::Done{};
    if (!input.has("content-digest")) return unsigned_because("The signature must cover the content-digest of the body.");
    return check_digest(request);
}

Result<Signature> read_one(http::Request const& request, Member const& member, std::string bytes, base::Time now) {
    Cursor at(member.text);
    auto input = input_at(at);
    if (!input) return unsigned_because("The signature cannot be read.");
    TRY(check_input(request, *input, now));
    return Signature{Scheme::rfc9421, std::string(of(input->parameters, "keyid")), std::move(bytes), {TRY(message_base(request, asked_of(request), member.text))}};
}

}  // namespace

Result<std::string> message_base(http::Request const& request, Asked const& asked, std::string_view member) {
    Cursor at(member);
    auto input = input_at(at);
    if (!input || !at.done()) return unsigned_because("The signature cannot be read.");
    std::string text;
    for (auto const& name : input->components) {
        auto value = name.starts_with('@') ? derived(request, asked, name) : joined_header(request, name);
        if (!value) return unsigned_because("The signature covers what is not there: " + name.substr(0, 100));
        text += "\"" + name + "\": " + *value + "\n";
    }
    return text + "\"@signature-params\": " + std::string(member);
}

Result<Signature> read_message(http::Request const& request, base::Time now) {
    auto inputs = joined_header(request, "signature-input").value_or(""), signatures = joined_header(request, "signature").value_or("");
    if (inputs.size() > longest_header || signatures.size() > longest_header) return unsigned_because("The signature cannot be read.");
    auto described = members(inputs, [](Cursor& at) { return input_at(at).has_value(); });
    auto given = members(signatures, [](Cursor& at) { return at.bytes() && parameters_at(at); });
    if (!described || !given || described->empty()) return unsigned_because("The signature cannot be read.");
    // A proxy may add one of its own: the first that says enough is the peer's.
    Result<Signature> answer = unsigned_because("Request not signed");
    for (auto const& member : *described) {
        auto bytes = std::ranges::find(*given, member.label, &Member::label);
        if (bytes == given->end()) continue;
        answer = read_one(request, member, Cursor(bytes->text).bytes().value_or(""), now);
        if (answer) return answer;
    }
    return answer;
}

void sign_message(http::Fetch& fetch, Key const& key, base::Time now) {
    auto asked = asked_of(fetch.url);
    auto text = "\"@method\": " + fetch.method + "\n\"@target-uri\": " + asked.scheme + "://" + asked.host + asked.target + "\n";
    std::string input = "(\"@method\" \"@target-uri\"";
    if (fetch.method == "POST") {
        auto digest = "sha-256=:" + crypto::base64(crypto::sha256(fetch.body)) + ":";
        text += "\"content-digest\": " + digest + "\n";
        input += " \"content-digest\"";
        fetch.headers.emplace_back("Content-Digest", digest);
    }
    input += ");created=" + std::to_string(now / base::second) + ";keyid=\"" + key.id + "\";alg=\"rsa-v1_5-sha256\"";
    text += "\"@signature-params\": " + input;
    fetch.headers.emplace_back("Signature-Input", "sig1=" + input);
    fetch.headers.emplace_back("Signature", "sig1=:" + crypto::base64(crypto::sign(key.secret_pem, text)) + ":");
}

}  // namespace activitypub
