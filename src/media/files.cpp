// Names of files, and which store they go to.
#include "media/files.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/file_hash.hpp"
#include "media/disk.hpp"
#include "media/media.hpp"
#include "media/s3.hpp"
#include <algorithm>
#include <array>
#include <filesystem>
#include <sys/stat.h>

namespace media::files {
namespace {

namespace fs = std::filesystem;

constexpr std::array types = {
    Type{".webp", "image/webp"}, Type{".jpg", "image/jpeg"}, Type{".png", "image/png"}, Type{".mp4", "video/mp4"}, Type{".mp3", "audio/mpeg"},
};

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Milliseconds since the file was written; negative when there is none.
base::Time age_of(std::string const& path) {
    struct stat about;
    if (::stat(path.c_str(), &about) != 0) return -1;
    return std::max<base::Time>(0, base::clock_now() - about.st_mtim.tv_sec * base::second);
}

void note(std::string const& name) {
    if (auto known = catalogue()) known->put(name);
}

void erase(std::string const& name) {
    disk::remove(path_of(name));  // with S3 as well: a copy may lie there
    if (s3::is_set()) s3::remove(name);
}

bool discard_one(Catalogue& known, std::string const& name) {
    if (!known.doom(name)) return false;
    erase(name);
    known.remove(name);
    return true;
}

// What a crash left behind, and files from before there was a catalogue.
void sweep_folder(Catalogue& known) {
    for (auto const& entry : fs::recursive_directory_iterator(folder())) {
        std::error_code gone;
        if (!entry.is_regular_file(gone) || gone || age_of(entry.path()) < base::day) continue;
        auto name = fs::relative(entry.path(), folder()).string();
        if (name.ends_with(".new")) disk::remove(entry.path());
        else if (name.starts_with("incoming/") && !known.is_incoming_used(name.substr(9))) disk::remove(entry.path());
        else if (is_name(name) && !s3::is_set() && !known.knows(name)) discard_one(known, name);
        else if (is_name(name) && s3::is_set()) disk::remove(entry.path());  // copies are fetched again when somebody asks
    }
}

}  // namespace

Type const* type_of(std::string_view name) {
    auto known = std::ranges::find_if(types, [&](Type const& each) { return name.ends_with(each.ending); });
    return known == types.end() ? nullptr : &*known;
}

bool is_name(std::string_view name) {
    auto type = type_of(name);
    return type && name.size() == 65 + type->ending.size() && is_hex(name.substr(0, 2)) && name[2] == '/' && is_hex(name.substr(3, 62));
}

std::string path_of(std::string_view name) { return folder() + "/" + std::string(name); }

std::string name_for(std::string_view content, std::string_view ending) {
    auto hash = crypto::hex(crypto::sha256(content));
    return hash.substr(0, 2) + "/" + hash.substr(2) + std::string(ending);
}

std::string with_ending(std::string_view name, std::string_view ending) { return std::string(name.substr(0, name.rfind('.'))) + std::string(ending); }

std::string put(std::string_view content, std::string_view ending) {
    auto name = name_for(content, ending);
    put_as(name, content);
    return name;
}

void put_as(std::string const& name, std::string_view content) {
    note(name);
    if (s3::is_set()) s3::put(name, std::string(content), type_of(name)->type);
    else disk::write(path_of(name), content);
}

std::string hash_of_file(std::string const& path) { return crypto::hex(crypto::sha256_of_file(path)); }

std::string put_file(std::string const& path, std::string_view ending) {
    auto hash = hash_of_file(path);
    auto name = hash.substr(0, 2) + "/" + hash.substr(2) + std::string(ending);
    note(name);
    if (s3::is_set()) s3::put(name, disk::read(path), type_of(name)->type);
    else disk::move_in(path, path_of(name));
    return name;
}

bool discard(std::string const& name) {
    auto known = catalogue();
    if (!known || !discard_one(*known, name)) return false;
    if (!name.ends_with(".webp")) discard_one(*known, with_ending(name, ".webp"));
    return true;
}

void sweep() {
    auto known = catalogue();
    if (!known) return;
    known->each_older_than(base::day, [&](std::string const& name) {
        if (is_name(name) && !known->is_used(name)) discard_one(*known, name);
    });
    sweep_folder(*known);
}

std::string new_incoming() { return crypto::hex(crypto::random_bytes(16)); }

std::string incoming_path(std::string_view name) { return folder() + "/incoming/" + std::string(name); }

void remove_incoming(std::string_view name) {
    if (name.size() == 32 && is_hex(name)) disk::remove(incoming_path(name));
}

}  // namespace media::files
