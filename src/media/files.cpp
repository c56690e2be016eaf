// Keeps picture files on a local disk.
#include "media/files.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "media/media.hpp"
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace media::files {
namespace {

namespace fs = std::filesystem;

// Between the upload and the commit lie seconds at most.
constexpr base::Time grace = 10 * base::minute;

// Putting and discarding the same content must not cross: the file would be gone although a picture was just told its name.
std::mutex changing;

[[noreturn]] void fail(std::string const& what) { throw std::system_error(errno, std::generic_category(), what); }

void make_durable(std::string const& path, int flags) {
    auto file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
    auto worked = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!worked) fail("media.folder");
}

void write_new(std::string const& path, std::string_view content) {
    auto file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) fail("media.folder");
    bool worked = true;
    while (worked && !content.empty()) {
        auto written = ::write(file, content.data(), content.size());
        worked = written > 0 || (written < 0 && errno == EINTR);
        if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
    }
    worked = worked && ::fsync(file) == 0;
    auto why = errno;
    ::close(file);
    if (worked) return;
    ::unlink(path.c_str());
    errno = why;
    fail("media.folder");
}

// Milliseconds since the file was put; negative when there is none.
base::Time age_of(std::string const& path) {
    struct stat about;
    if (::stat(path.c_str(), &about) != 0) return -1;
    return std::max<base::Time>(0, base::clock_now() - about.st_mtim.tv_sec * base::second);
}

}  // namespace

bool is_name(std::string_view name) {
    auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return name.size() == 70 && std::ranges::all_of(name.substr(0, 2), is_hex) && name[2] == '/' &&
           std::ranges::all_of(name.substr(3, 62), is_hex) && name.ends_with(".webp");
}

std::string path_of(std::string_view name) { return folder() + "/" + std::string(name); }

std::string put(std::string_view content) {
    auto hash = crypto::hex(crypto::sha256(content));
    auto name = hash.substr(0, 2) + "/" + hash.substr(2) + ".webp";
    auto path = path_of(name), aside = folder() + "/" + crypto::hex(crypto::random_bytes(16)) + ".new";
    std::lock_guard lock(changing);
    fs::create_directories(fs::path(path).parent_path());
    write_new(aside, content);
    if (::rename(aside.c_str(), path.c_str()) != 0) fail("media.folder");  // also renews the moment of a file that is there
    make_durable(fs::path(path).parent_path(), O_DIRECTORY);
    make_durable(folder(), O_DIRECTORY);
    return name;
}

bool discard(std::string_view name) {
    auto path = path_of(name);
    std::lock_guard lock(changing);
    auto age = age_of(path);
    if (age >= 0 && age < grace) return false;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail("media.folder");
    return true;
}

void sweep(std::function<bool(std::string const& name)> const& is_used) {
    for (auto const& entry : fs::recursive_directory_iterator(folder())) {
        if (!entry.is_regular_file() || age_of(entry.path()) < base::day) continue;
        auto name = fs::relative(entry.path(), folder()).string();
        if (is_name(name) && !is_used(name)) discard(name);
        if (name.ends_with(".new")) ::unlink(entry.path().c_str());
    }
}

}  // namespace media::files
