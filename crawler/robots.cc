#include "crawler/robots.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "model/robots_trouble.h"

namespace mingcha::crawler {
namespace {

constexpr size_t kMaxBytes = 512'000;  // RFC 9309 2.5: at least 500 KiB must be parsed.
constexpr size_t kMaxLineBytes = 16'384;
constexpr size_t kMaxSitemaps = 1'000;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

std::string_view TrimBlank(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

/// RFC 9309 2.2.1: the product token is letters, `_` and `-`.
std::string_view ProductToken(std::string_view value) {
  size_t n = 0;
  while (n < value.size() && ((value[n] >= 'a' && value[n] <= 'z') || (value[n] >= 'A' && value[n] <= 'Z') ||
                              value[n] == '_' || value[n] == '-')) {
    ++n;
  }
  return value.substr(0, n);
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsUnreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

void AppendEscaped(unsigned char byte, std::string* out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  *out += '%';
  *out += kHex[byte >> 4U];
  *out += kHex[byte & 15U];
}

/// RFC 9309 2.2.2: bytes outside ASCII are compared percent-encoded, encoded unreserved characters are
/// compared decoded. `literal` names further characters to encode: `*` and `$` where they are not special
/// (2.2.3), so that `%2A` in a rule meets `*` in a URL.
std::string NormalisePath(std::string_view text, std::string_view literal) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 && HexDigit(text[i + 2]) >= 0) {
      const auto decoded = static_cast<unsigned char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      if (IsUnreserved(decoded)) {
        out += static_cast<char>(decoded);
      } else {
        AppendEscaped(decoded, &out);
      }
      i += 2;
    } else if (byte >= 0x80 || byte <= 0x20 ||
               literal.find(static_cast<char>(byte)) != std::string_view::npos) {
      AppendEscaped(byte, &out);
    } else {
      out += static_cast<char>(byte);
    }
  }
  return out;
}

/// Path and query of an absolute URL or of a bare path, normalised for matching.
std::string MatchedPath(std::string_view url) {
  std::string path;
  if (const auto parsed = base::Url::Parse(url); parsed && parsed->has_host()) {
    path = parsed->path();
    if (parsed->query()) path += "?" + *parsed->query();
  } else {
    path = std::string(url.substr(0, url.find('#')));
  }
  if (path.empty() || path.front() != '/') path.insert(path.begin(), '/');
  return NormalisePath(path, "*$");
}

enum class Key { kUserAgent, kAllow, kDisallow, kCrawlDelay, kSitemap, kOther };

Key KeyOf(std::string_view text) {
  // Misspellings seen in the wild are read as meant: obeying more costs us little.
  static constexpr std::array<std::pair<std::string_view, Key>, 13> kKeys = {
      {{"user-agent", Key::kUserAgent},
       {"useragent", Key::kUserAgent},
       {"user agent", Key::kUserAgent},
       {"allow", Key::kAllow},
       {"disallow", Key::kDisallow},
       {"dissallow", Key::kDisallow},
       {"dissalow", Key::kDisallow},
       {"disalow", Key::kDisallow},
       {"diasllow", Key::kDisallow},
       {"disallaw", Key::kDisallow},
       {"crawl-delay", Key::kCrawlDelay},
       {"sitemap", Key::kSitemap},
       {"site-map", Key::kSitemap}}};
  const std::string lower = base::ToLowerAscii(text);
  for (const auto& [name, key] : kKeys) {
    if (lower == name) return key;
  }
  return Key::kOther;
}

struct Line {
  std::string_view key, value;
};

std::optional<Line> SplitLine(std::string_view line) {
  line = TrimBlank(line.substr(0, line.find('#')));
  size_t separator = line.find(':');
  if (separator == std::string_view::npos) {
    // `disallow /x` without a colon: accepted if it is exactly two words.
    separator = line.find_first_of(" \t");
    if (separator == std::string_view::npos) return std::nullopt;
    if (TrimBlank(line.substr(separator)).find_first_of(" \t") != std::string_view::npos) return std::nullopt;
  }
  return Line{TrimBlank(line.substr(0, separator)), TrimBlank(line.substr(separator + 1))};
}

std::optional<int64_t> DelayMillis(std::string_view value) {
  int64_t whole = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), whole);
  if (error != std::errc() || whole < 0 || whole > 1'000'000) return std::nullopt;
  int64_t millis = whole * 1000;
  const char* const stop = value.data() + value.size();
  if (end != stop && *end == '.') {
    int64_t unit = 100;
    for (const char* digit = end + 1; digit != stop && *digit >= '0' && *digit <= '9'; ++digit) {
      millis += (*digit - '0') * unit;
      unit /= 10;
    }
  }
  return millis;
}

}  // namespace

/// Reads the lines into the rules of one agent. Lives for one Parse.
class RobotsReader {
 public:
  explicit RobotsReader(std::string_view agent)
      : agent_(base::ToLowerAscii(agent.substr(0, agent.find('/')))) {}

  void Read(std::string_view text) {
    constexpr std::string_view kBom = "\xEF\xBB\xBF";
    for (size_t i = 0; i < kBom.size() && !text.empty() && text.front() == kBom[i]; ++i)
      text.remove_prefix(1);
    if (text.size() > kMaxBytes) {
      // The line that the limit cuts through is not read: half a rule is another rule.
      text = text.substr(0, kMaxBytes);
      const size_t last = text.find_last_of("\r\n");
      text = text.substr(0, last == std::string_view::npos ? 0 : last);
    }
    while (!text.empty()) {
      const size_t end = text.find_first_of("\r\n");
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (const auto split = SplitLine(line.substr(0, kMaxLineBytes))) Take(*split);
    }
  }

  RobotsRules Finish() {
    RobotsRules out = std::move(named_ ? own_ : any_);
    out.sitemaps_ = std::move(sitemaps_);
    return out;
  }

 private:
  void Take(const Line& line) {
    switch (KeyOf(line.key)) {
      case Key::kUserAgent:
        return TakeAgent(line.value);
      case Key::kAllow:
      case Key::kDisallow:
        return TakeRule(line);
      case Key::kCrawlDelay:
        if (const auto delay = DelayMillis(line.value)) {
          if (in_own_) own_.crawl_delay_ms_ = std::max(own_.crawl_delay_ms_.value_or(0), *delay);
          if (in_any_) any_.crawl_delay_ms_ = std::max(any_.crawl_delay_ms_.value_or(0), *delay);
        }
        return;
      case Key::kSitemap:
        if (sitemaps_.size() < kMaxSitemaps) sitemaps_.emplace_back(line.value);
        return;
      case Key::kOther:
        return;
    }
  }

  void TakeAgent(std::string_view value) {
    if (rules_seen_) in_own_ = in_any_ = rules_seen_ = false;
    if (!value.empty() && value.front() == '*' && (value.size() == 1 || IsBlank(value[1]))) {
      in_any_ = true;
      return;
    }
    const std::string_view token = ProductToken(value);
    if (!token.empty() && base::ToLowerAscii(token) == agent_) in_own_ = named_ = true;
  }

  void TakeRule(const Line& line) {
    rules_seen_ = true;
    if ((!in_own_ && !in_any_) || line.value.empty()) return;
    RobotsRules::Rule rule;
    rule.allow = KeyOf(line.key) == Key::kAllow;
    rule.line = std::string(rule.allow ? "Allow: " : "Disallow: ") + std::string(line.value);
    std::string_view value = line.value;
    if (value.back() == '$') {
      rule.anchored = true;
      value.remove_suffix(1);
    }
    rule.pattern = NormalisePath(value, "$");
    for (const std::string_view piece : base::Split(rule.pattern, '*')) rule.pieces.emplace_back(piece);
    if (rule.anchored) rule.pattern += '$';
    if (in_own_) own_.rules_.push_back(rule);
    if (in_any_) any_.rules_.push_back(std::move(rule));
  }

  std::string agent_;
  RobotsRules own_, any_;
  std::vector<std::string> sitemaps_;
  bool named_ = false;                    // A group names this agent, even an empty one.
  bool in_own_ = false, in_any_ = false;  // The group being read concerns …
  bool rules_seen_ = false;  // … and has begun its rules: the next agent line opens another group.
};

RobotsRules RobotsRules::Parse(std::string_view robots_txt, std::string_view agent) {
  RobotsReader reader(agent);
  reader.Read(robots_txt);
  return reader.Finish();
}

RobotsRules RobotsRules::DisallowAll(std::string why) {
  RobotsRules out;
  Rule rule;
  rule.pattern = "/";
  rule.pieces = {"/"};
  rule.line = std::move(why);
  out.rules_.push_back(std::move(rule));
  return out;
}

bool RobotsRules::Matches(const Rule& rule, std::string_view path) {
  // Leftmost placement of each piece is enough, since only the last may be tied to the end.
  if (path.substr(0, rule.pieces.front().size()) != rule.pieces.front()) return false;
  size_t at = rule.pieces.front().size();
  for (size_t i = 1; i < rule.pieces.size(); ++i) {
    const std::string& piece = rule.pieces[i];
    if (rule.anchored && i + 1 == rule.pieces.size()) {
      return path.size() >= at + piece.size() && path.substr(path.size() - piece.size()) == piece;
    }
    const size_t found = path.find(piece, at);
    if (found == std::string_view::npos) return false;
    at = found + piece.size();
  }
  return !rule.anchored || at == path.size();
}

RobotsVerdict RobotsRules::Judge(std::string_view url) const {
  if (rules_.empty()) return {};
  const std::string path = MatchedPath(url);
  if (path == "/robots.txt") return {};  // RFC 9309 2.2.2: implicitly allowed.
  const Rule* best = nullptr;
  for (const Rule& rule : rules_) {
    const bool heavier = best == nullptr || rule.pattern.size() > best->pattern.size() ||
                         (rule.pattern.size() == best->pattern.size() && rule.allow && !best->allow);
    if (heavier && Matches(rule, path)) best = &rule;
  }
  if (best == nullptr) return {};
  return {best->allow, best->line};
}

bool RobotsCannotBeHad(const RobotsAnswer& answer) {
  return answer.outcome != model::FetchOutcome::kOk || answer.status >= 500 || answer.status == 429;
}

bool RobotsCopyServes(base::Instant fetched_at, base::Instant now) {
  constexpr int64_t kLongestMillis = int64_t{30} * 86'400'000;
  return now.unix_millis() - fetched_at.unix_millis() <= kLongestMillis;
}

RobotsRules RulesAfter(const RobotsAnswer& answer, std::string_view agent) {
  const std::string why(model::kRobotsUnreachable);
  if (answer.outcome != model::FetchOutcome::kOk)
    return RobotsRules::DisallowAll(why + std::string(answer.detail));
  if (RobotsCannotBeHad(answer))
    return RobotsRules::DisallowAll(why + "status " + std::to_string(answer.status));
  if (answer.status >= 200 && answer.status < 300) return RobotsRules::Parse(answer.body, agent);
  return RobotsRules::AllowAll();  // 2.3.1.3 unavailable, 2.3.1.2 too many redirects
}

bool RobotsAllowed(std::string_view robots_txt, std::string_view agent, std::string_view url) {
  return RobotsRules::Parse(robots_txt, agent).Judge(url).allowed;
}

}  // namespace mingcha::crawler
