#include "cli/files.h"

#include <fstream>
#include <sstream>

namespace mingcha::cli {
namespace fs = std::filesystem;

base::Result<std::string> ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return base::Fail(base::ErrorCode::kNotFound, "cannot open {}; check the path and the file's rights",
                      path.string());
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad()) return base::Fail(base::ErrorCode::kIo, "cannot read {}", path.string());
  return text.str();
}

base::Status WriteFile(const fs::path& path, std::string_view bytes) {
  const fs::path unfinished = path.string() + ".part";
  {
    std::ofstream out(unfinished, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
      return base::Fail(base::ErrorCode::kIo, "cannot write {}; check the folder's rights and the free space",
                        path.string());
    }
  }
  std::error_code error;
  fs::rename(unfinished, path, error);
  if (error)
    return base::Fail(base::ErrorCode::kIo, "cannot rename {}: {}", unfinished.string(), error.message());
  return {};
}

}  // namespace mingcha::cli
