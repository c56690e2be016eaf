// Starts the worker with one file to read and one pipe to write, and waits for it no longer than it deserves.
#include "media/decoding.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace media {
namespace {

constexpr base::Time patience = 8 * base::second;       // more than the worker's own limit of processor time
constexpr std::size_t largest_output = 4 << 20;         // a header of noise has less than 1 MB
constexpr int not_a_picture = 1;                        // the worker's way to say so

struct File {
    int number = -1;
    File() = default;
    explicit File(int opened) : number(opened) {}
    File(File const&) = delete;
    ~File() { close(); }
    void close() {
        if (number >= 0) ::close(number);
        number = -1;
    }
};

std::string worker_path() {
    if (!worker().empty()) return worker();
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "salve-picture";
}

base::Time ticks() {
    timespec now;
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * base::second + now.tv_nsec / 1'000'000;
}

// Whether there was something to read, or an end, before the deadline.
bool wait_for(int file, base::Time deadline) {
    for (;;) {
        pollfd one{file, POLLIN, 0};
        auto ready = ::poll(&one, 1, static_cast<int>(std::max<base::Time>(0, deadline - ticks())));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

class Worker {
public:
    Worker(int input, int output, char const* shape) {
        auto path = worker_path();
        char* arguments[] = {path.data(), const_cast<char*>(shape), nullptr};
        char* environment[] = {nullptr};
        posix_spawn_file_actions_t files;
        posix_spawnattr_t attributes;
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawnattr_init(&attributes);
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        auto error = ::posix_spawn(&process_, path.c_str(), &files, &attributes, arguments, environment);
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
        if (error != 0) throw std::runtime_error("The picture worker " + path + " cannot be started: " + ::strerror(error));
        handle_.number = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
    }
    Worker(Worker const&) = delete;
    ~Worker() {
        if (process_ > 0) end(0);
    }

    // Its exit status as waitpid gives it. A worker that does not end by itself before the deadline is killed.
    int end(base::Time deadline) {
        if (handle_.number < 0 || !wait_for(handle_.number, deadline)) ::kill(process_, SIGKILL);
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {}
        process_ = 0;
        return status;
    }

private:
    pid_t process_ = 0;
    File handle_;
};

std::optional<std::string> read_until_end(int pipe, base::Time deadline) {
    std::string whole;
    char block[1 << 16];
    while (wait_for(pipe, deadline)) {
        auto size = ::read(pipe, block, sizeof block);
        if (size == 0) return whole;
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 || whole.size() + static_cast<std::size_t>(size) > largest_output) return std::nullopt;
        whole.append(block, static_cast<std::size_t>(size));
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> decode(int file, Shape shape) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe for the picture worker");
    File from(ends[0]), to(ends[1]);
    auto deadline = ticks() + patience;
    Worker running(file, to.number, shape == Shape::avatar ? "avatar" : "header");
    to.close();
    auto output = read_until_end(from.number, deadline);
    auto status = running.end(output ? deadline : 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && output) return output;
    // A picture that takes the decoder down deserves a look.
    if (!WIFEXITED(status) || WEXITSTATUS(status) != not_a_picture)
        base::log(base::Level::warning, "media.worker_failed", {{"status", std::int64_t{WIFEXITED(status) ? WEXITSTATUS(status) : 0}},
                                                                {"signal", std::int64_t{WIFSIGNALED(status) ? WTERMSIG(status) : 0}}});
    return std::nullopt;
}

}  // namespace media
