// oEmbed: how a provider describes a page for embedding. Its markup is never passed on: of a player, only the address of
// its frame is taken, and only from hosts that an administrator named.
#pragma once
#include "links/links.hpp"
#include <string>
#include <string_view>

namespace links {

// Adds what the answer (JSON) says to the card; `image` gets a picture's address when it names one.
void add_oembed(Card&, std::string& image, std::string_view json, std::string const& url);

// <iframe> in our own words for a frame from an allowed host; "" otherwise.
std::string frame_of(std::string_view html, int width, int height, std::string const& url);

}  // namespace links
