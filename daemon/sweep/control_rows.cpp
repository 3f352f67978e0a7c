#include "sweep/control_rows.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

RowOutline outline_of(Key const& row_key, Row const& row) {
    RowOutline outline;
    outline.row_key = row_key;
    outline.malicious_md5 = row[Text::malicious_md5];
    outline.kind = kind_of(row);
    outline.status = row.status;
    outline.digest = row[Text::digest];
    outline.layer = row[Text::layer];
    outline.container_id = row[Text::container_id];
    outline.repo_id = row[Text::repo_id];
    outline.repo_region_id = row[Text::repo_region_id];
    outline.level = row[Text::level];
    return outline;
}

}  // namespace

bool ControlClass::includes(Likeness const& row) const {
    return of(row, closeness) == *this;
}

ControlClass ControlClass::of(Likeness row, Closeness closeness) {
    if (closeness >= Closeness::kind_and_status)
        row.level.clear();
    if (closeness >= Closeness::kind)
        row.status.reset();
    if (closeness >= Closeness::none)
        row.kind = Kind::image;
    return {closeness, std::move(row)};
}

void ControlRows::offer(Key const& row_key, Row const& row) {
    Likeness likeness{kind_of(row), row.status, std::string(row[Text::level])};
    // Strangers choose the levels, so there may be no end of them.
    if (samples_.size() >= kMostSamples && !samples_.contains(likeness))
        return;
    auto& sample = samples_[std::move(likeness)];
    ++sample.offered;
    if (sample.rows.size() < kSample) {
        sample.rows.push_back(outline_of(row_key, row));
        return;
    }
    // Every row offered so far stays with the same chance.
    auto const place = std::uniform_int_distribution<std::uint64_t>(0, sample.offered - 1)(dice_);
    if (place < kSample)
        sample.rows[place] = outline_of(row_key, row);
}

std::optional<ControlClass> ControlRows::class_for(Likeness const& suspect) const {
    using enum ControlClass::Closeness;
    for (auto const closeness : {all, kind_and_status, kind, none}) {
        auto const wanted = ControlClass::of(suspect, closeness);
        if (std::any_of(samples_.begin(), samples_.end(),
                        [&](auto const& sample) { return wanted.includes(sample.first); }))
            return wanted;
    }
    return std::nullopt;
}

std::vector<RowOutline> ControlRows::pick(ControlClass const& wanted, std::size_t count) const {
    std::vector<RowOutline> picked;
    for (auto const& [likeness, sample] : samples_)
        if (wanted.includes(likeness))
            for (auto const& row : sample.rows)
                if (picked.size() < count)
                    picked.push_back(row);
    return picked;
}

}  // namespace sasyncd
