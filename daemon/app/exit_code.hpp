#pragma once

#include "base/error.hpp"
#include "sweep/certificate.hpp"

namespace sasyncd::exit_code {

// sysexits(3)
inline constexpr int kDone = 0;
inline constexpr int kUsage = 64;
inline constexpr int kData = 65;
inline constexpr int kUnavailable = 69;
inline constexpr int kBug = 70;
inline constexpr int kCannotCreate = 73;
inline constexpr int kCannotWrite = 74;
inline constexpr int kTryAgain = 75;
inline constexpr int kNoPermission = 77;
inline constexpr int kSettings = 78;

/// What a command that ends with this failure exits with.
[[nodiscard]] int of(ErrorKind kind);

/// What a sweep exits with for a source that came out of it like this: a held one wants somebody to look.
[[nodiscard]] int of(Certificate const& certificate);

/// The graver of two outcomes: 70, 78, 77, 69, 65, 75, 0.
[[nodiscard]] int graver(int a, int b);

}  // namespace sasyncd::exit_code
