// The head of an answer, byte by byte as a hostile server or proxy may send it: through Beast's parser as the transport
// uses it, then everything that is read from its fields.

#include "aliyun/error_codes.hpp"
#include "aliyun/http_date.hpp"
#include "fuzz/property.hpp"
#include "net/encoding.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <string>

namespace sasyncd::fuzz {
namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t kMaxHeader = 64U << 10U;
constexpr std::uint64_t kMaxBody = 1024;
constexpr auto kLongestPause = std::chrono::hours(24);

/// The answer that the bytes are; with status 0 where they are none.
HttpResponse response_in(std::string_view bytes) {
    http::response_parser<http::string_body> parser;
    parser.header_limit(kMaxHeader);
    parser.body_limit(kMaxBody);
    parser.eager(true);
    boost::system::error_code failure;
    while (!bytes.empty() && !parser.is_done()) {
        auto const used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), failure);
        if (failure || used == 0)
            return {};
        bytes.remove_prefix(used);
    }
    if (!parser.is_done() && parser.is_header_done())
        parser.put_eof(failure);
    if (failure || !parser.is_done())
        return {};
    HttpResponse response(parser.get().result_int());
    for (auto const& field : parser.get())
        response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    response.body = parser.get().body();
    return response;
}

/// A date that is taken is the one that stands there.
void check_date(std::string_view text) {
    auto const time = parse_http_date(text);
    if (!time)
        return;
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch());
    auto const days = std::chrono::floor<std::chrono::days>(*time);
    std::chrono::year_month_day const date(days);
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    auto const month = kMonths.substr((static_cast<unsigned>(date.month()) - 1) * 3, 3);
    auto const in_day = (seconds - days.time_since_epoch()).count();
    auto const again =
        fmt::format("{:02} {} {:04} {:02}:{:02}:{:02} GMT", static_cast<unsigned>(date.day()), month,
                    static_cast<int>(date.year()), in_day / 3600, in_day / 60 % 60, in_day % 60);
    bool const is_leap_second = text.substr(23, 2) == "60";
    expect(is_leap_second || text.substr(5) == again, "a date is read as it stands", text);
}

void check_error(Error const& error) {
    expect(is_one_printable_line(error.line()) && is_one_printable_line(error.request_id) &&
               is_one_printable_line(error.code),
           "an error is one printable line", error.line());
    expect(error.line().size() < 4000, "an error is bounded", error.line());
    if (!error.retry_after)
        return;
    expect(error.kind == ErrorKind::retry_later, "who is told to wait may try again later");
    expect(error.retry_after->count() > 0 && *error.retry_after <= kLongestPause,
           "a pause is between nothing and a day");
}

void check_encoding_of(HttpResponse const& response) {
    Origin const origin("sas.example", 443);
    auto const checked = check_encoding(response, origin);
    bool is_encoded = false;
    for (auto const& [name, value] : response.headers)
        is_encoded = is_encoded || (lower_case(name) == "content-encoding" && lower_case(value) == "gzip");
    expect(!is_encoded || checked.has_error(), "what is zipped is not taken for text");
    if (checked.has_error())
        check_error(checked.error());
}

void check_lookup(HttpResponse const& response) {
    for (auto const& [name, value] : response.headers) {
        auto const found = response.header(lower_case(name));
        expect(found.data() != nullptr, "a field is found by its name in any case", name);
        expect(found == response.header(name), "letters' case makes no difference", name);
    }
}

}  // namespace
}  // namespace sasyncd::fuzz

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace sasyncd;
    auto const bytes = fuzz::text_of(data, size);
    fuzz::check_date(bytes);
    fuzz::check_error(classify_error(503, bytes, {}, bytes, bytes));
    auto const response = fuzz::response_in(bytes);
    if (response.status == 0)
        return 0;
    fuzz::expect(response.body.size() <= fuzz::kMaxBody, "a body is bounded");
    fuzz::check_lookup(response);
    fuzz::check_encoding_of(response);
    fuzz::check_date(response.header("date"));
    if (auto const failure = failure_in(response))
        fuzz::check_error(failure->error);
    return 0;
}
