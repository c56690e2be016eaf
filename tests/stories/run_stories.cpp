// Runs the stories: text files of requests and of what must be answered, through the whole site without a socket, on
// SQLite or, when SALVE_TEST_POSTGRESQL holds an address, on PostgreSQL. README.md says how a story is written.
#define DOCTEST_CONFIG_IMPLEMENT  // db/testing.hpp wants it; these tests count themselves
#include "accounts/accounts.hpp"
#include "app/site.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "http/fields.hpp"
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

namespace {

struct Step {
    int line = 0;
    std::string who, method, target;
    bool by_page = false;
    std::vector<std::pair<std::string, std::string>> fields, headers;
    int status = 0;
    std::vector<std::string> expected;
};

struct Wrong : std::runtime_error {
    Wrong(int line, std::string const& what) : std::runtime_error("line " + std::to_string(line) + ": " + what) {}
};

// Splits off the first word.
std::string word(std::string_view& rest) {
    auto end = std::min(rest.find(' '), rest.size());
    std::string first(rest.substr(0, end));
    rest.remove_prefix(end);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    return first;
}

class Story {
public:
    Story() : fresh_(app::schemas()), site_(*fresh_, fresh_.place().file("files")) {
        hash_ = accounts::hash_password("a password for stories");
        fresh_->clock = [this] { return base::clock_now() + ahead_; };
        kept_["month"] = base::iso8601(base::clock_now()).substr(0, 7);
    }

    void tell(std::filesystem::path const& file) {
        std::ifstream in(file);
        std::optional<Step> step;
        int number = 0;
        for (std::string line; std::getline(in, line);) {
            ++number;
            if (line.empty() || line.starts_with('#')) continue;
            if (line.starts_with("  ")) {
                if (!step) throw Wrong(number, "nothing was asked yet");
                add(*step, line.substr(2), number);
                continue;
            }
            if (std::isdigit(static_cast<unsigned char>(line[0]))) {
                if (!step || step->status) throw Wrong(number, "a status without a request");
                step->status = std::stoi(line);
                continue;
            }
            if (step) check(*step);
            step = begin(line, number);
        }
        if (step) check(*step);
        for (auto const& finding : fresh_->check()) throw Wrong(number, "afterwards: " + finding);
    }

private:
    // An account, a pause in the story's clock, or the first line of a request.
    std::optional<Step> begin(std::string const& line, int number) {
        std::string_view rest = line;
        auto first = word(rest);
        if (first == "account") {
            create(word(rest), word(rest), number);
            return std::nullopt;
        }
        if (first == "later") {
            ahead_ += std::stoll(word(rest)) * base::hour;
            site_.jobs.run_due();
            return std::nullopt;
        }
        Step step;
        step.line = number;
        step.by_page = first == "page";
        step.who = step.by_page ? word(rest) : first;
        step.method = word(rest);
        step.target = rest;
        if (step.method.empty() || !step.target.starts_with('/')) throw Wrong(number, "this is no request: " + line);
        return step;
    }

    void create(std::string const& name, std::string const& kind, int number) {
        accounts::SignUp form{.username = name, .email = name + "@stories.example", .password = {}};
        form.agreement = form.confirmed = true;
        form.password_hash = hash_;
        auto role = accounts::role_of(kind);
        form.role = role.value_or(http::Role::member);
        form.kind = accounts::kind_of(kind.empty() || role ? "person" : kind).value();
        std::string scopes = role ? "read write follow push care:read care:write admin:read admin:write" : "read write follow push care:read care:write";
        auto made = fresh_->write([&](db::Write& write) { return accounts::sign_up(write, form); });
        if (!made) throw Wrong(number, made.error().message);
        tokens_[name] = *fresh_->write([&](db::Write& write) { return accounts::create_token(write, made->id, scopes); });
        sessions_[name] = fresh_->write([&](db::Write& write) -> base::Result<std::string> {
            return accounts::start_session(write, made->id, "Stories").token;
        }).value();
        kept_[name] = made->id.text();
    }

    // Before the status: "field = value" and "> Header: value". After it: what the answer must hold.
    static void add(Step& step, std::string const& line, int number) {
        if (step.status) {
            step.expected.push_back(line);
        } else if (auto equals = line.find(" = "); line.starts_with("> ")) {
            auto colon = line.find(": ");
            if (colon == line.npos) throw Wrong(number, "a header needs a colon");
            step.headers.emplace_back(line.substr(2, colon - 2), line.substr(colon + 2));
        } else if (equals != line.npos || line.ends_with(" =")) {
            step.fields.emplace_back(line.substr(0, line.find(" =")), equals == line.npos ? "" : line.substr(equals + 3));
        } else {
            throw Wrong(number, "neither a field nor a header: " + line);
        }
    }

    // {name} is what an earlier "keep name" kept; an account's name is its id.
    std::string filled(std::string text) const {
        for (auto const& [name, value] : kept_)
            for (auto at = text.find("{" + name + "}"); at != text.npos; at = text.find("{" + name + "}", at + value.size()))
                text.replace(at, name.size() + 2, value);
        return text;
    }

    http::Request request_of(Step const& step) {
        http::Request request;
        auto target = filled(step.target);
        auto question = std::min(target.find('?'), target.size());
        request.method = step.method;
        request.target = target;
        request.path = http::percent_decode(target.substr(0, question)).value();
        request.address = "192.0.2.1";
        request.id = "story";
        if (question < target.size() && !http::parse_query(target.substr(question + 1), request.fields)) throw Wrong(step.line, "a bad query");
        for (auto const& [name, value] : step.fields) request.fields.add(filled(name), filled(value));
        for (auto const& [name, value] : step.headers) {
            auto equals = value.find('=');
            if (name == "cookie" && equals != value.npos) request.cookies.emplace_back(value.substr(0, equals), value.substr(equals + 1));
            else request.headers.emplace_back(name, filled(value));
        }
        if (step.who != "visitor") {
            if (!tokens_.contains(step.who)) throw Wrong(step.line, "nobody is called " + step.who);
            if (step.by_page) request.cookies.emplace_back("salve_session", sessions_[step.who]);
            else request.headers.emplace_back("authorization", "Bearer " + tokens_[step.who]);
        } else if (step.by_page) {
            request.cookies.emplace_back("csrf_anonymous", "a visitor's own");
        }
        fresh_->wait_read([&](db::Read& read) { site_.doorkeeper.identify(request, read); });
        // A page's form carries its token, unless the story sends another.
        if (step.by_page && step.method != "GET" && !request.fields.has("csrf"))
            request.fields.add("csrf", request.person ? request.person->csrf : "a visitor's own");
        return request;
    }

    static std::string whole(http::Response const& response) {
        std::string text;
        for (auto const& [name, value] : response.headers) text += name + ": " + value + "\n";
        text += "\n" + response.body;
        for (auto const& piece : response.pieces) text += *piece;
        return text;
    }

    void check(Step const& step) {
        if (!step.status) throw Wrong(step.line, "the story does not say what is answered");
        auto response = http::answer(site_.router, *fresh_, request_of(step));
        auto text = whole(response);
        auto fail = [&](std::string const& what) { throw Wrong(step.line, what + "\n" + std::to_string(response.status) + "\n" + text.substr(0, 3000)); };
        if (response.status != step.status) fail("expected " + std::to_string(step.status));
        std::size_t from = 0;  // expected lines are found in the order in which they stand
        for (auto const& line : step.expected) {
            std::string_view rest = line;
            auto first = word(rest);
            if (first == "!") {
                if (text.contains(filled(std::string(rest)))) fail("not expected: " + std::string(rest));
            } else if (first == "keep") {
                auto name = word(rest);
                auto before = filled(std::string(rest));  // keep post "id":"
                auto at = text.find(before);
                if (at == text.npos) fail("nothing to keep after " + before);
                auto start = at + before.size();
                kept_[name] = text.substr(start, text.find_first_of("\"<&>? \n", start) - start);
            } else {
                auto wanted = filled(line);
                auto at = text.find(wanted, from);
                if (at == text.npos) fail("expected: " + wanted);
                from = at + wanted.size();
            }
        }
    }

    std::atomic<base::Time> ahead_{0};
    db::testing::Fresh fresh_;
    app::Site site_;
    std::string hash_;
    std::map<std::string, std::string> tokens_, sessions_, kept_;
};

}  // namespace

// Arguments: parts of file names; every story without one.
int main(int count, char** arguments) {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator("tests/stories")) {
        auto name = entry.path().filename().string();
        bool wanted = count < 2 || std::any_of(arguments + 1, arguments + count, [&](char const* part) { return name.contains(part); });
        if (entry.path().extension() == ".story" && wanted) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    int passed = 0, failed = 0;
    for (auto const& file : files) {
        try {
            Story().tell(file);
            ++passed;
        } catch (std::exception const& wrong) {
            ++failed;
            std::printf("%s, %s\n\n", file.c_str(), wrong.what());
        }
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed || files.empty() ? 1 : 0;
}
