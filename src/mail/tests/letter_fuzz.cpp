// Any letter becomes well-formed text that reads back as itself, and any text can be read.
#include "base/text.hpp"
#include "mail/letter.hpp"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t count) {
    std::string const text(reinterpret_cast<char const*>(bytes), count);
    (void)mail::read_message(text);
    auto const message = mail::message({text, text, text}, text, text, text);
    for (std::size_t at = 0; (at = message.find_first_of("\r\n", at)) != message.npos; at += 2)
        if (message.compare(at, 2, "\r\n") != 0) std::abort();
    int headers = 0;
    for (auto line : base::split(std::string_view(message).substr(0, message.find("\r\n\r\n")), '\n'))
        if (!line.starts_with(' ')) ++headers;
    if (headers != 9) std::abort();
    auto expected = base::normalize(text);
    if (!expected.ends_with('\n')) expected += '\n';
    if (mail::read_message(message).text != expected) std::abort();
    return 0;
}
