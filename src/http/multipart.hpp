// Reads multipart/form-data as it arrives, holding back no more than a boundary's length. Knows no files: see body.hpp.
#pragma once
#include "base/result.hpp"
#include <string>
#include <string_view>

namespace http {

struct PartHead {
    std::string name;
    std::string file_name;
    std::string type = "text/plain";
    bool is_file = false;
};

class PartSink {
public:
    virtual base::Result<base::Done> begin_part(PartHead const&) = 0;
    virtual base::Result<base::Done> part_bytes(std::string_view) = 0;
    virtual base::Result<base::Done> end_part() = 0;

protected:
    ~PartSink() = default;
};

class Multipart {
public:
    Multipart(std::string_view boundary, PartSink& sink) : delimiter_("\r\n--" + std::string(boundary)), sink_(sink) {}
    base::Result<base::Done> take(std::string_view);
    base::Result<base::Done> finish() const;  // refuses a body that ended early

private:
    enum class State { before, after_delimiter, head, content, done };
    enum class Step { go_on, need_more };
    base::Result<Step> step();
    base::Result<Step> look_for_delimiter();
    base::Result<Step> read_head();

    std::string const delimiter_;
    PartSink& sink_;
    // The first delimiter may stand at the very start, where no line break comes before it: we put one there.
    std::string held_ = "\r\n";
    State state_ = State::before;
};

}  // namespace http
