// Times and random numbers of a PDF.
#include "cli/pdf.h"

#include <gtest/gtest.h>

namespace mingcha::cli {
namespace {

std::string Pdf(const std::string& day, const std::string& id) {
  return "%PDF-1.6\n1 0 obj\n<</Creator(Writer)\n/CreationDate(D:" + day +
         "+08'00')>>\nendobj\n(0000) Tj\ntrailer\n<</Size 2/ID [ <" + id + ">\n<" + id +
         "> ]\n/DocChecksum /" + id + "\n>>\n%%EOF\n";
}

TEST(PdfTest, EqualDocumentsOfTwoDaysAreEqual) {
  const std::string first = WithoutTimes(Pdf("20251231120000", "0123456789ABCDEF0123456789ABCDEF"));
  const std::string second = WithoutTimes(Pdf("20260101093011", "FEDCBA9876543210FEDCBA9876543210"));
  EXPECT_EQ(first, second);
  EXPECT_EQ(first.size(), Pdf("20251231120000", "0123456789ABCDEF0123456789ABCDEF").size())
      << "no offset of the cross-reference table may move";
  EXPECT_NE(first.find("/Creator(Writer)"), std::string::npos);
}

TEST(PdfTest, WhatHoldsNoTimeIsLeftAlone) {
  EXPECT_EQ(WithoutTimes("%PDF-1.6 (0000000000000000000) text"), "%PDF-1.6 (0000000000000000000) text");
}

}  // namespace
}  // namespace mingcha::cli
