#pragma once

#include "app/check_report.hpp"
#include "app/wiring.hpp"

namespace sasyncd {

/// Asks each site of an account for one page of what the settings want of it, and what its answers are worth: whether
/// it leaves rows out unless asked for them, and whether it can be asked for one MD5.
class SiteCheck {
public:
    SiteCheck(Wiring& wiring, AccountClient& client, std::string account_id, bool is_database_new,
              CheckReport& report)
        : wiring_(wiring),
          client_(client),
          account_id_(std::move(account_id)),
          is_database_new_(is_database_new),
          report_(report) {}

    [[nodiscard]] Task<void> run();

private:
    struct SiteAnswer {
        Source source;
        Result<Page> page;  ///< the first one of the last region, or the first failure
    };

    [[nodiscard]] Task<SiteAnswer> ask(Source source);
    [[nodiscard]] Task<void> tell(SiteAnswer answer, bool others_answered);
    [[nodiscard]] Task<void> tell_what_all_means(Source source, Parameters filter);
    [[nodiscard]] Task<void> tell_whether_md5s_can_be_asked_for(Source source, std::string malicious_md5);
    [[nodiscard]] Task<bool> is_none_of_ours(Site site, Error error);

    Wiring& wiring_;
    AccountClient& client_;
    std::string account_id_;
    bool is_database_new_;
    CheckReport& report_;
};

}  // namespace sasyncd
