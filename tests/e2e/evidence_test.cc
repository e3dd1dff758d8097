// Evidence by way of the program: pages saved by persons, archives of wget, a flipped byte, a time-stamp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/e2e/process.h"
#include "tests/testing/loopback_site.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::LoopbackSite;
using testing::Outcome;
using testing::ReadAll;
using testing::Reply;
using testing::RunMingcha;
using testing::ScratchFolder;
using testing::WriteAll;

const std::string kDemoConfig = (fs::path(MINGCHA_SOURCE_DIR) / "config" / "demo").string();

/// A round whose portal is at `seed`; nothing else is asked.
void WriteRound(const ScratchFolder& folder, const std::string& seed) {
  WriteAll(folder.path() / "config" / "assessment.yaml", "extends: " + kDemoConfig + "\n");
  std::string sites = "sites:\n- {id: portal, seeds: [\"" + seed + "\"], pace: {delay_ms: 0}}\n";
  for (const char* site : {"zjw", "fj", "czj", "spj", "exchange", "credit", "old"})
    sites += "- {id: " + std::string(site) + ", seeds: [\"http://127.0.0.1:8099/\"], crawl: false}\n";
  WriteAll(folder.path() / "config" / "sites.yaml", sites);
}

Outcome Import(const ScratchFolder& folder, std::vector<std::string> more) {
  std::vector<std::string> words = {"import", folder / "out", "--config", folder / "config", "--lang", "en"};
  words.insert(words.end(), more.begin(), more.end());
  return RunMingcha(words);
}

std::string Why(const ScratchFolder& folder, const std::string& url) {
  const Outcome why = RunMingcha({"crawl", folder / "out", "--why", url, "--lang", "en"});
  return why.out + why.err;
}

TEST(ImportTest, ASavedPageNeedsWhoAndWhenAndIsShownAsSuch) {
  const ScratchFolder folder;
  const std::string seed = "http://127.0.0.1:8099/";
  WriteRound(folder, seed);
  WriteAll(folder.path() / "page.html", "<html><title>t</title><p>saved</p></html>");
  const std::string page = folder / "page.html";
  const Outcome nameless = Import(folder, {page, "--url", seed + "a.html"});
  EXPECT_EQ(nameless.exit_code, 2);
  EXPECT_THAT(nameless.err, HasSubstr("--by"));
  EXPECT_EQ(Import(folder, {page, "--url", seed + "a.html", "--by", "Li", "--at", "yesterday"}).exit_code, 2);
  EXPECT_EQ(
      Import(folder, {page, "--url", "http://elsewhere.example/", "--by", "Li", "--at", "2025-03-04 15:06"})
          .exit_code,
      2);
  const Outcome taken =
      Import(folder, {page, "--url", seed + "a.html", "--by", "Li Ming", "--at", "2025-03-04 15:06"});
  EXPECT_EQ(taken.exit_code, 0) << taken.err;
  EXPECT_THAT(taken.out, HasSubstr("taken: 1"));
  for (const char* verb : {"extract", "check", "report"}) {
    const Outcome outcome = RunMingcha({verb, folder / "out", "--lang", "en"});
    EXPECT_NE(outcome.exit_code, 2) << verb << outcome.err;
  }
  EXPECT_EQ(RunMingcha({"verify", folder / "out"}).exit_code, 0);
  EXPECT_THAT(ReadAll(folder.path() / "out" / "audit.log"), HasSubstr("import"));
  // The saver and the time, by the clock in China, stand in the archive.
  const std::string look = "cd '" + (folder / "out") +
                           "/archive' && zcat *.warc.gz | grep -a -q 'Li Ming' && zcat "
                           "*.warc.gz | grep -a -q 'WARC-Date: 2025-03-04T07:06:00'";
  EXPECT_EQ(std::system(look.c_str()), 0);
}

TEST(ImportTest, AnArchiveOfWgetIsTakenWithWhatItFoundUnchanged) {
  if (std::system("wget --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "SKIPPED: no wget";
  LoopbackSite site;
  site.Route("/", Reply::Html("<p>the same both times</p>"));
  const ScratchFolder folder;
  WriteRound(folder, site.Url("/"));
  const std::string wget = "wget -q -O /dev/null -T 5 -t 1 --no-config --no-proxy --warc-cdx --warc-file=";
  const std::string command = "cd '" + folder.path().string() + "' && " + wget + "a " + site.Url("/") +
                              " && " + wget + "b --warc-dedup=a.cdx " + site.Url("/");
  ASSERT_EQ(std::system(command.c_str()), 0);
  const Outcome alone = Import(folder, {folder / "b.warc.gz"});
  EXPECT_EQ(alone.exit_code, 0) << alone.err;
  EXPECT_THAT(alone.out, HasSubstr("taken: 0"));
  EXPECT_THAT(alone.err, HasSubstr("a revisit record"));
  const Outcome both = Import(folder, {folder / "b.warc.gz", folder / "a.warc.gz"});
  EXPECT_THAT(both.out, HasSubstr("taken: 1")) << both.err;
  EXPECT_THAT(Why(folder, site.Url("/")), HasSubstr("the body is that of " + site.Url("/")));
}

TEST(VerifyTest, AFlippedByteIsFoundAndATimestampHolds) {
  const ScratchFolder folder;
  const std::string seed = "http://127.0.0.1:8099/";
  WriteRound(folder, seed);
  WriteAll(folder.path() / "page.html", "<html><title>t</title><p>saved</p></html>");
  ASSERT_EQ(Import(folder, {folder / "page.html", "--url", seed, "--by", "Li", "--at", "2025-03-04 15:06"})
                .exit_code,
            0);
  for (const char* verb : {"extract", "check", "report"}) (void)RunMingcha({verb, folder / "out"});
  const Outcome asked = RunMingcha({"verify", folder / "out", "--timestamp-request", "--lang", "en"});
  ASSERT_EQ(asked.exit_code, 0) << asked.err;
  const std::string query = folder / "out/manifest.json.tsq";
  ASSERT_TRUE(fs::exists(query)) << asked.out;
  WriteAll(folder.path() / "tsa.cnf",
           "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.crt\nsigner_key=tsa.pem\nsigner_digest="
           "sha256\n"
           "default_policy=1.2.3.4\ndigests=sha256\nordering=no\ntsa_name=yes\ness_cert_id_chain=no\n"
           "ess_cert_id_alg=sha256\n[req]\ndistinguished_name=dn\n[dn]\n[ext]\n"
           "extendedKeyUsage=critical,timeStamping\nbasicConstraints=critical,CA:FALSE\n");
  WriteAll(folder.path() / "serial", "01\n");
  const std::string authority =
      "cd '" + folder.path().string() +
      "' && (openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.pem -out ca.crt -subj /CN=Root -days 30 && "
      "openssl req -newkey rsa:2048 -nodes -keyout tsa.pem -out tsa.csr -subj /CN=Authority && "
      "openssl x509 -req -in tsa.csr -CA ca.crt -CAkey ca.pem -CAcreateserial -days 30 -extfile tsa.cnf "
      "-extensions ext -out tsa.crt && openssl ts -reply -config tsa.cnf -section t -queryfile '" +
      query + "' -out tsr) >/dev/null 2>&1";
  if (std::system(authority.c_str()) != 0) GTEST_SKIP() << "SKIPPED: no openssl";
  const Outcome answered = RunMingcha({"verify", folder / "out", "--timestamp-response", folder / "tsr",
                                       "--trusted", folder / "ca.crt", "--lang", "en"});
  EXPECT_EQ(answered.exit_code, 0) << answered.out << answered.err;
  EXPECT_THAT(answered.out, HasSubstr("Authority"));
  EXPECT_EQ(RunMingcha({"verify", folder / "out", "--trusted", folder / "ca.crt"}).exit_code, 0);

  for (const auto& entry : fs::directory_iterator(folder.path() / "out" / "archive")) {
    std::string bytes = ReadAll(entry.path());
    if (entry.path().extension() != ".gz") continue;
    bytes[bytes.size() / 2] ^= 1;
    WriteAll(entry.path(), bytes);
  }
  const Outcome flipped = RunMingcha({"verify", folder / "out", "--lang", "en"});
  EXPECT_EQ(flipped.exit_code, 1);
  EXPECT_THAT(flipped.out + flipped.err, HasSubstr(".warc.gz"));
}

}  // namespace
}  // namespace mingcha
