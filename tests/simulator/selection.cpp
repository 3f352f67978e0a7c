#include "mutation.hpp"
#include "random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

std::vector<Json> as_list(Json value) {
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) {
        return {value};
    }
    return {list.begin(), list.end()};
}

std::vector<std::uint32_t> by_index(DataSet const& set, Json value) {
    std::vector<std::uint32_t> out;
    for (const Json item : as_list(value)) {
        std::int64_t index = 0;
        if (item.get(index) != simdjson::SUCCESS || index < 0 ||
            static_cast<std::size_t>(index) >= set.rows().size()) {
            throw std::invalid_argument{
                fmt::format("index {}: there are {} rows", to_json(item), set.rows().size())};
        }
        out.push_back(static_cast<std::uint32_t>(index));
    }
    return out;
}

bool is_member(Row const& row, std::string_view field, Json wanted) {
    const std::string text = field == "kind" ? std::string{to_text(row.kind())} : row.text(field);
    for (const Json one : as_list(wanted)) {
        if (text == (one.is_null() ? std::string{} : to_text(one))) {
            return true;
        }
    }
    return false;
}

std::vector<std::uint32_t> where(DataSet const& set, Json condition) {
    simdjson::dom::object fields;
    if (condition.get(fields) != simdjson::SUCCESS) {
        throw std::invalid_argument{"where: expected an object"};
    }
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < set.rows().size(); ++i) {
        Row const& row = set.rows()[i];
        if (std::all_of(fields.begin(), fields.end(),
                        [&row](auto const& field) { return is_member(row, field.key, field.value); })) {
            out.push_back(i);
        }
    }
    return out;
}

// `count` of them, in the order in which they stand.
std::vector<std::uint32_t> sample(std::vector<std::uint32_t> from, std::size_t count, std::uint64_t seed) {
    count = std::min(count, from.size());
    Random random{seed};
    for (std::size_t i = 0; i < count; ++i) {
        std::swap(from[i], from[i + static_cast<std::size_t>(random.below(from.size() - i))]);
    }
    from.resize(count);
    std::sort(from.begin(), from.end());
    return from;
}

std::vector<std::uint32_t> base(DataSet const& set, Json operation) {
    if (auto const index = member(operation, "index")) {
        return by_index(set, *index);
    }
    if (auto const condition = member(operation, "where")) {
        return where(set, *condition);
    }
    if (auto const id = member(operation, "id")) {
        std::vector<std::uint32_t> out;
        for (std::uint32_t i = 0; i < set.rows().size(); ++i) {
            if (is_member(set.rows()[i], "Id", *id)) {
                out.push_back(i);
            }
        }
        return out;
    }
    bool const is_narrowed =
        member(operation, "count") || member(operation, "fraction") || member(operation, "first");
    if (!is_narrowed && !flag_or(operation, "all", false)) {
        throw std::invalid_argument{"which rows? index, id, where, count, fraction, first, or all: true"};
    }
    std::vector<std::uint32_t> all(set.rows().size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

}  // namespace

std::vector<std::uint32_t> select_rows(DataSet const& set, Json operation) {
    std::vector<std::uint32_t> rows = base(set, operation);
    auto const seed = static_cast<std::uint64_t>(number_or(operation, "seed", 1));
    if (member(operation, "count")) {
        return sample(std::move(rows), static_cast<std::size_t>(number_or(operation, "count", 1)), seed);
    }
    if (member(operation, "fraction")) {
        double const wanted = fraction_or(operation, "fraction", 1.0) * static_cast<double>(rows.size());
        return sample(std::move(rows), static_cast<std::size_t>(wanted + 0.5), seed);
    }
    if (member(operation, "first")) {
        rows.resize(std::min(rows.size(), static_cast<std::size_t>(number_or(operation, "first", 1))));
    }
    return rows;
}

}  // namespace sasyncd::simulator
