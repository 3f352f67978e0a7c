#pragma once

#include "base/environment.hpp"
#include "base/secret.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace sasyncd {

/// This process's own.
[[nodiscard]] Environment process_environment();

/// Why a value could not be made out; never the value.
struct Complaint {
    Complaint() = default;
    Complaint(std::string text, std::string wanted) : what(std::move(text)), expected(std::move(wanted)) {}

    std::string what;
    std::string expected;
};

template <class T>
using Checked = boost::system::result<T, Complaint>;

/// Asking for a value that is not there is a bug of ours.
[[noreturn]] void throw_exception_from_error(Complaint const& complaint, boost::source_location const&);

/// `text` with every `${NAME}` replaced by that variable, once; `$${` stands for `${`.
[[nodiscard]] Checked<std::string> expand(std::string_view text, Environment const& environment);

/// Where a credential file is. A bare name is looked for in $CREDENTIALS_DIRECTORY (where systemd puts what
/// LoadCredential= names), then in `folder`; a path is taken as it is, or relative to `folder`.
[[nodiscard]] std::filesystem::path locate_credential(std::string const& name,
                                                      std::filesystem::path const& folder,
                                                      Environment const& environment);

/// The content of that file, without the line break at its end.
[[nodiscard]] Checked<Secret> read_credential(std::string const& name, std::filesystem::path const& folder,
                                              Environment const& environment);

}  // namespace sasyncd
