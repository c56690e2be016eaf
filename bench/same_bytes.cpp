// What the home timeline is compared with: the same HTTP layer answers the same requests with the same bytes, but has
// them all in memory. usage: bench_same_bytes PORT FILE FOLDER; FILE holds, for each access token, four parts:
// a line with the token, a line with the Link header, a line with the body's length, the body and a line break.
#include "http/server.hpp"
#include <csignal>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <unordered_map>

namespace {

struct Kept {
    std::string link;
    http::Shared body;
};
using Answers = std::unordered_map<std::string, Kept>;

Answers read_answers(char const* file) {
    std::ifstream in(file, std::ios::binary);
    Answers answers;
    std::string token, link, length;
    while (std::getline(in, token) && std::getline(in, link) && std::getline(in, length)) {
        std::string body(std::stoul(length), '\0');
        in.read(body.data(), static_cast<std::streamsize>(body.size()));
        in.ignore();
        answers["Bearer " + token] = {link, std::make_shared<std::string const>(std::move(body))};
    }
    if (answers.empty()) throw std::runtime_error("no answers in the file");
    return answers;
}

void serve(std::string const& port, Answers const& answers, std::string const& folder) {
    sigset_t stopping;
    sigemptyset(&stopping);
    sigaddset(&stopping, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &stopping, nullptr);

    http::loops.change(1);
    http::rate_per_person.change(0);
    http::rate_per_address.change(0);
    auto database = db::Database::open({.file = folder + "/unused.db", .throwaway = true}, {});
    http::Router router;
    auto api = router.speaking(http::refuse_as_json);
    // Shared text goes to the socket without a copy: nothing could be served faster by this layer.
    api.plain("/api/v1/timelines/home", http::Open::to_anyone, [&](http::Request const& request) -> http::Answer {
        auto found = answers.find(std::string(request.header("authorization")));
        if (found == answers.end()) return base::refuse(base::Why::not_found, "no such token");
        auto response = http::json({});
        response.pieces.push_back(found->second.body);
        response.with("Link", found->second.link).with("Cache-Control", "private, no-store");
        return response;
    });
    api.plain("/health/ready", http::Open::to_anyone, [](http::Request const&) -> http::Answer { return http::text("ready\n"); });
    router.unknown("/", http::refuse_as_json);
    http::Hub hub;
    http::ServerOptions options;
    options.listen = "127.0.0.1:" + port;
    options.recall = [](http::Request&) { return true; };
    http::Server server(router, *database, hub, options);
    server.start();
    int signal = 0;
    ::sigwait(&stopping, &signal);
    server.stop();
}

}  // namespace

int main(int count, char** words) try {
    if (count != 4) throw std::runtime_error("usage: bench_same_bytes PORT FILE FOLDER");
    serve(words[1], read_answers(words[2]), words[3]);
} catch (std::exception const& error) {
    std::fprintf(stderr, "bench_same_bytes: %s\n", error.what());
    return 1;
}
