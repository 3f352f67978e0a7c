#pragma once

#include "names.hpp"
#include "row.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sasyncd::simulator {

// Makes rows of every kind. Row n of a (seed, account, site) is always the same, however many are asked for.
// Four rows in a row belong to one image, container group or scan target; no two share a row key.
class Generator {
public:
    Generator(std::uint64_t seed, std::string_view account, Site site);

    Row make(std::uint64_t number) const;
    std::vector<Row> make(std::uint64_t first, std::uint64_t count) const;

    // The regions in which this site's image rows lie; the last one is in no list of the documentation.
    static std::vector<std::string> regions(Site site);

private:
    struct Group;

    Group group_of(std::uint64_t number) const;
    Row make(std::uint64_t number, Group const& group) const;

    std::uint64_t seed_;
    std::uint64_t id_base_;
    Site site_;
};

// The sample number's MD5, the same for every account and site, since malware is.
std::string malicious_md5(std::uint64_t sample);

// What DescribeGroupedMaliciousFiles says of a MaliciousMd5.
std::string malware_name(std::string_view md5);
std::string malware_key(std::string_view md5);

}  // namespace sasyncd::simulator
