// What a process can no longer do once it has closed the doors. Each try is a process of its own.
#include "media/worker/sandbox.hpp"
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <functional>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

// The status of a child that does this behind the doors.
int behind_doors(std::function<int()> const& act) {
    auto child = ::fork();
    if (child == 0) {
        sandbox::limit_resources();
        sandbox::close_the_doors();
        ::_exit(act());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

constexpr int could = 1, could_not = 0;

}  // namespace

TEST_CASE("behind the doors there are no files, no network and no other processes") {
    CHECK(behind_doors([] { return ::open("/etc/passwd", O_RDONLY) >= 0 ? could : could_not; }) == could_not);
    CHECK(behind_doors([] { return ::open("/tmp/new", O_WRONLY | O_CREAT, 0600) >= 0 ? could : could_not; }) == could_not);
    CHECK(behind_doors([] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0 ? could : could_not; }) == could_not);
    CHECK(behind_doors([] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? could : could_not; }) == could_not);
}

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
TEST_CASE("behind the doors no program is started, no file is removed and no signal is sent") {
    auto parent = ::getpid();
    CHECK(behind_doors([] {
              char name[] = "/bin/true";
              char* arguments[] = {name, nullptr};
              ::execv(name, arguments);
              return could_not;  // reached only when the call came back
          }) == could_not);
    CHECK(behind_doors([] { return ::unlink("/nonexistent") < 0 && errno == EPERM ? could_not : could; }) == could_not);
    CHECK(behind_doors([parent] { return ::kill(parent, 0) == 0 ? could : could_not; }) == could_not);
}

TEST_CASE("memory and threads work behind the doors, up to the limit") {
    CHECK(behind_doors([] {
              std::vector<char> memory(50 << 20, 'x');
              std::thread([&] { memory[5] = 'y'; }).join();
              return memory[5] == 'y' ? 0 : 1;
          }) == 0);
    CHECK(behind_doors([] {
              auto memory = ::malloc(std::size_t{2} << 30);
              return memory ? could : could_not;
          }) == could_not);
}
#endif
