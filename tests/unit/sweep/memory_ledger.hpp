#pragma once

#include "base/clock.hpp"
#include "sweep/ledger.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sasyncd {

/// The ledger on maps, with the semantics of the SQL in daemon/store: what is present and what is gone, suspects,
/// what walks taught, the lease. Time is the clock's steady one.
class MemoryLedger final : public Ledger {
public:
    struct Occurrence {
        Row row;  ///< as stored: times never go back, an `Id` once given stays
        Key finding_key;
        std::uint64_t fingerprint = 0;
        std::int64_t source_id = 0;
        bool is_regressed = false;
        std::optional<Gone> gone;  ///< empty: present
        SteadyTime gone_at;
    };
    struct Suspect {
        std::int64_t source_id = 0;
        std::int64_t first_missed_walk = 0;
        SteadyTime first_missed_at;
        std::uint32_t misses = 0;
        std::uint32_t still_misses = 0;
        std::uint32_t asked = 0;
        std::optional<std::int64_t> held_by;  ///< the walk that held it
        bool is_released = false;
    };
    struct SourceState {
        std::int64_t source_id = 0;
        SourceMemory memory;
        std::optional<std::int64_t> first_whole_walk;
        std::optional<std::int64_t> last_whole_walk;
        std::optional<std::int64_t> proven_walk;  ///< the last that was whole and left nothing open or held
        std::optional<SteadyTime> slices_compared_at;
        std::map<std::string, RegionCount> regions;  ///< of the last whole walk
    };
    struct Walk {
        std::int64_t walk_id = 0;
        std::int64_t source_id = 0;
        bool is_initial = false;
        std::map<std::int32_t, PartOutcome> parts;
        std::optional<Verdict> verdict;  ///< empty: under way
        std::optional<WalkEnd> end;
    };
    /// One fact of the append-only record.
    struct Entry {
        enum class What { opened, reopened, changed, times_moved, regressed, adopted, gone };
        What what;
        std::int64_t walk_id = 0;
        Key row_key;
        std::string malicious_md5;  ///< as spelled
        Gone gone;                  ///< of `gone`
    };
    using Occurrences = std::map<Key, Occurrence>;
    using Suspects = std::map<Key, Suspect>;

    explicit MemoryLedger(Clock const& clock) : clock_(clock) {}

    [[nodiscard]] Task<Result<WalkStart>> begin_walk(Leadership leader, Source source,
                                                     std::int64_t sweep_id) override;
    [[nodiscard]] Task<Result<Baseline>> load_baseline(std::string account_id, Site site) override;
    [[nodiscard]] Task<Result<PartOutcome>> publish(Leadership leader, Site site, Part part) override;
    [[nodiscard]] Task<Result<std::vector<RowOutline>>> describe(std::string account_id, Site site,
                                                                 std::vector<Key> keys) override;
    [[nodiscard]] Task<Result<std::vector<std::string>>> known_md5s(std::string account_id,
                                                                    Site site) override;
    [[nodiscard]] Task<Result<FuseCounts>> fuse_counts(std::string account_id, Site site) override;
    [[nodiscard]] Task<Status> end_walk(Leadership leader, Site site, WalkEnd end) override;

    /// Leads an account from now on; whoever led it before has lost the lease.
    [[nodiscard]] Leadership take_lease(std::string account_id);
    /// What `sasyncd release SOURCE` does; how many keys.
    std::size_t release_held(std::int64_t source_id);

    /// Instead of the call ("publish", …), the how-manieth (from 1) of all calls.
    std::function<std::optional<Error>(std::string_view, std::uint64_t)> fail;
    /// The call is carried out, and its caller told this all the same.
    std::function<std::optional<Error>(std::string_view, std::uint64_t)> fail_after;
    /// The how-manieth call finds that another process took the lease just before it; 0: none.
    std::uint64_t lose_lease_at = 0;
    /// Turns of the loop that each call takes.
    std::function<unsigned()> delay;

    [[nodiscard]] Occurrences const& occurrences(Site site = Site::china) const;  ///< present and gone
    [[nodiscard]] std::set<Key> present(Site site = Site::china) const;
    [[nodiscard]] Suspects const& suspects(Site site = Site::china) const;
    [[nodiscard]] SourceState const& source(std::int64_t source_id) const { return sources_.at(source_id); }
    [[nodiscard]] std::vector<Walk> const& walks() const { return walks_; }
    [[nodiscard]] std::vector<Entry> const& record() const { return record_; }
    [[nodiscard]] std::vector<Part> const& parts() const { return parts_; }  ///< as handed over and applied
    [[nodiscard]] std::vector<std::string> const& calls() const { return calls_; }
    /// Broken promises of whoever called: a fresh row that is present, a part after the walk's end, and so on.
    [[nodiscard]] std::vector<std::string> const& irregularities() const { return irregularities_; }

private:
    struct Held {
        Occurrences occurrences;
        Suspects suspects;
    };
    using What = Entry::What;

    [[nodiscard]] Task<std::optional<Error>> enter(std::string name);
    [[nodiscard]] std::optional<Error> leave(std::string const& name);
    [[nodiscard]] std::optional<Error> check_lease(Leadership const& leader);
    [[nodiscard]] SourceState& source_of(Source const& source);
    [[nodiscard]] Walk* find_walk(std::int64_t walk_id);
    [[nodiscard]] WalkStart start_of(SourceState const& state, Site site);

    [[nodiscard]] PartOutcome apply(Site site, Part const& part);
    void check_part(Walk const& walk, Site site, Part const& part);
    void apply_fresh(Held& held, Part const& part, OccurrenceRecord const& record);
    void apply_changed(Held& held, Part const& part, OccurrenceRecord const& record);
    void apply_times(Held& held, Part const& part, TimesMoved const& moved);
    void apply_gone(Held& held, Part const& part, Gone const& gone);
    void update_suspects(Site site, WalkEnd const& end);
    void update_source(WalkEnd const& end);
    void tell(What what, Part const& part, Occurrence const& occurrence, Key const& key, Gone gone = {});
    [[nodiscard]] std::set<Key> present_findings(Held const& held) const;

    Clock const& clock_;
    std::map<std::string, std::int64_t> tokens_;
    std::map<Site, Held> held_;
    std::map<std::string, std::int64_t> source_ids_;  ///< by account, site and filter
    std::map<std::int64_t, SourceState> sources_;
    std::vector<Walk> walks_;
    std::vector<Part> parts_;
    std::vector<Entry> record_;
    std::vector<std::string> calls_;
    std::vector<std::string> irregularities_;
};

}  // namespace sasyncd
