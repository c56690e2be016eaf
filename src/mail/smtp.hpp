// Handing a letter to a mail server.
#pragma once
#include "base/result.hpp"
#include <string>

namespace mail {

// `from` and `to` are bare addresses. Refuses with what went wrong, for the log of the job.
base::Result<base::Done> hand_over(std::string const& server, std::string const& from, std::string const& to, std::string const& message);

}  // namespace mail
