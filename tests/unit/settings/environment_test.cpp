#include "unit/settings/loading.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace sasyncd {
namespace {

namespace fs = std::filesystem;

/// A folder of settings and one of systemd credentials, gone at the end.
class CredentialFiles : public testing::Test {
protected:
    CredentialFiles() {
        fs::create_directories(folder_ / "below");
        fs::create_directories(credentials_);
    }
    ~CredentialFiles() override { fs::remove_all(root_); }

    static void write(fs::path const& path, std::string_view content) { std::ofstream(path) << content; }

    Checked<Secret> read(std::string const& name, bool with_directory = true) {
        Variables variables;
        if (with_directory)
            variables["CREDENTIALS_DIRECTORY"] = credentials_.string();
        return read_credential(name, folder_, environment_of(variables));
    }

    fs::path root_ =
        fs::temp_directory_path() / ("sasyncd-credentials-" + std::to_string(getpid()) + "-" +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::path folder_ = root_ / "etc";
    fs::path credentials_ = root_ / "credentials";
};

TEST(Expansion, ReplacesVariablesOnceAndKeepsWhatIsEscaped) {
    auto const environment = environment_of({{"A", "1"}, {"B_2", "${A}"}, {"EMPTY", ""}});
    auto const expanded = [&](std::string_view text) { return *expand(text, environment); };
    EXPECT_EQ(expanded("x${A}y${A}"), "x1y1");
    EXPECT_EQ(expanded("${B_2}"), "${A}");
    EXPECT_EQ(expanded("a${EMPTY}b"), "ab");
    EXPECT_EQ(expanded("$${A} $A $ {A} $"), "${A} $A $ {A} $");
}

TEST(Expansion, NamesTheVariableThatIsMissing) {
    auto const environment = environment_of({});
    EXPECT_EQ(expand("${NOT_THERE}", environment).error().what, "environment variable NOT_THERE is not set");
    for (auto const* text : {"${", "${}", "${A", "${a b}", "${1A}", "${A:-x}"})
        EXPECT_TRUE(expand(text, environment).has_error()) << text;
}

TEST_F(CredentialFiles, ABareNameIsTakenFromSystemdFirstThenFromTheSettingsFolder) {
    write(credentials_ / "key", "from systemd\n");
    write(folder_ / "key", "from the folder\n");
    write(folder_ / "other", "from the folder\r\n");
    EXPECT_EQ(read("key")->reveal(), "from systemd");
    EXPECT_EQ(read("key", false)->reveal(), "from the folder");
    EXPECT_EQ(read("other")->reveal(), "from the folder");
}

TEST_F(CredentialFiles, APathIsRelativeToTheSettingsFolderOrAbsolute) {
    write(folder_ / "below" / "key", "secret");
    write(root_ / "key", "absolute");
    write(credentials_ / "key", "not this one");
    EXPECT_EQ(read("below/key")->reveal(), "secret");
    EXPECT_EQ(read("./../key")->reveal(), "absolute");
    EXPECT_EQ(read((root_ / "key").string())->reveal(), "absolute");
}

TEST_F(CredentialFiles, AFileThatCannotBeASecretIsRefusedByName) {
    write(folder_ / "empty", "\n");
    write(folder_ / "two-lines", "a\nb\n");
    write(folder_ / "large", std::string(70'000, 'x'));
    for (auto const* name : {"missing", "", "empty", "two-lines", "large", "below"})
        EXPECT_TRUE(read(name).has_error()) << name;
    EXPECT_NE(read("missing").error().what.find((credentials_ / "missing").string()), std::string::npos);
    EXPECT_NE(read("missing", false).error().what.find("No such file"), std::string::npos);
}

TEST_F(CredentialFiles, TheSettingsFileTakesSecretsFromFiles) {
    write(folder_ / "url", "postgresql://sasyncd:hush@db/sec\n");
    write(folder_ / "ak", "hush-hush\n");
    write(folder_ / "sasyncd.yaml",
          "database: {url: 'file:url'}\n"
          "accounts: [{name: a, credentials: {kind: access_key, access_key_id: AK, "
          "access_key_secret: file:ak}}]\n");
    auto const loaded = load_settings(folder_ / "sasyncd.yaml", environment_of({}));
    ASSERT_TRUE(std::holds_alternative<Settings>(loaded));
    auto const& settings = std::get<Settings>(loaded);
    EXPECT_EQ(settings.database.url.reveal(), "postgresql://sasyncd:hush@db/sec");
    EXPECT_EQ(settings.accounts.at(0).credentials.access_key_secret.reveal(), "hush-hush");
    EXPECT_EQ(print_settings(settings).find("hush"), std::string::npos);
}

}  // namespace
}  // namespace sasyncd
