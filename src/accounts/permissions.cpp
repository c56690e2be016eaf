// What an app may do, in plain words.
#include "accounts/permissions.hpp"
#include "accounts/pages.hpp"
#include "base/text.hpp"
#include "http/smart_scopes.hpp"
#include <algorithm>

namespace accounts {

namespace {

struct Permission { std::string_view scope, sentence; };

constexpr Permission permissions[] = {
    {"read", "See everything that you can see here, your private posts and notifications too"},
    {"read:accounts", "See profiles, and your own settings"},
    {"read:blocks", "See whom you block"},
    {"read:bookmarks", "See what you saved"},
    {"read:favourites", "See what you support"},
    {"read:filters", "See what you filter out"},
    {"read:follows", "See whom you follow"},
    {"read:lists", "See your lists"},
    {"read:mutes", "See whom you mute"},
    {"read:notifications", "See your notifications"},
    {"read:search", "Search for you"},
    {"read:statuses", "See posts that you can see, private ones too"},
    {"write", "Do everything that you can do here: post, follow, change your profile"},
    {"write:accounts", "Change your profile"},
    {"write:blocks", "Block people for you"},
    {"write:bookmarks", "Save posts for you"},
    {"write:conversations", "Mark conversations as read, and remove them"},
    {"write:favourites", "Support posts for you"},
    {"write:filters", "Change what you filter out"},
    {"write:follows", "Follow people for you"},
    {"write:lists", "Change your lists"},
    {"write:media", "Upload pictures for you"},
    {"write:mutes", "Mute people for you"},
    {"write:notifications", "Clear your notifications"},
    {"write:reports", "Report posts for you"},
    {"write:statuses", "Post for you, and delete your posts"},
    {"follow", "Change whom you follow, block and mute"},
    {"push", "Send you notifications"},
    {"profile", "See your name and picture, and nothing else"},
    {"crypto", "Hold keys for messages"},
    {"care:read", "See your care here: plans, appointments and messages with care teams"},
    {"care:write", "Act in your care here: complete tasks, answer questionnaires, add measurements"},
    {"admin:read", "See what administrators see"},
    {"admin:write", "Do what administrators do"},
    {"openid", "See your name and picture, and nothing else"},
    {"offline_access", "Keep this access while you are away"},
};

// Of SMART on FHIR: what may be read, and what may be written, of one type. Places of care are open to everybody.
struct OfRecords { std::string_view type, reads, writes; };
constexpr OfRecords of_records[] = {
    {"*", "See everything of your care here: appointments, messages, plans, measurements, and who saw them", "Book and cancel appointments, answer questionnaires and add measurements for you"},
    {"Appointment", "See your appointments", "Book, move and cancel appointments for you"},
    {"Patient", "See your name, birth date and phone number as your care teams know them", ""},
    {"Communication", "See your messages with care teams", "Write to care teams for you"},
    {"CarePlan", "See your care plans", ""},
    {"Goal", "See the goals of your care plans", ""},
    {"Task", "See the tasks of your care plans", "Tick off tasks of your care plans"},
    {"QuestionnaireResponse", "See your answers to questionnaires", "Answer questionnaires for you"},
    {"Observation", "See your measurements", "Add measurements for you"},
    {"Consent", "See whom you allowed to see your records", ""},
    {"AuditEvent", "See who looked at your records", ""},
};

// The sentences of one such scope; none for what is open to everybody.
void add_records(html::Words const& words, html::Safe& list, http::SmartScope const& scope) {
    auto const found = std::ranges::find(of_records, scope.type, &OfRecords::type);
    if (found == std::end(of_records)) return;
    if (scope.rights & (http::smart_read | http::smart_search)) words.fill(list, pages::Permission{.sentence = words.plain(found->reads)});
    if (scope.rights & (http::smart_create | http::smart_update | http::smart_delete) && !found->writes.empty()) words.fill(list, pages::Permission{.sentence = words.plain(found->writes)});
}

}  // namespace

html::Safe permissions_in_words(html::Words const& words, std::string_view scopes) {
    html::Safe list;
    for (auto scope : base::split(scopes, ' ')) {
        auto found = std::ranges::find(permissions, scope, &Permission::scope);
        // The finer ones of administrators are told by what they belong to.
        if (found == std::end(permissions) && scope.starts_with("admin:"))
            found = std::ranges::find(permissions, scope.substr(0, scope.find(':', 6)), &Permission::scope);
        if (auto const smart = http::smart_scope(scope)) add_records(words, list, *smart);
        if (found != std::end(permissions)) words.fill(list, pages::Permission{.sentence = words.plain(found->sentence)});
    }
    return list;
}

}  // namespace accounts
