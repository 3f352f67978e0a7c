#pragma once

#include "app/command_line.hpp"
#include "store/reader_book.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// Why a grant or a revocation cannot be carried out, and what it exits with.
struct ReaderRefusal {
    int exit_status = 0;  ///< 0: nothing is in the way
    std::string why;      ///< with the remedy
};

[[nodiscard]] ReaderRefusal refuse_grant(CommandLine const& line, ReaderState const& reader);
[[nodiscard]] ReaderRefusal refuse_revocation(CommandLine const& line, ReaderState const& reader);

/// The ids of the accounts that were named by label or by id, each once.
[[nodiscard]] std::vector<std::string> named_account_ids(CommandLine const& line, ReaderState const& reader);

/// "anna may see prod and test"
[[nodiscard]] std::string in_words(std::string const& name, ReaderState const& reader);

}  // namespace sasyncd
