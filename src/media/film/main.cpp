// salve-film FOLDER PROGRAM ARGUMENTS: runs ffmpeg or ffprobe in FOLDER, on a stranger's file that lies there.
// They parse whatever somebody made up, so they get little memory, time and room, no network, and of all files only the
// folder's and the system's own programs.
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <csignal>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace {

#if defined(__x86_64__)
constexpr unsigned native = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned native = AUDIT_ARCH_AARCH64;
#endif

constexpr int cannot_start = 3;

void limit(__rlimit_resource resource, rlim_t most) {
    rlimit both{most, most};
    ::setrlimit(resource, &both);
}

void limit_resources() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // ends with the server; its job is then done again
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::syscall(SYS_close_range, 3u, ~0u, 0u);
    ::setpriority(PRIO_PROCESS, 0, 10);
    rlimit const processor{900, 910};  // the first ends it by a signal that tells it from one that was killed
    ::setrlimit(RLIMIT_CPU, &processor);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, rlim_t{512} << 20);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_AS, rlim_t{3} << 30);
    if (::unshare(CLONE_NEWNET) != 0) ::unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

constexpr std::uint64_t to_read = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t to_work = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
                                  LANDLOCK_ACCESS_FS_REMOVE_FILE;

void open_to(int rules, char const* path, std::uint64_t access) {
    landlock_path_beneath_attr rule{access, ::open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0) return;
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0u);
    ::close(rule.parent_fd);
}

// Kernels without Landlock keep the other walls.
void hide_files() {
    landlock_ruleset_attr all{(LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    auto rules = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0u));
    if (rules < 0) return;
    for (auto path : {"/usr", "/lib", "/lib64", "/sys/devices/system/cpu"}) open_to(rules, path, to_read);
    open_to(rules, "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE);
    for (auto path : {"/dev/null", "/dev/urandom"}) open_to(rules, path, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
    open_to(rules, ".", to_work);
    ::syscall(SYS_landlock_restrict_self, rules, 0u);
    ::close(rules);
}

// Converting needs none of these: other machines, other processes, the kernel's rarer doors.
constexpr int refused[] = {
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_recvmsg,
    SYS_kill, SYS_tkill, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_open, SYS_pidfd_getfd, SYS_pidfd_send_signal,
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup,
    SYS_io_uring_enter, SYS_io_uring_register, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_init_module, SYS_finit_module, SYS_delete_module,
    SYS_kexec_load, SYS_open_by_handle_at, SYS_execveat, SYS_personality, SYS_quotactl, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_syslog,
};

bool refuse_calls() {
    std::vector<sock_filter> program;
    auto add = [&program](unsigned code, unsigned value, unsigned char when_true, unsigned char when_false) {
        program.push_back({static_cast<unsigned short>(code), when_true, when_false, value});
    };
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch), 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, native, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr), 0, 0);
    add(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);  // the same calls under other numbers
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    for (auto call : refused) {
        add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1);
        add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
    }
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    sock_fprog whole{static_cast<unsigned short>(program.size()), program.data()};
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &whole) == 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3 || ::chdir(arguments[1]) != 0) return cannot_start;
    limit_resources();
    hide_files();
    refuse_calls();
    char* environment[] = {nullptr};
    ::execve(arguments[2], arguments + 2, environment);
    return cannot_start;
}
