#pragma once

#include "findings/key.hpp"
#include "sweep/page_reader.hpp"

#include <functional>
#include <map>
#include <set>

namespace sasyncd {

/// How a `ScriptedSite` departs from an honest, patient API.
struct SiteOptions {
    enum class Totals { rows, images, constant, alternating };

    std::uint32_t page_cap = 0;  ///< most rows of one answer; 0: as many as asked for
    bool offsets_by_asked_size =
        false;  ///< with a cap: offsets by the size asked for instead of the one served
    std::set<std::string>
        ignored_filters;  ///< parameters that change nothing ("MaliciousMd5", "ScanRange", …)
    std::set<std::string> refused_regions;                     ///< RepoRegionIds that the API calls invalid
    std::set<std::int32_t> hidden_statuses;                    ///< shown only where Status is given
    std::set<Kind> hidden_kinds;                               ///< shown only where ScanRange is given
    std::set<std::string> hidden_regions;                      ///< shown only where RepoRegionId is given
    std::function<bool(Row const&, Parameters const&)> hides;  ///< any other way not to show a row
    std::uint64_t reach = 0;                 ///< pages that begin at this row or later do not come; 0: all do
    bool deep_pages_are_empty = false;       ///< … but come empty instead of being refused
    bool refuses_listing = false;            ///< of the malicious files, for want of permission
    std::string name_of_files = "Malware.";  ///< before the MD5
    Totals totals = Totals::rows;            ///< what TotalCount says
    std::int64_t constant_total = 0;  ///< Totals::constant, and every second answer of Totals::alternating
    std::map<std::string, std::int64_t>
        region_surplus;                      ///< more than there is, in answers for that RepoRegionId
    std::function<bool(Row const&)> is_bad;  ///< rows that arrive quarantined
};

/// One site of the API in memory: rows in a list that a test changes at will, offset paging over those that match the
/// filters, request ids "r1", "r2", … and a log of every call.
class ScriptedSite final : public PageReader {
public:
    struct Call {
        PageQuery query;
        std::string request_id;
        std::optional<Error> error;
        std::optional<Page> page;
        std::set<Key> keys;          ///< of its rows, bad ones included
        std::uint64_t matching = 0;  ///< rows that the filters showed then, on whatever page
        std::uint64_t moment = 0;    ///< when it was answered, see `moment()`
        /// The filter's value; empty where it was not given.
        [[nodiscard]] std::string asked_for(std::string const& parameter) const;
    };

    explicit ScriptedSite(Site site = Site::china) : site_(site) {}

    [[nodiscard]] Task<Result<Page>> read(PageQuery query) override;

    SiteOptions options;
    /// Called before each call is answered; may change the rows and the options.
    std::function<void(PageQuery const&)> before_answer;
    /// An error instead of the answer to the how-manieth call (from 1).
    std::function<std::optional<Error>(PageQuery const&, std::uint64_t)> fail;
    /// Turns of the loop before and, drawn again, after the answer is made, so that answers overtake each other.
    std::function<unsigned()> delay;

    void add(Row row);
    /// Before the row that stands at `at` now.
    void insert(std::size_t at, Row row);
    void remove(std::size_t at);
    /// All rows of a key; false where there was none.
    bool remove_key(Key const& key);
    void change(std::size_t at, std::function<void(Row&)> const& edit);
    void clear();
    /// The same rows in another order, as an API without a declared order may show them.
    void reorder(std::function<bool(Row const&, Row const&)> const& is_less);
    [[nodiscard]] std::vector<Row> const& rows() const { return rows_; }

    /// Grows with every call and every change: puts "before" and "after" in order.
    [[nodiscard]] std::uint64_t moment() const { return moment_; }
    /// The moment since which a row of the key has been there all the time; empty where there is none now.
    [[nodiscard]] std::optional<std::uint64_t> lives_since(Key const& key) const;
    /// Likewise, counting only rows within `scope`.
    [[nodiscard]] std::optional<std::uint64_t> lives_in_scope_since(Key const& key) const;
    /// The filter of the source that is walked; set before the first row.
    Parameters scope;

    [[nodiscard]] std::vector<Call> const& calls() const { return calls_; }
    [[nodiscard]] Call const* find_call(std::string_view request_id) const;
    [[nodiscard]] Site site() const { return site_; }

private:
    [[nodiscard]] Result<Page> answer(PageQuery const& query);
    [[nodiscard]] Result<Page> list_files(PageQuery const& query) const;
    [[nodiscard]] std::vector<Row const*> matching(Parameters const& filter) const;
    [[nodiscard]] std::int64_t total_of(std::vector<Row const*> const& rows, std::string const& region) const;
    [[nodiscard]] Key key_of(Row const& row) const;
    struct Life {
        std::uint64_t since = 0;
        std::uint64_t rows = 0;
    };
    using Lives = std::map<Key, Life>;

    void born(Row const& row);
    void died(Row const& row);

    Site site_;
    std::vector<Row> rows_;
    Lives lives_;
    Lives lives_in_scope_;
    std::vector<Call> calls_;
    std::uint64_t asked_ = 0;
    std::uint64_t moment_ = 0;
};

/// Whether the API would show the row under these filters.
[[nodiscard]] bool site_shows(Row const& row, Parameters const& filter, SiteOptions const& options);

}  // namespace sasyncd
