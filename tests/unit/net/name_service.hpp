#pragma once

namespace sasyncd::test {

// This program answers name look-ups itself, so that no test depends on a name server:
//   sas.example and other names there   127.0.0.1
//   two.example                        127.0.0.2, where nobody listens, then 127.0.0.1
//   unknown.example                    there is no such host
//   again.example                      the name server fails
//   slow.example                       no answer while a SlowNames lives
// Everything else (localhost) is the system's.

/// While it lives, looking slow.example up does not end.
class SlowNames {
public:
    SlowNames();
    ~SlowNames();
    SlowNames(SlowNames const&) = delete;
    SlowNames& operator=(SlowNames const&) = delete;
};

}  // namespace sasyncd::test
