// Limits by rlimits, a network of its own, and a list of the system calls that decoding needs.
#include "media/worker/sandbox.hpp"
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <initializer_list>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace sandbox {
namespace {

#if defined(__x86_64__)
constexpr unsigned native = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned native = AUDIT_ARCH_AARCH64;
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool reserves_address_space = true;
#elif __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool reserves_address_space = true;
#else
constexpr bool reserves_address_space = false;
#endif

void limit(__rlimit_resource resource, rlim_t most) {
    rlimit both{most, most};
    ::setrlimit(resource, &both);
}

// Memory, threads, time, and reading or writing what is open.
constexpr int needed[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_lseek, SYS_close, SYS_fstat, SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap,
    SYS_madvise, SYS_brk, SYS_futex, SYS_clone, SYS_set_robust_list, SYS_rseq, SYS_exit, SYS_exit_group, SYS_rt_sigaction,
    SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_sched_yield, SYS_sched_getaffinity, SYS_getrandom, SYS_clock_gettime,
    SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getpid, SYS_gettid, SYS_getcpu, SYS_tgkill, SYS_prctl, SYS_sysinfo,
};

void refuse_other_calls() {
    std::vector<sock_filter> program;
    auto add = [&program](unsigned code, unsigned value, unsigned char when_true, unsigned char when_false) {
        program.push_back({static_cast<unsigned short>(code), when_true, when_false, value});
    };
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch), 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, native, 1, 0);  // another architecture's calls have other numbers
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr), 0, 0);
    for (auto call : needed) {
        add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1);
        add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    }
    add(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1);
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS, 0, 0);  // the C library then falls back to clone
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
    sock_fprog whole{static_cast<unsigned short>(program.size()), program.data()};
    ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &whole);
}

}  // namespace

void limit_resources() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_DUMPABLE, 0);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::syscall(SYS_close_range, 3u, ~0u, 0u);  // whatever the server forgot to keep to itself
    // Root may make a network of its own at once; others within a user namespace, where the kernel allows those.
    if (::unshare(CLONE_NEWNET) != 0) ::unshare(CLONE_NEWUSER | CLONE_NEWNET);
    limit(RLIMIT_CPU, 20);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);  // pipes are not counted
    if (!reserves_address_space) limit(RLIMIT_AS, rlim_t{1} << 30);
}

void close_the_doors() {
    limit(RLIMIT_NOFILE, 0);
    if (!reserves_address_space) refuse_other_calls();
}

}  // namespace sandbox
