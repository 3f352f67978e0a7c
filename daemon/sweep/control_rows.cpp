#include "sweep/control_rows.hpp"

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
    return outline;
}

}  // namespace

bool ControlClass::includes(Kind row_kind, std::optional<std::int32_t> const& row_status) const {
    switch (likeness) {
        case Likeness::kind_and_status: return row_kind == kind && row_status == status;
        case Likeness::kind: return row_kind == kind;
        case Likeness::none: break;
    }
    return true;
}

void ControlRows::offer(Key const& row_key, Row const& row) {
    auto& sample = samples_[{kind_of(row), row.status}];
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

std::optional<ControlClass> ControlRows::class_for(Kind kind,
                                                   std::optional<std::int32_t> const& status) const {
    if (samples_.contains({kind, status}))
        return ControlClass{ControlClass::Likeness::kind_and_status, kind, status};
    for (auto const& [group, sample] : samples_)
        if (group.first == kind)
            return ControlClass{ControlClass::Likeness::kind, kind, std::nullopt};
    if (samples_.empty())
        return std::nullopt;
    return ControlClass{};
}

std::vector<RowOutline> ControlRows::pick(ControlClass const& wanted, std::size_t count) const {
    std::vector<RowOutline> picked;
    for (auto const& [group, sample] : samples_)
        if (wanted.includes(group.first, group.second))
            for (auto const& row : sample.rows)
                if (picked.size() < count)
                    picked.push_back(row);
    return picked;
}

}  // namespace sasyncd
