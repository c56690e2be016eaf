// Reads a file block by block through OpenSSL's digest.
#include "crypto/file_hash.hpp"
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <openssl/evp.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace crypto {

std::string sha256_of_file(std::string const& path) {
    auto file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw std::system_error(errno, std::generic_category(), "a file cannot be read");
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
    std::vector<char> block(1 << 18);
    ssize_t size;
    while ((size = ::read(file, block.data(), block.size())) > 0 || (size < 0 && errno == EINTR))
        if (size > 0) EVP_DigestUpdate(digest.get(), block.data(), static_cast<std::size_t>(size));
    auto why = errno;
    ::close(file);
    if (size < 0) throw std::system_error(why, std::generic_category(), "a file cannot be read");
    std::string hash(32, '\0');
    EVP_DigestFinal_ex(digest.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr);
    return hash;
}

}  // namespace crypto
