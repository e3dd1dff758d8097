// The public vectors of the URL Standard. A row that begins to differ fails, and so does a known difference
// that went away.
#include <gtest/gtest.h>

#include <set>

#include "base/url.h"
#include "tests/base/vectors.h"

namespace mingcha::base {
namespace {

std::optional<Url> Resolve(const std::string& input, const std::optional<std::string>& base_text) {
  if (!base_text) return Url::Parse(input);
  const auto base = Url::Parse(*base_text);
  EXPECT_TRUE(base.has_value()) << *base_text;
  return base ? Url::Parse(input, &*base) : std::nullopt;
}

TEST(UrlVectors, EveryRowResolvesAsTheStandardSays) {
  const auto vectors = LoadUrlVectors();
  EXPECT_EQ(vectors.size(), 244U);
  for (const UrlVector& vector : vectors) {
    const auto url = Resolve(vector.input, vector.base);
    const auto href = url ? std::optional(url->href()) : std::nullopt;
    EXPECT_EQ(href, vector.href) << "input " << vector.input << " base " << vector.base.value_or("null");
  }
}

TEST(UrlVectors, SerialisingAndParsingAgainChangesNothing) {
  for (const UrlVector& vector : LoadUrlVectors()) {
    const auto url = Resolve(vector.input, vector.base);
    if (!url) continue;
    const auto again = Url::Parse(url->href());
    ASSERT_TRUE(again.has_value()) << url->href();
    EXPECT_EQ(again->href(), url->href());
    EXPECT_EQ(again->host(), url->host());
    EXPECT_EQ(again->path(), url->path());
    EXPECT_EQ(again->query(), url->query());
    EXPECT_EQ(again->fragment(), url->fragment());
  }
}

TEST(UrlVectors, HrefWithoutFragmentIsThePrefixOfHref) {
  for (const UrlVector& vector : LoadUrlVectors()) {
    const auto url = Resolve(vector.input, vector.base);
    if (!url) continue;
    const std::string fragment = url->fragment() ? "#" + *url->fragment() : "";
    EXPECT_EQ(url->HrefWithoutFragment() + fragment, url->href());
  }
}

/// Rows whose answer needs a newer Unicode than ICU has (docs/url.md); inputs as in the file.
const std::set<std::string>& KnownIdnaDifferences() {
  static const std::set<std::string> kInputs = [] {
    std::set<std::string> inputs;
    std::string rest = ReadFixture("vectors/idna-differences.txt");
    for (size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      if (end > 0 && rest[0] != '#') inputs.insert(rest.substr(0, end));
      rest.erase(0, end + 1);
    }
    return inputs;
  }();
  return kInputs;
}

TEST(IdnaVectors, ExactlyTheKnownRowsDiffer) {
  const auto vectors = LoadIdnaVectors();
  EXPECT_EQ(vectors.size(), 1358U);
  size_t differing = 0;
  for (const IdnaVector& vector : vectors) {
    const bool differs = DomainToAscii(vector.input) != vector.ascii;
    differing += differs ? 1 : 0;
    EXPECT_EQ(differs, KnownIdnaDifferences().contains(vector.input))
        << "input " << vector.input << " expected " << vector.ascii.value_or("failure") << " got "
        << DomainToAscii(vector.input).value_or("failure");
  }
  EXPECT_LE(differing * 100, vectors.size()) << "less than 99 % right";
}

}  // namespace
}  // namespace mingcha::base
