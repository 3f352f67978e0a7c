#pragma once

#include "store/patient.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// An account, and whether it was granted to the reader that was asked for.
struct SeenAccount {
    std::string account_id;
    std::string label;
    bool is_granted = false;
    bool is_current = true;  ///< false where the label names another account by now
};

/// A database role that somebody wants to let read, or to keep from reading.
struct ReaderState {
    bool exists = false;
    bool may_login = false;
    bool inherits = false;          ///< it has the rights of its roles without SET ROLE
    bool may_grant_itself = false;  ///< it may create roles, on a server where that means any role
    bool sees_all = false;
    std::string sees_all_through;       ///< the roles that give it that; "superuser"
    bool has_roles = false;             ///< roles.sql was run on this server
    bool may_grant = false;             ///< the role that asks may grant and revoke
    std::string asker;                  ///< that role
    std::vector<SeenAccount> accounts;  ///< all that are on record, by label

    [[nodiscard]] bool is_account_reader() const;
};

/// Who may read which accounts. Doing a thing twice does no harm.
class ReaderBook {
public:
    ReaderBook(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    [[nodiscard]] Task<Result<ReaderState>> look(std::string reader);
    /// Besides those that it sees. `granted_by` goes on record.
    [[nodiscard]] Task<Status> grant(std::string reader, std::vector<std::string> account_ids,
                                     std::string granted_by);
    /// Of whatever account, those to come too.
    [[nodiscard]] Task<Status> grant_all(std::string reader);
    [[nodiscard]] Task<Status> revoke(std::string reader, std::vector<std::string> account_ids);
    [[nodiscard]] Task<Status> revoke_all(std::string reader);

private:
    [[nodiscard]] Task<Status> write(std::string what, std::string statement, std::string reader,
                                     std::vector<std::string> more);

    Patient calls_;
};

}  // namespace sasyncd
