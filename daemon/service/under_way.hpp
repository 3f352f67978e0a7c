#pragma once

#include "service/progress_book.hpp"

namespace sasyncd {

/// Remembers what is read just now, for whoever asks.
class UnderWay final : public ProgressBook {
public:
    UnderWay() : ProgressBook(false) {}

    using ProgressBook::under_way;

private:
    void began(SourceProgress const&) override {}
    void moved(SourceProgress const&) override {}
    void ended(SourceProgress const&) override {}
};

}  // namespace sasyncd
