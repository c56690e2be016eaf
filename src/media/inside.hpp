// What the parts of this folder share.
#pragma once
#include "media/decoding.hpp"
#include "media/media.hpp"
#include <memory>
#include <optional>
#include <string>

namespace media {

// An open upload. Its bytes are read once; the worker is given the file itself.
class Opened {
public:
    explicit Opened(std::string const& path);
    explicit Opened(std::string_view bytes, int);  // in memory, without a name
    Opened(Opened const&) = delete;
    ~Opened();
    int number() const { return file_; }
    std::string bytes(std::size_t most) const;  // at most one byte more, so that too much is noticed

private:
    int file_;
};

base::Refusal unreadable(std::string const& field);
base::Refusal damaged(std::string const& field);
// What an upload may be before a decoder sees it.
base::Result<Seen> check_picture(std::string const& field, std::string_view bytes, std::int64_t most_bytes, std::int64_t most_pixels_here);

// The picture's two files, one beside the other; gives the name of the one that every app can show.
std::string put_pair(Plain const& any, Plain const& webp);

// A picture for a post: its files are put, and its sizes and blurhash set.
base::Result<Attachment> make_image(std::string const& field, Opened const&);

// The file goes when the change is kept and nothing else uses it.
void discard_later(db::Write&, std::string const& file);

Attachment attachment_in(db::Row const&);
std::string copying_address(Attachment const&);  // of this server: makes our copy of what another has, and shows it
void add_copying(jobs::Runner&, db::Database&);
void add_copying_route(http::Router::Section);
void let_old_copies_go(db::Database&);

void sweep_arriving(db::Database&);  // pieces of uploads that were given up

// Sound and video: films.cpp.
void convert_later(db::Write&, MediaId);
void add_conversion(jobs::Runner&, db::Database&);

}  // namespace media
