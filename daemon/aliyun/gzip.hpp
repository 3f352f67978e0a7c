#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// A gzip file of lines that grows. Each line is in the file, and readable, once `write` has returned: whoever is killed
/// loses none.
class GzipWriter {
public:
    /// A file that does not exist yet, for its owner's eyes only.
    [[nodiscard]] static Result<std::unique_ptr<GzipWriter>> create(std::filesystem::path path);
    ~GzipWriter();
    GzipWriter(GzipWriter const&) = delete;
    GzipWriter& operator=(GzipWriter const&) = delete;

    /// The line without its end. After an error the file ends with the last line that was written whole.
    [[nodiscard]] Status write(std::string_view line);
    /// The file is complete; nothing may follow.
    [[nodiscard]] Status finish();

private:
    struct Stream;
    explicit GzipWriter(std::unique_ptr<Stream> stream);

    std::unique_ptr<Stream> stream_;
};

/// Its lines, one after the other.
class GzipReader {
public:
    [[nodiscard]] static Result<std::unique_ptr<GzipReader>> open(std::filesystem::path path);
    ~GzipReader();
    GzipReader(GzipReader const&) = delete;
    GzipReader& operator=(GzipReader const&) = delete;

    /// Empty at the end. `malformed`, with file and line, where the file is damaged.
    [[nodiscard]] Result<std::optional<std::string>> next();
    /// The end came before the file was complete. What is left of a line is not given.
    [[nodiscard]] bool was_cut() const;
    /// "DIR/prod-china.ndjson.gz, line 7" of the line last given.
    [[nodiscard]] std::string place() const;

private:
    struct Stream;
    explicit GzipReader(std::unique_ptr<Stream> stream);

    std::unique_ptr<Stream> stream_;
};

}  // namespace sasyncd
