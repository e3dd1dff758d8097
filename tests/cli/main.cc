// The tests' own main: a stage that opens attachments starts this very program again as its worker.
#include <gtest/gtest.h>
#include <unistd.h>

#include <string_view>

#include "extractors/attachments/converter.h"

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "convert-worker")
    _exit(mingcha::attachments::WorkerMain({argv + 2, argv + argc}));
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
