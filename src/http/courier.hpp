// Many requests at once to many machines, from one thread: connections are kept and used again. Every check of fetch()
// holds; redirects are not followed, since a signature names its address.
#pragma once
#include "http/client.hpp"
#include <cstdint>
#include <memory>
#include <vector>

namespace http {

class Courier {
public:
    explicit Courier(int kept_connections = 256);  // that stay open when nothing is sent over them
    ~Courier();
    Courier(Courier const&) = delete;

    // Takes a request on its way; `token` names it when it ends. What cannot even begin ends at the next wait().
    void send(std::int64_t token, Fetch);
    std::size_t on_their_way() const;

    struct Ended { std::int64_t token; base::Result<Fetched> answer; };
    // Moves everything along; gives what ended. Comes back after `milliseconds` at the latest, and at once after wake().
    std::vector<Ended> wait(int milliseconds);
    void wake();  // from any thread

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace http
