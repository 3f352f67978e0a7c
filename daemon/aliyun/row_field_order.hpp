#pragma once

#include "aliyun/row_fields.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace sasyncd {

/// The name of a field and the quote behind it, made so that comparing them takes a few instructions: names are most
/// of what is read of a row.
class NamePattern {
public:
    static constexpr std::size_t kSize = 24;

    constexpr NamePattern() = default;
    constexpr explicit NamePattern(std::string_view name) {
        std::array<char, kSize> letters{};
        std::array<char, kSize> mask{};
        for (std::size_t i = 0; i <= name.size(); ++i) {
            letters.at(i) = i < name.size() ? name[i] : '"';
            mask.at(i) = '\xFF';
        }
        letters_ = std::bit_cast<Words>(letters);
        mask_ = std::bit_cast<Words>(mask);
    }

    /// Whether it stands at `text`, of which kSize bytes can be read.
    [[nodiscard]] bool is_at(char const* text) const {
        Words words;
        std::memcpy(words.data(), text, kSize);
        std::uint64_t differences = 0;
        for (std::size_t i = 0; i < words.size(); ++i)
            differences |= (words[i] ^ letters_[i]) & mask_[i];
        return differences == 0;
    }

private:
    using Words = std::array<std::uint64_t, kSize / 8>;
    Words letters_{};
    Words mask_{};
};

inline constexpr std::array<NamePattern, kRowFieldCount> kNamePatterns = [] {
    std::array<NamePattern, kRowFieldCount> patterns;
    for (std::size_t i = 0; i < kRowFieldCount; ++i)
        patterns[i] = NamePattern(row_field_name(i));
    return patterns;
}();

/// Guesses that fields come in the order in which they came before, now and then without one.
class RowFieldOrder {
public:
    RowFieldOrder() { next_.fill(RowField::event_id); }

    /// The field whose name begins at `name` (NamePattern::kSize bytes can be read); `unknown` where it is not the
    /// expected one. `last`: the field before it, or any at the begin of a row, but always the same.
    [[nodiscard]] RowField after(RowField last, char const* name) const {
        auto const next = next_of(last);
        if (is_at(next, name))
            return next;
        auto const other = next_of(next);
        return is_at(other, name) ? other : RowField::unknown;
    }
    void learn(RowField last, RowField next) { next_[static_cast<std::size_t>(last)] = next; }

private:
    [[nodiscard]] RowField next_of(RowField last) const { return next_[static_cast<std::size_t>(last)]; }
    [[nodiscard]] static bool is_at(RowField field, char const* name) {
        return kNamePatterns[static_cast<std::size_t>(field)].is_at(name);
    }

    std::array<RowField, kRowFieldCount> next_{};
};

}  // namespace sasyncd
