// Safe copies of archived pages.
#include "cli/evidence_copies.h"

#include <gtest/gtest.h>

namespace mingcha::cli {
namespace {

model::PageRecord Page() {
  model::PageRecord page;
  page.url = "http://example.invalid/\"><script>alert(1)</script>";
  page.body_sha256 = std::string(64, 'a');
  page.warc.file = "archive/1.warc.gz";
  return page;
}

TEST(EvidencePageTest, TheForeignPageIsTextInASandbox) {
  const std::string html = EvidencePage(
      Context(), Page(), "<script>alert(2)</script><img src=http://evil.invalid/x.png>\"'", true);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("<iframe sandbox title="), std::string::npos) << "a sandbox without any permission";
  EXPECT_NE(html.find("srcdoc=\"&lt;script&gt;"), std::string::npos);
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(html.find("allow-"), std::string::npos);
}

TEST(EvidencePageTest, WhatIsNoPageIsShownAsText) {
  const std::string html = EvidencePage(Context(), Page(), "a < b", false);
  EXPECT_NE(html.find("<pre>a &lt; b</pre>"), std::string::npos);
  EXPECT_EQ(html.find("<iframe"), std::string::npos);
}

}  // namespace
}  // namespace mingcha::cli
