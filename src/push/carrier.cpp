// One message to very many devices: many at once, over few connections, and no push service that fails holds up the others.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "http/courier.hpp"
#include "push/delivery.hpp"
#include "push/queries.hpp"
#include "push/vapid.hpp"
#include <algorithm>
#include <map>

namespace push {

namespace {

constexpr std::size_t most_at_once = 64;
constexpr std::int64_t patience = 5'000;  // milliseconds
constexpr int most_failures = 3;          // in a row; then the service has a rest
constexpr base::Time rest = base::minute;
constexpr base::Time token_kept = base::hour;

}  // namespace

// Of one push service. Used by the one thread that carries.
struct Service {
    std::string token;
    base::Time token_until = 0, rests_until = 0;
    int failures = 0;
};

struct Carrier::Inside {
    http::Courier courier{static_cast<int>(most_at_once)};
    std::map<std::string, Service, std::less<>> services;

    std::string const& token_for(Service& service, std::string_view origin, base::Time now) {
        if (service.token_until <= now) {
            service.token = vapid_token(server_keys(), origin, contact_for_services(), now);
            service.token_until = now + token_kept;
        }
        return service.token;
    }
};

Carrier::Carrier() : inside_(std::make_unique<Inside>()) {}
Carrier::~Carrier() = default;

std::vector<Outcome> Carrier::carry(std::span<Parcel const> parcels) {
    std::vector<Outcome> outcomes(parcels.size(), Outcome::again);
    std::size_t next = 0, waiting = 0;
    auto judge = [&](std::int64_t number, base::Result<http::Fetched> const& answer) {
        auto const at = static_cast<std::size_t>(number);
        outcomes[at] = outcome_of(answer);
        auto& service = inside_->services[std::string(origin_of(parcels[at].to.endpoint))];
        // A service that says "later" to one says it to the others, too.
        service.failures = outcomes[at] == Outcome::again ? service.failures + 1 : 0;
        if (service.failures >= most_failures) service.rests_until = base::clock_now() + rest, service.failures = 0;
        --waiting;
    };
    while (next < parcels.size() || waiting > 0) {
        for (; next < parcels.size() && waiting < most_at_once; ++next) {
            auto const& parcel = parcels[next];
            auto const now = base::clock_now();
            auto const origin = origin_of(parcel.to.endpoint);
            auto& service = inside_->services[std::string(origin)];
            if (service.rests_until > now || parcel.note->until <= now) continue;
            auto request = request_for(parcel.to, *parcel.note, inside_->token_for(service, origin, now), now);
            if (!request) {
                outcomes[next] = Outcome::gone;
                continue;
            }
            request->milliseconds = patience;
            inside_->courier.send(static_cast<std::int64_t>(next), std::move(*request));
            ++waiting;
        }
        if (waiting > 0)
            for (auto const& [number, answer] : inside_->courier.wait(200)) judge(number, answer);
    }
    return outcomes;
}

}  // namespace push
