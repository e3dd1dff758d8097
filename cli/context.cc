#include "cli/context.h"

#include <array>
#include <boost/json.hpp>
#include <cstdlib>
#include <ostream>

#include "embedded/cli_files.h"

namespace mingcha::cli {

std::string Context::Say(const base::Message& message) const {
  return lang == base::Lang::kZh ? chinese.Render(message) : base::RenderEnglish(message);
}

std::string Context::Say(const base::Error& error) const {
  const std::string text = Say(error.message);
  return error.where.empty() ? text : error.where + ": " + text;
}

int Context::Report(const base::Error& error) const {
  if (json) {
    *err << boost::json::serialize(boost::json::object{{"error",
                                                        {{"code", base::ErrorCodeName(error.code)},
                                                         {"where", error.where},
                                                         {"message", Say(error.message)}}}})
         << "\n";
  } else {
    *err << "mingcha: " << Say(error) << "\n";
  }
  switch (error.code) {
    case base::ErrorCode::kCancelled:
      return kInterrupted;
    case base::ErrorCode::kIo:
    case base::ErrorCode::kNetwork:
    case base::ErrorCode::kTimeout:
      return kIncomplete;
    default:
      return kBadInput;
  }
}

std::filesystem::path DataFolder() {
  if (const char* folder = std::getenv("MINGCHA_DATA"); folder != nullptr && *folder != '\0') return folder;
  std::error_code error;
  if (std::filesystem::is_directory(MINGCHA_SOURCE_CONFIG, error)) return MINGCHA_SOURCE_CONFIG;
  return "/usr/share/mingcha/config";
}

base::Catalogue BuiltInChinese() {
  base::Catalogue catalogue;
  static constexpr std::array<std::string_view, 13> kModules = {
      "base",    "model",  "crawler", "store",  "rules",  "extractors", "checker",
      "reports", "config", "demo",    "review", "survey", "cli"};
  for (const std::string_view module : kModules) {
    catalogue.Add(EmbeddedFile(std::string(module) + ".messages.zh.tsv"));
  }
  return catalogue;
}

}  // namespace mingcha::cli
