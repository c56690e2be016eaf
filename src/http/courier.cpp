// Many exchanges over one libcurl multi handle. Used by one thread, wake() excepted.
#include "http/courier.hpp"
#include "http/client_exchange.hpp"
#include <stdexcept>
#include <unordered_map>

namespace http {

namespace {
constexpr long milliseconds_to_connect = 5'000;
constexpr std::size_t most_spare_handles = 256;
}  // namespace

using namespace outward;

struct Courier::Inside {
    struct Parcel {
        std::int64_t token = 0;
        Fetch fetch;
        Address address;
        Owned<curl_slist> headers;
        Exchange exchange;
        Owned<CURL> easy;
    };
    struct FreeMulti { void operator()(CURLM* multi) const { curl_multi_cleanup(multi); } };  // libcurl calls both kinds void
    std::unique_ptr<CURLM, FreeMulti> multi;
    std::unordered_map<CURL*, std::unique_ptr<Parcel>> under_way;
    std::vector<Owned<CURL>> spare;
    std::vector<Ended> ended;

    Owned<CURL> handle() {
        if (spare.empty()) return Owned<CURL>(curl_easy_init());
        auto easy = std::move(spare.back());
        spare.pop_back();
        curl_easy_reset(easy.get());
        return easy;
    }

    base::Result<std::unique_ptr<Parcel>> prepared(Fetch fetch) {
        auto parcel = std::make_unique<Parcel>();
        parcel->fetch = std::move(fetch);
        auto url = TRY(parsed_url(parcel->fetch));
        parcel->address = TRY(address_of(url.get()));
        parcel->headers = TRY(header_list(parcel->fetch));
        parcel->easy = handle();
        if (!parcel->easy) throw std::runtime_error("libcurl gives no handle");
        auto* easy = parcel->easy.get();
        prepare(easy, parcel->fetch, parcel->address, parcel->headers.get(), parcel->exchange, parcel->fetch.milliseconds);
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds_to_connect);
        return parcel;
    }

    void end(CURL* easy, CURLcode code) {
        auto found = under_way.find(easy);
        auto parcel = std::move(found->second);
        under_way.erase(found);
        curl_multi_remove_handle(multi.get(), easy);
        auto& exchange = parcel->exchange;
        if (code == CURLE_OK) {
            exchange.answer.status = status_of(easy);
            exchange.answer.url = parcel->address.url;
            ended.push_back({parcel->token, std::move(exchange.answer)});
        } else {
            ended.push_back({parcel->token, std::unexpected(refusal_for(code, exchange))});
        }
        if (spare.size() < most_spare_handles) spare.push_back(std::move(parcel->easy));
    }
};

Courier::Courier(int kept_connections) : inside_(std::make_unique<Inside>()) {
    start_curl();
    inside_->multi.reset(curl_multi_init());
    if (!inside_->multi) throw std::runtime_error("libcurl gives no handle");
    curl_multi_setopt(inside_->multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(kept_connections));
}

Courier::~Courier() {
    for (auto& [easy, parcel] : inside_->under_way) curl_multi_remove_handle(inside_->multi.get(), easy);
}

void Courier::send(std::int64_t token, Fetch fetch) {
    auto prepared = inside_->prepared(std::move(fetch));
    if (!prepared) {
        inside_->ended.push_back({token, std::unexpected(prepared.error())});
        return;
    }
    auto parcel = std::move(*prepared);
    parcel->token = token;
    auto* easy = parcel->easy.get();
    inside_->under_way.emplace(easy, std::move(parcel));
    if (curl_multi_add_handle(inside_->multi.get(), easy) != CURLM_OK) throw std::runtime_error("libcurl takes no more requests");
}

std::size_t Courier::on_their_way() const { return inside_->under_way.size(); }

std::vector<Courier::Ended> Courier::wait(int milliseconds) {
    auto* multi = inside_->multi.get();
    int running = 0, queued = 0;
    curl_multi_perform(multi, &running);
    auto take_ended = [&] {
        while (auto* message = curl_multi_info_read(multi, &queued))
            if (message->msg == CURLMSG_DONE) inside_->end(message->easy_handle, message->data.result);
    };
    take_ended();
    if (inside_->ended.empty()) {
        curl_multi_poll(multi, nullptr, 0, milliseconds, nullptr);
        curl_multi_perform(multi, &running);
        take_ended();
    }
    return std::exchange(inside_->ended, {});
}

void Courier::wake() { curl_multi_wakeup(inside_->multi.get()); }

}  // namespace http
