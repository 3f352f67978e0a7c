#include "aliyun/credential_sources.hpp"

#include "base/text.hpp"
#include "base/wipe.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sasyncd {

namespace {

constexpr off_t kLimit = off_t{1} << 20U;

class FileDescriptor {
public:
    explicit FileDescriptor(int fd) : fd_(fd) {}
    ~FileDescriptor() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    FileDescriptor(FileDescriptor const&) = delete;
    FileDescriptor& operator=(FileDescriptor const&) = delete;
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

}  // namespace

Lookup Lookup::nothing(std::string why) {
    Lookup lookup;
    lookup.note = std::move(why);
    return lookup;
}

Lookup Lookup::found(CredentialsOptions plan) {
    Lookup lookup;
    lookup.plan = std::move(plan);
    return lookup;
}

Lookup Lookup::refused(std::string what, std::string remedy) {
    Lookup lookup;
    lookup.refusal = Error(ErrorKind::unauthorised, std::move(what)).with_remedy(std::move(remedy));
    return lookup;
}

std::string value_of(Environment const& environment, std::string_view name) {
    return environment ? environment(name).value_or(std::string()) : std::string();
}

bool is_switched_on(Environment const& environment, std::string_view name) {
    return lower_case(value_of(environment, name)) == "true";
}

std::string below_home(Environment const& environment, std::string_view path) {
    auto home = value_of(environment, "HOME");
    if (home.empty())
        return home;
    return home.append("/").append(path);
}

std::optional<std::string> read_small_file(std::string const& path) {
    // Not blocking: a pipe in its place must not hold the daemon.
    FileDescriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat about {};
    if (file.get() < 0 || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) ||
        about.st_size > kLimit)
        return std::nullopt;
    // One more than its size, in one piece: a text that grows leaves copies of what it held behind.
    std::string text(static_cast<std::size_t>(about.st_size) + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        auto const got = ::read(file.get(), text.data() + length, text.size() - length);
        if (got < 0) {
            wipe(text);
            return std::nullopt;
        }
        if (got == 0)
            break;
        length += static_cast<std::size_t>(got);
    }
    text.resize(length);
    return text;
}

}  // namespace sasyncd
