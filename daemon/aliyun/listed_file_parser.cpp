#include "aliyun/listed_file_parser.hpp"

#include "aliyun/json_integer.hpp"
#include "aliyun/json_members.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

namespace ondemand = simdjson::ondemand;

/// Longer texts are no names.
constexpr std::size_t kLongestText = 1000;

std::string cut(std::string_view text) {
    auto end = std::min(text.size(), kLongestText);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string(text.substr(0, end));
}

std::string* text_of(ListedFile& file, std::string_view name) {
    if (name == "MaliciousMd5")
        return &file.malicious_md5;
    if (name == "MaliciousName")
        return &file.name;
    if (name == "MaliciousKey")
        return &file.key;
    return name == "Level" ? &file.level : nullptr;
}

simdjson::error_code read_file(ondemand::value& element, PageText& text, ListedFile& file) {
    auto const read = [&](std::string_view name, ondemand::value& value, std::string_view token) {
        if (name == "ImageCount") {
            Integer count;
            auto const error = read_integer(value, token, text, count);
            file.images = count.value.value_or(0);
            return error;
        }
        auto* const into = text_of(file, name);
        if (into == nullptr)
            return simdjson::SUCCESS;
        std::string_view found;
        auto const error = read_loose_text(value, token, text, found);
        *into = cut(found);
        return error;
    };
    return each_named_member(element, text, read);
}

}  // namespace

simdjson::error_code read_listed_files(ondemand::value& array, PageText& text,
                                       std::vector<ListedFile>& files) {
    return each_element(array, [&](ondemand::value& element) {
        // One that is no file counts as an element all the same, so that its page is not taken for the end.
        auto& file = files.emplace_back();
        bool const is_object = element.raw_json_token()[0] == '{';
        return is_object ? read_file(element, text, file) : simdjson::SUCCESS;
    });
}

}  // namespace sasyncd
