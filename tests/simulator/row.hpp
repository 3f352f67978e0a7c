#pragma once

#include "names.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sasyncd::simulator {

// One row as the API shows it, ready to be answered, and beside it what filters ask for most.
class Row {
public:
    // `object`: a JSON object without blanks. The pseudo field "_Namespace" is the Kubernetes namespace: the
    // API filters by it but never shows it, so it is taken out.
    explicit Row(std::string object);

    std::string const& json() const { return json_; }
    std::string_view md5() const { return std::string_view{json_}.substr(md5_at_, md5_size_); }
    Name region() const { return region_; }
    Name level() const { return level_; }
    Name status() const { return status_; }
    Name k8s_namespace() const { return k8s_namespace_; }
    Kind kind() const { return kind_; }

    bool is_gone() const { return is_gone_; }
    void set_gone(bool gone) { is_gone_ = gone; }

    // The text of a field; empty where it is missing, null or empty.
    std::string text(std::string_view field) const;

    // What stands for the image where images are counted.
    std::string image_key() const;

    // With another signature in DownloadUrl, which the cloud makes anew for each answer.
    void append_to(std::string& out, std::string_view signature) const;

    static constexpr std::size_t kSignatureSize = 28;

private:
    void index();

    std::string json_;
    std::uint32_t md5_at_ = 0;
    std::uint32_t md5_size_ = 0;
    std::uint32_t signature_at_ = 0;  // 0: no signed link
    Name region_ = 0;
    Name level_ = 0;
    Name status_ = 0;
    Name k8s_namespace_ = 0;
    Kind kind_ = Kind::image;
    bool is_gone_ = false;
};

}  // namespace sasyncd::simulator
