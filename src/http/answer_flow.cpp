// Which thread does which part of an answer: memory on the loop, rules on the database's threads, and back.
#include "http/compression.hpp"
#include "http/connection.hpp"
#include "base/time.hpp"

namespace http {

namespace {

// Apps are told what is left to them; pages have nobody to tell.
bool tells_limits(Request const& request) { return request.path.starts_with("/api/"); }

// Who asks whether the server lives must not be told that it is busy: a supervisor would restart it.
bool asks_for_health(Exchange const& exchange) {
    return exchange.found.route && exchange.found.route->pattern.starts_with("/health/");
}

base::Refusal too_many(std::int64_t seconds) {
    return {base::Why::too_many, "Too many requests. Please wait a little.", {}, seconds};
}

// The server's own limit, then the route's. Counts each request once; any thread.
std::optional<base::Refusal> over_limit(Exchange& exchange) {
    if (asks_for_health(exchange)) return std::nullopt;
    auto& world = exchange.world();
    auto const& request = exchange.request;
    bool known = request.person.has_value();
    auto group = group_of(parse_address(request.address).value_or(Address{}));
    std::string_view address(reinterpret_cast<char const*>(group.data()), group.size());
    auto person = known ? "p" + std::to_string(request.person->account ? request.person->account.value : -request.person->grant) : std::string{};
    auto whose = known ? std::string_view(person) : address;
    auto now = steady_now();
    if (auto rate = known ? rate_per_person() : rate_per_address(); rate > 0) {
        auto verdict = world.limiter.take("all", whose, rate * 10, 10 * base::minute, now);
        if (tells_limits(request)) exchange.verdict = verdict;
        if (!verdict.allowed) return too_many(verdict.retry_after_seconds);
    }
    if (!exchange.found.route) return std::nullopt;
    for (auto const& limit : exchange.found.route->limits) {
        auto verdict = world.limiter.take(limit.bucket, whose, limit.times, limit.seconds * 1000, now);
        if (tells_limits(request)) exchange.verdict = verdict;
        if (!verdict.allowed) return too_many(verdict.retry_after_seconds);
    }
    return std::nullopt;
}

// Limits and access, once who asks is settled. True when the response is set. Asked once: a read that is run again after a
// conflict finds the same verdict.
bool stopped_at_gate(Exchange& exchange) {
    if (exchange.gate != Gate::unasked) return exchange.gate == Gate::closed;
    exchange.gate = Gate::closed;
    auto const& lets_in = exchange.world().options.lets_in;
    if (lets_in && !asks_for_health(exchange) && !lets_in(exchange.request.address)) {
        exchange.refuse({base::Why::forbidden, "There is no access from where you are.", {}});
    } else if (auto refusal = over_limit(exchange)) {
        exchange.refuse(*refusal);
    } else if (auto entry = exchange.found.route ? refuse_entry(*exchange.found.route, exchange.request) : std::nullopt) {
        exchange.response = std::move(*entry);
    } else {
        exchange.gate = Gate::open;
    }
    return exchange.gate == Gate::closed;
}

void settle(Exchange& exchange, db::Read& read) {
    if (exchange.settled) return;
    exchange.world().options.identify(exchange.request, read);
    exchange.settled = true;
}

bool take_from_memory(Exchange& exchange) {
    try {
        auto made = answer_from_memory(*exchange.found.route, exchange.request);
        if (!made) return false;
        exchange.response = std::move(*made);
        answer_conditionally(exchange.request, exchange.response, Tag::only_given);
        compress(exchange.request, exchange.response, Effort::quick);
    } catch (...) {
        exchange.response = answer_broken(exchange.dialect(), exchange.request, std::current_exception());
    }
    return true;
}

// What a read may do for this request, on a reader's thread: find who asks; up to the slow step; up to the answer; what
// comes after a step aside.
enum class Reading { who, before, whole, rest };
void read_for(Exchange& exchange, Reading how_far, bool& answered, db::Read& read) {
    settle(exchange, read);
    if (how_far == Reading::who) return;
    answered = stopped_at_gate(exchange);
    if (answered) return;
    if (how_far != Reading::rest)
        if (auto refusal = answer_before(*exchange.found.route, exchange.request, read)) {
            exchange.response = std::move(*refusal);
            answered = true;
        }
    if (answered || how_far == Reading::before) return;
    exchange.response = answer_by_reading(*exchange.found.route, exchange.request, read);
    answer_conditionally(exchange.request, exchange.response, Tag::make);
    compress(exchange.request, exchange.response, Effort::thorough);
    answered = true;
}

Awaitable<bool> go_reading(Exchange& exchange, Reading how_far) {
    bool answered = false;
    Start start = [&exchange, &answered, how_far](std::function<void()> done) {
        exchange.world().database.start_read([&exchange, &answered, how_far](db::Read& read) { read_for(exchange, how_far, answered, read); },
            [&exchange, done = std::move(done)](std::exception_ptr broken) {
                exchange.broken = broken;
                done();
            });
    };
    co_await elsewhere(exchange.connection.loop.shared_from_this(), std::move(start));
    if (exchange.broken) {
        exchange.response = answer_broken(exchange.dialect(), exchange.request, exchange.broken);
        answered = true;
    }
    co_return answered;
}

Awaitable<bool> go_aside(Exchange& exchange) {
    bool answered = false;
    Start start = [&exchange, &answered](std::function<void()> done) {
        exchange.world().slow.start([&exchange, &answered, done = std::move(done)] {
            try {
                if (auto refusal = answer_aside(*exchange.found.route, exchange.request)) {
                    exchange.response = std::move(*refusal);
                    answered = true;
                }
            } catch (...) {
                exchange.response = answer_broken(exchange.dialect(), exchange.request, std::current_exception());
                answered = true;
            }
            done();
        });
    };
    co_await elsewhere(exchange.connection.loop.shared_from_this(), std::move(start));
    co_return answered;
}

Awaitable<void> go_writing(Exchange& exchange) {
    Start start = [&exchange](std::function<void()> done) {
        auto work = [&exchange](db::Write& write) {
            auto changed = answer_by_writing(*exchange.found.route, exchange.request, write);
            exchange.response = std::move(changed.response);
            return changed.keep;
        };
        exchange.world().database.start_write(std::move(work), [&exchange, done = std::move(done)](std::exception_ptr broken) {
            exchange.broken = broken;
            done();
        });
    };
    co_await elsewhere(exchange.connection.loop.shared_from_this(), std::move(start));
    if (exchange.broken) exchange.response = answer_broken(exchange.dialect(), exchange.request, exchange.broken);
    else compress(exchange.request, exchange.response, Effort::quick);
}

}  // namespace

Awaitable<void> elsewhere(std::shared_ptr<Loop> loop, Start start) {
    Await token;
    co_await asio::async_initiate<Await, void()>(
        [](auto handler, std::shared_ptr<Loop> home, Start begin) {
            auto back = std::make_shared<decltype(handler)>(std::move(handler));
            begin([home, back] { asio::post(home->context, [back] { std::move(*back)(); }); });
        },
        token, std::move(loop), std::move(start));
}

bool answer_at_once(Exchange& exchange) {
    auto const* route = exchange.found.route;
    if (exchange.settled && stopped_at_gate(exchange)) return true;
    if (!route) {
        // Made only now that the person is known: a page that says "not found" shows who is signed in.
        exchange.response = std::move(find_route(exchange.world().router, exchange.request).instead.value());
        return true;
    }
    return exchange.settled && take_from_memory(exchange);
}

Awaitable<void> answer_from_database(Exchange& exchange) {
    auto const& route = *exchange.found.route;
    if (!exchange.settled && (route.quick || route.plain)) {
        bool failed = co_await go_reading(exchange, Reading::who);
        if (failed || stopped_at_gate(exchange) || take_from_memory(exchange)) co_return;
    }
    if (!route.writer && !route.aside) {
        co_await go_reading(exchange, Reading::whole);
        co_return;
    }
    if (!exchange.settled || route.before) {
        bool answered = co_await go_reading(exchange, Reading::before);
        if (answered) co_return;
    }
    if (route.aside) {
        bool answered = co_await go_aside(exchange);
        if (answered) co_return;
    }
    if (route.writer) co_await go_writing(exchange);
    else co_await go_reading(exchange, Reading::rest);
}

}  // namespace http
