#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sasyncd {

/// How an action was carried out, as the row in `action` tells its asker.
struct ActionAnswer {
    int status = 0;             ///< what the asking command exits with
    std::int64_t sweep_id = 0;  ///< whose walks show the result; 0: none
    std::string text;           ///< for a person
};

/// "exit 75; sweep 17; 1 of 2 sources whole"
[[nodiscard]] std::string to_text(ActionAnswer const& answer);

/// The other way round. Text without an exit status is a success that says no more than that.
[[nodiscard]] ActionAnswer parse_answer(std::string_view text);

}  // namespace sasyncd
