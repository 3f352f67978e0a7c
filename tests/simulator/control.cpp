#include "control.hpp"

#include "json_text.hpp"
#include "mutation.hpp"
#include "neighbours.hpp"
#include "sessions.hpp"

#include <fmt/format.h>

#include <exception>
#include <memory>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

std::string get(Parameters const& query, std::string const& name, std::string_view otherwise = "") {
    auto const found = query.find(name);
    return found == query.end() ? std::string{otherwise} : found->second;
}

Site site_in(Parameters const& query, std::string_view otherwise = "china") {
    auto const site = site_of(get(query, "site", otherwise));
    if (!site) {
        throw std::invalid_argument{"site: expected china, international or sts"};
    }
    return *site;
}

ControlReply json(std::string body) {
    return {200, std::move(body)};
}

std::string error_body(std::string_view message) {
    return fmt::format("{{\"error\":{}}}", json_string(message));
}

}  // namespace

ControlReply Control::handle(HttpRequest const& request) {
    try {
        return route(request, to_parameters(parse_query(request.query)));
    } catch (std::exception const& fault) {
        return {400, error_body(fault.what())};
    }
}

ControlReply Control::route(HttpRequest const& request, Parameters const& query) {
    const std::string what = request.method + " " + request.path;
    if (sessions_.is_ours(request)) {
        return sessions_.answer(request);
    }
    if (what == "POST /sessions") {
        return sessions_.change(request);
    }
    if (what == "GET /truth") {
        return truth(query);
    }
    if (what == "GET /neighbours") {
        return neighbours(query);
    }
    if (what == "POST /mutate") {
        return mutate_rows(request, query);
    }
    if (what == "GET /requests") {
        return requests(query);
    }
    if (what == "POST /requests/clear") {
        world_.log.clear();
        return json("{}");
    }
    if (what == "POST /faults/add") {
        return add_faults(request);
    }
    if (request.path == "/faults") {
        return faults(request);
    }
    if (request.path == "/settings") {
        return settings(request, query);
    }
    if (request.path == "/keys") {
        return keys(request);
    }
    if (what == "GET /data") {
        return data_sets();
    }
    return {404, error_body(fmt::format("nothing at {}", what))};
}

std::string Control::account_of(Parameters const& query) const {
    return get(query, "account", world_.default_account);
}

ControlReply Control::truth(Parameters const& query) {
    DataSet const& set = world_.data[{account_of(query), site_in(query)}];
    auto const selection = std::make_shared<DataSet::Selection>(set.select(Filter{query, Settings{}}));
    if (get(query, "count") == "1") {
        return json(fmt::format("{{\"rows\":{}}}", selection->size()));
    }
    // A change while this is under way would move the rows: it then ends early, and the reader sees too few.
    const std::string signature(Row::kSignatureSize, '0');
    const std::uint64_t version = set.version();
    auto next = std::make_shared<std::size_t>(0);
    ControlReply reply;
    reply.more = [&set, selection, next, signature, version](std::string& piece) {
        for (int i = 0; i < 1000 && set.version() == version && *next < selection->size(); ++i, ++*next) {
            (*selection)[*next].append_to(piece, signature);
            piece += '\n';
        }
        return !piece.empty();
    };
    return reply;
}

ControlReply Control::neighbours(Parameters const& query) {
    const std::string kind = get(query, "kind");
    const std::string account = account_of(query);
    std::vector<std::string> all;
    if (kind == "repositories") {
        const std::vector<DataSet const*> sets = {&world_.data[{account, Site::china}],
                                                  &world_.data[{account, Site::international}]};
        for (std::string const& instance : instances_of(sets)) {
            std::vector<std::string> const some = repositories_of(sets, instance);
            all.insert(all.end(), some.begin(), some.end());
        }
    } else if (kind == "clusters") {
        all = clusters_of(world_.data[{account, site_in(query)}]);
    } else {
        throw std::invalid_argument{"kind: expected repositories or clusters"};
    }
    std::string out;
    for (std::string const& each : all) {
        out += each + "\n";
    }
    return json(out);
}

ControlReply Control::mutate_rows(HttpRequest const& request, Parameters const& query) {
    const JsonDocument document{request.body};
    return json(mutate(world_, document.root(), account_of(query), site_in(query)));
}

ControlReply Control::faults(HttpRequest const& request) {
    if (request.method == "POST") {
        const JsonDocument document{request.body};
        world_.faults.replace(document.root());
    } else if (request.method == "DELETE") {
        world_.faults.clear();
    }
    return json(world_.faults.to_json());
}

ControlReply Control::add_faults(HttpRequest const& request) {
    const JsonDocument document{request.body};
    world_.faults.append(document.root());
    return json(world_.faults.to_json());
}

ControlReply Control::settings(HttpRequest const& request, Parameters const& query) {
    const std::string site = get(query, "site");
    if (request.method == "POST") {
        const JsonDocument document{request.body};
        simdjson::dom::object changes;
        if (document.root().get(changes) != simdjson::SUCCESS) {
            throw std::invalid_argument{"settings: expected an object"};
        }
        if (!site.empty()) {
            world_.settings[site_in(query)].apply(changes);
        } else {
            for (auto& [each, settings] : world_.settings) {
                settings.apply(changes);
            }
        }
    }
    std::string out = "{";
    for (auto const& [each, settings] : world_.settings) {
        out += fmt::format("{}\"{}\":{}", out.size() > 1 ? "," : "", to_text(each), settings.to_json());
    }
    return json(out + "}");
}

ControlReply Control::keys(HttpRequest const& request) {
    if (request.method == "POST") {
        const JsonDocument document{request.body};
        const std::string id = text_or(document.root(), "id", "");
        AccessKey const* known = world_.keys.find(id);
        AccessKey key = known != nullptr ? *known : AccessKey{id, "", "", world_.default_account, "active"};
        key.secret = text_or(document.root(), "secret", key.secret);
        key.token = text_or(document.root(), "token", key.token);
        key.account = text_or(document.root(), "account", key.account);
        key.state = text_or(document.root(), "state", key.state);
        if (key.state == "removed") {
            world_.keys.remove(id);
        } else {
            world_.keys.put(std::move(key));
        }
    }
    std::string out = "[";
    for (auto const& [id, key] : world_.keys.all()) {
        out += fmt::format(R"({}{{"id":{},"account":{},"state":{},"has_token":{}}})",
                           out.size() > 1 ? "," : "", json_string(id), json_string(key.account),
                           json_string(key.state), !key.token.empty());
    }
    return json(out + "]");
}

ControlReply Control::requests(Parameters const& query) {
    RequestLog::Query wanted;
    wanted.after = std::stoull(get(query, "after", "0"));
    wanted.site = get(query, "site");
    wanted.action = get(query, "action");
    wanted.limit = std::stoull(get(query, "limit", "200000"));
    wanted.counters_only = get(query, "counters") == "1";
    return json(world_.log.to_json(wanted));
}

ControlReply Control::data_sets() const {
    std::string out = "[";
    for (auto const& [key, set] : world_.data) {
        out += fmt::format(R"({}{{"account":{},"site":"{}","rows":{},"removed":{},"version":{}}})",
                           out.size() > 1 ? "," : "", json_string(key.first), to_text(key.second),
                           set.rows().size(), set.removed_count(), set.version());
    }
    return json(out + "]");
}

}  // namespace sasyncd::simulator
