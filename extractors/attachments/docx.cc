#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "extractors/attachments/office_package.h"
#include "extractors/attachments/office_xml.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;
using pugi::xml_node;

/// Reads body, cells and text boxes. `text` collects what stands in a line; tables go to `out` at once.
class WordReader {
 public:
  explicit WordReader(PartWriter* out) : out_(*out) {}

  void Body(const xml_node& parent, int depth) {
    if (depth > kMaxXmlDepth || out_.full()) return;
    for (const xml_node& node : parent.children()) {
      const std::string_view name = LocalName(node);
      if (name == "p") {
        std::string text;
        Inline(node, depth + 1, &text);
        out_.AddText(text);
        TakePending();
      } else if (name == "tbl") {
        Table(node, depth + 1);
        TakePending();
      } else if (IsWrapper(name)) {
        Body(name == "AlternateContent" ? Child(node, "Choice") : node, depth + 1);
      }
    }
  }

 private:
  static bool IsWrapper(std::string_view name) {
    return name == "sdt" || name == "sdtContent" || name == "ins" || name == "moveTo" ||
           name == "customXml" || name == "smartTag" || name == "AlternateContent";
  }

  void Inline(const xml_node& parent, int depth, std::string* text) {
    if (depth > kMaxXmlDepth) return;
    for (const xml_node& node : parent.children()) {
      const std::string_view name = LocalName(node);
      if (name == "t") {
        *text += node.child_value();
      } else if (name == "tab") {
        *text += '\t';
      } else if (name == "br" || name == "cr") {
        *text += '\n';
      } else if (name == "noBreakHyphen") {
        *text += '-';
      } else if (name == "txbxContent") {
        TextBox(node, depth + 1, text);
      } else if (name == "AlternateContent") {
        Inline(Child(node, "Choice"), depth + 1, text);
      } else if (name != "del" && name != "moveFrom" && name != "instrText" && name != "rPr" &&
                 name != "pPr") {
        Inline(node, depth + 1, text);
      }
    }
  }

  void TextBox(const xml_node& box, int depth, std::string* text) {
    for (const xml_node& node : box.children()) {
      if (LocalName(node) == "tbl") {
        pending_.push_back(node);
        continue;
      }
      *text += '\n';
      Inline(node, depth + 1, text);
    }
  }

  void CellText(const xml_node& cell, int depth, std::string* text) {
    if (depth > kMaxXmlDepth) return;
    for (const xml_node& node : cell.children()) {
      const std::string_view name = LocalName(node);
      if (name == "p") {
        if (!text->empty()) *text += '\n';
        Inline(node, depth + 1, text);
      } else if (name == "tbl") {
        pending_.push_back(node);  // a table in a cell is told after the outer one
      } else if (IsWrapper(name)) {
        CellText(name == "AlternateContent" ? Child(node, "Choice") : node, depth + 1, text);
      }
    }
  }

  void Rows(const xml_node& parent, int depth, std::vector<xml_node>* rows) {
    if (depth > kMaxXmlDepth) return;
    for (const xml_node& node : parent.children()) {
      if (LocalName(node) == "tr") rows->push_back(node);
      if (IsWrapper(LocalName(node))) Rows(node, depth + 1, rows);
    }
  }

  void Table(const xml_node& table, int depth) {
    std::vector<xml_node> nodes;
    Rows(table, depth, &nodes);
    std::vector<model::AttachmentRow> rows;
    std::vector<std::string> above;  // texts of vertically merged cells, by column
    for (const xml_node& node : nodes) {
      if (rows.size() > static_cast<size_t>(out_.limits().max_rows)) break;
      model::AttachmentRow row;
      row.number = static_cast<int>(rows.size()) + 1;
      AddCells(node, depth + 1, &row, &above);
      rows.push_back(std::move(row));
    }
    out_.AddTable(std::move(rows));
  }

  void AddCells(const xml_node& parent, int depth, model::AttachmentRow* row,
                std::vector<std::string>* above) {
    if (depth > kMaxXmlDepth) return;
    for (const xml_node& cell : parent.children()) {
      if (IsWrapper(LocalName(cell))) AddCells(cell, depth + 1, row, above);
      if (LocalName(cell) != "tc") continue;
      const xml_node properties = Child(cell, "tcPr");
      int span = 1;
      const std::string_view text_span = Attribute(Child(properties, "gridSpan"), "val");
      std::from_chars(text_span.data(), text_span.data() + text_span.size(), span);
      const xml_node merge = Child(properties, "vMerge");
      const bool continued = merge && Attribute(merge, "val") != "restart";
      std::string text;
      CellText(cell, depth + 1, &text);
      for (int i = 0; i < std::clamp(span, 1, out_.limits().max_columns); ++i) {
        const size_t column = row->cells.size();
        if (column > static_cast<size_t>(out_.limits().max_columns)) return;
        if (above->size() <= column) above->resize(column + 1);
        if (continued) text = (*above)[column];
        (*above)[column] = merge ? text : std::string();
        row->cells.push_back({text, i > 0 || continued});
      }
    }
  }

  void TakePending() {
    for (int rounds = 0; !pending_.empty() && rounds < kMaxXmlDepth; ++rounds) {
      const std::vector<xml_node> tables = std::exchange(pending_, {});
      for (const xml_node& table : tables) Table(table, 1);
    }
    pending_.clear();
  }

  PartWriter& out_;
  std::vector<xml_node> pending_;
};

bool IsXml(std::string_view name) { return name.ends_with(".xml") || name.ends_with(".rels"); }

/// The member a package's root names as its document.
std::string MainMember(const OfficePackage& package, const std::string& usual) {
  if (package.Find(usual) != nullptr) return usual;
  for (const auto& [id, target] : RelationsOf(package, "")) {
    if (target.ends_with(usual.substr(usual.rfind('/') + 1))) return target;
  }
  return usual;
}

}  // namespace

void ReadDocx(std::string_view bytes, PartWriter* out) {
  const OfficePackage package = OfficePackage::Open(bytes, IsXml, out);
  pugi::xml_document xml;
  if (!package.Parse(MainMember(package, "word/document.xml"), &xml)) {
    out->Fail(AttachmentStatus::kBroken, Msg("a member it needs is not there or damaged"));
    return;
  }
  WordReader reader(out);
  reader.Body(Child(xml.document_element(), "body"), 0);
}

void ReadPptx(std::string_view bytes, PartWriter* out) {
  const OfficePackage package = OfficePackage::Open(bytes, IsXml, out);
  std::vector<std::pair<int, std::string>> slides;
  for (const auto& [name, member] : package.members()) {
    constexpr std::string_view kFolder = "ppt/slides/slide";
    if (!name.starts_with(kFolder)) continue;
    int number = 0;
    std::from_chars(name.data() + kFolder.size(), name.data() + name.size(), number);
    slides.emplace_back(number, name);
  }
  std::sort(slides.begin(), slides.end());
  if (slides.empty()) out->Fail(AttachmentStatus::kBroken, Msg("a member it needs is not there or damaged"));
  for (const auto& [number, name] : slides) {
    pugi::xml_document xml;
    if (!package.Parse(name, &xml)) {
      out->Fail(AttachmentStatus::kPartial, Msg("a member it needs is not there or damaged"));
      continue;
    }
    std::string text;
    struct Walker : pugi::xml_tree_walker {
      std::string* out = nullptr;
      bool for_each(xml_node& node) override {
        if (LocalName(node) == "t") *out += node.child_value();
        if (LocalName(node) == "p" && !out->empty()) *out += '\n';
        return depth() < kMaxXmlDepth;
      }
    } walker;
    walker.out = &text;
    xml.traverse(walker);
    out->AddText(text, number);
  }
}

}  // namespace mingcha::attachments
