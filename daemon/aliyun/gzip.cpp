#include "aliyun/gzip.hpp"

#include "base/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace sasyncd {

namespace {

constexpr int kGzip = 15 + 16;  // the largest window, and a gzip header instead of zlib's
constexpr std::size_t kChunk = 64 * 1024;
/// A longer line is no recording of ours: answers are bounded by walk.max_body.
constexpr std::size_t kLongestLine = std::size_t{1} << 30U;

Error failed(std::string_view verb, std::filesystem::path const& path) {
    auto const why = std::string(std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
    return {ErrorKind::unavailable, fmt::format("cannot {} {}: {}", verb, printable(path.string()), why)};
}

}  // namespace

struct GzipWriter::Stream {
    Stream(std::filesystem::path where, int file) : path(std::move(where)), fd(file) {
        if (deflateInit2(&zip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~Stream() {
        deflateEnd(&zip);
        ::close(fd);
    }
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;

    [[nodiscard]] Status put(std::string_view text, int flush);
    [[nodiscard]] Status store(std::string_view bytes) const;

    std::filesystem::path path;
    int fd;
    z_stream zip{};
    std::array<char, kChunk> out{};
};

Status GzipWriter::Stream::put(std::string_view text, int flush) {
    // zlib only reads it.
    zip.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // NOLINT
    zip.avail_in = static_cast<uInt>(text.size());
    do {
        zip.next_out = reinterpret_cast<Bytef*>(out.data());  // NOLINT
        zip.avail_out = kChunk;
        deflate(&zip, flush);
        if (auto stored = store({out.data(), kChunk - zip.avail_out}); !stored)
            return stored;
    } while (zip.avail_out == 0);
    return {};
}

Status GzipWriter::Stream::store(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failed("write", path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

GzipWriter::GzipWriter(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
GzipWriter::~GzipWriter() = default;

Result<std::unique_ptr<GzipWriter>> GzipWriter::create(std::filesystem::path path) {
    int const fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed("create", path);
    auto stream = std::make_unique<Stream>(std::move(path), fd);
    return std::unique_ptr<GzipWriter>(new GzipWriter(std::move(stream)));
}

Status GzipWriter::write(std::string_view line) {
    if (auto written = stream_->put(line, Z_NO_FLUSH); !written)
        return written;
    return stream_->put("\n", Z_SYNC_FLUSH);
}

Status GzipWriter::finish() {
    return stream_->put({}, Z_FINISH);
}

struct GzipReader::Stream {
    Stream(std::filesystem::path where, int file) : path(std::move(where)), fd(file) {
        if (inflateInit2(&zip, kGzip) != Z_OK)
            throw std::bad_alloc();
    }
    ~Stream() {
        inflateEnd(&zip);
        ::close(fd);
    }
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;

    /// More text, or the end.
    [[nodiscard]] Status read_on();
    [[nodiscard]] Error damaged(std::string_view how) const {
        return {ErrorKind::malformed,
                fmt::format("{}, line {}: {}", printable(path.string()), line + 1, how)};
    }

    std::filesystem::path path;
    int fd;
    z_stream zip{};
    std::array<char, kChunk> in{};
    std::string text;  ///< unpacked, and not given yet from `given` on
    std::size_t given = 0;
    std::size_t searched = 0;  ///< no line ends before
    std::size_t line = 0;
    bool is_complete = false;
    bool is_at_end = false;
};

Status GzipReader::Stream::read_on() {
    if (zip.avail_in == 0) {
        auto const got = ::read(fd, in.data(), in.size());
        if (got < 0)
            return errno == EINTR ? Status() : failed("read", path);
        if (got == 0) {
            is_at_end = true;
            return {};
        }
        zip.next_in = reinterpret_cast<Bytef*>(in.data());  // NOLINT
        zip.avail_in = static_cast<uInt>(got);
    }
    if (is_complete)
        return damaged("something follows the end of the recording");
    std::array<char, kChunk> out;
    zip.next_out = reinterpret_cast<Bytef*>(out.data());  // NOLINT
    zip.avail_out = kChunk;
    int const told = inflate(&zip, Z_NO_FLUSH);
    text.append(out.data(), kChunk - zip.avail_out);
    is_complete = told == Z_STREAM_END;
    if (told != Z_OK && told != Z_STREAM_END && told != Z_BUF_ERROR)
        return damaged("no gzip, or damaged");
    if (text.size() - given > kLongestLine)
        return damaged("longer than any answer");
    return {};
}

GzipReader::GzipReader(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
GzipReader::~GzipReader() = default;

Result<std::unique_ptr<GzipReader>> GzipReader::open(std::filesystem::path path) {
    int const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed("open", path);
    auto stream = std::make_unique<Stream>(std::move(path), fd);
    return std::unique_ptr<GzipReader>(new GzipReader(std::move(stream)));
}

Result<std::optional<std::string>> GzipReader::next() {
    auto& s = *stream_;
    for (;;) {
        auto const end = s.text.find('\n', s.searched);
        if (end != std::string::npos) {
            auto line = s.text.substr(s.given, end - s.given);
            s.given = s.searched = end + 1;
            ++s.line;
            return std::optional(std::move(line));
        }
        s.text.erase(0, s.given);
        s.given = 0;
        s.searched = s.text.size();
        if (s.is_at_end)
            return std::optional<std::string>();
        if (auto read = s.read_on(); !read)
            return read.error();
    }
}

bool GzipReader::was_cut() const {
    return stream_->is_at_end && (!stream_->is_complete || !stream_->text.empty());
}

std::string GzipReader::place() const {
    return fmt::format("{}, line {}", printable(stream_->path.string()), stream_->line);
}

}  // namespace sasyncd
