#include "app/whole_file.hpp"

#include "base/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace sasyncd {

namespace {

Error cannot_write(std::string const& path, int number) {
    return Error(ErrorKind::rejected,
                 fmt::format("cannot write {}: {}", printable(path), std::strerror(number)))
        .with_remedy("name a file in a directory that you may write to");
}

int write_all(int file, std::string_view content) {
    while (!content.empty()) {
        auto const written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return errno;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0 ? 0 : errno;
}

/// The rights that a file gets which this process makes.
mode_t usual_mode() {
    auto const mask = ::umask(0);
    ::umask(mask);
    return static_cast<mode_t>(0666) & ~mask;
}

}  // namespace

Status write_whole_file(std::string const& path, std::string const& content) {
    struct stat there {};
    if (::stat(path.c_str(), &there) == 0 && S_ISDIR(there.st_mode))
        return cannot_write(path, EISDIR);
    auto beside = path + ".XXXXXX";
    auto const file = ::mkostemp(beside.data(), O_CLOEXEC);
    if (file < 0)
        return cannot_write(path, errno);
    auto failure = write_all(file, content);
    if (failure == 0 && ::fchmod(file, usual_mode()) != 0)
        failure = errno;
    if (::close(file) != 0 && failure == 0)
        failure = errno;
    if (failure == 0 && ::rename(beside.c_str(), path.c_str()) != 0)
        failure = errno;
    if (failure == 0)
        return {};
    ::unlink(beside.c_str());
    return cannot_write(path, failure);
}

}  // namespace sasyncd
