#include "store/pqxx_bridge.hpp"

#include <cstring>

namespace sasyncd {

#if PQXX_VERSION_MAJOR >= 7

pqxx::result Transaction::exec(std::string_view sql, Params const& params) {
    pqxx::params values;
    for (auto const& value : params.values()) {
        if (value)
            values.append(*value);
        else
            values.append();
    }
    return work_.exec(sql, values);
}

namespace {

std::string joined(std::vector<std::string> const& columns) {
    std::string list;
    for (auto const& column : columns)
        list += (list.empty() ? "" : ",") + column;
    return list;
}

}  // namespace

Transaction::Copy::Copy(Transaction& transaction, std::string const& table,
                        std::vector<std::string> const& columns)
    : stream_(pqxx::stream_to::raw_table(transaction.work_, table, joined(columns))) {}

void Transaction::Copy::write(std::vector<char const*> const& fields) {
    stream_.write_row(fields);
}

void Transaction::Copy::complete() {
    stream_.complete();
}

#else

pqxx::result Transaction::exec(std::string_view sql, Params const& params) {
    return work_.exec_params(std::string(sql), pqxx::prepare::make_dynamic_params(params.values()));
}

Transaction::Copy::Copy(Transaction& transaction, std::string const& table,
                        std::vector<std::string> const& columns)
    : stream_(transaction.work_, table, columns) {}

namespace {

/// Rows are sent many at a time: a message each costs the server as much as a narrow row does.
constexpr std::size_t kBatch = 32 * 1024;

/// COPY text as it is to be sent. `stream_to` of 6.4 takes tuples only, and joins them in quadratic time; it
/// finds this type's `separated_list` by its argument instead.
struct CopyText {
    std::string const& lines;
};

std::string const& separated_list(char const* /*separator*/, CopyText const& text,
                                  pqxx::internal::TypedCopyEscaper const& /*escaper*/) {
    return text.lines;
}

void append_escaped(std::string& out, char const* field) {
    for (;;) {
        auto const plain = std::strcspn(field, "\\\t\n\r");
        out.append(field, plain);
        field += plain;
        switch (*field) {
            case '\\': out += "\\\\"; break;
            case '\t': out += "\\t"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            default: return;
        }
        ++field;
    }
}

}  // namespace

void Transaction::Copy::write(std::vector<char const*> const& fields) {
    if (!lines_.empty())
        lines_ += '\n';
    for (auto const* field : fields) {
        if (field == nullptr)
            lines_ += "\\N";
        else
            append_escaped(lines_, field);
        lines_ += '\t';
    }
    lines_.pop_back();
    if (lines_.size() >= kBatch) {
        stream_ << CopyText{lines_};
        lines_.clear();
    }
}

void Transaction::Copy::complete() {
    if (!lines_.empty())
        stream_ << CopyText{lines_};
    stream_.complete();
}

#endif

}  // namespace sasyncd
