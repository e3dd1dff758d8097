#include "base/path_prefix.h"

#include <gtest/gtest.h>

namespace mingcha::base {
namespace {

TEST(IsUnderPath, EndsAtWords) {
  struct Row {
    const char* path;
    const char* prefix;
    bool under;
  };
  for (const Row& row :
       {Row{"/zj/1.html", "/zj", true}, Row{"/zj.html", "/zj", true}, Row{"/zj", "/zj", true},
        Row{"/zjw/1.html", "/zj", false}, Row{"/zj1/", "/zj", false}, Row{"/zj_2/", "/zj", true},
        Row{"/zjw/1.html", "/zj/", false}, Row{"/zj/1.html", "/zj/", true},
        Row{"/list_12.html", "/list_", true}, Row{"/api/all/1012", "/api/all/101", false},
        Row{"/z", "/zj", false}, Row{"/anything", "", true}, Row{"", "", true}, Row{"", "/", false}})
    EXPECT_EQ(IsUnderPath(row.path, row.prefix), row.under) << row.path << " " << row.prefix;
}

}  // namespace
}  // namespace mingcha::base
