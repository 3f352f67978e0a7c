#pragma once

#include "findings/row.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace sasyncd {

/// A field of a row: the texts in the order of `Text`, then the numbers.
enum class RowField : std::uint8_t {
    event_id = kTextCount,
    status,
    first_scan,
    latest_scan,
    latest_verify,
    unknown,
};

inline constexpr std::size_t kRowFieldCount = static_cast<std::size_t>(RowField::unknown);

[[nodiscard]] constexpr bool is_text(RowField field) {
    return static_cast<std::size_t>(field) < kTextCount;
}

/// A text that is stored as it came.
[[nodiscard]] constexpr bool is_plain_text(RowField field) {
    auto const text = static_cast<Text>(field);
    return is_text(field) && text != Text::high_light && text != Text::download_url;
}

[[nodiscard]] constexpr std::string_view row_field_name(std::size_t index) {
    constexpr std::array<std::string_view, kRowFieldCount - kTextCount> numbers = {
        "Id", "Status", "FirstScanTimestamp", "LatestScanTimestamp", "LatestVerifyTimestamp"};
    return index < kTextCount ? kTextNames[index] : numbers[index - kTextCount];
}

namespace row_fields {

inline constexpr std::size_t kSlots = 128;

/// Length and four letters tell all names of two or more letters apart; the multiplier spreads them.
constexpr std::size_t slot_of(std::string_view name, std::uint64_t multiplier) {
    auto const letter = [&](std::size_t i) {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(name[i]));
    };
    auto const mixed = static_cast<std::uint64_t>(name.size()) | (letter(0) << 8) |
                       (letter(name.size() > 3 ? 3 : 1) << 16) | (letter(name.size() - 2) << 24) |
                       (letter(name.size() - 1) << 32);
    return static_cast<std::size_t>((mixed * multiplier) >> 57);
}

struct Table {
    std::uint64_t multiplier = 0;  // 0: none found
    std::array<std::uint8_t, kSlots> fields{};
};

constexpr bool fill(Table& table, std::uint64_t multiplier) {
    table.multiplier = multiplier;
    table.fields.fill(static_cast<std::uint8_t>(RowField::unknown));
    for (std::size_t i = 0; i < kRowFieldCount; ++i) {
        auto& slot = table.fields[slot_of(row_field_name(i), multiplier)];
        if (slot != static_cast<std::uint8_t>(RowField::unknown))
            return false;
        slot = static_cast<std::uint8_t>(i);
    }
    return true;
}

/// A perfect hash, found by the compiler.
constexpr Table make_table() {
    Table table;
    std::uint64_t multiplier = 0x9E3779B97F4A7C15;
    for (int attempt = 0; attempt < 4000;
         ++attempt, multiplier = multiplier * 6364136223846793005U + 1442695040888963407U)
        if (fill(table, multiplier | 1U))
            return table;
    return {};
}

inline constexpr Table kTable = make_table();
static_assert(kTable.multiplier != 0);

}  // namespace row_fields

/// `unknown` for a name that no field has.
[[nodiscard]] constexpr RowField row_field(std::string_view name) {
    if (name.size() < 2)
        return RowField::unknown;
    std::size_t const index =
        row_fields::kTable.fields[row_fields::slot_of(name, row_fields::kTable.multiplier)];
    bool const is_it = index < kRowFieldCount && row_field_name(index) == name;
    return is_it ? static_cast<RowField>(index) : RowField::unknown;
}

}  // namespace sasyncd
