#pragma once

#include "sweep/answer.hpp"

#include <optional>

namespace sasyncd {

/// What an answer says of a suspect.
enum class Fate : std::uint8_t {
    alive,
    absent,
    outside,  ///< alive, and not within what the operator narrowed the source to
    undecided
};

/// All there is of an MD5 under one filter, and, of a filtered source, what of it is within the source. Pure.
struct Testimony {
    Answer all;
    std::optional<Answer> within;

    [[nodiscard]] std::uint32_t calls() const { return all.calls + (within ? within->calls : 0); }
    /// Of a suspect that no page and no other answer had shown.
    [[nodiscard]] Fate fate_of(Key const& row_key) const;
    /// Of the answer that lacked a suspect of that fate.
    [[nodiscard]] std::string const& request_id(Fate fate) const {
        return fate == Fate::outside ? within->request_id : all.request_id;
    }
};

/// It says what there is and what is not.
[[nodiscard]] bool is_complete(Answer const& answer);

/// Do two readings, one after the other, agree that a suspect ends? One of all pages, which is no snapshot, only where
/// both brought the same.
[[nodiscard]] bool agree(Testimony const& first, Testimony const& second, Fate first_fate, Fate second_fate);

}  // namespace sasyncd
