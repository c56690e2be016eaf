// What an operation gives back when it may be refused: a value, or the reason why not.
#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace base {

// `http` alone maps these to a status: 422, 401, 403, 404, 409, 410, 413, 429, 503.
enum class Why { invalid, unauthorized, forbidden, not_found, conflict, gone, too_large, too_many, unavailable };

// One field of a form that cannot be taken. `code` is Mastodon's (ERR_BLANK, ERR_TAKEN, ERR_TOO_LONG ...).
struct FieldError {
    std::string field;
    std::string code;
    std::string message;  // the catalog key: plain English, shown translated
};

// Why something was refused. Messages are shown to the person who asked and never hold private data.
struct Refusal {
    Why why = Why::invalid;
    std::string message;
    std::vector<FieldError> fields;  // empty unless a form's fields are at fault
    std::int64_t retry_after_seconds = 0;  // only with too_many and unavailable
};

struct Done {};

template <class T>
using Result = std::expected<T, Refusal>;

// A refusal about one named field.
inline std::unexpected<Refusal> refuse_field(std::string field, std::string code, std::string message) {
    auto whole = message;
    return std::unexpected(Refusal{Why::invalid, std::move(whole), {{std::move(field), std::move(code), std::move(message)}}});
}

inline std::unexpected<Refusal> refuse(Why why, std::string message) {
    return std::unexpected(Refusal{why, std::move(message), {}});
}

}  // namespace base

// Unwraps a Result, or returns its refusal from the enclosing function.
#define TRY(expression)                                                    \
    __extension__({                                                        \
        auto outcome_ = (expression);                                      \
        if (!outcome_) return std::unexpected(std::move(outcome_.error())); \
        std::move(*outcome_);                                              \
    })
