#include "mutation.hpp"

#include "change_report.hpp"
#include "generator.hpp"
#include "json_text.hpp"
#include "random_mutation.hpp"
#include "row_edit.hpp"

#include <fmt/format.h>

#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

struct Operation {
    World& world;
    std::string account;
    Site site;
    Json json;
    ChangeReport& report;

    DataSet& set() const { return world.data[{account, site}]; }
    std::uint64_t seed() const { return static_cast<std::uint64_t>(number_or(json, "seed", 1)); }
};

std::size_t place_of(Operation const& op) {
    const std::string at = text_or(op.json, "at", "end");
    const std::size_t size = op.set().rows().size();
    if (at == "end") {
        return size;
    }
    if (at == "random") {
        return static_cast<std::size_t>(Random{op.seed(), 99}.below(size + 1));
    }
    return at == "front" ? 0 : static_cast<std::size_t>(number_or(op.json, "at", 0));
}

void add(Operation const& op) {
    std::vector<Row> rows;
    simdjson::dom::array list;
    if (auto const given = member(op.json, "rows"); given && given->get(list) == simdjson::SUCCESS) {
        for (const Json row : list) {
            if (!row.is_object()) {
                throw std::invalid_argument{"add: rows: expected objects"};
            }
            rows.emplace_back(to_json(row));
        }
    } else if (member(op.json, "count")) {
        auto const count = static_cast<std::uint64_t>(number_or(op.json, "count", 1));
        auto const seed =
            static_cast<std::uint64_t>(number_or(op.json, "seed", static_cast<std::int64_t>(op.world.seed)));
        rows = Generator{seed, op.account, op.site}.make(op.set().generated, count);
        op.set().generated += count;
    } else {
        throw std::invalid_argument{"add: expected rows or count"};
    }
    for (Row const& row : rows) {
        op.report.added(row);
    }
    op.set().add(std::move(rows), place_of(op));
}

void remove(Operation const& op) {
    auto const rows = select_rows(op.set(), op.json);
    for (const std::uint32_t index : rows) {
        op.report.removed(op.set().rows()[index]);
    }
    op.set().remove(rows);
}

void edit(Operation const& op, std::function<void(RowEdit&, std::uint32_t)> const& change) {
    for (const std::uint32_t index : select_rows(op.set(), op.json)) {
        RowEdit row{op.set().rows()[index]};
        change(row, index);
        op.report.changed(op.set().rows()[index], row);
        op.set().replace(index, std::move(row).finish());
    }
}

void set(Operation const& op) {
    simdjson::dom::object fields;
    auto const given = member(op.json, "fields");
    if (given && given->get(fields) != simdjson::SUCCESS) {
        throw std::invalid_argument{"set: fields: expected an object"};
    }
    std::vector<std::pair<std::string, std::optional<std::string>>> changes;
    if (given) {
        for (auto const [key, value] : fields) {
            changes.emplace_back(std::string{key}, to_json(value));
        }
    }
    simdjson::dom::array unset;
    if (auto const names = member(op.json, "unset"); names && names->get(unset) == simdjson::SUCCESS) {
        for (const Json name : unset) {
            changes.emplace_back(to_text(name), std::nullopt);
        }
    }
    edit(op, [&changes](RowEdit& row, std::uint32_t) {
        for (const auto& [name, value] : changes) {
            row.set(name, value);
        }
    });
}

void rescan(Operation const& op) {
    const std::int64_t by = number_or(op.json, "by_ms", 86'400'000);
    edit(op, [by](RowEdit& row, std::uint32_t) { row.move_time("LatestScanTimestamp", by); });
}

void noise(Operation const& op) {
    edit(op, [&op](RowEdit& row, std::uint32_t index) {
        Random random{op.seed(), index};
        row.make_noise(random);
    });
}

void reopen(Operation const& op) {
    auto const all = static_cast<std::int64_t>(op.set().removed_count());
    auto const count = static_cast<std::size_t>(number_or(op.json, "count", all));
    const std::int64_t by = number_or(op.json, "by_ms", 0);
    std::vector<Row> rows;
    for (Row const& removed : op.set().take_removed(count)) {
        RowEdit row{removed};
        row.move_time("LatestScanTimestamp", by);
        rows.push_back(std::move(row).finish());
        op.report.reopened(rows.back());
    }
    op.set().add(std::move(rows), place_of(op));
}

void shuffle(Operation const& op) {
    std::vector<std::uint32_t> order(op.set().rows().size());
    std::iota(order.begin(), order.end(), 0U);
    Random random{op.seed()};
    for (std::size_t i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(i))]);
    }
    op.set().reorder(order);
}

void clear(Operation const& op) {
    op.report.removed_silently(op.set().rows().size());
    op.set().clear();
}

void generate(Operation const& op) {
    clear(op);
    op.set().generated = 0;
    auto const count = static_cast<std::uint64_t>(number_or(op.json, "rows", 0));
    op.world.generate(op.account, op.site, count, op.seed());
    op.report.added_silently(count);
}

void random(Operation const& op) {
    auto const count = static_cast<std::uint64_t>(number_or(op.json, "count", 1));
    const Generator generator{op.world.seed, op.account, op.site};
    mutate_randomly(op.set(), generator, count, op.seed(), op.report);
}

void carry_out(Operation const& op) {
    static const std::map<std::string_view, void (*)(Operation const&)> kTable = {
        {"add", add},           {"remove", remove}, {"set", set},         {"rescan", rescan},
        {"noise", noise},       {"reopen", reopen}, {"shuffle", shuffle}, {"clear", clear},
        {"generate", generate}, {"random", random}};
    const std::string name = text_or(op.json, "op", "");
    auto const found = kTable.find(name);
    if (found == kTable.end()) {
        throw std::invalid_argument{fmt::format("unknown operation \"{}\"", name)};
    }
    op.report.begin(name);
    found->second(op);
    op.set().prepare();
}

Site site_or(Json json, Site otherwise) {
    const std::string text = text_or(json, "site", to_text(otherwise));
    auto const site = site_of(text);
    if (!site) {
        throw std::invalid_argument{fmt::format("unknown site {}", text)};
    }
    return *site;
}

}  // namespace

std::string mutate(World& world, Json request, std::string const& default_account, Site default_site) {
    std::string account = default_account;
    Site site = default_site;
    std::int64_t shown = 100;
    Json operations = request;
    if (request.is_object()) {
        account = text_or(request, "account", account);
        site = site_or(request, site);
        shown = number_or(request, "report", shown);
        operations = member(request, "operations").value_or(request);
    }
    ChangeReport report{static_cast<std::size_t>(shown)};
    auto const run = [&](Json json) {
        carry_out({world, text_or(json, "account", account), site_or(json, site), json, report});
    };
    simdjson::dom::array list;
    if (operations.get(list) == simdjson::SUCCESS) {
        for (const Json json : list) {
            run(json);
        }
    } else {
        run(operations);
    }
    return report.to_json();
}

}  // namespace sasyncd::simulator
