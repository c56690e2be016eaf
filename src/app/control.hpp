// The way from a command to the server that runs on the same data folder: a socket in it that only its owner may use.
// SQLite allows one writing process (docs/decisions), so a command lets the server do the work.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct Outcome {
    int status = 0;  // of the process
    std::string out, err;
};

using Arguments = std::vector<std::string>;

// Asks the server that listens in this folder; nothing when there is none.
std::optional<Outcome> ask_server(std::string const& folder, Arguments const&);

// The server's end: runs each command on a thread of its own, one after another.
class Control {
public:
    Control(std::string const& folder, std::function<Outcome(Arguments const&)> run);  // throws std::runtime_error
    ~Control();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace app
