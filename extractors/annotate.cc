#include "extractors/annotate.h"

#include <algorithm>
#include <set>

#include "base/markup.h"
#include "extractors/privacy.h"

namespace mingcha::extractors {
namespace {

/// Tags that only arrange text; all others are left out, their text stays.
bool IsHarmless(std::string_view tag) {
  static const std::set<std::string_view> kTags = {
      "p",       "div", "span",       "table",   "thead",   "tbody",  "tfoot",  "tr",  "td",   "th",
      "caption", "ul",  "ol",         "li",      "dl",      "dt",     "dd",     "h1",  "h2",   "h3",
      "h4",      "h5",  "h6",         "b",       "strong",  "i",      "em",     "u",   "sup",  "sub",
      "center",  "pre", "blockquote", "section", "article", "header", "footer", "nav", "main", "aside"};
  return kTags.contains(tag);
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.size() < 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Annotator {
 public:
  Annotator(const Document& document, const PageView& view, const std::vector<TextMark>& marks)
      : document_(document), view_(view), marks_(marks), told_(marks.size(), false) {
    for (const TextMark& mark : marks) {
      borders_.insert(mark.begin);
      borders_.insert(mark.end);
    }
  }

  std::string Run() {
    std::vector<int> open;
    const auto close = [&](int upto) {
      while (!open.empty() && document_.node(open.back()).end <= upto) {
        out_ += "</" + std::string(document_.node(open.back()).tag) + ">";
        open.pop_back();
      }
    };
    for (int i = 0; i < document_.size(); ++i) {
      close(i);
      const Node& node = document_.node(i);
      if (node.type == Node::Type::kText) {
        Text(view_.ranges[static_cast<size_t>(i)]);
      } else if (IsInvisibleTag(node.tag)) {
        i = node.end - 1;
      } else if (node.tag == "br" || node.tag == "hr") {
        out_ += "<" + std::string(node.tag) + ">";
      } else if (IsHarmless(node.tag)) {
        out_ += "<" + std::string(node.tag);
        for (const std::string_view name : {"colspan", "rowspan"}) {
          const std::string_view value = document_.Attr(i, name);
          if (IsNumber(value)) out_ += " " + std::string(name) + "=\"" + std::string(value) + "\"";
        }
        out_ += i == view_.main_node ? " class=\"main\">" : ">";
        open.push_back(i);
      }
    }
    close(document_.size());
    return std::move(out_);
  }

 private:
  void Text(TextRange range) {
    const std::string_view text = view_.page.text;
    for (size_t at = range.begin; at < range.end;) {
      const auto border = borders_.upper_bound(at);
      const size_t end = border == borders_.end() ? range.end : std::min(*border, range.end);
      Piece(text.substr(at, end - at), at, end);
      at = end;
    }
    out_ += ' ';
  }

  void Piece(std::string_view text, size_t begin, size_t end) {
    std::string labels;
    std::string kind;
    for (size_t m = 0; m < marks_.size(); ++m) {
      if (marks_[m].begin > begin || marks_[m].end < end || begin == end) continue;
      labels += (labels.empty() ? "" : " / ") + marks_[m].label;
      if (kind.empty()) kind = marks_[m].kind;
      if (told_[m] || marks_[m].label.empty()) continue;
      told_[m] = true;
      out_ += "<sup class=\"" + base::EscapeMarkup(marks_[m].kind) + "\">" +
              base::EscapeMarkup(marks_[m].label) + "</sup>";
    }
    if (kind.empty()) {
      out_ += base::EscapeMarkup(MaskPrivate(text));
    } else if (labels.empty()) {
      out_ += "<mark class=\"" + base::EscapeMarkup(kind) + "\">" + base::EscapeMarkup(MaskPrivate(text)) +
              "</mark>";
    } else {
      out_ += "<mark class=\"" + base::EscapeMarkup(kind) + "\" title=\"" + base::EscapeMarkup(labels) +
              "\">" + base::EscapeMarkup(MaskPrivate(text)) + "</mark>";
    }
  }

  const Document& document_;
  const PageView& view_;
  const std::vector<TextMark>& marks_;
  std::vector<bool> told_;
  std::set<size_t> borders_;
  std::string out_;
};

}  // namespace

std::string AnnotateHtml(const Document& document, const PageView& view, const std::vector<TextMark>& marks) {
  return Annotator(document, view, marks).Run();
}

}  // namespace mingcha::extractors
