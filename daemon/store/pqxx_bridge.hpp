#pragma once

#include <pqxx/pqxx>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// Text parameters of one statement, always sent unnamed and unprepared: connection poolers in transaction
/// mode know no prepared statements.
class Params {
public:
    Params& add(std::string value) {
        values_.emplace_back(std::move(value));
        return *this;
    }
    Params& add(std::int64_t value) { return add(std::to_string(value)); }
    Params& add_flag(bool value) { return add(std::string(value ? "t" : "f")); }
    /// NULL where the text is empty.
    Params& add_text(std::string const& value) {
        if (value.empty())
            values_.emplace_back(std::nullopt);
        else
            values_.emplace_back(value);
        return *this;
    }
    Params& add(std::optional<std::int64_t> value) {
        values_.emplace_back(value ? std::optional(std::to_string(*value)) : std::nullopt);
        return *this;
    }

    [[nodiscard]] std::vector<std::optional<std::string>> const& values() const { return values_; }

private:
    std::vector<std::optional<std::string>> values_;
};

/// Where libpqxx 6.4 and 7.10 differ, and nowhere else.
class Transaction {
public:
    explicit Transaction(pqxx::connection& connection) : work_(connection) {}

    /// One or several statements without parameters.
    pqxx::result exec(std::string const& sql) { return work_.exec(sql); }
    pqxx::result exec(std::string_view sql, Params const& params);
    void commit() { work_.commit(); }

    /// COPY … FROM STDIN, a row a call. Call `complete` at the end.
    class Copy {
    public:
        Copy(Transaction& transaction, std::string const& table, std::vector<std::string> const& columns);
        /// Null pointers are NULL.
        void write(std::vector<char const*> const& fields);
        void complete();

    private:
        pqxx::stream_to stream_;
        std::string lines_;  ///< 6.4 only: rows that wait to be sent
    };

private:
    pqxx::work work_;
};

/// A column of a row; both versions spell these alike, but not the rest of their field types.
[[nodiscard]] inline std::int64_t number(pqxx::row const& row, int column) {
    return row[static_cast<pqxx::row::size_type>(column)].as<std::int64_t>();
}
[[nodiscard]] inline std::optional<std::int64_t> optional_number(pqxx::row const& row, int column) {
    auto const field = row[static_cast<pqxx::row::size_type>(column)];
    return field.is_null() ? std::nullopt : std::optional(field.as<std::int64_t>());
}
/// Empty for NULL.
[[nodiscard]] inline std::string text(pqxx::row const& row, int column) {
    return row[static_cast<pqxx::row::size_type>(column)].c_str();
}
[[nodiscard]] inline bool flag(pqxx::row const& row, int column) {
    return row[static_cast<pqxx::row::size_type>(column)].c_str()[0] == 't';
}

}  // namespace sasyncd
