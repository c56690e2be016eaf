// Tells the rest of the program what was committed. Subscribing happens while the program starts.
#pragma once
#include "base/event.hpp"
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace bus {

class Bus {
public:
    Bus();
    ~Bus();

    // Runs on the committing thread, before the answer leaves: memory only, short, in commit order.
    template <base::IsEvent E>
    void at_once(std::function<void(E const&)> act) {
        add_at_once(E::kind, [act = std::move(act)](base::Event const& event) { act(base::from_event<E>(event)); });
    }

    // Runs soon after, on the bus's own thread, in commit order: may read the database and render.
    template <base::IsEvent E>
    void soon(std::function<void(E const&)> act) {
        add_soon(E::kind, [act = std::move(act)](base::Event const& event) { act(base::from_event<E>(event)); });
    }

    void publish(std::span<base::Event const>);  // given to db::Database::on_commit
    void drain();  // waits until everything published so far has run; for tests and for stopping
    void stop();

private:
    using Act = std::function<void(base::Event const&)>;
    void add_at_once(std::string_view kind, Act);
    void add_soon(std::string_view kind, Act);
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace bus
