// The store of files: named by their content, written once, never changed; in a folder or on S3-compatible storage.
#pragma once
#include "db/database.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace media::files {

// Our own record of what a file is: the ending of its name, which we gave it.
struct Type {
    std::string_view ending, type;  // ".webp", "image/webp"
};
Type const* type_of(std::string_view name);  // nothing for endings we never give

bool is_name(std::string_view);  // ab/<62 hex digits>.webp and the like, and nothing else: safe to add to the folder
std::string path_of(std::string_view name);
std::string name_for(std::string_view content, std::string_view ending);
std::string with_ending(std::string_view name, std::string_view ending);  // the name of what lies beside it

// Gives the name; durable when it returns. Throws when the store is broken.
std::string put(std::string_view content, std::string_view ending);
void put_as(std::string const& name, std::string_view content);
std::string put_file(std::string const& path, std::string_view ending);  // by moving or sending it
std::string hash_of_file(std::string const& path);  // SHA-256 in hex, without holding it all

// Removes a file, and the WebP beside it, unless it is used or was put a short while ago: somebody may be about to store
// it. Says whether it is gone.
bool discard(std::string const& name);

// Removes everything older than a day that nothing uses: uploads that were refused afterwards, broken writes.
void sweep();

// Uploads on their way to becoming files: in the folder `incoming`, under names of 32 hex digits.
std::string new_incoming();
std::string incoming_path(std::string_view name);
void remove_incoming(std::string_view name);

// Which files there are and which of them go: in the database, where putting and discarding can wait for each other.
class Catalogue {
public:
    explicit Catalogue(db::Database& database) : database_(database) {}
    void put(std::string const& name);   // before the file is written. Throws when it is just being removed
    bool doom(std::string const& name);  // from here on nobody may put it; false when it is used or was put lately
    void remove(std::string const& name);  // the doomed file is gone
    bool knows(std::string const& name);
    bool is_used(std::string const& name);
    void each_older_than(base::Time, std::function<void(std::string const&)> const&);
    bool is_incoming_used(std::string const& name);
    db::Database& database() { return database_; }

private:
    db::Database& database_;
};
// The one of this process, as long as its jobs run.
void use(std::weak_ptr<Catalogue>);
std::shared_ptr<Catalogue> catalogue();

}  // namespace media::files
