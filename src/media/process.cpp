// Starts programs with one file to read and one pipe to write.
#include "media/process.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace media::process {
namespace {

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

class Program {
public:
    Program(Task const& task, int output) {
        auto command = task.command;
        std::vector<char*> arguments;
        for (auto& each : command) arguments.push_back(each.data());
        arguments.push_back(nullptr);
        char* environment[] = {nullptr};
        posix_spawn_file_actions_t files;
        posix_spawnattr_t attributes;
        ::posix_spawn_file_actions_init(&files);
        if (task.input >= 0) ::posix_spawn_file_actions_adddup2(&files, task.input, STDIN_FILENO);
        else ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawnattr_init(&attributes);
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        auto error = ::posix_spawn(&process_, arguments[0], &files, &attributes, arguments.data(), environment);
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
        if (error != 0) throw std::runtime_error("The program " + command.front() + " cannot be started: " + ::strerror(error));
        handle_.number = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
    }
    Program(Program const&) = delete;
    ~Program() {
        if (process_ > 0) end(0);
    }

    // Its exit status as waitpid gives it. A program that does not end by itself before the deadline is killed.
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

// Until the program closes its end; false when it takes too long, says too much, or nobody waits for it any more.
bool read_until_end(int pipe, base::Time deadline, Task const& task, Outcome& outcome) {
    constexpr base::Time step = 200;
    char block[1 << 16];
    while (ticks() < deadline) {
        if (task.given_up && task.given_up()) {
            outcome.given_up = true;
            return false;
        }
        if (!wait_for(pipe, task.given_up ? std::min(deadline, ticks() + step) : deadline)) continue;
        auto size = ::read(pipe, block, sizeof block);
        if (size == 0) return true;
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 || outcome.output.size() + static_cast<std::size_t>(size) > task.largest_output) return false;
        outcome.output.append(block, static_cast<std::size_t>(size));
    }
    return false;
}

}  // namespace

Outcome run(Task const& task) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe for a program");
    File from(ends[0]), to(ends[1]);
    auto deadline = ticks() + task.patience;
    Program running(task, to.number);
    to.close();
    Outcome outcome;
    outcome.in_time = read_until_end(from.number, deadline, task, outcome);
    auto status = running.end(outcome.in_time ? deadline : 0);
    if (WIFEXITED(status)) outcome.exit = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
    return outcome;
}

std::string beside_us(std::string const& program) { return std::filesystem::read_symlink("/proc/self/exe").parent_path() / program; }

}  // namespace media::process
