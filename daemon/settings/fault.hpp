#pragma once

#include <string>
#include <vector>

namespace sasyncd {

/// One thing that is wrong with the settings file. Never holds the value of a secret.
struct SettingsFault {
    std::string file;
    int line = 0;            ///< from 1; 0: the fault has no place in the file
    int column = 0;          ///< from 1
    std::string path;        ///< "accounts[0].credentials.kind"; empty where it is about the whole file
    std::string what;        ///< "is 5000 s, which is out of range"
    std::string expected;    ///< "1s to 30d"; may be empty
    std::string suggestion;  ///< the nearest name that would do; may be empty

    /// `file:line:column: key.path: what; expected …; did you mean …?`, one line.
    [[nodiscard]] std::string to_line() const;
};

using SettingsFaults = std::vector<SettingsFault>;

}  // namespace sasyncd
