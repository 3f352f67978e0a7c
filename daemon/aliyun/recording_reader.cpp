#include "aliyun/recording_reader.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace sasyncd {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestHead = 4 * 1024 * 1024;

Result<std::string> read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) {
        text.resize(kLongestHead);
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(file.gcount()));
    }
    if (text.empty())
        return Error(ErrorKind::unavailable, fmt::format("cannot read {}", printable(path.string())))
            .with_remedy("name the directory that sync --record was given");
    return text;
}

Status read_journal(RecordedSweep& recorded) {
    auto file = GzipReader::open(recorded.directory / kRecordingJournal);
    if (!file)
        return file.error();
    for (;;) {
        auto line = (*file)->next();
        if (!line)
            return line.error();
        if (!line->has_value())
            return {};
        auto entry = parse_journal_entry(**line);
        if (!entry)
            return std::move(entry.error()).within((*file)->place());
        if (entry->kind == JournalEntry::Kind::end)
            recorded.exit_status = static_cast<int>(entry->number);
        recorded.journal.push_back(std::move(*entry));
    }
}

}  // namespace

Result<RecordedSweep> read_recording(fs::path directory) {
    RecordedSweep recorded;
    recorded.directory = std::move(directory);
    auto const path = recorded.directory / kRecordingHead;
    auto text = read_file(path);
    if (!text)
        return text.error();
    auto head = parse_recording_head(*text);
    if (!head)
        return std::move(head.error()).within(printable(path.string()));
    recorded.head = std::move(*head);
    if (auto read = read_journal(recorded); !read)
        return read.error();
    return recorded;
}

Result<std::unique_ptr<GzipReader>> open_calls(RecordedSweep const& recorded, std::string_view label,
                                               Site site) {
    return GzipReader::open(recorded.directory / recording_file(label, site));
}

}  // namespace sasyncd
