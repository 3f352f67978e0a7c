#include "aliyun/command_words.hpp"

#include <optional>

namespace sasyncd {

namespace {

/// What a backslash between double quotes takes its meaning from; it stands for itself before anything else.
constexpr std::string_view kEscapable = "$`\"\\\n";

class Splitter {
public:
    explicit Splitter(std::string_view text) : rest_(text) {}

    Result<std::vector<std::string>> split() {
        while (!rest_.empty()) {
            bool const is_good = take_one();
            if (!is_good)
                return Error(ErrorKind::rejected, "the command has a quote or backslash that does not end");
        }
        end_word();
        if (words_.empty() || words_.front().empty())
            return Error(ErrorKind::rejected, "the command names no program");
        return std::move(words_);
    }

private:
    bool take_one() {
        char const c = rest_.front();
        rest_.remove_prefix(1);
        if (c == ' ' || c == '\t' || c == '\n') {
            end_word();
            return true;
        }
        if (!word_)
            word_.emplace();
        if (c == '\'')
            return take_single_quoted();
        if (c == '"')
            return take_double_quoted();
        if (c != '\\') {
            *word_ += c;
            return true;
        }
        return take_escaped(std::string_view());
    }

    bool take_single_quoted() {
        auto const end = rest_.find('\'');
        if (end == std::string_view::npos)
            return false;
        word_->append(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool take_double_quoted() {
        while (!rest_.empty()) {
            char const c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"')
                return true;
            if (c != '\\')
                *word_ += c;
            else if (!take_escaped(kEscapable))
                return false;
        }
        return false;
    }

    /// `escapable` empty: everything is.
    bool take_escaped(std::string_view escapable) {
        if (rest_.empty())
            return false;
        char const c = rest_.front();
        rest_.remove_prefix(1);
        if (!escapable.empty() && escapable.find(c) == std::string_view::npos)
            *word_ += '\\';
        if (c != '\n')  // escaped, it joins lines
            *word_ += c;
        return true;
    }

    void end_word() {
        if (word_)
            words_.push_back(std::move(*word_));
        word_.reset();
    }

    std::string_view rest_;
    std::optional<std::string> word_;
    std::vector<std::string> words_;
};

}  // namespace

Result<std::vector<std::string>> command_words(std::string_view command) {
    return Splitter(command).split();
}

}  // namespace sasyncd
