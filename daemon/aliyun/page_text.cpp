#include "aliyun/page_text.hpp"

#include "aliyun/json_text.hpp"

#include <cstring>

namespace sasyncd {

namespace {

constexpr std::size_t kFirstRoom = 4 * 1024;

bool has_lost_escape(std::string_view token) {
    std::string copy(token);
    return repair_escapes(copy) > 0;
}

}  // namespace

PageText::PageText(std::string body) : body_(std::move(body)), rewritten_(kFirstRoom) {
    body_.reserve(body_.size() + simdjson::SIMDJSON_PADDING);
    look_from(body_.data());
}

simdjson::padded_string_view PageText::padded() const {
    return simdjson::padded_string_view(body_.data(), body_.size(), body_.capacity());
}

void PageText::look_from(char const* start) {
    auto const* const end = body_.data() + body_.size();
    auto const* const found = std::memchr(start, '\\', static_cast<std::size_t>(end - start));
    backslash_ = found == nullptr ? end : static_cast<char const*>(found);
}

simdjson::error_code PageText::unescape(simdjson::ondemand::value& value, std::string_view token,
                                        std::string_view& text) {
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return has_lost_escape(token) ? kNeedsRepair : simdjson::INCORRECT_TYPE;
    if (needs_repair(text))
        return kNeedsRepair;
    text = keep(text);
    return simdjson::SUCCESS;
}

std::string_view PageText::keep(std::string_view text) {
    if (text.empty())
        return {};
    auto* const copy = room(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

bool needs_repair(std::string_view text) {
    if (text.find('\0') != std::string_view::npos)
        return true;
    // A surrogate alone, as UTF-8 must not have it: ED A0 80 to ED BF BF.
    constexpr char lead = '\xED';
    for (auto at = text.find(lead); at != std::string_view::npos; at = text.find(lead, at + 1))
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0)
            return true;
    return false;
}

}  // namespace sasyncd
