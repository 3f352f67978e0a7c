#pragma once

#include "settings/reader.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// Both ends count; `or_zero` lets 0 stand for "off" or "the default" below `least`.
template <class T>
struct Range {
    T least;
    T most;
    bool or_zero = false;

    [[nodiscard]] bool holds(T const& value) const {
        return (value >= least && value <= most) || (or_zero && value == T{});
    }
};

using DurationRange = Range<std::chrono::milliseconds>;

/// What is wrong with a text; empty where nothing is.
using TextCheck = std::function<std::optional<std::string>(std::string_view)>;

// Each reads one key into `target`, which keeps its value where the key is not in the file or is at fault.

void read_flag(MapReader& map, std::string const& key, bool& target);
void read_text(MapReader& map, std::string const& key, std::string& target);
/// Text of a certain shape; a fault quotes the text as it was written, so not for secrets.
void read_checked(MapReader& map, std::string const& key, std::string& target, TextCheck const& check,
                  std::string const& expected);
void read_fraction(MapReader& map, std::string const& key, double& target, Range<double> range);
void read_duration(MapReader& map, std::string const& key, std::chrono::milliseconds& target,
                   DurationRange range);
void read_size(MapReader& map, std::string const& key, std::uint64_t& target, Range<std::uint64_t> range);
void read_count(MapReader& map, std::string const& key, std::uint64_t& target, Range<std::uint64_t> range);
void read_count(MapReader& map, std::string const& key, std::uint32_t& target, Range<std::uint32_t> range);
/// Text, `${NAME}`, or `file:` and a credential file's name, whose path goes to `file`. Faults never quote it.
void read_secret(MapReader& map, std::string const& key, Secret& target, std::string* file = nullptr);
/// A path, taken relative to the settings file's folder; it must be a readable file. Empty: none.
void read_file_path(MapReader& map, std::string const& key, std::string& target);

/// The index in `names` of one value; a fault, and empty, where it is none of them.
[[nodiscard]] std::optional<std::size_t> read_choice(Value const& value,
                                                     std::vector<std::string> const& names);
/// The texts of a list, each of which `check` has nothing against, none of them twice. Empty where the value is no
/// list or anything in it is at fault.
[[nodiscard]] std::optional<std::vector<std::string>> read_list(Value const& value, TextCheck const& check,
                                                                std::string const& expected);

}  // namespace sasyncd
