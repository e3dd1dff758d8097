// Archives of other programs and pages that a browser saved: any bytes are read safely.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "store/content_coding.h"
#include "store/foreign_warc.h"
#include "store/mhtml.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace mingcha::store;  // NOLINT: a target of one page.
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)Dechunk(bytes);
  for (const char* coding : {"gzip", "deflate", "br", "zstd"})
    (void)DecodeContent(bytes, coding, size_t{1} << 20);
  if (LooksLikeMhtml(bytes)) (void)ReadMhtml(bytes);
  static const std::string kFile =
      (std::filesystem::temp_directory_path() / ("mingcha-fuzz-" + std::to_string(::getpid()))).string();
  std::ofstream(kFile, std::ios::binary | std::ios::trunc) << bytes;
  RevisitBodies bodies(size_t{1} << 20);
  if (const auto archive = ForeignWarc::Open(kFile, size_t{1} << 20)) (*archive)->CollectWishes(&bodies);
  if (const auto archive = ForeignWarc::Open(kFile, size_t{1} << 20)) (*archive)->CollectBodies(&bodies);
  if (const auto archive = ForeignWarc::Open(kFile, size_t{1} << 20)) {
    for (int i = 0; i < 1000; ++i) {
      const auto answer = (*archive)->Next(&bodies);
      if (!answer || !*answer) break;
    }
  }
  std::remove(kFile.c_str());
  return 0;
}
