// What documents of actors and of posts have in common. Private to activitypub.
#pragma once
#include "activitypub/reading.hpp"

namespace activitypub {

inline constexpr std::size_t most_tags = 200;

std::string proper(std::string uri);          // "" for what is no address as we take them
base::Time moment(Document const&);           // 0 for none
std::string picture_address(Document const&); // a text, a Link, an Image with a url, or a list of them
std::string page_address(Document const&);    // the page for people: of a list of links, the one that is HTML
std::string collection(Document const&, std::string const& host_of_id);
std::vector<emojis::Remote> emojis_in(Document const&);  // named :name:, with the address of a picture

}  // namespace activitypub
