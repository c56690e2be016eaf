// The server's key file as a room keeps it: where it is, and opened once something is to be sealed.
#pragma once
#include "crypto/crypto.hpp"
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

namespace crypto {

// Any thread.
class KeptSealer {
public:
    void keep_in(std::string key_file) {
        std::scoped_lock const lock(mutex_);
        file_ = std::move(key_file);
        sealer_.reset();
    }
    std::string file() const {  // "" before anybody said where it is
        std::scoped_lock const lock(mutex_);
        return file_;
    }
    // Throws std::logic_error when nobody said where it is, and what Sealer throws. A server that seals nothing needs no file.
    std::shared_ptr<Sealer const> get() const {
        std::scoped_lock const lock(mutex_);
        if (file_.empty()) throw std::logic_error("nobody said where keys are kept");
        if (!sealer_) sealer_ = std::make_shared<Sealer const>(file_);
        return sealer_;
    }

private:
    mutable std::mutex mutex_;  // guards the rest
    std::string file_;
    mutable std::shared_ptr<Sealer const> sealer_;
};

}  // namespace crypto
