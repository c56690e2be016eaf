// Reads a query. What it does not understand is a word to look for: nobody is refused for a colon.
#include "search/asked.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "search/words.hpp"
#include <algorithm>
#include <array>

namespace search {
namespace {

constexpr std::size_t most_terms = 24;  // of one query: each costs a walk through the index

struct Part {
    std::string text;
    bool without = false, phrase = false;
};

std::vector<Part> parts_of(std::string_view text) {
    std::vector<Part> parts;
    for (std::size_t i = 0; i < text.size() && parts.size() < most_terms;) {
        if (text[i] == ' ' || text[i] == '\t' || text[i] == '\n') {
            ++i;
            continue;
        }
        Part part;
        if (text[i] == '-' && i + 1 < text.size() && text[i + 1] != ' ') {
            part.without = true;
            ++i;
        }
        part.phrase = text[i] == '"';
        auto start = part.phrase ? i + 1 : i;
        auto end = std::min(part.phrase ? text.find('"', start) : text.find_first_of(" \t\n", start), text.size());
        part.text = text.substr(start, end - start);
        parts.push_back(std::move(part));
        i = end + (part.phrase ? 1 : 0);
    }
    return parts;
}

// The moment a day begins, in UTC; nothing when it is no date.
std::optional<base::Time> day(std::string_view text) { return text.size() == 10 ? base::parse_iso8601(text) : std::nullopt; }

std::string quoted(std::string_view token) { return '"' + std::string(token) + '"'; }

class Reader {
public:
    explicit Reader(Asker const& asker) : asker_(asker) {}

    Asked read(std::string_view text) {
        auto parts = parts_of(text);
        for (auto const& part : parts)  // the language of the words, wherever it stands
            if (!part.phrase && !part.without && part.text.starts_with("language:")) language_ = part.text.substr(9);
        for (auto const& part : parts) take(part);
        if (!wanted_.empty()) {
            for (auto const& each : wanted_) asked_.match += (asked_.match.empty() ? "" : " AND ") + each;
            if (!unwanted_.empty()) {
                std::string any;
                for (auto const& each : unwanted_) any += (any.empty() ? "" : " OR ") + each;
                asked_.match = "(" + asked_.match + ") NOT (" + any + ")";
            }
        }
        if (impossible_) asked_.match.clear();
        return asked_;
    }

private:
    void put(Part const& part, std::string term) { (part.without ? unwanted_ : wanted_).push_back(std::move(term)); }

    void take(Part const& part) {
        auto colon = part.text.find(':');
        if (!part.phrase && colon != part.text.npos && colon + 1 < part.text.size() &&
            take_operator(part, part.text.substr(0, colon), part.text.substr(colon + 1)))
            return;
        if (!part.phrase && part.text.starts_with('#') && part.text.size() > 1) return put(part, quoted(hashtag_token(std::string_view(part.text).substr(1))));
        auto words = words_of(part.text);
        if (words.empty()) return;
        // What is written without spaces comes as pairs: together they are the word.
        if (words.size() > 1) return put(part, phrase(words));
        put(part, part.phrase ? quoted("w" + base::fold_plain(words.front())) : any_form(words.front()));
    }

    static std::string phrase(std::vector<std::string> const& words) {
        std::string joined;
        for (auto const& word : words) joined += (joined.empty() ? "" : " + ") + quoted("w" + base::fold_plain(word));
        return "(" + joined + ")";
    }

    // The asker may write in another language than the site shows: English is tried as well.
    std::string any_form(std::string const& word) const {
        std::vector<std::string> forms{"w" + base::fold_plain(word)};
        auto add = [&](std::string form) {
            if (std::ranges::find(forms, form) == forms.end()) forms.push_back(std::move(form));
        };
        for (auto language : {std::string_view(language_.empty() ? asker_.language : language_), std::string_view("en")}) {
            auto root = stem(word, language);
            if (root.empty()) continue;
            add("s" + root);
            add("w" + root);
        }
        std::string any;
        for (auto const& form : forms) any += (any.empty() ? "" : " OR ") + quoted(form);
        return forms.size() == 1 ? any : "(" + any + ")";
    }

    bool take_operator(Part const& part, std::string_view name, std::string_view value) {
        if (name == "from") return take_author(part, value);
        if (name == "has") return take_one_of(part, "p", value, {"media", "image", "video", "audio", "poll", "link"}, {"embed", "link"});
        if (name == "is") return take_one_of(part, "k", value, {"reply", "sensitive"}, {});
        if (name == "language" && std::ranges::all_of(value, [](char c) { return base::is_letter_or_digit(static_cast<unsigned char>(c)) || c == '-'; })) {
            put(part, quoted("l" + base::fold(value.substr(0, value.find('-')))));
            return true;
        }
        if (name == "in") return take_place(value);
        return !part.without && take_date(name, value);
    }

    bool take_author(Part const& part, std::string_view handle) {
        auto author = handle == "me" ? std::optional(asker_.account) : asker_.find(handle);
        if (author && *author) put(part, quoted("f" + author->text()));
        else if (!part.without) impossible_ = true;  // nobody of that name wrote anything
        return true;
    }

    bool take_one_of(Part const& part, std::string_view mark, std::string_view value, std::initializer_list<std::string_view> known,
                     std::pair<std::string_view, std::string_view> also) {
        if (value == also.first) value = also.second;
        if (value.empty() || std::ranges::find(known, value) == known.end()) return false;
        put(part, quoted(std::string(mark) + std::string(value)));
        return true;
    }

    bool take_place(std::string_view value) {
        if (value == "library") asked_.only_library = true;
        else if (value == "public") asked_.only_public = true;
        else if (value != "all") return false;
        return true;
    }

    bool take_date(std::string_view name, std::string_view value) {
        auto begins = day(value);
        if (!begins) return false;
        auto first = base::first_id_at(*begins), next = base::first_id_at(*begins + base::day);
        if (name == "before") asked_.before = first;
        else if (name == "after") asked_.after = next;
        else if (name == "during") {
            asked_.before = next;
            asked_.after = first;
        } else return false;
        return true;
    }

    Asker const& asker_;
    Asked asked_;
    std::string language_;
    std::vector<std::string> wanted_, unwanted_;
    bool impossible_ = false;
};

}  // namespace

Asked understand(std::string_view text, Asker const& asker) { return Reader(asker).read(text); }

}  // namespace search
