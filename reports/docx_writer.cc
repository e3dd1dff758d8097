#include "reports/docx_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "embedded/report_files.h"
#include "reports/escape.h"
#include "reports/zip_writer.h"

namespace mingcha::reports {
namespace {

constexpr int kCellMargins = 240;  // twips beside the text of a cell
constexpr int kLetter = 118;       // of a letter in a table's head, on average

// A4 in twentieths of a point, margins of GB/T 9704: 37 mm above, 35 mm below, 28 mm left, 26 mm right.
constexpr int kPageWidth = 11906, kPageHeight = 16838;
constexpr size_t kLongRun = 24;
constexpr int kTop = 2098, kBottom = 1984, kLeft = 1588, kRight = 1474;
// A turned page keeps its long margins at the sides, so that tables get the room.
constexpr int kTurnedTop = 1474, kTurnedBottom = 1304;

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kNames =
    ("xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
     "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"");

std::string_view StyleId(DocStyle style) {
  switch (style) {
    case DocStyle::kTitle:
      return "Title";
    case DocStyle::kSubtitle:
      return "Subtitle";
    case DocStyle::kHeading1:
      return "Heading1";
    case DocStyle::kHeading2:
      return "Heading2";
    case DocStyle::kBody:
      return "BodyText";
    case DocStyle::kCase:
      return "CaseText";
    case DocStyle::kNote:
      return "NoteText";
    case DocStyle::kCaption:
      return "Caption";
    case DocStyle::kSignature:
      return "SignatureLine";
  }
  return "BodyText";
}

std::string RunXml(std::string_view text, bool is_link) {
  std::string xml = "<w:r>";
  if (is_link) xml += "<w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr>";
  const std::string clean = EscapeHtml(text);
  for (size_t pos = 0;;) {
    const size_t end = clean.find('\n', pos);
    xml += "<w:t xml:space=\"preserve\">" + clean.substr(pos, end - pos) + "</w:t>";
    if (end == std::string::npos) break;
    xml += "<w:br/>";
    pos = end + 1;
  }
  return xml + "</w:r>";
}

/// Lets a line end anywhere in a paragraph that holds an address or another long run of Latin letters, so
/// that it does not leave half a line empty in front of it. Other paragraphs keep their words whole.
std::string_view BreakRule(std::string_view text) {
  size_t run = 0;
  for (const char c : text) {
    run = c > ' ' && c <= '~' ? run + 1 : 0;
    if (run >= kLongRun) return "<w:wordWrap w:val=\"0\"/>";
  }
  return {};
}

/// Letters of the longest word that no line may be broken in: of scripts that break anywhere there is none.
int LongestWord(std::string_view text) {
  int longest = 0, length = 0;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    length = letter ? length + 1 : 0;
    longest = std::max(longest, length);
  }
  return longest;
}

/// Columns whose head is one long word get its width, from the column that is widest.
void MakeRoomForWords(const std::vector<DocCell>& head, std::vector<int>* widths) {
  if (head.size() != widths->size()) return;
  for (size_t i = 0; i < head.size(); ++i) {
    const int wanted = kCellMargins + kLetter * LongestWord(head[i].text);
    const int lacking = wanted - (*widths)[i];
    const auto widest = std::max_element(widths->begin(), widths->end());
    if (lacking <= 0 || *widest - lacking < wanted) continue;
    *widest -= lacking;
    (*widths)[i] = wanted;
  }
}

class BodyWriter {
 public:
  explicit BodyWriter(const DocFile& file) : file_(file) {}

  std::string Write() {
    std::string xml;
    for (const DocBlock& block : file_.blocks) {
      switch (block.kind) {
        case DocBlock::Kind::kParagraph:
          xml += Paragraph(block);
          break;
        case DocBlock::Kind::kTable:
          xml += Table(block.table);
          break;
        case DocBlock::Kind::kPageBreak:
          xml += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
          break;
      }
    }
    const int width = file_.landscape ? kPageHeight : kPageWidth;
    const int height = file_.landscape ? kPageWidth : kPageHeight;
    xml += fmt::format(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/><w:pgSz w:w=\"{}\" "
        "w:h=\"{}\"{}/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"851\" "
        "w:footer=\"850\" w:gutter=\"0\"/></w:sectPr>",
        width, height, file_.landscape ? " w:orient=\"landscape\"" : "", file_.landscape ? kTurnedTop : kTop,
        kRight, file_.landscape ? kTurnedBottom : kBottom, kLeft);
    return xml;
  }
  [[nodiscard]] const std::vector<std::string>& links() const { return links_; }

 private:
  std::string Paragraph(const DocBlock& block) {
    std::string run = RunXml(block.text, false);
    if (IsWebLink(block.link)) {
      links_.push_back(block.link);
      run = fmt::format("<w:hyperlink r:id=\"rIdLink{}\">{}</w:hyperlink>", links_.size(),
                        RunXml(block.text, true));
    }
    return fmt::format("<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{}</w:pPr>{}</w:p>", StyleId(block.style),
                       BreakRule(block.text), run);
  }

  std::string Table(const DocTable& table) {
    const int text_width = (file_.landscape ? kPageHeight : kPageWidth) - kLeft - kRight;
    const double sum = std::accumulate(table.widths.begin(), table.widths.end(), 0.0);
    std::vector<int> widths;
    widths.reserve(table.widths.size());
    for (const double width : table.widths) widths.push_back(static_cast<int>(width / sum * text_width));
    MakeRoomForWords(table.head, &widths);
    std::string grid;
    for (const int width : widths) grid += fmt::format("<w:gridCol w:w=\"{}\"/>", width);
    std::string xml = fmt::format(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout "
        "w:type=\"fixed\"/></w:tblPr><w:tblGrid>{}</w:tblGrid>",
        text_width, grid);
    if (!table.head.empty()) xml += Row(table.head, widths, "TableHead", true);
    for (size_t i = 0; i < table.rows.size(); ++i) {
      const bool is_sum = table.has_sum_row && i + 1 == table.rows.size();
      xml += Row(table.rows[i], widths, is_sum ? "TableSum" : "TableText", false);
    }
    return xml + "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/></w:pPr></w:p>";
  }

  static std::string Row(const std::vector<DocCell>& cells, const std::vector<int>& widths,
                         std::string_view style, bool is_head) {
    std::string xml = "<w:tr><w:trPr><w:cantSplit/>";
    if (is_head) xml += "<w:tblHeader/>";
    xml += "</w:trPr>";
    size_t column = 0;
    for (const DocCell& cell : cells) {
      int width = 0;
      for (int i = 0; i < cell.span && column < widths.size(); ++i) width += widths[column++];
      xml += fmt::format("<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>", width);
      if (cell.span > 1) xml += fmt::format("<w:gridSpan w:val=\"{}\"/>", cell.span);
      if (is_head) xml += "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E6ECF3\"/>";
      xml += "<w:vAlign w:val=\"center\"/></w:tcPr>";
      const DocAlign align = is_head ? DocAlign::kCenter : cell.align;
      xml += fmt::format("<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{}<w:jc w:val=\"{}\"/></w:pPr>{}</w:p></w:tc>",
                         style, BreakRule(cell.text),
                         align == DocAlign::kLeft     ? "left"
                         : align == DocAlign::kCenter ? "center"
                                                      : "right",
                         RunXml(cell.text, false));
    }
    return xml + "</w:tr>";
  }

  const DocFile& file_;
  std::vector<std::string> links_;
};

std::string Relations(const std::vector<std::string>& links) {
  static constexpr std::string_view kType =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  std::string xml(kHead);
  xml += "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  for (const auto& [id, type, target] :
       {std::tuple("rIdStyles", "styles", "styles.xml"),
        std::tuple("rIdNumbering", "numbering", "numbering.xml"),
        std::tuple("rIdFonts", "fontTable", "fontTable.xml"), std::tuple("rIdFooter", "footer", "footer.xml"),
        std::tuple("rIdSettings", "settings", "settings.xml")}) {
    xml += fmt::format("<Relationship Id=\"{}\" Type=\"{}{}\" Target=\"{}\"/>", id, kType, type, target);
  }
  for (size_t i = 0; i < links.size(); ++i) {
    xml += fmt::format(
        "<Relationship Id=\"rIdLink{}\" Type=\"{}hyperlink\" Target=\"{}\" TargetMode=\"External\"/>", i + 1,
        kType, EscapeHtml(links[i]));
  }
  return xml + "</Relationships>";
}

}  // namespace

DocFile& DocFile::Add(DocStyle style, std::string_view text) {
  blocks.push_back({DocBlock::Kind::kParagraph, style, std::string(text), {}, {}});
  return *this;
}

DocFile& DocFile::Link(DocStyle style, std::string_view text, std::string_view url) {
  blocks.push_back({DocBlock::Kind::kParagraph, style, std::string(text), std::string(url), {}});
  return *this;
}

DocFile& DocFile::Add(DocTable table) {
  blocks.push_back({DocBlock::Kind::kTable, DocStyle::kBody, {}, {}, std::move(table)});
  return *this;
}

DocFile& DocFile::PageBreak() {
  blocks.push_back({DocBlock::Kind::kPageBreak, DocStyle::kBody, {}, {}, {}});
  return *this;
}

std::string WriteDocx(const DocFile& file, base::Lang lang) {
  BodyWriter writer(file);
  const std::string body = writer.Write();
  const bool zh = lang == base::Lang::kZh;
  ZipWriter zip;
  zip.Add("[Content_Types].xml", EmbeddedFile("docx_types.xml"));
  zip.Add("_rels/.rels", EmbeddedFile("docx_rels.xml"));
  zip.Add(
      "docProps/core.xml",
      fmt::format("{}<cp:coreProperties "
                  "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>mingcha"
                  "</dc:creator><dc:language>{}</dc:language></cp:coreProperties>",
                  kHead, EscapeHtml(file.title), zh ? "zh-CN" : "en-GB"));
  zip.Add("word/document.xml",
          fmt::format("{}<w:document {}><w:body>{}</w:body></w:document>", kHead, kNames, body));
  zip.Add("word/styles.xml", EmbeddedFile("docx_styles.xml"));
  zip.Add("word/numbering.xml", EmbeddedFile(zh ? "docx_numbering_zh.xml" : "docx_numbering_en.xml"));
  zip.Add("word/fontTable.xml", EmbeddedFile("docx_fonts.xml"));
  zip.Add("word/footer.xml", EmbeddedFile("docx_footer.xml"));
  zip.Add("word/settings.xml", EmbeddedFile("docx_settings.xml"));
  zip.Add("word/_rels/document.xml.rels", Relations(writer.links()));
  return zip.Take();
}

}  // namespace mingcha::reports
