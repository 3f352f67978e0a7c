#include "findings/packed_row.hpp"

#include <cstring>
#include <memory>

namespace sasyncd {

namespace {

/// Seven bits a byte, least significant first.
void put_length(std::string& out, std::size_t length) {
    while (length >= 0x80) {
        out += static_cast<char>(0x80 | (length & 0x7F));
        length >>= 7;
    }
    out += static_cast<char>(length);
}

void put_text(std::string& out, std::string_view text) {
    put_length(out, text.size());
    out += text;
}

template <class T>
void put_optional(std::string& out, std::optional<T> const& value) {
    out += value ? '\1' : '\0';
    if (value)
        out.append(reinterpret_cast<char const*>(&*value), sizeof(T));
}

class Unpacker {
public:
    explicit Unpacker(std::string const& bytes) : at_(bytes.data()) {}

    std::string_view text() {
        std::size_t length = 0;
        for (unsigned shift = 0;; shift += 7) {
            auto const byte = static_cast<unsigned char>(*at_++);
            length |= static_cast<std::size_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                break;
        }
        std::string_view const out(at_, length);
        at_ += length;
        return out;
    }

    template <class T>
    void optional(std::optional<T>& value) {
        if (*at_++ == '\0')
            return;
        T plain;
        std::memcpy(&plain, at_, sizeof(T));
        at_ += sizeof(T);
        value = plain;
    }

private:
    char const* at_;
};

Row read(std::string const& bytes, Row row) {
    if (bytes.empty())
        return row;
    Unpacker in(bytes);
    for (std::size_t i = 0; i < kTextCount; ++i)
        row.refer(static_cast<Text>(i), in.text());
    row.extra = in.text();
    in.optional(row.event_id);
    in.optional(row.status);
    in.optional(row.first_scan);
    in.optional(row.latest_scan);
    in.optional(row.latest_verify);
    return row;
}

}  // namespace

PackedRow::PackedRow(Row const& row) {
    std::size_t size = 64 + row.extra.size();
    for (auto const& text : row.texts())
        size += text.size() + 2;
    bytes_.reserve(size);
    for (auto const& text : row.texts())
        put_text(bytes_, text);
    put_text(bytes_, row.extra);
    put_optional(bytes_, row.event_id);
    put_optional(bytes_, row.status);
    put_optional(bytes_, row.first_scan);
    put_optional(bytes_, row.latest_scan);
    put_optional(bytes_, row.latest_verify);
}

Row PackedRow::unpack() const {
    auto const ground = std::make_shared<std::string const>(bytes_);
    return read(*ground, Row(ground));
}

Row PackedRow::peek() const {
    return read(bytes_, Row());
}

}  // namespace sasyncd
