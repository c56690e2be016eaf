// Between the files of records.
#pragma once
#include "crypto/crypto.hpp"
#include "records/records.hpp"
#include <memory>

namespace records {

std::shared_ptr<crypto::Sealer const> sealer();  // of the key file
std::string root_file();                         // beside it: what the log's first keys follow from
std::vector<Access> accesses_of_others(db::Read&, AccountId patient, std::int64_t before, int limit);  // what the patient did left out

}  // namespace records
