// Looks through a page of somebody else's for a link back: reads tags only, in one pass, and believes nothing in comments.
#include "accounts/links_back.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <string>

namespace accounts {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// One tag, being read behind its name.
class Attributes {
public:
    Attributes(std::string_view page, std::size_t at) : page_(page), at_(at) {}

    // The next attribute; false at the tag's end.
    bool next(std::string& name, std::string& value) {
        while (more() && (is_space(page_[at_]) || page_[at_] == '/')) ++at_;
        if (!more() || page_[at_] == '>') return false;
        auto start = at_;
        while (more() && !is_space(page_[at_]) && page_[at_] != '=' && page_[at_] != '>' && page_[at_] != '/') ++at_;
        if (at_ == start) ++at_;  // a stray sign
        name = base::fold(page_.substr(start, at_ - start));
        value.clear();
        while (more() && is_space(page_[at_])) ++at_;
        if (!more() || page_[at_] != '=') return true;
        ++at_;
        while (more() && is_space(page_[at_])) ++at_;
        value = quoted_or_bare();
        return true;
    }
    std::size_t end() const { return at_; }

private:
    bool more() const { return at_ < page_.size(); }

    std::string quoted_or_bare() {
        if (more() && (page_[at_] == '"' || page_[at_] == '\'')) {
            auto close = page_.find(page_[at_], at_ + 1);
            auto text = page_.substr(at_ + 1, close == page_.npos ? page_.npos : close - at_ - 1);
            at_ = close == page_.npos ? page_.size() : close + 1;
            return std::string(text);
        }
        auto start = at_;
        while (more() && !is_space(page_[at_]) && page_[at_] != '>') ++at_;
        return std::string(page_.substr(start, at_ - start));
    }

    std::string_view const page_;
    std::size_t at_;
};

bool has_me(std::string_view relations) {
    auto words = base::split(base::fold(relations), ' ');
    return std::ranges::find(words, "me") != words.end();
}

std::string_view without_slash(std::string_view address) { return address.ends_with('/') ? address.substr(0, address.size() - 1) : address; }

std::size_t behind(std::string_view page, std::string_view end, std::size_t from) {
    auto found = page.find(end, from);
    return found == page.npos ? page.size() : found + end.size();
}

}  // namespace

bool links_back(std::string_view page, std::string_view profile) {
    std::string name, value;
    for (auto at = page.find('<'); at < page.size(); at = page.find('<', at)) {
        if (page.substr(at).starts_with("<!--")) {
            at = behind(page, "-->", at + 4);
            continue;
        }
        auto start = ++at;
        while (at < page.size() && !is_space(page[at]) && page[at] != '>' && page[at] != '/') ++at;
        auto element = base::fold(page.substr(start, std::min<std::size_t>(at - start, 20)));
        Attributes attributes(page, at);
        bool me = false, ours = false;
        while (attributes.next(name, value)) {
            if (name == "rel") me = has_me(value);
            if (name == "href") ours = without_slash(value) == without_slash(profile);
        }
        at = attributes.end();
        if ((element == "a" || element == "link") && me && ours) return true;
        if (element == "script" || element == "style") at = behind(page, "</" + element, at);
    }
    return false;
}

}  // namespace accounts
