#pragma once

#include "errors.hpp"
#include "http_message.hpp"
#include "page.hpp"
#include "random.hpp"
#include "samples.hpp"
#include "world.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace sasyncd::simulator {

class Sessions;

// One call under way.
struct ApiCall {
    HttpRequest const& request;
    std::string action;
    std::string request_id;
    std::string account;
    Parameters parameters;
    Injection injection;
    LoggedRequest log;
};

// Answers the cloud's API: checks the signature, takes from the quota, asks the fault script, dispatches.
class Api {
public:
    Api(World& world, Sessions& sessions) : world_{world}, sessions_{sessions} {}

    // Never throws; what goes wrong inside is an InternalError of the API.
    Reply handle(HttpRequest const& request);

private:
    Reply answer(ApiCall& call);
    Reply dispatch(ApiCall& call);
    Reply fail(ApiCall& call, ApiError const& error) const;
    Reply fail_by_fault(ApiCall& call, Fault const& fault) const;
    Reply finish(ApiCall& call, Reply reply);
    void mutate(ApiCall& call);

    Reply assume(ApiCall& call);
    Reply grant(ApiCall& call, bool is_oidc);
    static void mask(Parameters& parameters);

    Reply affected_images(ApiCall& call);
    Reply grouped_files(ApiCall& call);
    Reply repositories(ApiCall& call);
    Reply clusters(ApiCall& call);
    Reply list_reply(ApiCall& call, Page& page, std::vector<std::string> const& all,
                     Settings const& settings);
    Reply page_reply(ApiCall& call, Page& page) const;
    std::string new_signature();

    World& world_;
    Sessions& sessions_;
    Random random_{0x5eed};
    std::uint64_t calls_ = 0;
    // Grouped files are walked page by page: each list is kept until its rows change.
    std::map<std::string, std::pair<std::uint64_t, SampleList>> samples_;
};

}  // namespace sasyncd::simulator
