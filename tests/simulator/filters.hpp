#pragma once

#include "row.hpp"
#include "settings.hpp"
#include "url.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sasyncd::simulator {

// The request parameters that narrow an answer (api.md 1.1), as far as the settings honour them.
class Filter {
public:
    Filter() = default;
    Filter(Parameters const& parameters, Settings const& settings);

    bool is_empty() const { return key_.empty(); }

    // Two filters with one key choose the same rows.
    std::string const& key() const { return key_; }

    // Set where only rows of this MaliciousMd5 can match (in lower case: an index may be asked first).
    std::optional<std::string> const& md5() const { return md5_; }

    bool matches(Row const& row) const;

private:
    struct FieldTest {
        std::string_view field;
        std::string wanted;
        bool is_fuzzy;
    };

    void note(std::string_view name, std::string_view value);
    bool is_visible(Row const& row) const;

    std::string key_;
    std::optional<std::string> md5_;
    std::string md5_as_asked_;
    bool md5_ignores_case_ = true;
    std::optional<std::vector<Name>> levels_;
    std::optional<Name> status_;
    std::optional<Name> region_;
    std::optional<Name> k8s_namespace_;
    std::vector<std::string> scan_range_;
    std::vector<Name> hidden_statuses_;
    std::vector<std::string> hidden_kinds_;
    std::vector<FieldTest> fields_;
};

std::string lower(std::string_view text);

// Whether the operation knows this parameter.
bool is_known_parameter(std::string_view name);

}  // namespace sasyncd::simulator
