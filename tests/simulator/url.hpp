#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sasyncd::simulator {

using Parameters = std::map<std::string, std::string>;
using ParameterList = std::vector<std::pair<std::string, std::string>>;

// RFC 3986: only A-Z a-z 0-9 - _ . ~ stay as they are.
std::string percent_encode(std::string_view text);

// `form` also turns + into a space, as in a form body.
std::string percent_decode(std::string_view text, bool form = false);

// The pairs of a query or form body, decoded, in the order in which they came.
ParameterList parse_query(std::string_view query, bool form = false);

// The first value wins where a name comes twice.
Parameters to_parameters(ParameterList const& list);

}  // namespace sasyncd::simulator
