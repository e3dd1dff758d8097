#include "golden.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace mingcha::reports {

void ExpectGolden(std::string_view name, std::string_view bytes) {
  const std::string path = fmt::format("{}/tests/goldens/reports/{}", MINGCHA_SOURCE_DIR, name);
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    std::ofstream(path, std::ios::binary) << bytes;
    ADD_FAILURE() << path << " was written; look at it, then run without UPDATE_GOLDENS";
    return;
  }
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path << " is not there; write it with UPDATE_GOLDENS=1";
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), bytes) << path;
}

}  // namespace mingcha::reports
