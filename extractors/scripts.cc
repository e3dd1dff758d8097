#include "extractors/scripts.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "extractors/link_rules.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxPieces = 64;
constexpr size_t kMaxRecords = 2000;  // rows of a data island
constexpr size_t kMaxClick = 2000;    // bytes of an `onclick`

/// End of the string literal that opens at `pos`: the place of its closing quote, or npos.
size_t LiteralEnd(std::string_view text, size_t pos) {
  const char quote = text[pos];
  for (size_t i = pos + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i;
    } else if (text[i] == '\n' && quote != '`') {
      return std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

std::string Unescape(std::string_view literal) {
  std::string out;
  for (size_t i = 0; i < literal.size(); ++i) {
    if (literal[i] != '\\' || i + 1 == literal.size()) {
      out.push_back(literal[i]);
      continue;
    }
    const char c = literal[++i];
    out.push_back(c == 'n' || c == 't' || c == 'r' ? ' ' : c);
  }
  return out;
}

/// What a script prints, of which only the string literals are known. An address with an unknown part leads
/// nowhere: `#` stands in its place.
class Printed {
 public:
  void Literal(std::string_view part) {
    if (dropping_) {
      const size_t end = part.find_first_of(end_of_address_);
      if (end == std::string_view::npos) return;
      part.remove_prefix(end);
      dropping_ = false;
    }
    text_ += part;
  }
  /// A variable, a call or a number stands here.
  void Unknown() {
    if (dropping_) return;
    const size_t tag = text_.rfind('<');
    if (tag == std::string::npos || text_.find('>', tag) != std::string::npos) return;
    static const re2::RE2 kAddress(R"re((?i)(?:href|src)\s*=\s*('[^']*|"[^"]*|[^\s'">]*)$)re");
    re2::StringPiece address;
    if (!re2::RE2::PartialMatch(re2::StringPiece(text_.data() + tag, text_.size() - tag), kAddress, &address))
      return;
    const bool quoted = !address.empty() && (address[0] == '"' || address[0] == '\'');
    end_of_address_ = quoted ? std::string(1, address[0]) : " >";
    text_.resize(text_.size() - address.size() + (quoted ? 1 : 0));
    text_ += '#';
    dropping_ = true;
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_, end_of_address_;
  bool dropping_ = false;
};

bool JoinsLiterals(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '+' || c == '(' || c == ')'; }

}  // namespace

std::string StripScriptComments(std::string_view script) {
  std::string out;
  out.reserve(script.size());
  size_t open_until_double = 0;
  size_t open_until_single = 0;
  size_t open_until_back = 0;
  size_t no_arrow_until = 0;  // Before here no comment of one line ends.
  for (size_t i = 0; i < script.size(); ++i) {
    const char c = script[i];
    const std::string_view rest = script.substr(i);
    if (c == '"' || c == '\'' || c == '`') {
      // What did not end once ends nowhere before that line's end: hostile input must not be searched again
      // and again.
      size_t& open_until = c == '"' ? open_until_double : c == '\'' ? open_until_single : open_until_back;
      const size_t end = i < open_until ? std::string_view::npos : LiteralEnd(script, i);
      if (end == std::string_view::npos) {
        open_until =
            std::max(open_until, c == '`' ? script.size() : std::min(script.find('\n', i), script.size()));
        out.push_back(c);
        continue;
      }
      out.append(script.substr(i, end - i + 1));
      i = end;
    } else if (rest.starts_with("/*")) {
      const size_t end = script.find("*/", i + 2);
      if (end == std::string_view::npos) break;
      out.push_back(' ');
      i = end + 1;
    } else if (c == '<' && i >= no_arrow_until && rest.starts_with("<!--")) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      const size_t arrow = line.find("-->");
      if (arrow == std::string_view::npos) {
        no_arrow_until = i + line.size();
        out.push_back(c);
      } else {
        i += arrow + 2;
      }
    } else if (rest.starts_with("//") && (i == 0 || script[i - 1] != ':')) {
      const size_t end = script.find('\n', i);
      if (end == std::string_view::npos) break;
      out.push_back('\n');
      i = end;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::vector<std::string> MarkupInScript(std::string_view script) {
  std::vector<std::string> pieces;
  for (size_t at = script.find("<![CDATA["); at != std::string_view::npos && pieces.size() < kMaxRecords;
       at = script.find("<![CDATA[", at + 9)) {
    const size_t end = script.find("]]>", at);
    if (end == std::string_view::npos) break;
    // What asks for further rows is a pattern for a script, not a link.
    constexpr std::string_view kAskForMore = "<nextgroup>";
    if (base::Trim(script.substr(0, at)).ends_with(kAskForMore)) continue;
    pieces.emplace_back(script.substr(at + 9, end - at - 9));
  }
  for (size_t at = script.find("document.write"); at != std::string_view::npos && pieces.size() < kMaxPieces;
       at = script.find("document.write", at + 14)) {
    const size_t open = script.find('(', at);
    if (open == std::string_view::npos || open > at + 20) continue;
    Printed printed;
    for (size_t i = open + 1; i < script.size() && script[i] != ';' && script[i] != '\n'; ++i) {
      if (script[i] != '"' && script[i] != '\'') {
        if (!JoinsLiterals(script[i])) printed.Unknown();
        continue;
      }
      const size_t end = LiteralEnd(script, i);
      if (end == std::string_view::npos) break;
      printed.Literal(Unescape(script.substr(i + 1, end - i - 1)));
      i = end;
    }
    if (std::string joined = printed.Take(); !joined.empty()) pieces.push_back(std::move(joined));
  }
  if (script.find("<a ") == std::string_view::npos) return pieces;
  // Assigned strings that hold links (attachment lists kept in a variable and printed later).
  static const re2::RE2 kVariable(R"re((?:=|\+=)\s*(?:'([^'\n]*<a\s[^'\n]*)'|"([^"\n]*<a\s[^"\n]*)"))re");
  re2::StringPiece input(script.data(), script.size());
  std::string single;
  std::string twice;
  while (pieces.size() < kMaxPieces && re2::RE2::FindAndConsume(&input, kVariable, &single, &twice)) {
    pieces.push_back(Unescape(single.empty() ? twice : single));
  }
  return pieces;
}

std::vector<std::string> AddressesInScript(std::string_view script) {
  static const re2::RE2 kAddress(
      R"re((?i)(?:location(?:\.href)?\s*=\s*|(?:window\.open|location\.(?:replace|assign)|navigate|openwin\w*)\s*\(\s*)(?:'([^'\n<>]+)'|"([^"\n<>]+)")\s*([+]?))re");
  std::vector<std::string> out;
  bool worth = false;
  for (const std::string_view word : {"ocation", "pen", "avigate"})
    worth = worth || script.find(word) != std::string_view::npos;
  if (!worth) return out;
  re2::StringPiece input(script.data(), script.size());
  std::string single;
  std::string twice;
  std::string plus;
  while (out.size() < kMaxPieces && re2::RE2::FindAndConsume(&input, kAddress, &single, &twice, &plus)) {
    if (plus.empty() && single.size() + twice.size() < 4000)
      out.push_back(Unescape(single.empty() ? twice : single));  // with `+` it is only a part
  }
  return out;
}

std::vector<std::string> AddressesOfClick(std::string_view script) {
  std::vector<std::string> out = AddressesInScript(script);
  if (!out.empty() || script.size() > kMaxClick) return out;
  static const re2::RE2 kCall(
      R"re((?i)\b[a-z_$][\w$]*\s*\(\s*(?:'((?:https?:/|\.{1,2})?/[^'\s<>]*)'|"((?:https?:/|\.{1,2})?/[^"\s<>]*)")\s*[,)])re");
  static const re2::RE2 kPage(R"re((?i)(?:/|\.[sjx]?html?)(?:[?#].*)?$)re");
  re2::StringPiece input(script.data(), script.size());
  std::string single;
  std::string twice;
  while (out.size() < kMaxPieces && re2::RE2::FindAndConsume(&input, kCall, &single, &twice)) {
    const std::string& address = single.empty() ? twice : single;
    if (re2::RE2::PartialMatch(address, kPage)) out.push_back(Unescape(address));
  }
  return out;
}

std::vector<MenuNode> MenuInScript(std::string_view script) {
  static const re2::RE2 kAdd(
      R"re(\.add\(\s*["']?[\w-]+["']?\s*,\s*["']?[\w-]+["']?\s*,\s*(?:'([^'\n<>]+)'|"([^"\n<>]+)")\s*,\s*(?:'([^'\s<>]+)'|"([^"\s<>]+)"))re");
  static const re2::RE2 kNode(R"re(\{([^{}]{8,1000})\})re");
  static const re2::RE2 kName(
      R"re((?:^|[,\s])["']?(?:name|text|title|label)["']?\s*:\s*(?:'([^'\n<>]+)'|"([^"\n<>]+)"))re");
  static const re2::RE2 kUrl(
      R"re((?:^|[,\s])["']?(?:url|href|link)["']?\s*:\s*(?:'([^'\s<>]+)'|"([^"\s<>]+)"))re");
  std::vector<MenuNode> out;
  const auto add = [&](std::string_view name, std::string_view address) {
    const bool named = [&] {
      for (size_t at = 0; at < name.size();) {
        if (base::IsHan(base::NextCodePoint(name, &at))) return true;
      }
      return false;
    }();
    if (!named || address.size() > 2000 || address.find("${") != std::string_view::npos) return;
    if (IsScriptAddress(address)) {
      for (std::string& to : AddressesOfClick(address)) out.push_back({std::move(to), Unescape(name)});
    } else {
      out.push_back({Unescape(address), Unescape(name)});
    }
  };
  std::string names[2];
  std::string addresses[2];
  if (script.find(".add(") != std::string_view::npos) {
    re2::StringPiece input(script.data(), script.size());
    while (out.size() < kMaxRecords &&
           re2::RE2::FindAndConsume(&input, kAdd, &names[0], &names[1], &addresses[0], &addresses[1]))
      add(names[0] + names[1], addresses[0] + addresses[1]);
  }
  if (script.find("pId") == std::string_view::npos && script.find("pid") == std::string_view::npos &&
      script.find("parentId") == std::string_view::npos && script.find("children") == std::string_view::npos)
    return out;  // No tree.
  re2::StringPiece input(script.data(), script.size());
  re2::StringPiece node;
  while (out.size() < kMaxRecords && re2::RE2::FindAndConsume(&input, kNode, &node)) {
    if (re2::RE2::PartialMatch(node, kName, &names[0], &names[1]) &&
        re2::RE2::PartialMatch(node, kUrl, &addresses[0], &addresses[1]))
      add(names[0] + names[1], addresses[0] + addresses[1]);
  }
  return out;
}

}  // namespace mingcha::extractors
