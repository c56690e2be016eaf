// A kind of resource says what it is found by and how it is listed; reading, searching, pages, versions and refusals are
// the same for all of them and made here.
#pragma once
#include "fhir/search.hpp"
#include "http/document.hpp"
#include <functional>

namespace fhir {

using base::AccountId;

// Who asks. `team`: the token (or session) reaches beyond what is one's own.
struct Asker {
    AccountId person;
    std::string app;  // "" on a page
};

struct Kind {
    std::string_view type;
    bool open = false;  // to anyone; else to the person whom it is about
    std::string_view record;  // what the log of access calls it; "": it concerns nobody
    bool names_record = false;  // its id is the record's own, not that of a part
    std::vector<Parameter> parameters;
    std::vector<std::string_view> includes;  // parameters of references that may come along
    // One; nothing when the asker may not see it.
    std::function<std::optional<Resource>(db::Read&, Asker const&, std::int64_t id)> find;
    std::function<std::optional<Resource>(std::string_view id)> find_named;  // instead, of a kind whose ids are words
    // Those after a key, so many at most and fewer only at the end, in the order of their keys. What a search asks for may
    // be left to the engine; what is narrowed here is found faster.
    std::function<std::vector<Resource>(db::Read&, Asker const&, Search const&, std::int64_t after, int limit)> list;
    std::function<base::Result<base::Done>(Search const&)> check;  // of parameters that only this kind understands
    using Change = std::function<base::Result<Resource>(db::Write&, http::Request const&, Asker const&, http::Document const&)>;
    Change create;
    // The document's id is the address's, and the version was compared.
    Change update;
};

// Each family of resources, in its own file.
void add_directory(std::vector<Kind>&);
void add_scheduling(std::vector<Kind>&);
void add_appointments(std::vector<Kind>&);
void add_messages(std::vector<Kind>&);
void add_person(std::vector<Kind>&);
void add_plans(std::vector<Kind>&);
void add_answers(std::vector<Kind>&);

std::vector<Kind> const& kinds();
Kind const* find_kind(std::string_view type);

Asker asker_of(http::Request const&);
std::string address_of(Resource const&);
std::optional<Resource> find_resource(db::Read&, Asker const&, std::string_view type, std::string_view id);

// Answers.
http::Response give(std::string body, int status = 200);  // application/fhir+json
http::Response give(Resource const&, int status = 200);   // with ETag and Last-Modified
http::Response outcome(int status, std::string_view code, std::string_view message, std::string_view field = {});
base::Result<base::Done> check_format(http::Request const&);
std::string bundle(Search const&, http::Request const&, std::vector<Resource> const& found, std::vector<Resource> const& included, std::int64_t next);

void add_capability(http::Router::Section);
void add_operations(http::Router::Section);
void add_publishing(http::Router::Section);  // /scheduling

// What a request says in its body: a resource of this type. Refused: other media types, no JSON, another type.
base::Result<http::Document> resource_in(http::Request const&, std::string_view type);
// The id in a reference of this type: "Slot/12" or its address here.
std::optional<std::int64_t> referenced(http::Document const& reference, std::string_view type);

}  // namespace fhir
