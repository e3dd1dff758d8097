// SIGINT: what is under way may end in its grace, a second one ends at once, and --resume goes on from there.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "tests/e2e/process.h"
#include "tests/testing/loopback_site.h"
#include "tests/testing/tls_site.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using testing::LoopbackSite;
using testing::Reply;
using testing::RunMingcha;
using testing::ScratchFolder;
using testing::WriteAll;

const std::string kDemoConfig = (fs::path(MINGCHA_SOURCE_DIR) / "config" / "demo").string();

/// A round of one site, the portal, at `seed`.
void WriteRound(const ScratchFolder& folder, const std::string& seed, const std::string& more = "") {
  WriteAll(folder.path() / "config" / "assessment.yaml", "extends: " + kDemoConfig + "\n" + more);
  std::string sites = "sites:\n- {id: portal, seeds: [\"" + seed + "\"], pace: {delay_ms: 0}}\n";
  for (const char* site : {"zjw", "fj", "czj", "spj", "exchange", "credit"})
    sites += "- {id: " + std::string(site) + ", seeds: [\"http://127.0.0.1:9/\"], crawl: false}\n";
  WriteAll(folder.path() / "config" / "sites.yaml", sites);
}

void WaitForVisit(const LoopbackSite& site, const char* target) {
  for (int i = 0; i < 3'000 && site.Visits(target) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_GT(site.Visits(target), 0) << "the crawl never asked for " << target;
}

TEST(InterruptTest, ASecondInterruptEndsAtOnceAndResumeFinishes) {
  LoopbackSite site;
  site.Route("/robots.txt", Reply::Status(404));
  site.Route("/", Reply::Html("<a href=\"/slow\">slow</a><a href=\"/quick\">quick</a>"));
  site.Route("/quick", Reply::Html("<p>quick</p>"));
  Reply silence;
  silence.fault = Reply::Fault::kSilence;
  site.Route("/slow", silence);
  const ScratchFolder folder;
  WriteRound(folder, site.Url("/"));
  {
    testing::Running run({"assess", folder / "config", "--out", folder / "out", "--lang", "en"});
    WaitForVisit(site, "/slow");
    run.Signal(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));  // Two signals at once may arrive as one.
    run.Signal(SIGINT);
    const testing::Outcome outcome = run.Wait();
    EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
    EXPECT_NE(outcome.err.find("--resume"), std::string::npos) << outcome.err;
  }
  site.Route("/slow", Reply::Html("<p>slow</p>"));
  const testing::Outcome resumed =
      RunMingcha({"assess", folder / "config", "--out", folder / "out", "--resume", "--lang", "en"});
  EXPECT_TRUE(resumed.exit_code == 0 || resumed.exit_code == 1 || resumed.exit_code == 3)
      << resumed.exit_code << resumed.err;
  const testing::Outcome why =
      RunMingcha({"crawl", folder / "out", "--why", site.Url("/slow?utm_source=x"), "--lang", "en"});
  EXPECT_NE(why.out.find("status 200"), std::string::npos) << why.out << why.err;
  EXPECT_EQ(site.Visits("/quick"), 1);
  EXPECT_EQ(RunMingcha({"verify", folder / "out"}).exit_code, 0);
}

TEST(InterruptTest, TheFirstLetsAnAnswerEnd) {
  LoopbackSite site;
  site.Route("/robots.txt", Reply::Status(404));
  site.Route("/", Reply::Html("<a href=\"/late\">late</a>"));
  Reply late = Reply::Html("<p>late</p><a href=\"/after\">after</a>");
  late.delay_ms = 300;
  site.Route("/late", late);
  const ScratchFolder folder;
  WriteRound(folder, site.Url("/"));
  testing::Running run({"assess", folder / "config", "--out", folder / "out", "--lang", "en"});
  WaitForVisit(site, "/late");
  run.Signal(SIGINT);
  const testing::Outcome outcome = run.Wait();
  EXPECT_EQ(outcome.exit_code, 130) << outcome.err;
  EXPECT_EQ(site.Visits("/after"), 0);
  const testing::Outcome why =
      RunMingcha({"crawl", folder / "out", "--why", site.Url("/late"), "--lang", "en"});
  EXPECT_NE(why.out.find("status 200"), std::string::npos) << why.out << why.err;
}

TEST(WhyTest, TellsWhatAPageMadeOfAnAddressThatItsOwnDecidersAllow) {
  LoopbackSite site;
  site.Route("/robots.txt", Reply::Status(404));
  site.Route("/", Reply::Html("<a href=\"/x1/\">on</a>"));
  std::string path = "/";
  for (int i = 1; i <= 7; ++i) {
    path += "x" + std::to_string(i) + "/";
    site.Route(path,
               Reply::Html("<p>new text " + path + "</p><a href=\"x" + std::to_string(i + 1) + "/\">on</a>"));
  }
  const ScratchFolder folder;
  WriteRound(folder, site.Url("/"));
  const testing::Outcome run =
      RunMingcha({"assess", folder / "config", "--out", folder / "out", "--lang", "en"});
  EXPECT_NE(run.exit_code, 2) << run.err;
  const std::string left = site.Url("/x1/x2/x3/x4/x5/x6/x7/");
  const testing::Outcome why = RunMingcha({"crawl", folder / "out", "--why", left, "--lang", "en"});
  EXPECT_NE(why.out.find("and left: growing_address"), std::string::npos) << why.out << why.err;
  // A run that goes on reads none of those pages again, and still tells.
  const testing::Outcome on =
      RunMingcha({"assess", folder / "config", "--out", folder / "out", "--resume", "--lang", "en"});
  EXPECT_NE(on.exit_code, 2) << on.err;
  const testing::Outcome still = RunMingcha({"crawl", folder / "out", "--why", left, "--lang", "en"});
  EXPECT_EQ(still.out, why.out);
  EXPECT_EQ(site.Visits("/x1/x2/x3/x4/x5/x6/x7/"), 0);
  const testing::Outcome read =
      RunMingcha({"crawl", folder / "out", "--why", site.Url("/x1/x2/x3/x4/x5/x6/"), "--lang", "en"});
  EXPECT_NE(read.out.find("status 200"), std::string::npos) << read.out << read.err;
}

TEST(AuthoritiesTest, TheConfiguredOnesAreTrustedAndABadFileIsToldBeforehand) {
  const testing::TlsSite site(testing::TlsCertificate{});
  const ScratchFolder folder;
  WriteRound(folder, site.Url("/"), "ca_file: authorities.pem\n");
  WriteAll(folder.path() / "config" / "authorities.pem", "no certificate");
  const testing::Outcome bad =
      RunMingcha({"assess", folder / "config", "--out", folder / "bad", "--lang", "en"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_NE(bad.err.find("authorities.pem"), std::string::npos) << bad.err;
  EXPECT_FALSE(fs::exists(folder.path() / "bad"));
  WriteAll(folder.path() / "config" / "authorities.pem", testing::ReadAll(site.authority_file()));
  const testing::Outcome run =
      RunMingcha({"assess", folder / "config", "--out", folder / "out", "--lang", "en"});
  EXPECT_NE(run.exit_code, 2) << run.err;
  const testing::Outcome why = RunMingcha({"crawl", folder / "out", "--why", site.Url("/"), "--lang", "en"});
  EXPECT_NE(why.out.find("status 200"), std::string::npos) << why.out << why.err;
}

TEST(SignTest, AssessSignsItsManifestAndABadKeyIsToldBeforehand) {
  if (std::system("openssl version >/dev/null 2>&1") != 0) GTEST_SKIP() << "openssl is not installed";
  LoopbackSite site;
  site.Route("/robots.txt", Reply::Status(404));
  site.Route("/", Reply::Html("<p>home</p>"));
  const ScratchFolder folder;
  WriteRound(folder, site.Url("/"));
  WriteAll(folder.path() / "bad.pem", "no key");
  EXPECT_EQ(RunMingcha({"assess", folder / "config", "--out", folder / "bad", "--sign", folder / "bad.pem"})
                .exit_code,
            2);
  EXPECT_FALSE(fs::exists(folder.path() / "bad"));
  const std::string make = "openssl genpkey -algorithm ed25519 -out " + (folder / "key.pem") +
                           " 2>/dev/null && openssl pkey -in " + (folder / "key.pem") + " -pubout -out " +
                           (folder / "public.pem") + " 2>/dev/null";
  ASSERT_EQ(std::system(make.c_str()), 0);
  (void)RunMingcha({"assess", folder / "config", "--out", folder / "out", "--sign", folder / "key.pem"});
  const testing::Outcome verified =
      RunMingcha({"verify", folder / "out", "--public-key", folder / "public.pem"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace mingcha
