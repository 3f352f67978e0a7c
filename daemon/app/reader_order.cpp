#include "app/reader_order.hpp"

#include "app/exit_code.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sasyncd {

namespace {

using Accounts = std::vector<SeenAccount>;

bool is_called(SeenAccount const& account, std::string const& name) {
    return (account.label == name && account.is_current) || account.account_id == name;
}

bool is_known(Accounts const& accounts, std::string const& name) {
    return std::any_of(accounts.begin(), accounts.end(),
                       [&](SeenAccount const& account) { return is_called(account, name); });
}

std::string unknown_account(Accounts const& accounts, std::string const& name) {
    std::vector<std::string> labels;
    for (auto const& account : accounts)
        if (account.is_current)
            labels.push_back(printable(account.label));
    if (labels.empty())
        return fmt::format("no account is called {}: none is on record before its first sync",
                           printable(name));
    auto const near = nearest(name, labels);
    return fmt::format("no account is called {}; {} {}", printable(name),
                       near.empty() ? "there are" : "did you mean " + near + "? There are",
                       fmt::join(labels, ", "));
}

ReaderRefusal data_fault(std::string why) {
    return {exit_code::kData, std::move(why)};
}

/// What stands in the way of either.
ReaderRefusal refuse_order(CommandLine const& line, ReaderState const& reader) {
    auto const name = printable(line.reader);
    if (!reader.has_roles)
        return {exit_code::kSettings,
                "the roles of sasyncd are not on this server: let a DBA run migrations/roles.sql once"};
    if (!reader.may_grant)
        return {
            exit_code::kNoPermission,
            fmt::format("role {} may not grant: run this with settings whose database.url logs in as a "
                        "member of sasyncd_owner (a superuser ran the last migrations/roles.sql for that)",
                        printable(reader.asker))};
    if (!reader.exists)
        return data_fault(fmt::format(
            "no database role is called {}; create it first: CREATE ROLE \"{}\" LOGIN PASSWORD '...'", name,
            name));
    for (auto const& account : line.accounts)
        if (!is_known(reader.accounts, account))
            return data_fault(unknown_account(reader.accounts, account));
    return {};
}

}  // namespace

ReaderRefusal refuse_grant(CommandLine const& line, ReaderState const& reader) {
    if (auto refusal = refuse_order(line, reader); refusal.exit_status != 0)
        return refusal;
    auto const name = printable(line.reader);
    if (!reader.may_login)
        return data_fault(
            fmt::format("role {} cannot log in, and accounts are granted to who asks, not to groups: name "
                        "its members, or "
                        "ALTER ROLE \"{}\" LOGIN",
                        name, name));
    if (!reader.inherits)
        return data_fault(fmt::format(
            "role {} is NOINHERIT, so it has no right that is granted to it: ALTER ROLE \"{}\" INHERIT", name,
            name));
    if (line.all)
        return {};
    if (reader.sees_all)
        return data_fault(fmt::format(
            "{} sees all accounts, through {}; take that away first: sasyncd revoke {}, or REVOKE in psql",
            name, reader.sees_all_through, name));
    if (reader.may_grant_itself)
        return data_fault(fmt::format(
            "{} may create roles, and with that grant itself all accounts: ALTER ROLE \"{}\" NOCREATEROLE",
            name, name));
    return {};
}

ReaderRefusal refuse_revocation(CommandLine const& line, ReaderState const& reader) {
    if (auto refusal = refuse_order(line, reader); refusal.exit_status != 0)
        return refusal;
    if (!line.accounts.empty() && reader.sees_all)
        return data_fault(
            fmt::format("{} sees all accounts, through {}; take that away first (sasyncd revoke {}), then "
                        "grant what it may "
                        "see",
                        printable(line.reader), reader.sees_all_through, printable(line.reader)));
    return {};
}

std::vector<std::string> named_account_ids(CommandLine const& line, ReaderState const& reader) {
    std::vector<std::string> ids;
    for (auto const& account : reader.accounts)
        if (std::any_of(line.accounts.begin(), line.accounts.end(),
                        [&](std::string const& name) { return is_called(account, name); }))
            ids.push_back(account.account_id);
    return ids;
}

std::string in_words(std::string const& name, ReaderState const& reader) {
    if (reader.sees_all)
        return fmt::format("{} may see all accounts, through {}", printable(name), reader.sees_all_through);
    std::vector<std::string> labels;
    for (auto const& account : reader.accounts)
        if (account.is_granted)
            labels.push_back(printable(account.label));
    return fmt::format("{} may see {}", printable(name),
                       labels.empty() ? "no account" : fmt::format("{}", fmt::join(labels, ", ")));
}

}  // namespace sasyncd
