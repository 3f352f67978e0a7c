#include "base/secret.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <new>
#include <ostream>
#include <type_traits>

namespace sasyncd {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, T const& value) {
    out << value;
};

static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);

/// Room for one secret that stays readable when the secret is gone.
struct Room {
    alignas(Secret) std::array<unsigned char, sizeof(Secret)> bytes{};

    Secret* make(std::string_view text) { return new (bytes.data()) Secret(text); }
    [[nodiscard]] bool holds(std::string_view text) const {
        return std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()).find(text) !=
               std::string_view::npos;
    }
};

// Short enough to lie inside the object itself, where a look at it afterwards is allowed.
constexpr std::string_view kShort = "hush-hush";

TEST(Secret, IsWipedWhenItGoes) {
    Room room;
    auto* secret = room.make(kShort);
    ASSERT_TRUE(room.holds(kShort));
    secret->~Secret();
    EXPECT_FALSE(room.holds(kShort));
}

TEST(Secret, IsWipedWhereItWasMovedFrom) {
    Room room;
    auto* secret = room.make(kShort);
    Secret const moved(std::move(*secret));
    EXPECT_EQ(moved.reveal(), kShort);
    EXPECT_TRUE(secret->empty());
    EXPECT_FALSE(room.holds(kShort));
    secret->~Secret();
}

TEST(Secret, IsWipedBeforeAnotherTakesItsPlace) {
    Room room;
    auto* secret = room.make(kShort);
    *secret = Secret("x");
    EXPECT_EQ(secret->reveal(), "x");
    EXPECT_FALSE(room.holds(kShort.substr(2)));
    Secret const other("y");
    *secret = other;
    EXPECT_EQ(secret->reveal(), "y");
    EXPECT_EQ(other.reveal(), "y");
    secret->~Secret();
}

TEST(Secret, SurvivesAssignmentToItself) {
    Secret secret("a long secret that does not lie inside the object");
    auto& same = secret;
    secret = same;
    EXPECT_EQ(secret.reveal().size(), 49U);
    secret = std::move(same);
    EXPECT_EQ(secret.reveal().size(), 49U);
}

TEST(Secret, ComparesByText) {
    EXPECT_EQ(Secret("a") == Secret("a"), true);
    EXPECT_EQ(Secret("a") == Secret("b"), false);
    EXPECT_TRUE(Secret().empty());
}

}  // namespace
}  // namespace sasyncd
