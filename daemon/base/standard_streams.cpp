#include "base/standard_streams.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>

namespace sasyncd {

void fill_standard_streams() {
    // The lowest free number is taken, so that it ends with the first that is no standard stream's.
    int descriptor = 0;
    do {
        descriptor = ::open("/dev/null", O_RDWR);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0)
        ::close(descriptor);
}

void tell(std::FILE* stream, std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stream) < text.size())
        std::clearerr(stream);
}

void offer(std::string_view text) {
    pollfd stream{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&stream, 1, 0) > 0)
        tell(stderr, text);
}

void outlive_readers() {
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace sasyncd
