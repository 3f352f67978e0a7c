#include "base/text.hpp"
#include "settings/scalars.hpp"
#include "settings/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sasyncd {

namespace {

bool consists_of(std::string_view text, std::string_view good) {
    return !text.empty() && text.find_first_not_of(good) == std::string_view::npos;
}

std::optional<std::string> name_complaint(std::string_view text) {
    bool const is_good = text.size() <= 40 && consists_of(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return is_good ? std::nullopt : std::optional("is no account name");
}

std::optional<std::string> account_id_complaint(std::string_view text) {
    bool const is_good = text.empty() || (text.size() <= 32 && consists_of(text, "0123456789"));
    return is_good ? std::nullopt : std::optional("is no account id");
}

/// Open, since regions come and go: words of small letters and digits, joined by hyphens.
std::optional<std::string> region_complaint(std::string_view text) {
    bool const is_good = text.size() <= 64 && consists_of(text, "abcdefghijklmnopqrstuvwxyz0123456789-") &&
                         text.find('-') != std::string_view::npos && text.front() != '-' &&
                         text.back() != '-';
    return is_good ? std::nullopt : std::optional("is no region id");
}

/// `word` alone, or a list; empty where it is that word, or at fault.
std::vector<std::string> read_word_or_list(MapReader& account, std::string const& key,
                                           std::string const& word, TextCheck const& check,
                                           std::string const& expected) {
    auto const value = account.take(key);
    if (!value)
        return {};
    if (value->is_scalar()) {
        auto const text = value->text(expected);
        if (text && *text != word)
            value->fault(value->as_written() + " is no list", expected,
                         check(*text) ? std::string() : fmt::format("[{}]", *text));
        return {};
    }
    auto const list = read_list(*value, check, expected);
    if (list && list->empty())
        value->fault("is an empty list", expected);
    return list.value_or(std::vector<std::string>());
}

void read_sites(MapReader& account, ScopeOptions& scope) {
    auto const check = [](std::string_view text) -> std::optional<std::string> {
        bool const is_site = text == to_string(Site::china) || text == to_string(Site::international);
        return is_site ? std::nullopt : std::optional("is no site");
    };
    auto const names =
        read_word_or_list(account, "sites", "auto", check, "auto, or a list of china, international");
    if (names.empty())
        return;
    scope.sites_auto = false;
    scope.sites.clear();
    for (auto const site : {Site::china, Site::international})
        if (std::find(names.begin(), names.end(), to_string(site)) != names.end())
            scope.sites.push_back(site);
}

/// The name is required of an account that stands in the file.
void read_name(MapReader& account, Value const* entry, std::string& label) {
    std::string const expected = "1 to 40 of a-z, 0-9 and -";
    read_checked(account, "name", label, name_complaint, expected);
    if (entry != nullptr && !account.take("name"))
        entry->fault("has no name", "name: " + expected);
}

AccountSettings read_account(MapReader account, Value const* entry) {
    AccountSettings settings;
    auto& scope = settings.scope;
    read_name(account, entry, scope.label);
    read_checked(account, "account_id", scope.account_id, account_id_complaint,
                 "the digits of an Alibaba Cloud account id, or \"\" to ask STS");
    read_sites(account, scope);
    scope.regions = read_word_or_list(account, "regions", "all", region_complaint,
                                      "all, or a list of region ids such as cn-hangzhou");
    read_count(account, "page_size", scope.page_size, {1, 5000});
    read_credentials(account.section("credentials"), settings.credentials);
    scope.filters = read_filters(account.section("filters"));
    account.finish();
    return settings;
}

/// Two labels of one id would write one account's tables; `texts` holds who came first.
void refuse_repeated(MapReader& account, std::string const& key, std::string const& text,
                     std::map<std::string, std::string>& texts) {
    auto const value = account.take(key);
    if (!value || text.empty())
        return;
    auto const [first, is_new] = texts.try_emplace(text, account.path_of(key));
    if (!is_new)
        value->fault(fmt::format("{} is that of {} already", value->as_written(), first->second),
                     "another one for each account");
}

}  // namespace

std::vector<AccountSettings> read_accounts(MapReader& root) {
    std::string const expected = "a list of accounts, each with a name";
    auto const value = root.take("accounts");
    if (value && !value->is_list())
        value->fault_type(expected);
    auto const entries = value && value->is_list() ? value->elements() : std::vector<Value>();
    if (entries.empty())
        return {read_account(MapReader(root.reading(), root.path_of("accounts[]")), nullptr)};

    std::vector<AccountSettings> accounts;
    std::map<std::string, std::string> names;
    std::map<std::string, std::string> ids;
    for (auto const& entry : entries) {
        MapReader account(entry);
        accounts.push_back(read_account(account, entry.is_map() ? &entry : nullptr));
        refuse_repeated(account, "name", accounts.back().scope.label, names);
        refuse_repeated(account, "account_id", accounts.back().scope.account_id, ids);
    }
    return accounts;
}

}  // namespace sasyncd
