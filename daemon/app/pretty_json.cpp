#include "app/pretty_json.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::size_t kDeepestIndent = 20;

/// Only looks at quotes and brackets, so that it takes whatever comes.
class Printer {
public:
    explicit Printer(std::string_view json) : json_(json) {}

    std::string print() {
        while (!json_.empty())
            step();
        end_line();
        return std::move(out_);
    }

private:
    void step() {
        char const c = json_.front();
        if (c == '"')
            return take_string();
        json_.remove_prefix(1);
        if (c == '{' || c == '[')
            open(c);
        else if (c == '}' || c == ']')
            close(c);
        else if (c == ',')
            end_member();
        else if (c == ':')
            line_ += ": ";
        else if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            line_ += c;
    }

    void take_string() {
        std::size_t end = 1;
        while (end < json_.size() && json_[end] != '"')
            end += json_[end] == '\\' ? 2U : 1U;
        end = std::min(end + 1, json_.size());
        line_ += json_.substr(0, end);
        json_.remove_prefix(end);
    }

    void end_member() {
        line_ += ',';
        end_line();
    }

    void open(char bracket) {
        line_ += bracket;
        end_line();
        ++depth_;
    }

    void close(char bracket) {
        end_line();
        depth_ -= depth_ > 0 ? 1 : 0;
        line_ += bracket;
    }

    void end_line() {
        if (line_.empty())
            return;
        out_.append(2 * std::min(depth_, kDeepestIndent), ' ');
        out_ += printable(line_, line_.size() * 8);
        out_ += '\n';
        line_.clear();
    }

    std::string_view json_;
    std::string line_;
    std::string out_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string pretty_json(std::string_view json) {
    return Printer(json).print();
}

}  // namespace sasyncd
