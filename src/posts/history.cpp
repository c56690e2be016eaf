// What a post was before it was edited: each version with the words that came in and went out.
#include "posts/page_parts.hpp"
#include "posts/pages.hpp"
#include <algorithm>

namespace posts {
using html::Words;

namespace {

constexpr std::size_t most_words = 1500;  // of each side: the table of a comparison is their product

// Words with the space that follows them.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        auto end = text.find_first_of(" \n", at);
        end = end == text.npos ? text.size() : text.find_first_not_of(" \n", end);
        if (end == text.npos) end = text.size();
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

// Neighbours of one kind stand in one element.
class Runs {
public:
    explicit Runs(html::Safe& onto) : onto_(onto) {}
    void add(std::string_view tag, std::string_view word) {
        if (tag != tag_) end();
        tag_ = tag;
        text_ += word;
    }
    void end() {
        if (text_.empty()) return;
        if (!tag_.empty()) onto_.markup += "<" + std::string(tag_) + ">";
        html::escape(onto_.markup, text_);
        if (!tag_.empty()) onto_.markup += "</" + std::string(tag_) + ">";
        text_.clear();
    }

private:
    html::Safe& onto_;
    std::string_view tag_;
    std::string text_;
};

// The longest common run of words stays; the rest was taken out or came in.
html::Safe changes(std::string_view before, std::string_view now) {
    auto old_words = words_of(before), new_words = words_of(now);
    html::Safe made;
    if (old_words.size() > most_words || new_words.size() > most_words) {
        html::escape(made.markup, now);
        return made;
    }
    auto rows = old_words.size(), columns = new_words.size();
    std::vector<std::uint16_t> common((rows + 1) * (columns + 1));
    auto at = [&](std::size_t row, std::size_t column) -> std::uint16_t& { return common[row * (columns + 1) + column]; };
    for (auto row = rows; row-- > 0;)
        for (auto column = columns; column-- > 0;)
            at(row, column) = old_words[row] == new_words[column] ? static_cast<std::uint16_t>(at(row + 1, column + 1) + 1) : std::max(at(row + 1, column), at(row, column + 1));
    std::size_t row = 0, column = 0;
    Runs runs(made);
    while (row < rows || column < columns) {
        if (row < rows && column < columns && old_words[row] == new_words[column]) runs.add("", new_words[column]), ++row, ++column;
        else if (column == columns || (row < rows && at(row + 1, column) >= at(row, column + 1))) runs.add("del", old_words[row++]);
        else runs.add("ins", new_words[column++]);
    }
    runs.end();
    return made;
}

html::Safe shown(Words const& words, Version const& version, Version const* before, std::string const& language, base::Time now) {
    html::Safe choices;
    for (auto const& title : version.poll_options) words.fill(choices, pages::VersionChoice{.title = title});
    auto const& was = before ? before->text : version.text;
    auto const& noted = before ? before->content_note : version.content_note;
    return words.fill(pages::Version{.first = !before, .when = html::time_tag(words, version.at, now), .note = changes(noted, version.content_note),
                                     .language = language, .text = changes(was, version.text), .media = media::gallery(words, version.media, version.sensitive),
                                     .choices = choices});
}

http::Answer show_history(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    auto author = TRY(author_of(read, post));
    Words words(request.locale);
    auto all = versions(read, post.id);
    html::Safe made;
    for (auto i = all.size(); i-- > 0;) made += shown(words, all[i], i ? &all[i - 1] : nullptr, post.language, read.now);
    html::Page page{.title = words("Edits of a post by {name}", {{"name", author.name}})};
    page.main = words.fill(pages::History{.heading = page.title, .versions = made, .back = "/@" + author.handle() + "/" + post.id.text()});
    return html::page(request, read, std::move(page));
}

}  // namespace

void add_history(http::Router::Section pages) { pages.get("/@:name/:id/history", http::Open::to_anyone, show_history); }

}  // namespace posts
