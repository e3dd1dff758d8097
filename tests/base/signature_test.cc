#include "base/signature.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace mingcha::base {
namespace {

namespace fs = std::filesystem;

/// Keys, certificates and a time-stamp authority made by the openssl program: what others will check with,
/// too.
class SignatureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("openssl version >/dev/null 2>&1") != 0) GTEST_SKIP() << "SKIPPED: no openssl program";
    std::string pattern = (fs::temp_directory_path() / "mingcha-sign-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    WriteAll("data", "the manifest\n");
  }
  void TearDown() override {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
  }
  void Run(const std::string& command) const {
    const std::string all = "cd '" + root_ + "' && { " + command + "; } >log 2>&1";
    ASSERT_EQ(std::system(all.c_str()), 0) << command << "\n" << ReadAll("log");
  }
  [[nodiscard]] bool Runs(const std::string& command) const {
    const std::string all = "cd '" + root_ + "' && { " + command + "; } >log 2>&1";
    return std::system(all.c_str()) == 0;
  }
  [[nodiscard]] std::string ReadAll(const std::string& name) const {
    std::ifstream in(root_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  void WriteAll(const std::string& name, const std::string& bytes) const {
    std::ofstream(root_ + "/" + name, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::string root_;
};

TEST_F(SignatureTest, OpensslChecksWhatWeSign) {
  Run("openssl ecparam -name prime256v1 -genkey -noout -out ec.pem && openssl pkey -in ec.pem -pubout -out "
      "ec.pub");
  const auto signature = SignBytes(ReadAll("ec.pem"), ReadAll("data"));
  ASSERT_TRUE(signature) << ToEnglish(signature.error());
  WriteAll("sig", *signature);
  EXPECT_TRUE(Runs("openssl dgst -sha256 -verify ec.pub -signature sig data"));
  EXPECT_EQ(CheckSignature(ReadAll("ec.pub"), ReadAll("data"), *signature), true);
  EXPECT_EQ(CheckSignature(ReadAll("ec.pub"), "the Manifest\n", *signature), false);
  std::string flipped = *signature;
  flipped[flipped.size() / 2] ^= 1;
  EXPECT_EQ(CheckSignature(ReadAll("ec.pub"), ReadAll("data"), flipped), false);
  EXPECT_EQ(CheckSignature(ReadAll("ec.pub"), ReadAll("data"), ""), false);
}

TEST_F(SignatureTest, Ed25519AndRsaAndCertificates) {
  Run("openssl genpkey -algorithm ed25519 -out ed.pem && openssl pkey -in ed.pem -pubout -out ed.pub");
  const auto ed = SignBytes(ReadAll("ed.pem"), ReadAll("data"));
  ASSERT_TRUE(ed) << ToEnglish(ed.error());
  EXPECT_EQ(CheckSignature(ReadAll("ed.pub"), ReadAll("data"), *ed), true);
  WriteAll("sig", *ed);
  EXPECT_TRUE(Runs("openssl pkeyutl -verify -pubin -inkey ed.pub -rawin -in data -sigfile sig"));
  Run("openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.pem -out rsa.crt -subj /CN=Evaluator -days 30");
  const auto rsa = SignBytes(ReadAll("rsa.pem"), ReadAll("data"));
  ASSERT_TRUE(rsa) << ToEnglish(rsa.error());
  EXPECT_EQ(CheckSignature(ReadAll("rsa.crt"), ReadAll("data"), *rsa), true) << "a certificate will do";
  EXPECT_EQ(CheckSignature(ReadAll("ed.pub"), ReadAll("data"), *rsa), false) << "another's key";
}

TEST_F(SignatureTest, WeakLockedAndAbsentKeysAreRefused) {
  Run("openssl genrsa -out weak.pem 1024 && openssl genpkey -algorithm ed25519 -out ed.pem && "
      "openssl pkey -in ed.pem -aes256 -passout pass:secret -out locked.pem");
  EXPECT_EQ(SignBytes(ReadAll("weak.pem"), "x").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(SignBytes(ReadAll("locked.pem"), "x").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(SignBytes("no key", "x").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(CheckSignature("no key", "x", "y").error().code, ErrorCode::kInvalidInput);
}

TEST_F(SignatureTest, ATimestampIsAskedForAndChecked) {
  WriteAll("tsa.cnf",
           "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.crt\nsigner_key=tsa.pem\nsigner_digest="
           "sha256\n"
           "default_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=yes\n"
           "ess_cert_id_chain=no\ness_cert_id_alg=sha256\n"
           "[req]\ndistinguished_name=dn\n[dn]\n[ext]\nextendedKeyUsage=critical,timeStamping\n"
           "basicConstraints=critical,CA:FALSE\n");
  WriteAll("serial", "01\n");
  Run("openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.pem -out ca.crt -subj /CN=Root -days 30 && "
      "openssl req -newkey rsa:2048 -nodes -keyout tsa.pem -out tsa.csr -subj /CN=Authority && "
      "openssl x509 -req -in tsa.csr -CA ca.crt -CAkey ca.pem -CAcreateserial -days 30 -extfile tsa.cnf "
      "-extensions ext -out tsa.crt && openssl req -x509 -newkey rsa:2048 -nodes -keyout o.pem -out "
      "other.crt "
      "-subj /CN=Other -days 30");
  const auto query = TimestampQuery(ReadAll("data"));
  ASSERT_TRUE(query) << ToEnglish(query.error());
  WriteAll("tsq", *query);
  Run("openssl ts -reply -config tsa.cnf -section t -queryfile tsq -out tsr");
  const std::string answer = ReadAll("tsr");
  const auto stamp = CheckTimestamp(answer, ReadAll("data"), *query, ReadAll("ca.crt"));
  ASSERT_TRUE(stamp) << ToEnglish(stamp.error());
  EXPECT_NE(stamp->authority.find("Authority"), std::string::npos) << stamp->authority;
  EXPECT_GT(stamp->time.unix_millis(), 1'600'000'000'000);
  EXPECT_TRUE(CheckTimestamp(answer, ReadAll("data"), std::nullopt, ReadAll("ca.crt")))
      << "without the query";
  EXPECT_FALSE(CheckTimestamp(answer, "other data", *query, ReadAll("ca.crt")));
  EXPECT_FALSE(CheckTimestamp(answer, ReadAll("data"), *TimestampQuery(ReadAll("data")), ReadAll("ca.crt")))
      << "an answer to another query";
  EXPECT_FALSE(CheckTimestamp(answer, ReadAll("data"), *query, ReadAll("other.crt"))) << "nobody trusts that";
  std::string flipped = answer;
  flipped[flipped.size() - 20] ^= 1;
  EXPECT_FALSE(CheckTimestamp(flipped, ReadAll("data"), *query, ReadAll("ca.crt")));
  EXPECT_FALSE(CheckTimestamp("no answer", ReadAll("data"), *query, ReadAll("ca.crt")));
}

}  // namespace
}  // namespace mingcha::base
