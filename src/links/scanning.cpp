// Cuts <html>, <title>, <meta> and <link> out of a page in one pass. An HTML parser takes seconds for some pages that are
// made to hurt (deep nesting, thousands of attributes): it is given these tags only.
#include "links/page.hpp"
#include <algorithm>
#include <array>
#include <cctype>

namespace links {

namespace {

constexpr std::size_t longest_tag = 4096, longest_title = 2048, most_text = 64 * 1024;
constexpr int most_attributes = 64;

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)); }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

struct Tag {
    std::string name;
    std::size_t begin = 0, end = 0;  // of the whole <...>; end 0: it never closes
    int attributes = 0;              // at most
};

class Scanner {
public:
    explicit Scanner(std::string_view html) : html_(html) {}

    std::string run() {
        while (out_.size() < most_text) {
            at_ = html_.find('<', at_);
            if (at_ == html_.npos || at_ + 1 >= html_.size()) break;
            if (html_.substr(at_).starts_with("<!--")) { skip_past("-->"); continue; }
            if (!is_letter(html_[at_ + 1])) { ++at_; continue; }
            auto tag = read_tag();
            if (tag.end == 0) break;
            at_ = tag.end;
            take(tag);
        }
        return std::move(out_);
    }

private:
    void skip_past(std::string_view end) {
        auto found = html_.find(end, at_);
        at_ = found == html_.npos ? html_.size() : found + end.size();
    }

    Tag read_tag() const {
        Tag tag{{}, at_};
        auto i = at_ + 1;
        while (i < html_.size() && (is_letter(html_[i]) || std::isdigit(static_cast<unsigned char>(html_[i])))) tag.name += lower(html_[i++]);
        char quote = 0;
        for (; i < html_.size(); ++i) {
            auto c = html_[i];
            if (quote) { if (c == quote) quote = 0; continue; }
            if ((c == '"' || c == '\'') && html_[i - 1] == '=') quote = c;
            else if (c == '>') { tag.end = i + 1; break; }
            else if (c == '/' || std::isspace(static_cast<unsigned char>(c))) ++tag.attributes;
        }
        return tag;
    }

    // Where </name begins, or the page's end.
    std::size_t closing(std::string_view name) const {
        for (auto i = html_.find("</", at_); i != html_.npos; i = html_.find("</", i + 2)) {
            auto rest = html_.substr(i + 2, name.size());
            if (std::ranges::equal(rest, name, {}, lower)) return i;
        }
        return html_.size();
    }

    void take(Tag const& tag) {
        static constexpr std::array<std::string_view, 6> hidden = {"script", "style", "textarea", "xmp", "iframe", "noframes"};
        bool takes = tag.end - tag.begin <= longest_tag && tag.attributes <= most_attributes;
        if (takes && (tag.name == "html" || tag.name == "meta" || tag.name == "link")) out_ += html_.substr(tag.begin, tag.end - tag.begin);
        if (std::ranges::find(hidden, tag.name) != hidden.end()) at_ = closing(tag.name);
        if (tag.name != "title") return;
        auto end = closing("title");
        if (!has_title_) out_ += "<title>" + std::string(html_.substr(at_, std::min(end - at_, longest_title))) + "</title>";
        has_title_ = true;
        at_ = end;
    }

    std::string_view const html_;
    std::size_t at_ = 0;
    std::string out_;
    bool has_title_ = false;
};

}  // namespace

std::string telling_tags(std::string_view html) { return Scanner(html).run(); }

}  // namespace links
