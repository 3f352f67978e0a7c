#pragma once

#include "findings/row.hpp"

namespace sasyncd {

/// A row in one allocation of about the size of its text, for the thousands that wait for a publish (a `Row` keeps all
/// of its page).
class PackedRow {
public:
    PackedRow() = default;
    explicit PackedRow(Row const& row);

    [[nodiscard]] Row unpack() const;
    /// Without a copy: good while this lives where it is.
    [[nodiscard]] Row peek() const;
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

private:
    std::string bytes_;
};

}  // namespace sasyncd
