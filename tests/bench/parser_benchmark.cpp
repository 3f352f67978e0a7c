#include "aliyun/page_parser.hpp"
#include "bench/benchmarks.hpp"
#include "bench/page_file.hpp"
#include "bench/run.hpp"

#include <simdjson.h>

#include <stdexcept>

namespace sasyncd::bench {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::uint32_t kPagesAtOnce = 200;
constexpr int kPasses = 5;

/// Fresh copies, with room for simdjson's padding: the parser consumes its body.
std::vector<std::string> bodies_of(PageFile const& file) {
    std::vector<std::string> bodies;
    for (std::uint32_t page = 1; page <= std::min(file.pages(), kPagesAtOnce); ++page)
        bodies.push_back(file.page(page));
    return bodies;
}

std::size_t parse_all(std::vector<std::string> bodies) {
    static PageParser parser;
    std::size_t rows = 0;
    for (auto& body : bodies)
        rows += parser.parse(std::move(body)).value().rows.size();
    return rows;
}

/// How simdjson is asked for a scalar. `touch`: only its type, from its first byte. `read`: its value, texts
/// unescaped and validated, numbers converted.
enum class How : std::uint8_t { touch, read };

std::size_t visit_scalar(ondemand::value& value, ondemand::json_type type, How how) {
    if (how == How::touch)
        return 1;
    if (type == ondemand::json_type::string)
        return std::string_view(value.get_string()).size();
    return static_cast<std::size_t>(std::int64_t(value.get_int64()) & 1);
}

/// Visits every value of the document in its order, keys left as they stand.
std::size_t visit(ondemand::value value, How how) {
    std::size_t sum = 0;
    ondemand::json_type const type = value.type();
    if (type == ondemand::json_type::object) {
        for (auto field : value.get_object())
            sum += visit(field.value(), how);
    } else if (type == ondemand::json_type::array) {
        for (auto item : value.get_array())
            sum += visit(item.value(), how);
    } else {
        sum += visit_scalar(value, type, how);
    }
    return sum;
}

std::size_t visit_all(std::vector<std::string> const& bodies, How how) {
    static ondemand::parser parser;
    std::size_t sum = 0;
    for (auto const& body : bodies) {
        ondemand::document document = parser.iterate(body.data(), body.size(), body.capacity());
        for (auto field : document.get_object())
            sum += visit(field.value(), how);
    }
    return sum;
}

}  // namespace

void measure_parser(Bench const& bench) {
    PageFile const file(bench.page_file("base"));
    // The passes are short and interleaved, so that what disturbs one disturbs the others.
    std::vector<double> parsed;
    std::vector<double> touched;
    std::vector<double> read;
    for (int pass = 0; pass <= kPasses; ++pass) {
        std::size_t found = 0;
        auto bodies = bodies_of(file);
        touched.push_back(seconds_of([&] { found += visit_all(bodies, How::touch); }));
        read.push_back(seconds_of([&] { found += visit_all(bodies, How::read); }));
        parsed.push_back(seconds_of([&] { found += parse_all(std::move(bodies)); }));
        if (found == 0)
            throw std::runtime_error("the parser found nothing");
    }
    // The first pass warmed up.
    bench.add("parser", median({parsed.begin() + 1, parsed.end()}));
    bench.add("parser_touch", median({touched.begin() + 1, touched.end()}));
    bench.add("parser_read", median({read.begin() + 1, read.end()}));
}

}  // namespace sasyncd::bench
