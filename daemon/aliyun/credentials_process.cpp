#include "aliyun/command_words.hpp"
#include "aliyun/grant_source.hpp"
#include "aliyun/program.hpp"
#include "aliyun/secret_json.hpp"
#include "aliyun/server_clock.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr char const* kRemedy =
    "run the profile's process_command as this service's user; it must print JSON with mode (AK or "
    "StsToken), "
    "access_key_id, access_key_secret and, for StsToken, sts_token";
/// A session whose end nobody told.
constexpr std::chrono::minutes kLookAgain{15};

/// `expiration`: a time as text, or seconds since 1970.
std::optional<SystemTime> end_in(simdjson::dom::element const& object) {
    if (auto const seconds = number_in(object, "expiration"); seconds > 0)
        return SystemTime(std::chrono::seconds(seconds));
    return parse_acs_date(text_in(object, "expiration"));
}

/// Keys that a program prints (a profile's mode External).
class ProcessSource final : public GrantSource {
public:
    ProcessSource(std::string origin, std::vector<std::string> words, Clock& clock)
        : origin_(std::move(origin)), words_(std::move(words)), clock_(clock) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        auto words = words_;
        ProgramLimits const limits;
        auto printed = co_await run_program(std::move(words), limits, clock_);
        if (!printed.has_value())
            co_return std::move(printed.error()).within(origin_).with_remedy(kRemedy);
        co_return grant_of(*printed);
    }

private:
    [[nodiscard]] Result<CredentialGrant> grant_of(Secret const& printed) const {
        auto text = printed.reveal();
        SecretJson const json(text);
        if (!json.is_object())
            return bad("prints no JSON object");
        auto const object = json.root();
        auto const mode = text_in(object, "mode");
        bool const is_session = mode == "StsToken";
        if (!is_session && mode != "AK")
            return bad(fmt::format("prints mode \"{}\"", printable(mode, 40)));
        Credentials keys(text_in(object, "access_key_id"), secret_in(object, "access_key_secret"),
                         is_session ? secret_in(object, "sts_token") : Secret(), origin_);
        if (keys.access_key_id.empty() || keys.access_key_secret.empty() ||
            (is_session && keys.security_token.empty()))
            return bad("prints no complete keys");
        CredentialGrant grant(std::move(keys));
        if (auto const end = end_in(object))
            grant.lifetime = *end - clock_.system_now();
        else if (is_session)
            grant.look_again = kLookAgain;
        return grant;
    }

    [[nodiscard]] Error bad(std::string_view what) const {
        return Error(ErrorKind::unauthorised, fmt::format("{}: the process_command {}", origin_, what))
            .with_remedy(kRemedy);
    }

    std::string origin_;
    std::vector<std::string> words_;
    Clock& clock_;
};

}  // namespace

Result<GrantSourcePtr> make_process_source(CredentialsOptions const& options, CredentialTools const& tools) {
    auto words = command_words(options.process_command);
    if (!words.has_value())
        return std::move(words.error()).within("process_command").with_remedy(kRemedy);
    return GrantSourcePtr(std::make_unique<ProcessSource>(options.origin, std::move(*words), tools.clock));
}

}  // namespace sasyncd
