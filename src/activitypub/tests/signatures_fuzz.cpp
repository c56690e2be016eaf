// Whatever stands in a request's signature is refused or taken, and never more than read.
#include "activitypub/signature_forms.hpp"
#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto line = text.find('\n');
    http::Request request;
    request.method = size % 2 ? "POST" : "GET";
    request.target = "/inbox?page=1";
    request.headers = {{"host", "localhost:8080"}, {"date", "Sun, 05 Jan 2014 21:31:40 GMT"}, {"digest", "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}};
    request.headers.emplace_back("signature", text.substr(0, line));
    if (line != text.npos) request.headers.emplace_back("signature-input", text.substr(line + 1));
    (void)activitypub::read_signature(request, 1'388'957'500'000);
    (void)activitypub::message_base(request, activitypub::asked_of(request), text);
    (void)activitypub::holds({}, text);
    return 0;
}
