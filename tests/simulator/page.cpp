#include "page.hpp"

#include "json_text.hpp"

#include <fmt/format.h>

#include <array>

namespace sasyncd::simulator {
namespace {

std::string number(std::int64_t value, bool as_text) {
    return as_text ? fmt::format("\"{}\"", value) : std::to_string(value);
}

std::uint32_t crc32(std::string_view text) {
    std::uint32_t crc = 0xffffffff;
    for (char const c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
        }
    }
    return ~crc;
}

void append_little_endian(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i, value >>= 8) {
        out += static_cast<char>(value & 0xff);
    }
}

}  // namespace

std::string Page::to_json() const {
    std::string out;
    std::size_t size = 400;
    for (std::string const& row : rows) {
        size += row.size() + 1;
    }
    out.reserve(size);
    out += fmt::format("{{\"RequestId\":\"{}\"", request_id);
    if (is_of_registry) {
        out += R"(,"Code":"success","IsSuccess":true)";
    }
    bool const text = has_numbers_as_text;
    if (has_page_info && is_of_registry) {
        out += fmt::format(",\"PageNo\":{},\"PageSize\":{},\"TotalCount\":{}", number(current_page, text),
                           number(page_size, text), number(total, true));
    } else if (has_page_info) {
        out +=
            fmt::format(",\"PageInfo\":{{\"CurrentPage\":{},\"PageSize\":{},\"TotalCount\":{},\"Count\":{}}}",
                        number(current_page, text), number(page_size, text), number(total, text),
                        number(static_cast<std::int64_t>(rows.size()), text));
    }
    if (has_array) {
        out.append(",\"").append(array).append("\":");
        out += is_wrapped ? fmt::format("{{\"{}\":[", wrapper) : "[";
        for (std::size_t i = 0; i < rows.size(); ++i) {
            out += i == 0 ? "" : ",";
            out += rows[i];
        }
        out += is_wrapped ? "]}" : "]";
    }
    return out += '}';
}

std::string gzip_stored(std::string_view text) {
    std::string out{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10};
    constexpr std::size_t kBlock = 65535;
    std::size_t at = 0;
    do {
        const std::string_view block = text.substr(at, kBlock);
        at += block.size();
        out += at == text.size() ? '\x01' : '\x00';
        append_little_endian(out, block.size(), 2);
        append_little_endian(out, ~block.size(), 2);
        out += block;
    } while (at < text.size());
    append_little_endian(out, crc32(text), 4);
    append_little_endian(out, text.size(), 4);
    return out;
}

}  // namespace sasyncd::simulator
