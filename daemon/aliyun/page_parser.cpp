#include "aliyun/page_parser.hpp"

#include "aliyun/error_codes.hpp"
#include "aliyun/json_integer.hpp"
#include "aliyun/json_members.hpp"
#include "aliyun/listed_file_parser.hpp"
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

std::string_view array_name(Listing listing) {
    return listing == Listing::malicious_files ? "GroupedMaliciousFileResponse"
                                               : "AffectedMaliciousFileImagesResponse";
}

std::string_view wrapped_name(Listing listing) {
    return listing == Listing::malicious_files ? "GroupedMaliciousFile" : "AffectedMaliciousFileImage";
}

/// What a `Code` in the answer means; empty where it means success.
std::optional<Error> error_in(std::string const& body, std::string const& request_id) {
    HttpResponse response(200);
    response.body = body;
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

    [[nodiscard]] simdjson::error_code walk(Draft& draft);
    [[nodiscard]] simdjson::error_code read_field(std::string_view name, ondemand::value& value,
                                                  std::string_view token, Draft& draft);
    [[nodiscard]] simdjson::error_code read_elements(ondemand::value& value, Draft& draft);
    [[nodiscard]] simdjson::error_code read_wrapped(ondemand::value& value, Draft& draft);
    [[nodiscard]] Result<Page> finished(Draft& draft, simdjson::error_code error);

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

Result<Page> PageParser::parse(std::string body, Listing listing) {
    return impl_->parse(std::move(body), listing);
}

/// What was read so far; a `Page` only once it is complete.
struct PageParser::Impl::Draft {
    Draft(std::string body, std::uint32_t repairs)
        : text(std::make_shared<PageText>(std::move(body))), body_repairs(repairs) {
        page.repaired = repairs;
    }

    std::shared_ptr<PageText> text;
    std::uint32_t body_repairs;  ///< made before the walk
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
        has_info = true;
        auto const read = [&](std::string_view name, ondemand::value& item, std::string_view token) {
            Integer integer;
            if (auto const error = read_integer(item, token, *text, integer); error)
                return error;
            if (name == "CurrentPage")
                number = integer.value;
            else if (name == "TotalCount")
                total = integer.value;
            else if (name == "PageSize")
                set_size(integer.value.value_or(0));
            return simdjson::SUCCESS;
        };
        return each_named_member(value, *text, read);
    }

    void set_size(std::int64_t size) {
        if (size > 0 && size <= std::numeric_limits<std::uint32_t>::max())
            page.size = static_cast<std::uint32_t>(size);
    }
};

/// Repairs only what turns out to need it: hardly any body does, and looking for it would cost as much as reading.
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
    std::optional<Draft> draft(std::in_place, std::move(body), 0U);
    auto error = walk(*draft);
    if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS) {
        std::size_t bytes = 0;
        auto repaired = repaired_utf8(draft->text->body(), bytes);
        error = walk(draft.emplace(std::move(repaired), static_cast<std::uint32_t>(bytes)));
    }
    if (error == kNeedsRepair) {
        auto repaired = draft->text->body();
        auto const escapes = repair_escapes(repaired) + draft->body_repairs;
        error = walk(draft.emplace(std::move(repaired), escapes));
    }
    return finished(*draft, error);
}

Result<Page> PageParser::Impl::finished(Draft& draft, simdjson::error_code error) {
    auto& page = draft.page;
    if (draft.has_code)
        if (auto refusal = error_in(draft.text->body(), page.request_id); refusal)
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

simdjson::error_code PageParser::Impl::walk(Draft& draft) {
    auto& page = draft.page;
    page.rows.reserve(expected_rows_);
    if (auto const error = parser_.iterate(draft.text->padded()).get(document_); error)
        return error;
    auto const read = [&](std::string_view name, ondemand::value& value, std::string_view token) {
        return read_field(name, value, token, draft);
    };
    if (auto const error = each_named_member(document_, *draft.text, read); error)
        return error;
    char const* rest = nullptr;
    bool const is_at_end = document_.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
    return is_at_end ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
}

simdjson::error_code PageParser::Impl::read_field(std::string_view name, ondemand::value& value,
                                                  std::string_view token, Draft& draft) {
    if (name == array_name(listing_)) {
        if (token[0] == '[')
            return read_elements(value, draft);
        return token[0] == '{' ? read_wrapped(value, draft) : simdjson::SUCCESS;
    }
    if (name == "PageInfo")
        return token[0] == '{' ? draft.read_info(value) : simdjson::SUCCESS;
    std::string_view text;
    auto error = simdjson::SUCCESS;
    if (name == "RequestId" || name == "requestId") {
        error = read_loose_text(value, token, *draft.text, text);
        draft.page.request_id = text;
    } else if (name == "Code" || name == "code") {
        error = read_loose_text(value, token, *draft.text, text);
        draft.has_code = draft.has_code || !text.empty();
    }
    return error;
}

simdjson::error_code PageParser::Impl::read_elements(ondemand::value& value, Draft& draft) {
    draft.has_rows_twice = draft.has_rows;
    draft.has_rows = true;
    if (listing_ == Listing::malicious_files)
        return read_listed_files(value, *draft.text, draft.page.files);
    return each_element(
        value, [&](ondemand::value& item) { return rows_.read(document_, item, draft.text, draft.page); });
}

/// The form of the first SDKs: the array is the one field of an object.
simdjson::error_code PageParser::Impl::read_wrapped(ondemand::value& value, Draft& draft) {
    auto const read = [&](std::string_view name, ondemand::value& inner, std::string_view token) {
        bool const is_it = name == wrapped_name(listing_) && token[0] == '[';
        return is_it ? read_elements(inner, draft) : simdjson::SUCCESS;
    };
    return each_named_member(value, *draft.text, read);
}

}  // namespace sasyncd
