#include "name_service.hpp"

#include <dlfcn.h>
#include <netdb.h>

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace {

std::mutex mutex;
std::condition_variable changed;
bool is_slow = false;

using LookUp = int (*)(char const*, char const*, addrinfo const*, addrinfo**);

/// The system's own, for an address in digits: it allocates what freeaddrinfo will free.
int look_up_really(char const* host, char const* service, addrinfo const* hints, addrinfo** results) {
    static auto const real = reinterpret_cast<LookUp>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(host, service, hints, results);
}

int look_up_two(char const* service, addrinfo const* hints, addrinfo** results) {
    if (int const failure = look_up_really("127.0.0.2", service, hints, results); failure != 0)
        return failure;
    auto* last = *results;
    while (last->ai_next != nullptr)
        last = last->ai_next;
    return look_up_really("127.0.0.1", service, hints, &last->ai_next);
}

}  // namespace

/// Stands before the C library's, also for Asio, which calls it on a thread of its own.
extern "C" int getaddrinfo(char const* host, char const* service, addrinfo const* hints, addrinfo** results) {
    std::string_view const name = host != nullptr ? host : "";
    if (!name.ends_with(".example"))
        return look_up_really(host, service, hints, results);
    if (name == "unknown.example")
        return EAI_NONAME;
    if (name == "again.example")
        return EAI_AGAIN;
    if (name == "two.example")
        return look_up_two(service, hints, results);
    if (name == "slow.example") {
        std::unique_lock lock(mutex);
        changed.wait(lock, [] { return !is_slow; });
    }
    return look_up_really("127.0.0.1", service, hints, results);
}

namespace sasyncd::test {

SlowNames::SlowNames() {
    std::lock_guard const lock(mutex);
    is_slow = true;
}

SlowNames::~SlowNames() {
    {
        std::lock_guard const lock(mutex);
        is_slow = false;
    }
    changed.notify_all();
}

}  // namespace sasyncd::test
