#include "rules/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <utility>

#include "base/text.h"

namespace mingcha::rules {
namespace {

/// Ends a parse from inside an event; never leaves this file.
struct StopParsing : std::exception {};

/// Builds the tree from events. Stops the parse at the first thing that makes the rest meaningless.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, const std::string& file_name, int file_index, const YamlLimits& limits,
              std::vector<Diagnostic>* errors)
      : text_(text), file_name_(file_name), file_index_(file_index), limits_(limits), errors_(errors) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) Stop(mark, base::Msg("one YAML document a file"), "---");
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    Stop(mark, base::Msg("no anchors or aliases in rule files"), "&" + name);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    Stop(mark, base::Msg("no anchors or aliases in rule files"), "*");
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    Add(mark, YamlNode::Kind::kNull, {}, {});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    Add(mark, YamlNode::Kind::kScalar, tag, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    Open(mark, YamlNode::Kind::kList, tag);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    Open(mark, YamlNode::Kind::kMap, tag);
  }
  void OnMapEnd() override { Close(); }

  [[nodiscard]] std::optional<YamlNode> TakeRoot() { return std::move(root_); }

 private:
  struct OpenNode {
    YamlNode node;
    std::optional<YamlNode::Key> key;  ///< Of a map: read, its value not yet.
    bool skip_value = false;           ///< The key is a duplicate: reported, its value dropped.
  };

  [[noreturn]] void Stop(const YAML::Mark& mark, base::Message expected, std::string found) {
    Report(mark, std::move(expected), std::move(found));
    throw StopParsing();
  }

  void Report(const YAML::Mark& mark, base::Message expected, std::string found) {
    errors_->push_back(
        {file_name_, mark.line + 1, Column(mark), {}, std::move(expected), std::move(found), {}});
  }

  /// The mark's column counted in characters, as editors do; yaml-cpp counts bytes. Marks come nearly in
  /// order, so the count goes on from the last one: else a long line would cost its length squared.
  int Column(const YAML::Mark& mark) {
    const auto pos = static_cast<size_t>(std::max(mark.pos, 0));
    const auto bytes = static_cast<size_t>(std::max(mark.column, 0));
    if (pos < bytes || pos > text_.size()) return mark.column + 1;
    const size_t begin = pos - bytes;
    if (begin != line_begin_ || pos < counted_to_) {
      line_begin_ = counted_to_ = begin;
      column_ = 0;
    }
    for (; counted_to_ < pos; ++counted_to_) {
      if ((static_cast<unsigned char>(text_[counted_to_]) & 0xC0U) != 0x80U) ++column_;
    }
    return column_ + 1;
  }

  YamlNode Make(const YAML::Mark& mark, YamlNode::Kind kind, const std::string& tag) {
    if (++nodes_ > limits_.max_nodes)
      Stop(mark, base::Msg("at most {} values in one file", limits_.max_nodes), {});
    if (!tag.empty() && tag != "?" && tag != "!") Stop(mark, base::Msg("no YAML tags in rule files"), tag);
    YamlNode node;
    node.kind = kind;
    node.file = file_index_;
    node.line = mark.line + 1;
    node.column = Column(mark);
    return node;
  }

  void Add(const YAML::Mark& mark, YamlNode::Kind kind, const std::string& tag, const std::string& value) {
    YamlNode node = Make(mark, kind, tag);
    node.text = value;
    if (!open_.empty() && open_.back().node.IsMap() && !open_.back().key) {
      TakeKey(mark, std::move(node));
    } else {
      Put(std::move(node));
    }
  }

  void TakeKey(const YAML::Mark& mark, YamlNode node) {
    if (!node.IsScalar()) Stop(mark, base::Msg("a key before the colon"), {});
    OpenNode& map = open_.back();
    const auto same = [&](const YamlNode::Key& key) { return key.text == node.text; };
    const auto first = std::find_if(map.node.keys.begin(), map.node.keys.end(), same);
    map.skip_value = first != map.node.keys.end();
    if (map.skip_value) {
      Report(mark, base::Msg("each key once (first on line {})", first->line), node.text);
    }
    map.key = YamlNode::Key{std::move(node.text), node.line, node.column};
  }

  void Open(const YAML::Mark& mark, YamlNode::Kind kind, const std::string& tag) {
    if (!open_.empty() && open_.back().node.IsMap() && !open_.back().key) {
      Stop(mark, base::Msg("a plain key, not a list or map"), {});
    }
    if (static_cast<int>(open_.size()) >= limits_.max_depth) {
      Stop(mark, base::Msg("at most {} levels of nesting", limits_.max_depth), {});
    }
    open_.push_back({Make(mark, kind, tag), std::nullopt, false});
  }

  void Close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    Put(std::move(node));
  }

  void Put(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    OpenNode& parent = open_.back();
    if (parent.node.IsMap()) {
      if (!std::exchange(parent.skip_value, false)) {
        parent.node.keys.push_back(std::move(*parent.key));
        parent.node.items.push_back(std::move(node));
      }
      parent.key.reset();
    } else {
      parent.node.items.push_back(std::move(node));
    }
  }

  std::string_view text_;
  const std::string& file_name_;
  int file_index_;
  const YamlLimits& limits_;
  std::vector<Diagnostic>* errors_;
  size_t line_begin_ = 0;  // Of the line last counted; counted_to_ lies in it, column_ characters on.
  size_t counted_to_ = 0;
  int column_ = 0;
  int documents_ = 0;
  size_t nodes_ = 0;
  std::vector<OpenNode> open_;
  std::optional<YamlNode> root_;
};

int LineOfFirstBadByte(std::string_view text) {
  int line = 1;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    if (!base::IsValidUtf8(text.substr(0, end))) return line;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
    ++line;
  }
  return line;
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

YamlNode* YamlNode::Find(std::string_view key) {
  return const_cast<YamlNode*>(std::as_const(*this).Find(key));
}

std::string YamlNode::TextAt(std::string_view key) const {
  const YamlNode* node = Find(key);
  return node != nullptr && node->IsScalar() ? node->text : std::string();
}

void YamlNode::Set(std::string_view key, YamlNode value) {
  if (YamlNode* old = Find(key)) {
    *old = std::move(value);
    return;
  }
  keys.push_back({std::string(key), value.line, value.column});
  items.push_back(std::move(value));
}

void YamlNode::Erase(std::string_view key) {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text != key) continue;
    keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(i));
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

std::optional<YamlNode> ParseYaml(std::string_view text, const std::string& file_name, int file_index,
                                  std::vector<Diagnostic>* errors, const YamlLimits& limits) {
  const auto refuse = [&](int line, base::Message expected, std::string found, base::Message remedy) {
    errors->push_back({file_name, line, 0, {}, std::move(expected), std::move(found), std::move(remedy)});
    return std::nullopt;
  };
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > limits.max_bytes) {
    return refuse(0, base::Msg("a file of at most {} bytes", limits.max_bytes), std::to_string(text.size()),
                  base::Msg("split it"));
  }
  if (!base::IsValidUtf8(text) || text.find('\0') != std::string_view::npos) {
    return refuse(LineOfFirstBadByte(text), base::Msg("UTF-8 text"), {}, base::Msg("save the file as UTF-8"));
  }
  TreeBuilder builder(text, file_name, file_index, limits, errors);
  try {  // The only place where yaml-cpp is called, and so the only one where its exceptions end.
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const StopParsing&) {
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    return refuse(error.mark.is_null() ? 0 : error.mark.line + 1, base::Msg("well-formed YAML"), error.msg,
                  {});
  } catch (const std::exception& error) {
    return refuse(0, base::Msg("well-formed YAML"), error.what(), {});
  }
  std::optional<YamlNode> root = builder.TakeRoot();
  if (root && root->IsMap()) return root;
  if (root && root->kind != YamlNode::Kind::kNull) {
    return refuse(root->line, base::Msg("a map of keys at the top of the file"), root->text, {});
  }
  YamlNode empty;
  empty.kind = YamlNode::Kind::kMap;
  empty.file = file_index;
  empty.line = 1;
  return empty;
}

}  // namespace mingcha::rules
