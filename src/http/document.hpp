// JSON that other machines sent, read within limits. What is not there reads as nothing: no question about it throws.
#pragma once
#include "base/result.hpp"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

class Document {
public:
    Document() = default;
    // Refused (invalid): no JSON, or nested deeper than 32.
    static base::Result<Document> read(std::string_view);

    bool is_there() const { return at_ != nullptr; }  // and not null
    bool is_object() const;
    bool is_list() const;
    bool is_text() const;
    Document operator[](std::string_view key) const;  // of an object; nothing for anything else
    std::string_view text() const;                    // "" when it is no text; lives as long as a document of this tree
    std::optional<std::int64_t> integer() const;      // also from a fraction or a text; nothing past 2^53
    std::optional<double> number() const;
    bool flag() const;                                // false when it is no truth value
    std::vector<Document> list(std::size_t most = 1000) const;  // the elements; one thing is a list of itself
    std::vector<std::pair<std::string_view, Document>> members(std::size_t most = 100) const;
    std::string written() const;                      // as JSON again

private:
    Document(std::shared_ptr<void const> tree, void const* at) : tree_(std::move(tree)), at_(at) {}
    std::shared_ptr<void const> tree_;  // shared by all parts
    void const* at_ = nullptr;
};

}  // namespace http
