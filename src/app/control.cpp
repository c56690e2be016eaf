// Arguments travel separated by NUL until the sender closes its side; the answer is the status, what to print on standard
// output and on standard error, separated so too.
#include "app/control.hpp"
#include <atomic>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace app {
namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { if (number_ >= 0) ::close(number_); }
    Descriptor(Descriptor const&) = delete;
    operator int() const { return number_; }

private:
    int number_;
};

// A folder's path may be longer than a socket's may: go through the descriptor of the folder.
sockaddr_un address_in(int folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto path = "/proc/self/fd/" + std::to_string(folder) + "/control.sock";
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

std::string read_all(int from) {
    constexpr std::size_t longest = 1 << 20;
    std::string all;
    char buffer[4096];
    while (all.size() < longest) {
        auto count = ::read(from, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        all.append(buffer, static_cast<std::size_t>(count));
    }
    return all;
}

bool write_all(int to, std::string_view text) {
    while (!text.empty()) {
        auto count = ::send(to, text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::vector<std::string> parts(std::string const& text) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        auto end = text.find('\0', at);
        all.push_back(text.substr(at, end - at));
        if (end == std::string::npos) break;
        at = end + 1;
    }
    return all;
}

std::string joined(std::vector<std::string> const& all) {
    std::string text;
    for (auto const& each : all) text.append(each).push_back('\0');
    return text;
}

}  // namespace

std::optional<Outcome> ask_server(std::string const& folder, Arguments const& arguments) {
    Descriptor directory(::open(folder.c_str(), O_DIRECTORY | O_CLOEXEC));
    if (directory < 0) return std::nullopt;
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    auto address = address_in(directory);
    if (::connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) < 0) return std::nullopt;
    if (!write_all(socket, joined(arguments))) return std::nullopt;
    ::shutdown(socket, SHUT_WR);
    auto answer = parts(read_all(socket));
    if (answer.size() < 3) return Outcome{1, "", "The server stopped before it answered. Try again.\n"};
    return Outcome{std::atoi(answer[0].c_str()), answer[1], answer[2]};
}

struct Control::Inside {
    std::function<Outcome(Arguments const&)> run;
    Descriptor directory, listener;
    std::string path;
    std::atomic<bool> stopping{false};
    std::thread thread;

    Inside(std::string const& folder, std::function<Outcome(Arguments const&)> command)
        : run(std::move(command)), directory(::open(folder.c_str(), O_DIRECTORY | O_CLOEXEC)),
          listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), path(folder + "/control.sock") {
        auto address = address_in(directory);
        ::unlink(path.c_str());
        auto earlier = ::umask(0177);
        auto bound = ::bind(listener, reinterpret_cast<sockaddr const*>(&address), sizeof address);
        ::umask(earlier);
        if (bound < 0 || ::listen(listener, 8) < 0) throw std::runtime_error("Cannot listen for commands at " + path + ": " + std::strerror(errno));
        thread = std::thread([this] { serve(); });
    }

    ~Inside() {
        stopping = true;
        ::shutdown(listener, SHUT_RDWR);
        thread.join();
        ::unlink(path.c_str());
    }

    void serve() {
        while (!stopping) {
            Descriptor peer(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
            if (peer < 0) continue;
            timeval patience{10, 0};
            ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            auto outcome = run(parts(read_all(peer)));
            // Whoever asked may be gone: then nobody needs the answer.
            (void)write_all(peer, joined({std::to_string(outcome.status), outcome.out, outcome.err}));
        }
    }
};

Control::Control(std::string const& folder, std::function<Outcome(Arguments const&)> run) : inside_(std::make_unique<Inside>(folder, std::move(run))) {}
Control::~Control() = default;

}  // namespace app
