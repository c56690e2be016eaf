// A few threads for work that is slow or touches the disk, so that neither the loops nor the database's threads wait for it.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

class Pool {
public:
    explicit Pool(int threads) : most_(threads) {}
    ~Pool() { stop(); }
    Pool(Pool const&) = delete;

    void start(std::function<void()>);  // any thread; must not throw
    void stop();  // lets what runs end and drops what waits

private:
    void run();

    int const most_;
    std::mutex mutex_;  // guards the rest
    std::condition_variable more_;
    std::deque<std::function<void()>> waiting_;
    std::vector<std::thread> threads_;
    int idle_ = 0;
    bool stopping_ = false;
};

}  // namespace http
