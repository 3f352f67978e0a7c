#include "app/admin.hpp"

#include "app/page_values.hpp"
#include "app/status_json.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

// However many look at once, the page is made so often.
constexpr std::chrono::seconds kPageEvery{1};

}  // namespace

Admin::Admin(Wiring& wiring, Metrics& metrics, SweepResults const& results, UnderWay const& under_way)
    : wiring_(wiring),
      metrics_(metrics),
      results_(results),
      under_way_(under_way),
      watch_(wiring, metrics),
      server_(
          wiring.io.get_executor(), wiring.settings.admin,
          [this](std::string path) { return answer(std::move(path)); }, wiring.log),
      began_(wiring.clock.steady_now()) {}

Task<void> Admin::serve() {
    co_await server_.serve();
}

Task<AdminAnswer> Admin::answer(std::string path) {
    AdminAnswer answer;
    if (path == "/livez") {
        answer.body = "ok\n";
        co_return answer;
    }
    if (path != "/" && path != "/metrics" && path != "/readyz" && path != "/status") {
        answer.status = 404;
        answer.body = "sasyncd: / /metrics /livez /readyz /status\n";
        co_return answer;
    }
    co_await watch_.look(path == "/" ? StatusWatch::Wants::page : StatusWatch::Wants::health);
    if (path == "/") {
        answer.content_type = "text/html; charset=utf-8";
        answer.body = page();
    } else if (path == "/metrics") {
        answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
        answer.body = metrics_.text();
    } else if (path == "/status") {
        answer.content_type = "application/json";
        answer.body = status_json(watch_.sources(), watch_.verifications()) + "\n";
    } else {
        for (auto const& trouble : troubles())
            answer.body += trouble + "\n";
        answer.status = answer.body.empty() ? 200 : 503;
        if (answer.body.empty())
            answer.body = "ok\n";
    }
    co_return answer;
}

std::string const& Admin::page() {
    auto const now = wiring_.clock.steady_now();
    if (page_made_at_ && now < *page_made_at_ + kPageEvery)
        return page_;
    auto values = page_values(watch_, wiring_, under_way_);
    values.running_for = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_);
    values.last_sweep = results_.conclusion();
    page_ = status_page(std::move(values));
    page_made_at_ = now;
    return page_;
}

/// One line for each reason not to be ready.
std::vector<std::string> Admin::troubles() const {
    std::vector<std::string> troubles;
    if (auto trouble = watch_.trouble(); !trouble.empty())
        troubles.push_back(std::move(trouble));
    for (auto const& source : watch_.sources())
        if (is_stale(source))
            troubles.push_back(
                fmt::format("{} is stale: {}", source.name,
                            source.reason.empty() ? "it was not read in time" : printable(source.reason)));
    return troubles;
}

/// A source is new, not stale, until its first deadline; what the settings leave out is no part of readiness.
bool Admin::is_stale(SourceStatus const& source) const {
    if (!source.is_configured || source.is_fresh || source.health == "not_entitled" ||
        source.health == "retired")
        return false;
    auto const& sweep = wiring_.settings.sweep;
    auto const limit = sweep.freshness.limit.count() > 0 ? sweep.freshness.limit : 3 * sweep.schedule.every;
    bool const is_unread = !source.read_at;
    return !is_unread || wiring_.clock.steady_now() - began_ > limit;
}

}  // namespace sasyncd
