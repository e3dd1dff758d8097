#include "review/attachment_copy.h"

#include <algorithm>

#include "base/text.h"
#include "extractors/privacy.h"
#include "model/enum_names.h"
#include "reports/escape.h"
#include "reports/html_parts.h"

namespace mingcha::review {
namespace {

using base::Msg;
using reports::EscapeHtml;
using reports::Tag;

constexpr size_t kMostBytes = size_t{2} << 20U;
constexpr size_t kShortestQuote = 2;  // code points that are worth marking

/// The text escaped, with the first of the quotes in it marked.
std::string Marked(std::string_view raw, const std::vector<std::string>& quotes) {
  const std::string text = extractors::MaskPrivate(raw);
  for (const std::string& quote : quotes) {
    if (base::CodePointCount(quote) < kShortestQuote) continue;
    const size_t at = text.find(quote);
    if (at == std::string::npos) continue;
    return EscapeHtml(text.substr(0, at)) + "<mark class=\"quote\">" + EscapeHtml(quote) + "</mark>" +
           EscapeHtml(text.substr(at + quote.size()));
  }
  return EscapeHtml(text);
}

class Writer {
 public:
  Writer(const reports::ReportView& view, const std::vector<std::string>& quotes)
      : view_(view), quotes_(quotes) {}

  void Part(const model::AttachmentPart& part) {
    if (!part.name.empty()) Add(Tag("h2", {}, extractors::MaskPrivate(part.name)));
    Status(part.type, part.status, part.detail);
    for (const model::AttachmentBlock& block : part.blocks) {
      if (out_.size() > kMostBytes) {
        ++left_out_;
        continue;
      }
      Place(block);
      if (block.rows.empty()) {
        Text(block.text);
      } else {
        Rows(block);
      }
    }
  }

  void Status(model::AttachmentType type, model::AttachmentStatus status, const base::Message& detail) {
    if (status == model::AttachmentStatus::kRead) return;
    std::string says = view_.Say(Msg("{}: {}", view_.Word("attachment", model::EnumName(type)),
                                     view_.Word("attachment", model::EnumName(status))));
    if (!detail.format.empty()) says += " " + view_.Say(detail);
    Add(Tag("p", "class=\"none\"", says));
  }

  std::string Take() {
    if (left_out_ > 0)
      Add(Tag(
          "p", "class=\"none\"",
          view_.Say(Msg("{} further stretches are not shown; the archive holds the whole file", left_out_))));
    return std::move(out_);
  }

 private:
  void Add(const std::string& html) { out_ += html + "\n"; }

  /// The page or sheet where it changes.
  void Place(const model::AttachmentBlock& block) {
    std::string place;
    if (!block.sheet.empty()) {
      place = view_.Say(Msg("sheet {}", extractors::MaskPrivate(block.sheet)));
    } else if (block.page > 0) {
      place = view_.Say(Msg("page no. {}", block.page));
    }
    if (block.confidence >= 0)
      place += " " + view_.Say(Msg("recognised in a picture, confidence {} %", block.confidence));
    if (place.empty() || place == place_) return;
    place_ = place;
    Add(Tag("h3", {}, place));
  }

  void Text(std::string_view text) {
    for (const std::string_view line : base::Split(text, '\n')) {
      if (!base::Trim(line).empty()) Add("<p>" + Marked(line, quotes_) + "</p>");
    }
  }

  void Rows(const model::AttachmentBlock& block) {
    out_ += "<table>";
    for (const model::AttachmentRow& row : block.rows) {
      out_ += "<tr><th>" + std::to_string(row.number) + "</th>";
      for (const model::AttachmentCell& cell : row.cells)
        out_ += "<td>" + (cell.copy ? std::string() : Marked(cell.text, quotes_)) + "</td>";
      out_ += "</tr>";
    }
    Add("</table>");
  }

  const reports::ReportView& view_;
  const std::vector<std::string>& quotes_;
  std::string out_, place_;
  size_t left_out_ = 0;
};

}  // namespace

std::string AttachmentCopy(const reports::ReportView& view, const model::AttachmentContent& content,
                           const std::vector<std::string>& quotes) {
  Writer writer(view, quotes);
  const bool told_by_part =
      std::any_of(content.parts.begin(), content.parts.end(),
                  [&](const model::AttachmentPart& part) { return part.status == content.status; });
  if (!told_by_part) writer.Status(content.type, content.status, content.detail);
  for (const model::AttachmentPart& part : content.parts) writer.Part(part);
  return writer.Take();
}

}  // namespace mingcha::review
