#include "aliyun/row_fault.hpp"

#include "findings/key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

/// Texts that the database has in an index, which takes no more.
constexpr std::size_t kLongestIndexed = 512;
constexpr std::array kIndexed = {Text::malicious_md5,    Text::level,     Text::repo_region_id,
                                 Text::repo_instance_id, Text::repo_name, Text::repo_namespace};
constexpr std::array kOfImageKeys = {Text::image_uuid, Text::digest,    Text::target_type, Text::target_id,
                                     Text::image,      Text::host_uuid, Text::container_id};

std::string length_fault(Row const& row) {
    auto const is_long = [&](Text field) { return row[field].size() > kLongestIndexed; };
    auto const told = [](Text field) {
        return fmt::format("{} is longer than {} bytes", kTextNames[static_cast<std::size_t>(field)],
                           kLongestIndexed);
    };
    for (auto const field : kIndexed)
        if (is_long(field))
            return told(field);
    if (std::none_of(kOfImageKeys.begin(), kOfImageKeys.end(), is_long))
        return {};
    auto const key = image_key_of(row);
    bool const is_long_key = key && key->text.size() > 2 * kLongestIndexed;
    return is_long_key ? "the image's key is longer than 1024 bytes" : std::string();
}

}  // namespace

std::string row_fault(Row const& row) {
    if (row[Text::malicious_md5].empty())
        return "no MaliciousMd5";
    if (row[Text::image_uuid].empty() && !image_key_of(row))
        return "nothing to tell the image by";
    return length_fault(row);
}

}  // namespace sasyncd
