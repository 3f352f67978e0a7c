#include "sweep/control_rows.hpp"

namespace sasyncd {

namespace {

ControlRow control_row(Key const& row_key, Row const& row) {
    ControlRow control;
    control.row_key = row_key;
    control.malicious_md5 = row[Text::malicious_md5];
    control.kind = kind_of(row);
    control.status = row.status;
    control.digest = row[Text::digest];
    control.layer = row[Text::layer];
    control.container_id = row[Text::container_id];
    control.repo_id = row[Text::repo_id];
    return control;
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
        sample.rows.push_back(control_row(row_key, row));
        return;
    }
    // Every row offered so far stays with the same chance.
    auto const place = std::uniform_int_distribution<std::uint64_t>(0, sample.offered - 1)(dice_);
    if (place < kSample)
        sample.rows[place] = control_row(row_key, row);
}

std::optional<ControlClass> ControlRows::class_for(Kind kind, std::optional<std::int32_t> const& status) const {
    if (samples_.contains({kind, status}))
        return ControlClass{ControlClass::Likeness::kind_and_status, kind, status};
    for (auto const& [group, sample] : samples_)
        if (group.first == kind)
            return ControlClass{ControlClass::Likeness::kind, kind, std::nullopt};
    if (samples_.empty())
        return std::nullopt;
    return ControlClass{};
}

std::vector<ControlRow> ControlRows::pick(ControlClass const& wanted, std::size_t count) const {
    std::vector<ControlRow> picked;
    for (auto const& [group, sample] : samples_)
        if (wanted.includes(group.first, group.second))
            for (auto const& row : sample.rows)
                if (picked.size() < count)
                    picked.push_back(row);
    return picked;
}

}  // namespace sasyncd
