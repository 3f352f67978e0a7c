#pragma once

#include <cstdint>

namespace sasyncd {

/// Allows mending once in a row where several attempts are under way at once and fail for the same cause.
class MendOnce {
public:
    enum class Turn {
        mend,     ///< the first that failed: mend, then try again
        again,    ///< it was mended after this attempt was sent: try again
        give_up,  ///< sent after the mending, and no better
    };

    /// Kept by each attempt, from before it is sent.
    [[nodiscard]] std::uint64_t epoch() const { return epoch_; }

    [[nodiscard]] Turn failed(std::uint64_t epoch_when_sent) {
        if (epoch_when_sent != epoch_)
            return Turn::again;
        if (is_mended_)
            return Turn::give_up;
        is_mended_ = true;
        ++epoch_;
        return Turn::mend;
    }

    void succeeded() { is_mended_ = false; }

private:
    std::uint64_t epoch_ = 0;
    bool is_mended_ = false;  // and no attempt has succeeded since
};

}  // namespace sasyncd
