#include "world.hpp"

#include "generator.hpp"

namespace sasyncd::simulator {

void World::generate(std::string const& account, Site site, std::uint64_t count, std::uint64_t with_seed) {
    DataSet& set = data[{account, site}];
    const Generator generator{with_seed, account, site};
    set.add(generator.make(set.generated, count), set.rows().size());
    set.generated += count;
    set.prepare();
}

}  // namespace sasyncd::simulator
