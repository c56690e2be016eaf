// Uploads before a decoder sees them, and what is refused at sight.
#include "media/files.hpp"
#include "media/inside.hpp"
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace media {

Opened::Opened(std::string const& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "an upload cannot be read");
}

Opened::Opened(std::string_view bytes, int) : file_(::memfd_create("picture", MFD_CLOEXEC)) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "no memory for a picture");
    for (std::size_t done = 0; done < bytes.size();) {
        auto written = ::write(file_, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "no memory for a picture");
        if (written > 0) done += static_cast<std::size_t>(written);
    }
    ::lseek(file_, 0, SEEK_SET);
}

Opened::~Opened() { ::close(file_); }

std::string Opened::bytes(std::size_t most) const {
    std::string whole(most + 1, '\0');
    std::size_t size = 0;
    for (ssize_t step; size < whole.size() && (step = ::pread(file_, whole.data() + size, whole.size() - size, static_cast<off_t>(size))) > 0;)
        size += static_cast<std::size_t>(step);
    whole.resize(size);
    return whole;
}

base::Refusal unreadable(std::string const& field) {
    return base::refuse_field(field, "ERR_INVALID", "This file is not a picture we can read. Choose a PNG, JPEG, WebP or GIF file.").error();
}

base::Refusal damaged(std::string const& field) {
    return base::refuse_field(field, "ERR_INVALID", "This picture is damaged or incomplete. Try to save or export it again.").error();
}

base::Result<Seen> check_picture(std::string const& field, std::string_view bytes, std::int64_t most_bytes, std::int64_t most_pixels_here) {
    if (static_cast<std::int64_t>(bytes.size()) > most_bytes)
        return base::refuse_field(field, "ERR_TOO_LARGE", "This file is too large. Choose a picture of at most " + std::to_string(most_bytes >> 20) + " MB.");
    auto seen = look_at(bytes);
    if (!seen) return std::unexpected(unreadable(field));
    if (seen->height > most_pixels_here / seen->width)  // a product could overflow
        return base::refuse_field(field, "ERR_TOO_LARGE", "This picture has too many pixels. Choose one of at most " + std::to_string(most_pixels_here / 1'000'000) + " million, such as 5,000 by 5,000.");
    return *seen;
}

std::string put_pair(Plain const& any, Plain const& webp) {
    auto name = files::put(any.file, ending_of(any.file));
    if (!webp.file.empty()) files::put_as(files::with_ending(name, ".webp"), webp.file);
    return name;
}

base::Result<Attachment> make_image(std::string const& field, Opened const& file) {
    auto output = decode(file.number(), "attachment");
    auto made = output ? sort_out(*output) : std::nullopt;
    if (!made || made->small_any.file.empty() || made->webp.file.empty() || made->blurhash.empty() || made->any.width > 3840 || made->any.height > 3840 ||
        made->small_any.width > 640 || made->small_any.height > 640)
        return std::unexpected(damaged(field));
    Attachment image{.kind = Kind::image, .state = State::ready};
    // A WebP that moves goes on moving; every app that reads one shows that.
    auto const& shown = made->moving.file.empty() ? made->any : made->moving;
    image.file = made->moving.file.empty() ? put_pair(made->any, made->webp) : files::put(made->moving.file, ".webp");
    image.preview = put_pair(made->small_any, made->small_webp);
    image.size = {shown.width, shown.height};
    image.preview_size = {made->small_any.width, made->small_any.height};
    image.blurhash = made->blurhash;
    image.type = files::type_of(image.file)->type;
    image.bytes = static_cast<std::int64_t>(shown.file.size());
    return image;
}

}  // namespace media
