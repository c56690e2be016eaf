// Where the record of a test's moderators keeps its keys; gone with the program.
#pragma once
#include "mail/mail.hpp"
#include "moderation/moderation.hpp"
#include <filesystem>
#include <string>
#include <unistd.h>

namespace testing_people {

struct RecordKeys {
    std::string folder = (std::filesystem::temp_directory_path() / ("salve-record-" + std::to_string(::getpid()))).string();
    RecordKeys() {
        std::filesystem::create_directories(folder);
        use();
    }
    // Again, after a site of another test kept its own. Letters are not sealed, so that tests read them.
    void use() const {
        moderation::keep_keys_in(folder + "/keys", folder + "/root");
        mail::keep_keys_in({});
    }
    ~RecordKeys() { std::filesystem::remove_all(folder); }
};
inline RecordKeys const record_keys;

}  // namespace testing_people
