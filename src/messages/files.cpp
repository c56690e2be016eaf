// What is attached to a message: taken by what its bytes are, sealed like the words.
#include "base/text.hpp"
#include "messages/inside.hpp"
#include "messages/queries.hpp"
#include <algorithm>
#include <fstream>
#include <iterator>

namespace messages {

namespace {

constexpr int longest_name = 120;

bool is_plain_text(std::string_view content) {
    return base::is_utf8(content) && std::ranges::none_of(content, [](unsigned char c) { return (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f; });
}

std::string name_in(std::string_view typed) {
    auto name = base::is_utf8(typed) ? base::trim(base::normalize(typed.substr(0, 1000))) : std::string();
    if (!base::is_utf8(name)) name.clear();
    std::ranges::replace_if(name, [](unsigned char c) { return c < ' ' || c == '/' || c == '\\'; }, '_');
    name = base::shorten(name, longest_name);
    return name.empty() ? "file" : name;
}

}  // namespace

std::string type_of(std::string_view content) {
    if (content.starts_with("%PDF-")) return "application/pdf";
    if (content.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
    if (content.starts_with("\xff\xd8\xff")) return "image/jpeg";
    if (content.starts_with("\x47\x49\x46\x38")) return "image/gif";
    if (content.starts_with("RIFF") && content.size() > 12 && content.substr(8, 4) == "WEBP") return "image/webp";
    return is_plain_text(content) ? "text/plain" : "";
}

base::Result<std::vector<File>> checked_files(std::vector<File> const& given) {
    if (given.size() > most_attachments) return base::refuse_field("files", "ERR_TOO_LONG", "At most four files go with a message.");
    std::vector<File> made;
    for (auto const& each : given) {
        if (each.content.empty()) return base::refuse_field("files", "ERR_BLANK", "This file is empty.");
        if (each.content.size() > largest_attachment) return base::refuse_field("files", "ERR_TOO_LONG", "This file is too large: up to 5 MB are taken.");
        auto type = type_of(each.content);
        if (type.empty()) return base::refuse_field("files", "ERR_INVALID", "Only pictures, PDF and plain text are taken.");
        made.push_back({name_in(each.name), std::move(type), each.content});
    }
    return made;
}

void keep_files(db::Write& write, records::Key const& key, ThreadId thread, MessageId message, std::vector<File> const& files) {
    for (auto const& each : files) {
        auto const id = write.new_id<base::Id<struct FileTag>>().value;
        write.run(sql::insert_file, {id, message, thread, key.seal(each.type + "\n" + each.name, about("file", id)), std::ssize(each.content), key.seal(each.content, about("content", id))});
    }
}

// Read before the handler, so that the writer does not wait for the disk.
base::Result<base::Done> take_files(http::Request& request, db::Read&) {
    std::vector<File> made;
    for (auto const& each : request.uploads) {
        if (each.size == 0 && each.name.empty()) continue;
        if (each.size > static_cast<std::int64_t>(largest_attachment)) {
            made.push_back({each.name, {}, std::string(largest_attachment + 1, ' ')});  // refused with its field by the rule
            continue;
        }
        std::ifstream in(each.path, std::ios::binary);
        made.push_back({each.name, {}, std::string(std::istreambuf_iterator<char>(in), {})});
    }
    request.prepared.emplace_back(std::move(made));
    return base::Done{};
}

std::vector<File> files_of(http::Request const& request) {
    for (auto const& each : request.prepared)
        if (auto const* files = std::any_cast<std::vector<File>>(&each)) return *files;
    return {};
}

}  // namespace messages
