// The rules of custom emoji, and finding them in texts.
#include "emojis/emojis.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "emojis/queries.hpp"
#include "emojis/schema.hpp"
#include <algorithm>
#include <cctype>

namespace emojis {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::size_t shortest = 2, longest = 30, most_in_a_text = 50;

bool is_name_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool is_word_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == ':' || static_cast<unsigned char>(c) >= 0x80; }

Emoji emoji_in(db::Row const& row) {
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4), row.boolean(5), row.boolean(6)};
}

Result<Done> check(std::string_view shortcode, std::string_view category) {
    bool fits = shortcode.size() >= shortest && shortcode.size() <= longest && std::ranges::all_of(shortcode, is_name_letter);
    if (!fits) return refuse_field("shortcode", "ERR_INVALID", "A shortcode has 2 to 30 letters, digits and underscores.");
    if (category.size() > 100) return refuse_field("category", "ERR_TOO_LONG", "A category is at most 100 characters long.");
    return Done{};
}

std::string absolute(std::string const& address) { return address.starts_with('/') ? base::site_url() + address : address; }

auto no_such_emoji() { return refuse(Why::not_found, "There is no such emoji."); }

}  // namespace

Result<Emoji> add(db::Write& write, std::string_view shortcode, std::string_view asked_category, bool visible_in_picker, media::Prepared const& image) {
    auto category = base::trim(base::normalize(asked_category));
    TRY(check(shortcode, category));
    auto still = image.still.empty() ? image.file : image.still;
    if (write.run(sql::insert_emoji, {write.new_id<base::Id<Emoji>>(), shortcode, category, image.file, still, visible_in_picker}) == 0)
        return refuse_field("shortcode", "ERR_TAKEN", "There is an emoji of this name already.");
    media::hold(write, image);
    auto made = *find(write, shortcode);
    write.emit(Changed{made.id});
    return made;
}

Result<Emoji> change(db::Write& write, std::string_view shortcode, Change const& wanted) {
    if (wanted.category) TRY(check(shortcode, *wanted.category));
    if (write.run(sql::change_emoji, {shortcode, wanted.category, wanted.visible_in_picker, wanted.enabled}) == 0) return no_such_emoji();
    auto changed = *find(write, shortcode);
    write.emit(Changed{changed.id});
    return changed;
}

Result<Done> remove(db::Write& write, std::string_view shortcode) {
    auto gone = find(write, shortcode);
    if (!gone) return no_such_emoji();
    write.run(sql::delete_emoji, {shortcode});
    media::Prepared image;
    image.file = gone->file;
    image.still = gone->still;
    media::let_go(write, image);
    write.emit(Changed{gone->id});
    return Done{};
}

std::vector<Emoji> all(db::Read& read) { return read.rows(sql::all_emojis, {}, emoji_in); }

std::optional<Emoji> find(db::Read& read, std::string_view shortcode) {
    // Whatever came in an address: what cannot be a shortcode is none, and is no text for a database either.
    if (!std::ranges::all_of(shortcode, is_name_letter)) return std::nullopt;
    return read.one(sql::emoji_named, {shortcode}, emoji_in);
}

std::vector<std::string_view> shortcodes_in(std::string_view text) {
    std::vector<std::string_view> found;
    for (auto at = text.find(':'); at != text.npos && found.size() < most_in_a_text; at = text.find(':', at)) {
        auto begin = at + 1, end = begin;
        while (end < text.size() && is_name_letter(text[end])) ++end;
        bool closed = end < text.size() && text[end] == ':' && end - begin >= shortest && end - begin <= longest;
        bool alone = closed && (at == 0 || !is_word_letter(text[at - 1])) && (end + 1 == text.size() || !is_word_letter(text[end + 1]));
        if (alone) found.push_back(text.substr(begin, end - begin));
        // The colon that closed this one opens none.
        at = alone ? end + 1 : end;
    }
    return found;
}

std::vector<Emoji> in(db::Read& read, std::vector<std::string_view> const& texts, std::string_view domain) {
    std::vector<std::string_view> names;
    for (auto text : texts)
        for (auto name : shortcodes_in(text))
            if (names.size() < most_in_a_text && std::ranges::find(names, name) == names.end()) names.push_back(name);
    std::vector<Emoji> used;
    for (auto name : names)
        if (auto emoji = find(read, name, domain); emoji && emoji->enabled) used.push_back(std::move(*emoji));
    return used;
}

std::string as_json(std::vector<Emoji> const& emojis) {
    base::Json json;
    json.array();
    for (auto const& each : emojis) {
        json.object().pair("shortcode", each.shortcode).pair("url", absolute(each.address())).pair("static_url", absolute(each.still_address()));
        json.pair("visible_in_picker", each.visible_in_picker).key("category");
        (each.category.empty() ? json.null() : json.value(each.category)).end();
    }
    return json.end().take();
}

}  // namespace emojis
