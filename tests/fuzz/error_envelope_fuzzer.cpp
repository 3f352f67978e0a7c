// Error answers, whatever stands in them: each becomes one printable line that says something and tells no secret.

#include "aliyun/error_codes.hpp"
#include "aliyun/error_envelope.hpp"
#include "fuzz/property.hpp"

#include <array>
#include <string>

namespace sasyncd::fuzz {
namespace {

constexpr std::string_view kKeyId = "LTAI5tFuzzersOwnKey0";
constexpr std::array<unsigned, 8> kStatuses = {200, 301, 400, 403, 404, 429, 500, 503};

void check_error(Error const& error) {
    auto const line = error.line();
    expect(is_one_printable_line(line) && is_one_printable_line(error.code), "an error is one printable line",
           line);
    expect(!error.what.empty(), "an error says something");
    expect(line.size() < 4000, "an error is bounded", line);
    expect(line.find(kKeyId) == std::string::npos && error.code.find(kKeyId) == std::string::npos,
           "an error never tells the key", line);
    expect(error.kind != ErrorKind::bug && error.kind != ErrorKind::cancelled &&
               error.kind != ErrorKind::lost_lease,
           "what the API answers is never our bug");
    expect(!error.is_denial || error.kind == ErrorKind::unauthorised || error.kind == ErrorKind::unlicensed,
           "only a refusal is a denial");
    expect(!error.retry_after, "without a header there is no pause");
}

void check_redaction(std::string_view message) {
    auto const text = redacted(message, kKeyId);
    expect(text.find(kKeyId) == std::string::npos, "redacted text holds no secret", text);
    expect(without_key_ids(text) == text, "redacted text holds no key id", text);
    expect(text.size() <= message.size() + 10, "redaction adds nothing", text);
}

void check_good(HttpResponse const& response) {
    auto const envelope = read_envelope(response.body);
    expect(response.status < 300, "a bad status is an error");
    expect(!envelope || is_success_code(envelope->code), "a code is an error");
}

void check_answer(unsigned status, std::string const& body) {
    HttpResponse response(status);
    response.body = body;
    response.headers = {{"Content-Type", "application/json;charset=utf-8"}};
    auto const failure = failure_in(response, kKeyId);
    if (!failure)
        return check_good(response);
    check_error(failure->error);
    auto const again = classify_error(status, "application/json;charset=utf-8", body, {}, {}, kKeyId);
    expect(again.line() == failure->error.line() && again.kind == failure->error.kind,
           "the same body, the same error");
    bool const is_mendable = failure->mend == Mend::none || failure->error.kind == ErrorKind::unauthorised;
    expect(is_mendable, "only refusals are mended");
}

}  // namespace
}  // namespace sasyncd::fuzz

/// The first byte picks the status.
extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace sasyncd;
    if (size == 0)
        return 0;
    auto const status = fuzz::kStatuses[data[0] % fuzz::kStatuses.size()];
    std::string const body(fuzz::text_of(data + 1, size - 1));
    fuzz::check_answer(status, body);
    fuzz::check_redaction(body);
    if (auto const error = error_in_ok_body(body))
        fuzz::expect(fuzz::is_one_printable_line(error->line()), "an error is one printable line",
                     error->line());
    return 0;
}
