// Countries and areas by the names that readers know.
#include "base/text.hpp"
#include "html/frame.hpp"
#include <algorithm>
#include <set>
#include <unicode/locid.h>

namespace html {

std::vector<Region> regions(Words const& words) {
    thread_local std::pair<std::string, std::vector<Region>> kept;  // a reader's next page asks for the same
    if (kept.first == words.locale()) return kept.second;
    std::vector<Region> all;
    icu::Locale const reader(std::string(words.locale()).c_str());
    for (auto const* const* code = icu::Locale::getISOCountries(); *code; ++code) {
        icu::UnicodeString name;
        Region region{*code, {}};
        icu::Locale("", *code).getDisplayCountry(reader, name).toUTF8String(region.name);
        all.push_back(std::move(region));
    }
    std::ranges::sort(all, {}, [](Region const& each) { return base::fold_plain(each.name); });
    kept = {std::string(words.locale()), all};
    return all;
}

bool is_region(std::string_view code) {
    static auto const all = [] {
        std::set<std::string, std::less<>> codes;
        for (auto const* const* each = icu::Locale::getISOCountries(); *each; ++each) codes.emplace(*each);
        return codes;
    }();
    return all.contains(code);
}

std::string own_name_of(std::string_view language) {
    icu::Locale const locale(std::string(language).c_str());
    icu::UnicodeString name;
    std::string made;
    locale.getDisplayLanguage(locale, name).toUTF8String(made);
    return language.size() > 3 || made == language ? std::string() : made;
}

}  // namespace html
