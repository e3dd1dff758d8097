#include "extractors/attachments/ofd.h"

#include <array>
#include <cstdlib>
#include <map>
#include <string>

#include "base/text.h"
#include "extractors/attachments/office_package.h"
#include "extractors/attachments/page_layout.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;
using pugi::xml_node;

bool Keep(std::string_view name) {
  const std::string lower = base::ToLowerAscii(name);
  return lower.ends_with(".xml") || lower.ends_with(".png") || lower.ends_with(".jpg") ||
         lower.ends_with(".jpeg");
}

std::array<double, 4> Numbers(std::string_view text) {
  std::array<double, 4> out{};
  const std::string copy(text);
  const char* at = copy.c_str();
  for (double& number : out) {
    char* end = nullptr;
    number = std::strtod(at, &end);
    if (end == at) break;
    at = end;
  }
  return out;
}

std::string FolderOf(std::string_view member) {
  const size_t slash = member.rfind('/');
  return std::string(slash == std::string_view::npos ? "" : member.substr(0, slash));
}

class OfdReader {
 public:
  OfdReader(const OfficePackage& package, PartWriter* out) : package_(package), out_(*out) {}

  /// True if any word was found.
  bool Read() {
    pugi::xml_document root;
    if (!package_.Parse("OFD.xml", &root)) {
      out_.Fail(AttachmentStatus::kBroken, Msg("a member it needs is not there or damaged"));
      return false;
    }
    for (const xml_node& body : root.document_element().children()) {
      if (LocalName(body) != "DocBody") continue;
      ReadDocument(ResolveMember("", Child(body, "DocRoot").child_value()));
    }
    return words_seen_;
  }

 private:
  void ReadDocument(const std::string& member) {
    pugi::xml_document xml;
    if (!package_.Parse(member, &xml)) {
      out_.Fail(AttachmentStatus::kPartial, Msg("a member it needs is not there or damaged"));
      return;
    }
    const std::string folder = FolderOf(member);
    std::map<std::string, std::string> templates;
    for (const xml_node& page : Child(xml.document_element(), "CommonData").children()) {
      if (LocalName(page) == "TemplatePage")
        templates[std::string(Attribute(page, "ID"))] = ResolveMember(folder, Attribute(page, "BaseLoc"));
    }
    for (const xml_node& page : Child(xml.document_element(), "Pages").children()) {
      if (++page_ > out_.limits().max_pages) {
        out_.Fail(AttachmentStatus::kPartial,
                  Msg("only the first {} pages were read", out_.limits().max_pages));
        return;
      }
      ReadPage(ResolveMember(folder, Attribute(page, "BaseLoc")), templates);
    }
  }

  void ReadPage(const std::string& member, const std::map<std::string, std::string>& templates) {
    pugi::xml_document xml;
    if (!package_.Parse(member, &xml)) {
      out_.Fail(AttachmentStatus::kPartial, Msg("a member it needs is not there or damaged"));
      return;
    }
    std::vector<PlacedWord> words;
    for (const xml_node& used : xml.document_element().children()) {
      if (LocalName(used) != "Template") continue;
      const auto found = templates.find(std::string(Attribute(used, "TemplateID")));
      pugi::xml_document form;
      if (found != templates.end() && package_.Parse(found->second, &form))
        Words(form.document_element(), 0, &words);
    }
    Words(xml.document_element(), 0, &words);
    words_seen_ = words_seen_ || !words.empty();
    LayOutPage(std::move(words), page_, -1, &out_);
  }

  static void Words(const xml_node& node, int depth, std::vector<PlacedWord>* words) {
    constexpr size_t kMaxWords = 50'000;
    if (depth > kMaxXmlDepth || words->size() > kMaxWords) return;
    if (LocalName(node) != "TextObject") {
      for (const xml_node& child : node.children()) Words(child, depth + 1, words);
      return;
    }
    const auto box = Numbers(Attribute(node, "Boundary"));
    const double size = Numbers(Attribute(node, "Size"))[0];
    for (const xml_node& code : node.children()) {
      if (LocalName(code) != "TextCode") continue;
      const double x = Numbers(Attribute(code, "X"))[0];
      const double y = Numbers(Attribute(code, "Y"))[0];
      PlacedWord word;
      word.text = code.child_value();
      const double height = size > 0 ? size : box[3];
      double width = box[2] - x;
      const auto length = static_cast<double>(base::CodePointCount(word.text));
      if (width <= 0 || width > length * height * 1.3) width = length * height;
      word.left = box[0] + x;
      word.right = word.left + width;
      // Y is the base line of the characters.
      word.bottom = box[1] + (y > 0 ? y : height);
      word.top = word.bottom - height;
      words->push_back(std::move(word));
    }
  }

  const OfficePackage& package_;
  PartWriter& out_;
  int page_ = 0;
  bool words_seen_ = false;
};

}  // namespace

void ReadOfd(std::string_view bytes, PartWriter* out, std::vector<std::string>* pictures) {
  const OfficePackage package = OfficePackage::Open(bytes, Keep, out);
  if (OfdReader(package, out).Read()) return;
  for (const auto& [name, member] : package.members()) {
    if (!name.ends_with(".xml")) pictures->push_back(member);
  }
}

}  // namespace mingcha::attachments
