// S3-compatible storage: objects named as files are, requests signed with AWS Signature Version 4.
#pragma once
#include "base/settings.hpp"
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace media::s3 {

inline base::Setting<std::string> endpoint{"media.s3_endpoint", "", "Address of S3-compatible storage for media, such as https://s3.eu-central-1.amazonaws.com. Empty: files lie in media.folder."};
inline base::Setting<std::string> bucket{"media.s3_bucket", "", "The bucket that media is kept in."};
inline base::Setting<std::string> region{"media.s3_region", "us-east-1", "The region that requests to the storage are signed for."};
inline base::Setting<std::string> key_id{"media.s3_key_id", "", "The access key's id. Better given as SALVE_MEDIA_S3_KEY_ID in the environment than in a file."};
inline base::Setting<std::string> secret{"media.s3_secret", "", "The access key's secret. Better given as SALVE_MEDIA_S3_SECRET in the environment than in a file."};
inline base::Setting<std::string> public_url{"media.s3_public_url", "", "Where readers get the bucket's files, without a slash at the end. Empty: through this server."};

bool is_set();

// Each throws when the storage does not do it.
void put(std::string const& name, std::string const& content, std::string_view type);
void remove(std::string const& name);
// Gives the content; "" when there is no such object.
std::string get(std::string const& name);

// The headers that make a request authentic. Pure: `now` in Unix milliseconds.
struct Request {
    std::string method, host, path, body;
    std::vector<std::pair<std::string, std::string>> headers;  // lower case
};
std::vector<std::pair<std::string, std::string>> sign(Request, std::int64_t now);

}  // namespace media::s3
