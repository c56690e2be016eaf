// What the picture worker gives up before it looks at a stranger's bytes.
#pragma once

namespace sandbox {

// Processor time, memory, files, the network; dies with the server.
void limit_resources();
// From here on only memory, threads, and files that are already open. Where the kernel has no seccomp, the limits remain.
void close_the_doors();

}  // namespace sandbox
