// The demo world: Larkspur, a fictional county that talks about health. Made through the same rules that people use.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include <string>

namespace demo {

enum class Size { small, large };

struct Options {
    Size size = Size::small;
    std::int64_t seed = 1;
    base::Time end = 0;   // the world's present, rounded down to its hour: the same seed and hour give the same bytes
    std::string folder;   // where demo-sign-ins.txt and pictures go; "" for neither
};

// Fills an empty database; refused when it holds accounts. Gives what to tell the person: the sign-ins.
// A failure on the way leaves a part of the world: throw that database away.
base::Result<std::string> build(db::Database&, Options const&);

}  // namespace demo
