// Between the files of records: the server's key file.
#pragma once
#include "crypto/crypto.hpp"
#include "records/records.hpp"
#include <memory>

namespace records {

std::shared_ptr<crypto::Sealer const> sealer();  // of the key file
std::string root_file();                         // beside it: what the log's first keys follow from

}  // namespace records
