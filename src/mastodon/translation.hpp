// Translation by another program that speaks LibreTranslate's protocol; off unless its address is set.
#pragma once

namespace mastodon {

bool translates();

}  // namespace mastodon
