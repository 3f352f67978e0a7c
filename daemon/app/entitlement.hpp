#pragma once

#include "app/account_client.hpp"
#include "sweep/certificate.hpp"

#include <optional>
#include <vector>

namespace sasyncd {

/// How the walk of one source ended; no certificate where database or lease stood in the way.
struct SourceWalk {
    Source source;
    std::optional<Certificate> certificate;
    int status = 0;  ///< the exit status that it deserves

    [[nodiscard]] bool is_refused() const { return certificate && certificate->verdict == Verdict::refused; }
    [[nodiscard]] bool was_answered() const { return certificate && certificate->pages > 0; }
};

/// A site was refused while another site of the account answered in the same sweep: it may be none of the account's.
[[nodiscard]] bool is_refused_alone(SourceWalk const& walk, std::vector<SourceWalk> const& walks);

}  // namespace sasyncd
