// Starting, running and stopping the server.
#include "app/serve.hpp"
#include "app/site.hpp"
#include "areas/areas.hpp"
#include "base/log.hpp"
#include "base/settings.hpp"
#include "cap/cap.hpp"
#include "questions/questions.hpp"
#include "http/server.hpp"
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>

namespace app {
namespace {

// Signals that stop the server, taken by the main thread alone.
sigset_t stopping_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

// A descriptor a connection: as many as the system lets us have.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

void settle_address(Command const& command) {
    if (!command.url.empty()) return base::site_url.change(command.url);
    auto port = command.listen.substr(command.listen.rfind(':') + 1);
    if (base::site_url() == base::find_setting("server.url")->default_text() || base::site_url() == "http://localhost:8080")
        base::site_url.change("http://localhost:" + port);
}

// Until a signal; every minute what this process alone must do.
void wait_for_a_signal(Site& site) {
    auto set = stopping_signals();
    timespec minute{60, 0};
    while (::sigtimedwait(&set, nullptr, &minute) < 0) site.tick();
}

http::ServerOptions server_options(Command const& command, Site& site) {
    http::ServerOptions options;
    options.listen = command.listen;
    options.upload_folder = command.data + "/uploads";
    options.recall = [&site](http::Request& request) { return site.doorkeeper.recall(request); };
    options.identify = [&site](http::Request& request, db::Read& read) { site.doorkeeper.identify(request, read); };
    options.lets_in = [&site](std::string_view address) { return site.gate.lets_in(address); };
    return options;
}

}  // namespace

std::unique_ptr<db::Database> open_database(Command const& command) {
    std::filesystem::create_directories(command.data);
    auto database = db::Database::open(options_of(command), schemas());
    if (auto migrated = database->migrate(); !migrated) throw std::runtime_error(migrated.error().message);
    return database;
}

int serve(Command const& command) {
    auto set = stopping_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
    settle_address(command);
    std::filesystem::create_directories(command.data + "/uploads");

    auto database = open_database(command);
    areas::import_built_in(*database);
    Site site(*database, command.data);
    http::Server server(site.router, *database, site.hub, server_options(command, site));
    http::add_health_routes(site.router.speaking(http::refuse_as_json), *database, [&server, &site, &database] { return server.metrics() + site.deliverer.metrics() + cap::metrics(*database) + questions::metrics(*database) + alerts::metrics(*database) + site.crisis.metrics(); });
    site.start();
    Control control(command.data, [&](Arguments const& arguments) {
        if (arguments == Arguments{"ping"}) return Outcome{0, "running\n", ""};
        auto parsed = parse(arguments);
        if (parsed.instead) return *parsed.instead;
        try {
            return perform(*database, parsed.command);
        } catch (std::exception const& error) {
            return Outcome{1, "", std::string(error.what()) + "\n"};
        }
    });
    // Only now: whoever sees the server ready may already give it commands.
    server.start();
    std::printf("Salve is ready at %s\n", base::site_url().c_str());
    std::fflush(stdout);
    wait_for_a_signal(site);
    base::log(base::Level::info, "stopping");
    server.stop();
    site.stop();
    return 0;
}

}  // namespace app
