// Finds passwords that a program would try early: well-known words, runs of keys and digits, and the person's own names.
//
// A list of leaked passwords holds few of 15 characters; most of those are a common word that was padded. So what is
// common is taken away, and what is left must be long enough to count.
#include "accounts/inside.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <array>
#include <utility>

namespace accounts {

namespace {

// Longest first where one begins another: what is taken away first counts.
constexpr std::string_view common_words[] = {
    "correcthorsebatterystaple", "thequickbrownfox", "areyoukiddingme", "administrator", "passwordpassword", "congratulations", "mypasswordis",
    "trustnoone", "trustno1", "thisismypassword", "changemeplease", "changeme", "letmeinnow", "letmein", "iloveyousomuch", "iloveyou", "loveyou",
    "passphrase", "passwort", "password", "passwd", "passw", "motdepasse", "contrasena", "wachtwoord", "senha", "parola", "kennwort", "secret",
    "welcome", "willkommen", "bienvenue", "bienvenido", "benvenuto", "qwertyuiop", "qwerty", "qwertz", "azerty", "asdfghjkl", "asdfgh", "asdf",
    "zxcvbnm", "zxcvbn", "yxcvbnm", "qazwsxedc", "qazwsx", "1q2w3e4r5t", "1q2w3e4r", "1qaz2wsx", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "abcdefg",
    "abcdef", "abcd", "abc", "admin", "root", "login", "guest", "default", "master", "superman", "spiderman", "batman", "pokemon", "starwars",
    "princess", "sunshine", "rainbow", "butterfly", "flower", "chocolate", "cookie", "cheese", "banana", "football", "baseball", "basketball",
    "soccer", "hockey", "liverpool", "arsenal", "chelsea", "barcelona", "realmadrid", "juventus", "monkey", "dragon", "shadow", "hunter",
    "killer", "ninja", "jordan", "michael", "michelle", "jennifer", "jessica", "ashley", "daniel", "andrew", "joshua", "matthew", "charlie",
    "thomas", "robert", "anthony", "william", "nicole", "samantha", "elizabeth", "victoria", "alexander", "christian", "jesuschrist", "jesus",
    "blessed", "angel", "family", "mother", "father", "friends", "forever", "freedom", "whatever", "computer", "internet", "samsung", "google",
    "facebook", "linkedin", "instagram", "mastodon", "whatsapp", "twitter", "youtube", "microsoft", "windows", "apple", "android", "summer",
    "winter", "spring", "autumn", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "hospital", "healthcare", "health", "clinic",
    "patient", "doctor", "nurse", "medical", "medicine", "pharmacy", "community", "network", "social", "salve", "hello", "world", "test",
    "demo", "user", "temp", "system", "server", "please", "thankyou", "mypass", "this", "is", "my", "the", "for", "and", "you", "love", "god"};

constexpr std::string_view runs[] = {"abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "1234567890"};

// Digits and signs that stand for letters in many people's passwords.
char plain_letter(char c) {
    switch (c) {
    case '0': return 'o';
    case '1': case '!': return 'i';
    case '3': return 'e';
    case '4': case '@': return 'a';
    case '5': case '$': return 's';
    case '7': return 't';
    default: return c;
    }
}

bool repeats_itself(std::string_view text) {
    for (std::size_t period = 1; period <= 6 && period * 2 <= text.size(); ++period) {
        bool same = true;
        for (std::size_t i = period; i < text.size() && same; ++i) same = text[i] == text[i - period];
        if (same) return true;
    }
    return false;
}

void take_away(std::string& text, std::string_view word) {
    if (word.size() < 2) return;
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at)) text.replace(at, word.size(), " ");
}

// Neighbours on a keyboard or in the alphabet, four or more in a row, in either direction.
void take_runs_away(std::string& text) {
    constexpr std::size_t shortest = 4;
    for (auto run : runs) {
        std::string backward(run.rbegin(), run.rend());
        for (std::string_view direction : {run, std::string_view(backward)})
            for (std::size_t length = direction.size(); length >= shortest; --length)
                for (std::size_t start = 0; start + length <= direction.size(); ++start) take_away(text, direction.substr(start, length));
    }
}

std::size_t letters_left(std::string text, About const& about) {
    take_runs_away(text);
    auto email = base::fold_plain(about.email);
    auto site = base::fold_plain(base::site_name());
    auto username = base::fold_plain(about.username);
    for (auto own : {std::string_view(username), std::string_view(email), std::string_view(email).substr(0, email.find('@')), std::string_view(site)}) {
        if (own.size() >= 3) take_away(text, own);
        std::string joined(own);
        std::erase_if(joined, [](char c) { return c == ' ' || c == '_' || c == '.' || c == '-'; });
        if (joined.size() >= 3) take_away(text, joined);
    }
    for (auto word : common_words) take_away(text, word);
    std::array<bool, 256> seen{};
    std::size_t count = 0;
    for (char c : text) {
        bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
        // A letter that was there before adds little; digits are a date or a telephone number.
        if (letter && !std::exchange(seen[static_cast<unsigned char>(c)], true)) ++count;
    }
    return count;
}

}  // namespace

bool is_common_password(std::string_view password, About const& about) {
    auto text = base::fold_plain(password);
    std::erase(text, ' ');
    if (repeats_itself(text)) return true;
    std::string as_letters = text;
    std::ranges::transform(as_letters, as_letters.begin(), plain_letter);
    constexpr std::size_t fewest = 4;
    return letters_left(text, about) < fewest || letters_left(as_letters, about) < fewest;
}

}  // namespace accounts
