#pragma once

#include "random.hpp"
#include "row.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd::simulator {

// A row under change.
class RowEdit {
public:
    explicit RowEdit(Row const& row) : json_{row.json()}, k8s_namespace_{row.k8s_namespace()} {}

    std::string const& json() const { return json_; }

    // Sets a field to a JSON value, or takes it away.
    void set(std::string_view field, std::optional<std::string_view> value);
    void set_text(std::string_view field, std::string_view value);
    void move_time(std::string_view field, std::int64_t by_ms);

    // Changes how the row is written and nothing of what it says: null, missing and empty are one, members may
    // come in any order, HighLight may be formatted otherwise, Id is not in every reply.
    void make_noise(Random& random);

    Row finish() &&;

private:
    std::string json_;
    Name k8s_namespace_;
};

}  // namespace sasyncd::simulator
