#include "extractors/script_data.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxBytes = size_t{4} << 20U;
constexpr size_t kMaxValues = 20'000;
constexpr size_t kMaxDepth = 100;
constexpr int kMaxNested = 3;  // JSON in texts in JSON
constexpr size_t kMaxParameters = 5'000;
constexpr size_t kMaxName = 200;  // bytes

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

void AppendUtf8(char32_t c, std::string* out) {
  if (c >= 0xD800 && c <= 0xDFFF) c = 0xFFFD;
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out->push_back(static_cast<char>(0xC0U | (c >> 6U)));
    out->push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  } else if (c < 0x10000) {
    out->push_back(static_cast<char>(0xE0U | (c >> 12U)));
    out->push_back(static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)));
    out->push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  } else {
    out->push_back(static_cast<char>(0xF0U | (c >> 18U)));
    out->push_back(static_cast<char>(0x80U | ((c >> 12U) & 0x3FU)));
    out->push_back(static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)));
    out->push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  }
}

/// The number that `count` hexadecimal digits at `at` write; nullopt if they are none.
std::optional<char32_t> Hex(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return std::nullopt;
  char32_t value = 0;
  for (size_t i = at; i < at + count; ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

/// A bracket that is open.
struct Open {
  int node = 0;
  char close = ' ';
  std::string key;                      // of the value that comes
  std::vector<std::string> parameters;  // of the function whose body this is
  std::vector<std::string> called;      // of the function that is called with what stands here
  size_t argument = 0;
};

class Reader {
 public:
  Reader(std::string_view text, int nested, ScriptData* data) : text_(text), nested_(nested), data_(*data) {}

  void Run(std::string_view name, int parent) {
    data_.nodes.push_back({parent, std::string(name), false});
    open_.push_back({static_cast<int>(data_.nodes.size()) - 1, ' ', {}, {}, {}, 0});
    while (at_ < text_.size() && data_.values.size() < kMaxValues) Step();
    if (at_ < text_.size()) data_.limited = true;
    Resolve();
  }

 private:
  Open& top() { return open_.back(); }

  void Step() {
    const char c = text_[at_];
    if (c == '"' || c == '\'' || c == '`') return Literal();
    if (c == '/' && Slash()) return;
    if (IsNameByte(c)) return Word();
    ++at_;
    // A name lives up to the sign behind it.
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') before_ = c;
    switch (c) {
      case ' ':
      case '\t':
      case '\n':
      case '\r':
        return;
      case '{':
      case '[':
      case '(':
        OpenBracket(c);
        break;
      case '}':
      case ']':
      case ')':
        CloseBracket(c);
        break;
      case ':':
        if (!name_.empty()) top().key = std::exchange(name_, {});
        break;
      case '=':
        Assign();
        break;
      case ',':
      case ';':
        if (!IsList()) top().key.clear();
        ++top().argument;
        break;
      case '+':
        joins_ = was_value_;
        was_value_ = false;
        return;
      default:
        break;
    }
    if (c != ')' && c != '}') ended_.clear();
    if (c != '.' && c != ']') name_.clear();
    was_value_ = joins_ = false;
  }

  [[nodiscard]] bool IsList() { return top().close == ']'; }

  /// `name = value`; not a comparison, nor an arrow.
  void Assign() {
    const char next = at_ < text_.size() ? text_[at_] : ' ';
    const char before = at_ >= 2 ? text_[at_ - 2] : ' ';
    if (next == '=' || next == '>' || before == '=' || before == '!' || before == '<' || before == '>')
      return;
    if (!name_.empty()) top().key = std::exchange(name_, {});
  }

  void OpenBracket(char c) {
    Open open;
    open.key = top().key;
    open.node = top().node;
    open.close = c == '{' ? '}' : c == '[' ? ']' : ')';
    if (c == '(') {
      open.called = std::exchange(ended_, {});
    } else if (open_.size() < kMaxDepth) {
      data_.nodes.push_back({top().node, top().key, c == '['});
      open.node = static_cast<int>(data_.nodes.size()) - 1;
      if (c == '{') open.key.clear();
    } else {
      data_.limited = true;
    }
    if (c == '{') open.parameters = std::exchange(parameters_, {});
    // Brackets that nothing closes must not fill the memory.
    if (open_.size() < 2 * kMaxDepth) open_.push_back(std::move(open));
  }

  void CloseBracket(char c) {
    // What was left open inside ends here as well.
    size_t i = open_.size();
    while (i > 1 && open_[i - 1].close != c) --i;
    if (i <= 1) return;
    const int node = open_[i - 1].node;
    std::vector<std::string> parameters = std::move(open_[i - 1].parameters);
    open_.resize(i - 1);
    if (c == '}') ended_ = std::move(parameters);
    // `data["title"] = …`: what stands in the brackets is a name.
    if (c != ']' || Next() != '=' || data_.values.empty() || data_.values.back().owner != node) return;
    if (data_.values.back().text.size() <= kMaxName) {
      name_ = std::move(data_.values.back().text);
      data_.values.pop_back();
    }
  }

  /// A comment, or a pattern, whose quotes open nothing.
  bool Slash() {
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
    if (next != '/' && next != '*') return Pattern();
    const size_t end = next == '/' ? text_.find('\n', at_) : text_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? text_.size() : end + (next == '/' ? 1 : 2);
    return true;
  }

  bool Pattern() {
    constexpr size_t kLongest = 300;
    if (std::string_view("(,=:[!&|?{};+").find(before_) == std::string_view::npos) return false;
    bool in_class = false;
    for (size_t i = at_ + 1; i < std::min(text_.size(), at_ + kLongest) && text_[i] != '\n'; ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == '[' || text_[i] == ']') {
        in_class = text_[i] == '[';
      } else if (text_[i] == '/' && !in_class) {
        at_ = i + 1;
        before_ = '/';
        return true;
      }
    }
    return false;
  }

  void Word() {
    const bool fraction = before_ == '.';
    const size_t begin = at_;
    while (at_ < text_.size() && IsNameByte(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    was_value_ = joins_ = false;
    ended_.clear();
    before_ = 'w';
    if (word == "function") return Function();
    const bool number = !fraction && word.find_first_not_of("0123456789") == std::string_view::npos;
    name_ = word.substr(0, kMaxName);
    if (top().key.empty() && top().called.empty()) return;
    if (number) {
      Add(std::string(word));
    } else if (!known_.empty() && known_.contains(std::string(word)) && Next() != '.' && Next() != '(' &&
               Next() != ':') {
      if (!top().called.empty()) return;
      Add(std::string(word));
      references_.push_back(data_.values.size() - 1);
    }
  }

  /// `function name(a, b) {`: the names stand for what the function is called with.
  void Function() {
    constexpr size_t kLongest = 8'000;
    const std::string_view head = text_.substr(at_, kMaxName);
    const size_t open = head.find_first_of("({");
    if (open == std::string_view::npos || head[open] != '(') return;
    const std::string_view rest = text_.substr(at_ + open + 1, kLongest);
    const size_t close = rest.find(')');
    if (close == std::string_view::npos) return;
    parameters_.clear();
    for (const std::string_view name : base::Split(rest.substr(0, close), ',')) {
      if (parameters_.size() >= kMaxParameters || known_.size() >= kMaxParameters) break;
      parameters_.emplace_back(base::Trim(name));
      if (!parameters_.back().empty()) known_.emplace(parameters_.back(), std::nullopt);
    }
    at_ += open + 1 + close + 1;
    name_.clear();
  }

  [[nodiscard]] char Next() const {
    size_t at = at_;
    while (at < text_.size() &&
           (text_[at] == ' ' || text_[at] == '\n' || text_[at] == '\t' || text_[at] == '\r'))
      ++at;
    return at < text_.size() ? text_[at] : ' ';
  }

  void Literal() {
    const char quote = text_[at_];
    size_t& open_until = open_until_[quote == '"' ? 0 : quote == '\'' ? 1 : 2];
    size_t end = at_ < open_until ? text_.size() : at_ + 1;
    while (end < text_.size() && text_[end] != quote && (text_[end] != '\n' || quote == '`'))
      end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size() || text_[end] != quote) {  // Closed nowhere: no literal, here and up to there.
      open_until = std::max(open_until, std::min(end, text_.size()));
      ++at_;
      return;
    }
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    ended_.clear();
    before_ = quote;
    if (top().close == '}' && top().key.empty() && Next() == ':') {
      name_ = UnescapeLiteral(inside.substr(0, kMaxName));
      return;
    }
    Value(UnescapeLiteral(inside));
  }

  void Value(std::string text) {
    if (joins_ && !data_.values.empty()) {
      joins_ = false;
      was_value_ = true;
      data_.values.back().text += text;
      return;
    }
    const std::string_view trimmed = base::Trim(text);
    const bool json = trimmed.size() > 20 && ((trimmed.front() == '{' && trimmed.back() == '}') ||
                                              (trimmed.front() == '[' && trimmed.back() == ']'));
    if (json && nested_ < kMaxNested && trimmed.find("\":") != std::string_view::npos &&
        data_.bytes + text.size() <= kMaxBytes) {
      data_.bytes += text.size();
      Reader(trimmed, nested_ + 1, &data_).Run(top().key, top().node);
    }
    was_value_ = top().called.empty();
    Add(std::move(text));
  }

  void Add(std::string text) {
    const Open& open = top();
    if (!open.called.empty()) {
      if (open.argument < open.called.size()) known_[open.called[open.argument]] = std::move(text);
      return;
    }
    data_.values.push_back({open.node, open.key, std::move(text)});
  }

  /// Puts in what names stand for; those that stand for nothing go.
  void Resolve() {
    for (const size_t index : references_) {
      if (index >= data_.values.size()) continue;
      DataValue& value = data_.values[index];
      const auto known = known_.find(value.text);
      if (known != known_.end()) value.text = known->second.value_or(std::string());
    }
  }

  std::string_view text_;
  int nested_;
  ScriptData& data_;
  size_t at_ = 0;
  std::vector<Open> open_;
  std::string name_;                     // The last name or word.
  bool was_value_ = false;               // A text has just ended,
  bool joins_ = false;                   // and a `+` stands behind it.
  char before_ = '(';                    // The last sign that is no blank; 'w': a word.
  size_t open_until_[3] = {0, 0, 0};     // Up to where a literal of that quote has no end.
  std::vector<std::string> parameters_;  // of the function whose body comes
  std::vector<std::string> ended_;       // of the function whose body has just ended
  std::map<std::string, std::optional<std::string>> known_;
  std::vector<size_t> references_;
};

}  // namespace

void ReadScriptData(std::string_view script, std::string_view name, ScriptData* data) {
  if (data->bytes + script.size() > kMaxBytes || data->values.size() >= kMaxValues) {
    data->limited = true;
    return;
  }
  data->bytes += script.size();
  Reader(script, 0, data).Run(name, -1);
}

std::string UnescapeLiteral(std::string_view literal) {
  if (literal.find('\\') == std::string_view::npos) return std::string(literal);
  std::string out;
  out.reserve(literal.size());
  for (size_t i = 0; i < literal.size(); ++i) {
    if (literal[i] != '\\' || i + 1 == literal.size()) {
      out.push_back(literal[i]);
      continue;
    }
    const char c = literal[++i];
    if (c == 'n' || c == 'r') {
      out.push_back('\n');
    } else if (c == 't' || c == 'f' || c == 'v') {
      out.push_back(' ');
    } else if (c == 'x' && Hex(literal, i + 1, 2)) {
      AppendUtf8(*Hex(literal, i + 1, 2), &out);
      i += 2;
    } else if (c == 'u' && Hex(literal, i + 1, 4)) {
      char32_t code = *Hex(literal, i + 1, 4);
      i += 4;
      const bool high = code >= 0xD800 && code < 0xDC00;
      if (high && literal.substr(i + 1).starts_with("\\u")) {
        const auto low = Hex(literal, i + 3, 4);
        if (low && *low >= 0xDC00 && *low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10U) + (*low - 0xDC00);
          i += 6;
        }
      }
      AppendUtf8(code, &out);
    } else if (c != '\n' && c != 'b' && c != '0') {
      out.push_back(c);
    }
  }
  return out;
}

bool MayHoldText(std::string_view text, int least) {
  constexpr size_t kLeastRun = 160;  // digits of base 64 for forty Han characters
  int signs = 0;
  // Han characters as they are: most stretches of a script have none.
  for (size_t i = 0; i < text.size();) {
    uint64_t eight = 0;
    if (i + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      if ((eight & 0x8080808080808080U) == 0) {
        i += sizeof eight;
        continue;
      }
    }
    const auto c = static_cast<unsigned char>(text[i++]);
    if (c >= 0xE3 && c <= 0xE9 && ++signs >= least) return true;
  }
  // `\u4e2d`, `%u4e2d`; `%E4%B8%AD`.
  for (const char sign : {'\\', '%'}) {
    for (size_t i = text.find(sign); i != std::string_view::npos && i + 2 < text.size();
         i = text.find(sign, i + 1)) {
      const bool escape = text[i + 1] == 'u' && text[i + 2] >= '4' && text[i + 2] <= '9';
      const bool percent = sign == '%' && (text[i + 1] == 'E' || text[i + 1] == 'e');
      if ((escape || percent) && ++signs >= least) return true;
    }
  }
  // A run so long holds a byte at every place of half its length.
  const auto digit = [&](size_t i) {
    const auto c = static_cast<unsigned char>(text[i]);
    return std::isalnum(c) != 0 || c == '+' || c == '/' || c == '=';
  };
  for (size_t i = kLeastRun / 2; i < text.size(); i += kLeastRun / 2) {
    if (!digit(i)) continue;
    size_t begin = i;
    size_t end = i;
    while (begin > 0 && i - begin < kLeastRun && digit(begin - 1)) --begin;
    while (end < text.size() && end - i < kLeastRun && digit(end)) ++end;
    if (end - begin >= kLeastRun) return true;
  }
  return false;
}

}  // namespace mingcha::extractors
