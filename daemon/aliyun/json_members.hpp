#pragma once

#include "aliyun/json_text.hpp"
#include "aliyun/page_text.hpp"

#include <simdjson.h>

#include <string_view>

namespace sasyncd {

/// The name of a member whose value begins at `value`. Errors: those of the document, kNeedsRepair.
[[nodiscard]] inline simdjson::error_code read_name(simdjson::ondemand::field& member, char const* value,
                                                    PageText& text, std::string_view& name) {
    // A member is `"name":value`, with blanks around the colon as its writer likes it.
    auto const* const begin = member.key().raw();
    auto const* end = value;
    while (*--end != ':') {}
    while (*--end != '"') {}
    name = {begin, static_cast<std::size_t>(end - begin)};
    if (!text.has_backslash(name))
        return simdjson::SUCCESS;
    if (auto const error = member.unescaped_key().get(name); error)
        return error;
    return needs_repair(name) ? kNeedsRepair : simdjson::SUCCESS;
}

/// Calls `visit(member, token)` for each member of the object that `source`, a document or a value, is; `token` as
/// `raw_json_token()` gives it. Ends at the first error of the document or of `visit`.
template <class Source, class Visit>
[[nodiscard]] [[gnu::always_inline]] inline simdjson::error_code each_member(Source& source, Visit visit) {
    auto object = source.get_object();
    if (object.error())
        return object.error();
    for (auto member : object.value_unsafe()) {
        if (member.error())
            return member.error();
        auto& field = member.value_unsafe();  // looked at where it is: copies of it stall the processor
        std::string_view const token = field.value().raw_json_token();
        if (auto const error = visit(field, token); error)
            return error;
    }
    return simdjson::SUCCESS;
}

/// The same with the name read: `visit(name, value, token)`.
template <class Source, class Visit>
[[nodiscard]] simdjson::error_code each_named_member(Source& source, PageText& text, Visit visit) {
    return each_member(source, [&](simdjson::ondemand::field& member, std::string_view token) {
        std::string_view name;
        auto const error = read_name(member, token.data(), text, name);
        return error ? error : visit(name, member.value(), token);
    });
}

/// Text that may be missing, or a number, or of another type, without harm; empty then. Errors: kNeedsRepair.
[[nodiscard]] inline simdjson::error_code read_loose_text(simdjson::ondemand::value& value,
                                                          std::string_view token, PageText& text,
                                                          std::string_view& found) {
    if (token[0] == '"') {
        auto const error = text.read(value, token, found);
        return error == kNeedsRepair ? error : simdjson::SUCCESS;
    }
    auto const bare = trimmed_json(token);
    bool const is_nothing = bare == "null" || token[0] == '{' || token[0] == '[';
    found = is_nothing ? std::string_view() : bare;
    return simdjson::SUCCESS;
}

/// Calls `visit(element)` for each element of the array that `source` is. Ends at the first error of the document or of
/// `visit`.
template <class Visit>
[[nodiscard]] simdjson::error_code each_element(simdjson::ondemand::value& source, Visit visit) {
    auto array = source.get_array();
    if (array.error())
        return array.error();
    for (auto element : array.value_unsafe()) {
        if (element.error())
            return element.error();
        if (auto const error = visit(element.value_unsafe()); error)
            return error;
    }
    return simdjson::SUCCESS;
}

}  // namespace sasyncd
