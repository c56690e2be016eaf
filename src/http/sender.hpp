// An answer on its way out: head, body, shared pieces and a file, without copying any of them together.
#pragma once
#include "http/connection.hpp"

namespace http {

class Sender {
public:
    // Settles what only now can be known (a file's size, its range) and writes the head. The exchange must outlive it.
    explicit Sender(Exchange&);
    ~Sender();
    Sender(Sender const&) = delete;

    enum class Outcome { all, blocked, failed };
    Outcome push(int socket);  // as far as the socket takes it
    std::int64_t sent() const { return sent_; }

private:
    void open_file(Exchange&);
    Outcome push_memory(int socket);
    Outcome push_file(int socket);

    Response const& response_;
    std::string head_;
    std::size_t pieces_ = 0;   // how many of: head, body, pieces
    std::size_t piece_ = 0;    // the one being sent
    std::size_t offset_ = 0;   // within it
    int file_ = -1;
    std::int64_t file_offset_ = 0, file_left_ = 0;
    std::int64_t sent_ = 0;
};

}  // namespace http
