// Decides which migrations are left. Pure: give it what was applied, it gives back what to do or why not.
#include "db/engine.hpp"
#include <algorithm>
#include <openssl/evp.h>

namespace db {

std::string checksum_of(std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr) != 1)
        throw Broken(Broken::Kind::other, "SHA-256 is not available");
    std::string hexadecimal;
    for (unsigned i = 0; i < size; ++i) {
        hexadecimal += "0123456789abcdef"[digest[i] >> 4];
        hexadecimal += "0123456789abcdef"[digest[i] & 15];
    }
    return hexadecimal;
}

base::Result<std::vector<PendingMigration>> plan_migrations(std::span<Schema const> schemas,
                                                            std::span<AppliedMigration const> applied) {
    std::vector<PendingMigration> pending;
    std::size_t known = 0;
    for (auto const& schema : schemas) {
        for (auto const& migration : schema.migrations) {
            auto checksum = checksum_of(migration.text);
            auto before = std::ranges::find_if(applied, [&](AppliedMigration const& each) {
                return each.capability == schema.capability && each.number == migration.number;
            });
            if (before == applied.end()) {
                pending.push_back({schema.capability, &migration, std::move(checksum)});
                continue;
            }
            ++known;
            if (before->checksum != checksum)
                return base::refuse(base::Why::conflict,
                                    "Migration " + std::to_string(migration.number) + " of " + std::string(schema.capability) +
                                        " was changed after it had been applied. Put its text back and add a new migration.");
        }
    }
    if (known != applied.size())
        return base::refuse(base::Why::conflict, "The database is newer than this program. Install the newer program, or restore a backup.");
    return pending;
}

}  // namespace db
