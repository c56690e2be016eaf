// Events: what happened, as a plain struct of ids. They carry ids only, so they may be stored, sent to another node and repeated.
//
//     struct Published { static constexpr std::string_view kind = "posts.published"; PostId post; AccountId author; };
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace base {

struct Event {
    std::string kind;
    std::array<std::int64_t, 4> ids{};
};

template <class E>
concept IsEvent = std::is_trivially_copyable_v<E> && sizeof(E) % sizeof(std::int64_t) == 0 && sizeof(E) <= 4 * sizeof(std::int64_t) &&
                  requires { std::string_view{E::kind}; };

template <IsEvent E>
Event to_event(E const& happened) {
    Event event{std::string(E::kind), {}};
    auto ids = std::bit_cast<std::array<std::int64_t, sizeof(E) / sizeof(std::int64_t)>>(happened);
    for (std::size_t i = 0; i < ids.size(); ++i) event.ids[i] = ids[i];
    return event;
}

template <IsEvent E>
E from_event(Event const& event) {
    std::array<std::int64_t, sizeof(E) / sizeof(std::int64_t)> ids;
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = event.ids[i];
    return std::bit_cast<E>(ids);
}

}  // namespace base
