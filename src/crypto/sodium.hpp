// libsodium, ready to use: it must be initialized once before anything is asked of it.
#pragma once
#include <sodium.h>
#include <stdexcept>
#include <string>
#include <string_view>

namespace crypto {

inline void sodium_ready() {
    static bool const ready = [] {
        if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialized: is there no source of random numbers?");
        return true;
    }();
    static_cast<void>(ready);
}

// The same bytes under the type that C libraries want.
inline unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
inline unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace crypto
