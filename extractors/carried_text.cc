#include "extractors/carried_text.h"

#include <algorithm>
#include <vector>

#include "base/markup.h"
#include "base/text.h"
#include "extractors/data_day.h"
#include "extractors/meta_tags.h"
#include "extractors/page_data.h"
#include "extractors/page_text.h"
#include "extractors/script_data.h"
#include "extractors/title_parts.h"

namespace mingcha::extractors {
namespace {

constexpr std::string_view kColon = "\xEF\xBC\x9A";

/// What the page itself shows, as far as a text from its data is held against it.
struct Shown {
  std::string text;      // Folded, all of it.
  size_t signs = 0;      // Han characters outside the frame and links.
  size_t links = 0;      // Outside the frame.
  std::string headings;  // Folded: what the page calls itself in its text and its tags.
  std::string title;     // Folded: `<title>`.
};

Shown LookAt(const Document& document, const LexiconIndex& lexicon) {
  const PageView view = BuildPageView(document, lexicon);
  const MetaTags meta(document, lexicon);
  Shown shown;
  shown.text = base::FoldLabel(view.page.text);
  shown.title = base::FoldLabel(meta.title());
  const std::string site = base::FoldLabel(meta.Get("SiteName"));
  shown.headings = base::FoldLabel(meta.Get("ArticleTitle"));
  int link_end = 0;
  for (int i = 0; i < document.size(); ++i) {
    const auto at = static_cast<size_t>(i);
    if (view.chrome[at]) continue;
    const Node& node = document.node(i);
    if (node.tag == "a" && i >= link_end) {
      link_end = node.end;
      if (CountHan(view.TextOf(i)) > 0) ++shown.links;
    } else if ((node.tag == "h1" || node.tag == "h2") && !IsFrameName(view.TextOf(i), site, {}, lexicon)) {
      shown.headings += "\n" + base::FoldLabel(view.TextOf(i));
    } else if (node.type == Node::Type::kText && i >= link_end) {
      shown.signs += CountHan(view.TextOf(i));
    }
  }
  return shown;
}

/// The page shows the text already: most of some pieces of it stand there.
bool IsShown(const Shown& shown, std::string_view folded) {
  constexpr size_t kPiece = 36;  // bytes
  if (folded.empty()) return false;
  if (folded.size() < 2 * kPiece) return shown.text.find(folded) != std::string::npos;
  int found = 0;
  for (const size_t quarter : {1U, 2U, 3U}) {
    size_t at = folded.size() * quarter / 4;
    while (at > 0 && (static_cast<unsigned char>(folded[at]) & 0xC0U) == 0x80) --at;
    size_t end = std::min(folded.size(), at + kPiece);
    while (end < folded.size() && (static_cast<unsigned char>(folded[end]) & 0xC0U) == 0x80) ++end;
    if (shown.text.find(folded.substr(at, end - at)) != std::string::npos) ++found;
  }
  return found >= 2;
}

/// A page whose list stands in its data only: it shows neither the rows nor others, nor a text.
bool IsListPage(const Shown& shown, std::string_view titles, int rows) {
  constexpr size_t kOwnText = 200;
  if (rows == 0 || shown.signs >= kOwnText || shown.links > static_cast<size_t>(rows)) return false;
  int seen = 0;
  for (const std::string_view title : base::Split(titles, '\n')) {
    if (!title.empty() && shown.text.find(title) != std::string::npos) ++seen;
  }
  return seen * 4 < rows;
}

/// The page's own title tells of the candidate's.
bool Agrees(const Shown& shown, std::string_view title) {
  constexpr size_t kLeast = 12;  // bytes
  const std::string folded = base::FoldLabel(title);
  if (folded.size() < kLeast) return false;
  return shown.title.find(folded) != std::string::npos || shown.headings.find(folded) != std::string::npos ||
         (shown.title.size() >= 2 * kLeast && folded.find(shown.title) != std::string::npos);
}

/// The one that is the page's own article; null: none, or one cannot tell.
const CarriedBody* Choose(const std::vector<CarriedBody>& all, const Shown& shown) {
  constexpr size_t kManyLinks = 8;
  const CarriedBody* best = nullptr;
  bool rivals = false;
  for (const CarriedBody& one : all) {
    if (IsShown(shown, one.text)) return nullptr;  // It is there: what else the data hold is not the page's.
    const bool better = best == nullptr || (one.agreed && !best->agreed) ||
                        (one.agreed == best->agreed && one.signs > best->signs);
    // Of several that nothing tells apart the longest must be so by far.
    if (best != nullptr && one.agreed == best->agreed && one.owner != best->owner)
      rivals = std::min(one.signs, best->signs) * 3 > std::max(one.signs, best->signs);
    if (better) {
      if (best != nullptr && one.agreed && !best->agreed) rivals = false;
      best = &one;
    }
  }
  if (best == nullptr || rivals) return nullptr;
  // The page has a text of its own, more than what stands around an article.
  constexpr size_t kAround = 60;  // Han characters
  if (shown.signs > kAround + best->signs / (best->agreed ? 2 : 4)) return nullptr;
  if (best->agreed) return best;
  if (best->listed || shown.links >= kManyLinks) return nullptr;
  const bool other_name = !best->title.empty() && CountHan(shown.headings) >= 6;
  return other_name ? nullptr : best;
}

/// The lines that tell of an article what the data tell, under the labels by which pages tell it.
std::string InfoLines(const PageData& data, int owner, const LexiconIndex& lexicon) {
  constexpr size_t kMostSigns = 100;
  std::string out;
  for (const std::string_view field :
       {"index_number", "issuer", "formed", "doc_number", "published", "source", "validity"}) {
    std::string value = SquashSpace(data.Field(owner, field));
    if (value.empty() || base::CodePointCount(value) > kMostSigns) continue;
    if (field == "published" || field == "formed") {
      const auto day = DayOfData(value);
      if (!day) continue;
      value = day->Iso();
    }
    const auto& labels = lexicon.lexicon().labels;
    const auto spec = std::find_if(labels.begin(), labels.end(),
                                   [&](const model::LabelSpec& label) { return label.field == field; });
    if (spec == labels.end() || spec->labels.empty()) continue;
    out += "<p>" + spec->labels.front() + std::string(kColon) + base::EscapeMarkup(value) + "</p>";
  }
  return out;
}

/// Where the page means its article to stand: an empty box of a name that such boxes have, else its body.
int PlaceFor(const Document& document, const LexiconIndex& lexicon) {
  const int body = std::max(document.FindTag("body", 0, document.size()), 0);
  for (int i = body; i < document.node(body).end; ++i) {
    const Node& node = document.node(i);
    if (node.tag != "div" && node.tag != "section" && node.tag != "article" && node.tag != "td") continue;
    if (!document.Text(i).empty() || node.attribute_count == 0) continue;
    const std::string name =
        std::string(document.Attr(i, "class")) + " " + std::string(document.Attr(i, "id"));
    if (lexicon.Matches("main_container", name)) return i;
  }
  return body;
}

bool MayHold(const Document& document) {
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    if (node.type != Node::Type::kElement) continue;
    if (node.tag == "script") {
      for (int k = i + 1; k < node.end; ++k) {
        if (MayHoldText(document.node(k).text, kRecordSigns)) return true;
      }
    } else if (node.tag == "textarea" || node.tag == "xmp" || node.tag == "noscript" ||
               node.tag == "template") {
      size_t size = 0;
      for (int k = i + 1; k < node.end; ++k) size += document.node(k).text.size();
      if (size >= kLongAttribute / 2) return true;
    } else if (node.tag != "meta") {
      for (const Attribute& attribute : document.AttributesOf(i)) {
        if (attribute.value.size() >= kLongAttribute && attribute.name != "style" &&
            attribute.name != "href" && attribute.name != "src" && MayHoldText(attribute.value))
          return true;
      }
    }
  }
  return false;
}

}  // namespace

bool MayCarryText(std::string_view scripts) {
  if (!MayHoldText(scripts, kRecordSigns)) return false;
  ScriptData data;
  ReadScriptData(scripts, {}, &data);
  for (const DataValue& value : data.values) {
    if (MayHoldText(value.text)) return true;
    const int list = data.nodes[static_cast<size_t>(value.owner)].parent;
    const bool row = list >= 0 && data.nodes[static_cast<size_t>(list)].list && !value.key.empty();
    const bool address =
        value.text.starts_with("/") || value.text.starts_with("http") || value.text.starts_with(".");
    if (row && address) return true;
  }
  return false;
}

Document OpenPage(std::string_view utf8, const LexiconIndex& lexicon, CarriedText* carried) {
  Document document = Document::Parse(utf8);
  if (document.size() == 0 || !MayHold(document)) return document;
  const PageData data(document, lexicon);
  if (data.empty()) return document;
  std::vector<CarriedBody> bodies = data.Bodies();
  const PageData::Rows rows = data.List();
  if (bodies.empty() && rows.count == 0) return document;
  const Shown shown = LookAt(document, lexicon);
  for (CarriedBody& body : bodies) {
    body.title = data.Title(body.owner);
    body.agreed = Agrees(shown, body.title);
  }
  const CarriedBody* chosen = Choose(bodies, shown);
  if (chosen == nullptr) {
    if (!IsListPage(shown, rows.titles, rows.count)) return document;
    carried->place = rows.place;
    carried->rows = rows.count;
    carried->whole = rows.whole;
    carried->node = document.Insert(PlaceFor(document, lexicon), "ul", rows.markup);
    return document;
  }
  carried->place = chosen->place;
  carried->article = true;
  if (chosen->element >= 0) {
    document.Reveal(chosen->element);
    carried->node = chosen->element;
    return document;
  }
  std::string markup;
  const bool headed = shown.headings.find(base::FoldLabel(chosen->title)) != std::string::npos;
  if (!chosen->title.empty() && !headed) markup += "<h1>" + base::EscapeMarkup(chosen->title) + "</h1>";
  markup += InfoLines(data, chosen->owner, lexicon);
  markup += "<div>" + chosen->markup + "</div>" + data.Files(chosen->owner);
  carried->node = document.Insert(PlaceFor(document, lexicon), "article", markup);
  return document;
}

}  // namespace mingcha::extractors
