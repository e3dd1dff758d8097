#include "tests/base/vectors.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

namespace mingcha::base {
namespace {

std::vector<boost::json::object> LoadLines(const std::string& name) {
  std::vector<boost::json::object> rows;
  std::istringstream lines(ReadFixture(name));
  for (std::string line; std::getline(lines, line);) rows.push_back(boost::json::parse(line).as_object());
  return rows;
}

std::string Text(const boost::json::value& value) { return std::string(value.as_string()); }

std::optional<std::string> TextOrNull(const boost::json::value& value) {
  if (value.is_null()) return std::nullopt;
  return Text(value);
}

}  // namespace

std::string ReadFixture(const std::string& name) {
  std::ifstream file(std::string(MINGCHA_SOURCE_DIR "/tests/fixtures/") + name, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<UrlVector> LoadUrlVectors() {
  std::vector<UrlVector> vectors;
  for (const auto& row : LoadLines("vectors/url-resolve.jsonl")) {
    vectors.push_back({TextOrNull(row.at("base")), Text(row.at("input")), TextOrNull(row.at("href"))});
  }
  return vectors;
}

std::vector<IdnaVector> LoadIdnaVectors() {
  std::vector<IdnaVector> vectors;
  for (const auto& row : LoadLines("vectors/idna-toascii.jsonl")) {
    vectors.push_back({Text(row.at("input")), TextOrNull(row.at("ascii"))});
  }
  return vectors;
}

}  // namespace mingcha::base
