// Writes files so that neither a crash nor a full disk leaves half of one under its name.
#include "media/disk.hpp"
#include "crypto/crypto.hpp"
#include "db/database.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace media::disk {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(int error) {
    auto kind = error == ENOSPC || error == EDQUOT ? db::Broken::Kind::full : db::Broken::Kind::other;
    throw db::Broken(kind, std::string("media: ") + std::strerror(error));
}

void make_durable(std::string const& path, int flags) {
    auto file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
    auto worked = file >= 0 && ::fsync(file) == 0;
    auto why = errno;
    if (file >= 0) ::close(file);
    if (!worked) fail(why);
}

void write_new(std::string const& path, std::string_view content) {
    auto file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) fail(errno);
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
    fail(why);
}

}  // namespace

void write(std::string const& path, std::string_view content) {
    auto folder = fs::path(path).parent_path();
    auto aside = (folder.parent_path() / (crypto::hex(crypto::random_bytes(16)) + ".new")).string();
    fs::create_directories(folder);
    write_new(aside, content);
    move_in(aside, path);
}

void move_in(std::string const& from, std::string const& path) {
    auto folder = fs::path(path).parent_path();
    fs::create_directories(folder);
    make_durable(from, 0);
    if (::rename(from.c_str(), path.c_str()) != 0) fail(errno);
    make_durable(folder, O_DIRECTORY);
    make_durable(folder.parent_path(), O_DIRECTORY);
}

void remove(std::string const& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(errno);
}

std::string read(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) fail(ENOENT);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace media::disk
