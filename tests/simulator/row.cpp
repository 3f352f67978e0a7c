#include "row.hpp"

#include "json_text.hpp"

namespace sasyncd::simulator {
namespace {

constexpr std::string_view kSignatureMark = "&Signature=";

std::string scalar(std::string_view value) {
    return value == "null" ? std::string{} : json_text(value);
}

bool is_filled(std::string_view value) {
    return value != "null" && value != "\"\"";
}

}  // namespace

Row::Row(std::string object) : json_{std::move(object)} {
    if (json_.find("\"_Namespace\":") != std::string::npos) {
        auto const hidden = find_member(json_, "_Namespace");
        k8s_namespace_ = intern(scalar(hidden.value_or("null")));
        set_member(json_, "_Namespace", std::nullopt);
    }
    index();
    json_.shrink_to_fit();
}

void Row::index() {
    bool is_container = false;
    std::string target;
    auto const offset = [this](std::string_view part) {
        return static_cast<std::uint32_t>(part.data() - json_.data());
    };
    for_each_member(json_, [&](Member member) {
        const auto [name, value] = member;
        if (name == "MaliciousMd5" && value.size() >= 2 && value.front() == '"') {
            md5_at_ = offset(value) + 1;
            md5_size_ = static_cast<std::uint32_t>(value.size() - 2);
        } else if (name == "RepoRegionId") {
            region_ = intern(scalar(value));
        } else if (name == "Level") {
            level_ = intern(scalar(value));
        } else if (name == "Status") {
            status_ = intern(scalar(value));
        } else if (name == "ContainerId" || name == "Pod") {
            is_container = is_container || is_filled(value);
        } else if (name == "TargetType") {
            target = scalar(value);
        } else if (name == "DownloadUrl") {
            const std::size_t mark = value.find(kSignatureMark);
            if (mark != std::string_view::npos &&
                value.size() > mark + kSignatureMark.size() + kSignatureSize) {
                signature_at_ = offset(value) + static_cast<std::uint32_t>(mark + kSignatureMark.size());
            }
        }
    });
    kind_ = target == "ECS_SNAPSHOT" ? Kind::ecs_snapshot
            : !target.empty()        ? Kind::ecs_image
            : is_container           ? Kind::container
                                     : Kind::image;
}

std::string Row::text(std::string_view field) const {
    if (field == "_Namespace") {
        return to_text(k8s_namespace_);
    }
    auto const found = find_member(json_, field);
    return found ? scalar(*found) : std::string{};
}

std::string Row::image_key() const {
    for (const std::string_view field : {"ImageUuid", "Digest", "TargetId", "Image", "Uuid", "ContainerId"}) {
        if (std::string value = text(field); !value.empty()) {
            return value;
        }
    }
    return {};
}

void Row::append_to(std::string& out, std::string_view signature) const {
    const std::size_t begin = out.size();
    out += json_;
    if (signature_at_ != 0) {
        out.replace(begin + signature_at_, signature.size(), signature);
    }
}

}  // namespace sasyncd::simulator
