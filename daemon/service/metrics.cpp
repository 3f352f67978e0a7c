#include "service/metrics.hpp"

#include "base/text.hpp"
#include "base/version.hpp"
#include "service/shown_gauges.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;

constexpr std::size_t kMostUnknownNames = 100;

double seconds(std::chrono::milliseconds duration) {
    return static_cast<double>(duration.count()) / 1000;
}

/// `text` where it is one of the known values.
template <std::size_t N>
std::string bounded(std::string const& text, std::array<std::string_view, N> const& known) {
    return std::find(known.begin(), known.end(), text) == known.end() ? "other" : text;
}

std::string level_label(std::string const& level) {
    return bounded(level, std::array<std::string_view, 3>{"serious", "suspicious", "remind"});
}

std::string status_label(std::string const& status) {
    return bounded(status,
                   std::array<std::string_view, 4>{"unhandled", "handled", "verifying", "whitelisted"});
}

Labels labels_of(Source const& source) {
    return {
        {"account", source.label}, {"site", std::string(to_string(source.site))}, {"source", source.name()}};
}

Labels labels_of(SourceFigures const& figures) {
    return {{"account", figures.account}, {"site", figures.site}, {"source", figures.source}};
}

/// Strangers choose the codes too; those of the API are short words and dots.
std::string bounded_code(std::string_view code) {
    bool const is_plain = code.size() <= 60 && std::all_of(code.begin(), code.end(), [](char c) {
                              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                     (c >= '0' && c <= '9') || c == '.' || c == '_';
                          });
    return is_plain ? std::string(code) : "other";
}

}  // namespace

struct Metrics::Families {
    prometheus::Registry registry;

    Family<Counter>& counter(char const* name, char const* help) {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }
    Family<Gauge>& gauge(char const* name, char const* help) {
        return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
    }

    ShownGauges shown(char const* name, char const* help) { return ShownGauges(gauge(name, help)); }

    ShownGauges read_at = shown("sasyncd_source_read_timestamp_seconds",
                                "When the last walk of the source that reached its end had ended.");
    ShownGauges proven_at = shown("sasyncd_source_proven_timestamp_seconds",
                                  "When closings of the source were last decided without one left over.");
    ShownGauges health =
        shown("sasyncd_source_health", "1, with the health of the source as `sasyncd status` tells it.");
    ShownGauges freshness_limit =
        shown("sasyncd_source_freshness_limit_seconds",
              "How old the last whole walk may become; only of sources that are read.");
    Family<Counter>& walks = counter("sasyncd_walks_total", "Walks that ended, by verdict.");
    Family<Counter>& requests = counter("sasyncd_api_requests_total", "Calls to the API, by how they ended.");
    Family<Histogram>& durations = prometheus::BuildHistogram()
                                       .Name("sasyncd_api_request_duration_seconds")
                                       .Help("How long calls to the API took.")
                                       .Register(registry);
    Family<Counter>& throttled = counter("sasyncd_throttled_total", "Calls that the API throttled.");
    Family<Counter>& rows_seen = counter("sasyncd_rows_seen_total", "Rows that walks read.");
    Family<Counter>& rows_written = counter("sasyncd_rows_written_total", "Rows written to the database.");
    ShownGauges findings = shown("sasyncd_findings", "Findings on record.");
    Family<Counter>& transitions =
        counter("sasyncd_transitions_total", "Findings that were opened, closed, and so on.");
    Family<Counter>& questions = counter("sasyncd_questions_total", "Questions about suspects, by answer.");
    ShownGauges held = shown("sasyncd_held", "Occurrences whose closing the fuse holds back.");
    ShownGauges quarantined = shown("sasyncd_quarantined", "Rows that cannot be stored as they are.");
    ShownGauges verified_at =
        shown("sasyncd_verify_timestamp_seconds",
              "When it was last verified that the account's tables follow from each other.");
    ShownGauges verify_differences =
        shown("sasyncd_verify_differences", "Differences that this found; sasyncd verify names them.");
    Family<Counter>& unknown =
        counter("sasyncd_unknown_fields_total", "Fields and values that this version does not know.");
    Family<Counter>& database_errors =
        counter("sasyncd_database_errors_total", "Database calls that failed, by class of SQLSTATE.");
    Family<Gauge>& reload = gauge("sasyncd_config_reload_success", "1 where the last reload took effect.");
    ShownGauges leases = shown("sasyncd_lease_held", "1 where this process leads the account.");
    Family<Gauge>& skew = gauge("sasyncd_clock_skew_seconds", "How far the site's clock is ahead of ours.");
    Family<Gauge>& build = gauge("sasyncd_build_info", "1, with the version of this build.");
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {
    families_->build.Add({{"version", std::string(version())}, {"commit", std::string(commit())}}).Set(1);
    families_->reload.Add({}).Set(1);
    for (auto const* site : {"china", "international"})
        families_->skew.Add({{"site", site}}).Set(0);
}

Metrics::~Metrics() = default;

void Metrics::request_done(Request const& request) {
    std::string const site(to_string(request.site));
    std::string const action(request.action);
    families_->requests
        .Add({{"account", std::string(request.account)},
              {"site", site},
              {"action", action},
              {"code", bounded_code(request.code)}})
        .Increment();
    families_->durations
        .Add({{"site", site}, {"action", action}},
             Histogram::BucketBoundaries{0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30})
        .Observe(seconds(request.duration));
}

void Metrics::question_answered(Source const& source, std::string_view answer, std::uint64_t /*done*/,
                                std::uint64_t /*of*/) {
    families_->questions
        .Add({{"account", source.label},
              {"site", std::string(to_string(source.site))},
              {"answer", std::string(answer)}})
        .Increment();
}

void Metrics::published(Source const& source, PartOutcome const& outcome) {
    auto const labels = labels_of(source);
    families_->rows_written.Add(labels).Increment(static_cast<double>(outcome.rows_written));
    for (auto const& [kind, count] : {std::pair("opened", outcome.opened),
                                      {"reopened", outcome.reopened},
                                      {"closed", outcome.closed},
                                      {"changed", outcome.changed},
                                      {"rescanned", outcome.rescanned}})
        families_->transitions.Add({{"account", source.label}, {"kind", kind}})
            .Increment(static_cast<double>(count));
}

void Metrics::walk_ended(Source const& source, Certificate const& certificate,
                         std::chrono::milliseconds /*duration*/) {
    auto labels = labels_of(source);
    families_->rows_seen.Add(labels).Increment(static_cast<double>(certificate.rows));
    labels.emplace("verdict", std::string(to_string(certificate.verdict)));
    families_->walks.Add(labels).Increment();
    // There from the first walk on, so that their first increase is one.
    Labels const of_site{{"account", source.label}, {"site", std::string(to_string(source.site))}};
    families_->throttled.Add(of_site);
    for (auto const* answer : {"found", "absent"}) {
        auto of_answer = of_site;
        of_answer.emplace("answer", answer);
        families_->questions.Add(of_answer);
    }
}

void Metrics::throttled(Source const& source) {
    families_->throttled.Add({{"account", source.label}, {"site", std::string(to_string(source.site))}})
        .Increment();
}

/// Of values that are not known, the field alone: text of rows is no label.
void Metrics::unknown_met(Source const& /*source*/, std::map<std::string, std::uint64_t> const& names) {
    for (auto const& [text, count] : names) {
        auto const name = text.substr(0, text.find('='));
        bool const has_room = unknown_names_.size() < kMostUnknownNames || unknown_names_.contains(name);
        auto const label = has_room ? printable(name, 80) : std::string("other");
        if (has_room)
            unknown_names_.insert(name);
        families_->unknown.Add({{"field", label}}).Increment(static_cast<double>(count));
    }
}

void Metrics::clock_skew_learned(Site site, std::chrono::seconds skew) {
    families_->skew.Add({{"site", std::string(to_string(site))}}).Set(static_cast<double>(skew.count()));
}

/// The code is an SQLSTATE, whose first two characters are its class.
void Metrics::database_failed(Error const& error) {
    auto const is_state = error.code.size() == 5;
    families_->database_errors
        .Add({{"class", is_state ? error.code.substr(0, 2) : std::string(to_string(error.kind))}})
        .Increment();
}

void Metrics::lease_changed(std::string_view account_id, bool is_held) {
    leases_[std::string(account_id)] = is_held;
    show_leases();
}

/// Under their labels, once those are known.
void Metrics::show_leases() {
    GaugeValues leases;
    for (auto const& [account_id, is_held] : leases_) {
        auto const label = labels_.find(account_id);
        add(leases, {{"account", label == labels_.end() ? account_id : label->second}}, is_held ? 1 : 0);
    }
    families_->leases.show(leases);
}

void Metrics::reloaded(bool is_in_force) {
    families_->reload.Add({}).Set(is_in_force ? 1 : 0);
}

void Metrics::show_sources(std::vector<SourceFigures> const& sources) {
    GaugeValues read_at, proven_at, health, freshness_limit, held;
    for (auto const& source : sources) {
        auto const labels = labels_of(source);
        labels_[source.account_id] = source.account;
        if (source.read_at)
            read_at.emplace_back(labels, seconds(source.read_at->time_since_epoch()));
        if (source.proven_at)
            proven_at.emplace_back(labels, seconds(source.proven_at->time_since_epoch()));
        auto of_health = labels;
        of_health.emplace("health", source.health);
        health.emplace_back(of_health, 1);
        if (source.freshness_limit)
            freshness_limit.emplace_back(labels, seconds(*source.freshness_limit));
        add(held, {{"account", source.account}, {"site", source.site}}, source.held);
    }
    families_->read_at.show(read_at);
    families_->proven_at.show(proven_at);
    families_->health.show(health);
    families_->freshness_limit.show(freshness_limit);
    families_->held.show(held);
    show_leases();
}

void Metrics::show_findings(std::vector<FindingFigures> const& findings) {
    GaugeValues counts;
    for (auto const& alike : findings)
        add(counts,
            {{"account", alike.account},
             {"presence", alike.is_present ? "present" : "absent"},
             {"level", level_label(alike.level)},
             {"status", status_label(alike.status)}},
            alike.count);
    families_->findings.show(counts);
}

/// An account without such rows is shown with 0: what is not there cannot be told from what nobody counts.
void Metrics::show_quarantined(std::map<std::string, std::uint64_t> const& by_account) {
    GaugeValues counts;
    for (auto const& [account_id, label] : labels_)
        add(counts, {{"account", label}}, 0);
    for (auto const& [account, count] : by_account)
        add(counts, {{"account", account}}, count);
    families_->quarantined.show(counts);
}

void Metrics::show_verifications(std::vector<VerificationFigures> const& verifications) {
    GaugeValues times, differences;
    for (auto const& verification : verifications) {
        Labels const labels{{"account", verification.account}};
        times.emplace_back(labels, seconds(verification.verified_at.time_since_epoch()));
        differences.emplace_back(labels, static_cast<double>(verification.differences));
    }
    families_->verified_at.show(times);
    families_->verify_differences.show(differences);
}

std::string Metrics::text() const {
    return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace sasyncd
