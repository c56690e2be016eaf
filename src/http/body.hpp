// Where a body goes while it arrives: into memory, or part by part into files.
#pragma once
#include "http/multipart.hpp"
#include "http/parser.hpp"
#include <cstdint>
#include <memory>
#include <string>

namespace http {

class Body final : public BodySink, private PartSink {
public:
    // `largest` in bytes, all parts together. Files are made in `folder`, under names of our own.
    // `whole`: a body that is no form becomes one file.
    Body(Request&, std::int64_t largest, std::string folder, bool whole = false);
    ~Body();  // removes what was uploaded and not moved away

    base::Result<base::Done> take(std::string_view) override;
    base::Result<base::Done> finish();  // turns what arrived into fields
    std::int64_t received() const { return received_; }
    bool goes_to_disk() const { return multipart_ || whole_; }

private:
    base::Result<base::Done> begin_part(PartHead const&) override;
    base::Result<base::Done> part_bytes(std::string_view) override;
    base::Result<base::Done> end_part() override;
    void open_file(std::string const& field, std::string const& name, std::string const& type);
    void write_whole(std::string_view);

    Request& request_;
    std::int64_t const largest_;
    std::string const folder_;
    std::unique_ptr<Multipart> multipart_;  // only for multipart bodies
    std::int64_t received_ = 0;
    std::size_t parts_ = 0, text_ = 0;
    PartHead part_;
    std::string value_;
    bool whole_ = false;
    int file_ = -1;
};

}  // namespace http
