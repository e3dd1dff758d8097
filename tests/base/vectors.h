#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mingcha::base {

/// One line of tests/fixtures/vectors/url-resolve.jsonl.
struct UrlVector {
  std::optional<std::string> base;
  std::string input;
  std::optional<std::string> href;  ///< nullopt: the standard's parser fails.
};

/// One line of tests/fixtures/vectors/idna-toascii.jsonl.
struct IdnaVector {
  std::string input;
  std::optional<std::string> ascii;  ///< nullopt: ToASCII fails.
};

/// Whole file below tests/fixtures; a test failure and an empty text if it cannot be read.
std::string ReadFixture(const std::string& name);
std::vector<UrlVector> LoadUrlVectors();
std::vector<IdnaVector> LoadIdnaVectors();

}  // namespace mingcha::base
