#include "aliyun/page_parser.hpp"

#include "aliyun/error_codes.hpp"
#include "aliyun/row_parser.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <limits>

namespace sasyncd {

namespace {

namespace ondemand = simdjson::ondemand;

Error malformed(std::string text, std::string const& request_id) {
    return Error(ErrorKind::malformed, std::move(text)).with_request_id(printable(request_id));
}

/// Text that may be missing or of another type without harm.
std::string text_of(ondemand::value& value) {
    auto const token = value.raw_json_token();
    std::string_view text;
    if (token[0] == '"')
        return value.get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
    text = trimmed_json(token);
    bool const is_nothing = text == "null" || token[0] == '{' || token[0] == '[';
    return is_nothing ? std::string() : std::string(text);
}

/// What a `Code` in the answer means; empty where it means success.
std::optional<Error> error_in(std::string body, std::string const& request_id) {
    HttpResponse response(200);
    response.body = std::move(body);
    auto failure = failure_in(response);
    if (!failure)
        return std::nullopt;
    if (failure->error.request_id.empty())
        failure->error.request_id = printable(request_id);
    return std::move(failure->error);
}

}  // namespace

class PageParser::Impl {
public:
    [[nodiscard]] Result<Page> parse(std::string body, Listing listing);

private:
    struct Draft;

    [[nodiscard]] simdjson::error_code walk(std::string& body, Draft& draft);
    [[nodiscard]] simdjson::error_code read_field(std::string_view name, ondemand::value& value, Draft& draft);
    [[nodiscard]] simdjson::error_code read_rows(ondemand::value& value, Draft& draft);
    [[nodiscard]] simdjson::error_code read_files(ondemand::value& value, Draft& draft);
    [[nodiscard]] simdjson::error_code read_wrapped(ondemand::value& value, Draft& draft);

    ondemand::parser parser_;
    ondemand::document document_;
    RowParser rows_;
    Listing listing_ = Listing::affected_images;
    std::size_t expected_rows_ = 20;  // of the page before, to make room at once
};

PageParser::PageParser() : impl_(std::make_unique<Impl>()) {}
PageParser::~PageParser() = default;
PageParser::PageParser(PageParser&&) noexcept = default;
PageParser& PageParser::operator=(PageParser&&) noexcept = default;

Result<Page> PageParser::parse(std::string body, Listing listing) { return impl_->parse(std::move(body), listing); }

/// What was read so far; a `Page` only once it is complete.
struct PageParser::Impl::Draft {
    Page page;
    std::optional<std::int64_t> number;
    std::optional<std::int64_t> total;
    bool has_info = false;
    bool has_rows = false;
    bool has_rows_twice = false;
    bool has_code = false;

    /// What is missing, empty where nothing is.
    [[nodiscard]] std::string gap() const {
        if (!has_info)
            return "answer without PageInfo";
        if (has_rows_twice)
            return "answer with two arrays of rows";
        if (!has_rows)
            return "answer without the array of rows";
        if (!number || *number < 1 || *number > std::numeric_limits<std::uint32_t>::max())
            return "answer without a usable CurrentPage";
        if (!total || *total < 0)
            return "answer without a usable TotalCount";
        return {};
    }

    simdjson::error_code read_info(ondemand::value& value) {
        ondemand::object info;
        if (value.raw_json_token()[0] != '{')
            return simdjson::SUCCESS;
        if (auto const error = value.get_object().get(info); error)
            return error;
        has_info = true;
        for (auto field : info) {
            std::string_view name;
            ondemand::value item;
            if (auto const error = field.unescaped_key().get(name); error)
                return error;
            if (auto const error = field.value().get(item); error)
                return error;
            auto const token = item.raw_json_token();
            if (name == "CurrentPage")
                number = integer_of(item, token).value;
            else if (name == "TotalCount")
                total = integer_of(item, token).value;
            else if (name == "PageSize")
                set_size(integer_of(item, token).value.value_or(0));
        }
        return simdjson::SUCCESS;
    }

    void set_size(std::int64_t size) {
        if (size > 0 && size <= std::numeric_limits<std::uint32_t>::max())
            page.size = static_cast<std::uint32_t>(size);
    }
};

Result<Page> PageParser::Impl::parse(std::string body, Listing listing) {
    listing_ = listing;
    if (body.starts_with("\xEF\xBB\xBF"))
        body.erase(0, 3);
    auto const trimmed = trimmed_json(body);
    if (trimmed.empty())
        return malformed("empty answer", {});
    if (trimmed[0] == '<') {
        auto error = error_in(body, {});
        return error ? std::move(*error) : malformed("answer is no JSON", {});
    }
    auto const escapes = repair_escapes(body);
    Draft draft;
    draft.page.repaired = escapes;
    auto error = walk(body, draft);
    if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS) {
        std::size_t bytes = 0;
        body = repaired_utf8(body, bytes);
        draft = Draft();
        draft.page.repaired = escapes + static_cast<std::uint32_t>(bytes);
        error = walk(body, draft);
    }
    auto& page = draft.page;
    if (draft.has_code)
        if (auto refusal = error_in(body, page.request_id); refusal)
            return std::move(*refusal);
    if (error)
        return malformed(fmt::format("answer is no complete JSON ({})", simdjson::error_message(error)),
                         page.request_id);
    if (auto gap = draft.gap(); !gap.empty())
        return malformed(std::move(gap), page.request_id);
    page.number = static_cast<std::uint32_t>(*draft.number);
    page.total_count = *draft.total;
    expected_rows_ = page.rows.size();
    return std::move(page);
}

simdjson::error_code PageParser::Impl::walk(std::string& body, Draft& draft) {
    draft.page.rows.reserve(expected_rows_);
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::padded_string_view const padded(body.data(), body.size(), body.capacity());
    if (auto const error = parser_.iterate(padded).get(document_); error)
        return error;
    ondemand::object root;
    if (auto const error = document_.get_object().get(root); error)
        return error;
    for (auto field : root) {
        std::string_view name;
        ondemand::value value;
        if (auto const error = field.unescaped_key().get(name); error)
            return error;
        if (auto const error = field.value().get(value); error)
            return error;
        if (auto const error = read_field(name, value, draft); error)
            return error;
    }
    char const* rest = nullptr;
    bool const is_at_end = document_.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
    return is_at_end ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
}

simdjson::error_code PageParser::Impl::read_field(std::string_view name, ondemand::value& value, Draft& draft) {
    if (name == "AffectedMaliciousFileImagesResponse" && listing_ == Listing::affected_images) {
        auto const first = value.raw_json_token()[0];
        if (first == '[')
            return read_rows(value, draft);
        return first == '{' ? read_wrapped(value, draft) : simdjson::SUCCESS;
    }
    if (name == "GroupedMaliciousFileResponse" && listing_ == Listing::malicious_files)
        return value.raw_json_token()[0] == '[' ? read_files(value, draft) : simdjson::SUCCESS;
    if (name == "PageInfo")
        return draft.read_info(value);
    if (name == "RequestId" || name == "requestId")
        draft.page.request_id = text_of(value);
    else if (name == "Code" || name == "code")
        draft.has_code = draft.has_code || !text_of(value).empty();
    return simdjson::SUCCESS;
}

simdjson::error_code PageParser::Impl::read_rows(ondemand::value& value, Draft& draft) {
    draft.has_rows_twice = draft.has_rows;
    draft.has_rows = true;
    ondemand::array array;
    if (auto const error = value.get_array().get(array); error)
        return error;
    for (auto item : array) {
        ondemand::value element;
        if (auto const error = item.get(element); error)
            return error;
        if (auto const error = rows_.read(document_, element, draft.page); error)
            return error;
    }
    return simdjson::SUCCESS;
}

/// Of files only the MD5 is read: which there are is all that is asked for.
simdjson::error_code PageParser::Impl::read_files(ondemand::value& value, Draft& draft) {
    draft.has_rows = true;
    ondemand::array array;
    if (auto const error = value.get_array().get(array); error)
        return error;
    for (auto item : array) {
        ondemand::object file;
        if (auto const error = item.get_object().get(file); error)
            return error;
        Row row;
        for (auto field : file) {
            std::string_view name;
            ondemand::value text;
            if (auto const error = field.unescaped_key().get(name); error)
                return error;
            if (auto const error = field.value().get(text); error)
                return error;
            if (name == kTextNames[static_cast<std::size_t>(Text::malicious_md5)])
                row[Text::malicious_md5] = text_of(text);
        }
        if (!row[Text::malicious_md5].empty())
            draft.page.rows.push_back(std::move(row));
    }
    return simdjson::SUCCESS;
}

/// The form of the first SDKs: the array is the one field of an object.
simdjson::error_code PageParser::Impl::read_wrapped(ondemand::value& value, Draft& draft) {
    ondemand::object wrapper;
    if (auto const error = value.get_object().get(wrapper); error)
        return error;
    for (auto field : wrapper) {
        std::string_view name;
        ondemand::value inner;
        if (auto const error = field.unescaped_key().get(name); error)
            return error;
        if (auto const error = field.value().get(inner); error)
            return error;
        if (name != "AffectedMaliciousFileImage" || inner.raw_json_token()[0] != '[')
            continue;
        if (auto const error = read_rows(inner, draft); error)
            return error;
    }
    return simdjson::SUCCESS;
}

}  // namespace sasyncd
