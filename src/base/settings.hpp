// Settings, each declared once, beside the code that obeys it:
//
//     inline base::Setting<std::int64_t> longest_post{"posts.longest", 3000, "How many characters a post may have."};
//
// The declaration gives parsing, the environment variable (SALVE_POSTS_LONGEST), the paragraph in `salve settings`
// and in config/example.toml. Values are set while the program starts; an administrator may change some of them later. What
// was read before stays valid: a value is never taken away, only another one is put in its place.
#pragma once
#include "base/result.hpp"
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace base {

class AnySetting {
public:
    AnySetting(std::string_view name, std::string_view about);  // registers itself
    AnySetting(AnySetting const&) = delete;
    std::string_view name() const { return name_; }    // "posts.longest": the table and key in the TOML file
    std::string_view about() const { return about_; }  // one paragraph
    std::string environment_variable() const;          // SALVE_POSTS_LONGEST
    virtual Result<Done> set(std::string_view text) = 0;  // refused with what would be taken
    virtual std::string text() const = 0;              // as TOML writes it
    virtual std::string default_text() const = 0;

protected:
    ~AnySetting() = default;

private:
    std::string_view const name_, about_;
};

// T is std::int64_t, bool or std::string.
template <class T>
class Setting final : public AnySetting {
public:
    Setting(std::string_view name, T fallback, std::string_view about)
        : AnySetting(name, about), default_(std::move(fallback)), value_(&default_) {}
    T const& operator()() const { return *value_.load(std::memory_order_acquire); }
    void change(T value);  // from any thread
    Result<Done> set(std::string_view text) override;
    std::string text() const override;
    std::string default_text() const override;

private:
    T const default_;
    std::atomic<T const*> value_;
    std::vector<std::unique_ptr<T const>> others_;  // every value that ever held, once each
};

std::vector<AnySetting*> all_settings();  // ordered by name
AnySetting* find_setting(std::string_view name);

// What the whole product must know of itself.
inline Setting<std::string> site_url{"server.url", "http://localhost:8080",
    "The address people and other servers reach this server at, without a slash at the end. It is part of every post's address: do not change it later."};
inline Setting<std::string> site_name{"server.name", "Salve", "The server's name, shown at the top of every page and in apps."};
inline Setting<std::string> site_about{"server.about", "A social network that healthcare runs for itself.", "One sentence that says who runs this server and for whom."};

std::string site_domain();  // host and port of site_url: localhost:8080
bool site_is_secure();      // whether site_url is https

}  // namespace base
