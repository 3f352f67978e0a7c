#pragma once

#include "sweep/control_rows.hpp"
#include "sweep/page_cursor.hpp"
#include "sweep/publisher.hpp"
#include "sweep/quarantined_rows.hpp"
#include "sweep/spellings.hpp"

#include <functional>

namespace sasyncd {

/// What came of reading all pages under one filter.
struct PieceOutcome {
    bool is_whole = false;
    std::optional<Error> stopped_by;  ///< the failure after which no other page would have done better
    bool is_out_of_reach = false;     ///< pages too deep; smaller pieces may reach the end
    bool is_honoured = true;          ///< false: rows came that the filter should have kept out
    std::string reason;
    std::optional<std::uint32_t> working_size;
    std::int64_t total_count = 0;  ///< the last that was told
};

/// What the pieces of one walk share.
struct PieceContext {
    WalkParts const& parts;
    Source const& source;
    Difference& difference;
    Publisher& publisher;
    Certificate& certificate;
    QuarantinedRows& quarantined;
    std::map<std::string, std::int64_t>& seen_by_region;
    std::uint32_t& largest_answer;
    ControlRows& control_rows;
    Spellings spellings = {};
    Meeting meeting = Meeting::on_page;  ///< of the rows read next
    std::uint32_t failed_pages = 0;
    /// Asked the same twice, the site first left out what it then brought: that it brings nothing proves nothing.
    bool has_contradicted_itself = false;
    std::map<std::string, std::uint64_t> unknown =
        {};  ///< fields and values that we do not know, and how often
};

/// Reads all pages under `filter`, up to `in_flight` at a time, and applies their rows. An error only where
/// publishing failed.
[[nodiscard]] Task<Result<PieceOutcome>> read_piece(PieceContext& context, Parameters filter,
                                                    std::uint32_t page_size, bool size_works);

/// Applies the rows of any answer (a page, a probe, a question) to the walk; returns how many keys were new to this piece of it.
std::uint64_t apply_rows(PieceContext& context, Page& page);

}  // namespace sasyncd
