// Runs a program on a stranger's file and waits for it no longer than it deserves.
#pragma once
#include "base/id.hpp"
#include <functional>
#include <string>
#include <vector>

namespace media::process {

struct Task {
    std::vector<std::string> command;  // the program's path first
    int input = -1;                    // becomes its standard input; -1: /dev/null
    base::Time patience = 0;           // milliseconds
    std::size_t largest_output = 0;
    std::function<bool()> given_up = {};  // asked now and then; true ends it
};

struct Outcome {
    bool in_time = false;  // it ended by itself, and its output was not too much
    int exit = -1;         // its status when it ended by itself
    int signal = 0;        // what killed it
    bool given_up = false;
    std::string output;
    bool worked() const { return in_time && exit == 0; }
};

Outcome run(Task const&);  // throws when the program cannot be started

std::string beside_us(std::string const& program);  // its path in the folder of the server's own program

}  // namespace media::process
