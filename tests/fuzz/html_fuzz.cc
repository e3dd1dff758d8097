// Input: the bytes of a page. Promises: reading them as a page and looking for its links never crashes;
// ranges lie inside the text, text is well-formed, links are http(s), a page that is plain has the tree that
// the full parser builds, and a text put in from a page's data leaves a tree.
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/page_reading.h"
#include "extractors/plain_tree.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

/// A few words and one CMS: enough to reach every reader.
mingcha::model::Plan SmallPlan() {
  mingcha::model::Plan plan;
  plan.lexicon.labels = {{"published", {"发布时间"}}, {"index_number", {"索引号"}}, {"title", {"名称"}}};
  plan.lexicon.date_labels = {{mingcha::model::DateMeaning::kPublished, {"发布时间"}}};
  plan.lexicon.words["pager_next"] = {"下一页"};
  plan.lexicon.words["breadcrumb_leads"] = {"当前位置"};
  plan.lexicon.words["data_body"] = {"content"};
  plan.lexicon.words["data_title"] = {"title"};
  plan.lexicon.words["data_published"] = {"date"};
  plan.lexicon.words["data_address"] = {"url"};
  plan.lexicon.words["data_file_name"] = {"name"};
  plan.lexicon.patterns["main_container"] = {"TRS_Editor|content"};
  plan.lexicon.patterns["page_frame"] = {"head|foot"};
  plan.lexicon.patterns["attachment_url"] = {R"(\.(pdf|doc|xls)x?$)"};
  plan.lexicon.patterns["attachment_name"] = {R"(\.(pdf|doc|xls)x?$)"};
  plan.cms.resize(1);
  mingcha::model::PagerRule pager;
  pager.script = {R"(createPageHTML\((?P<count>\d+),\s*(?P<current>\d+))"};
  pager.first = 0;
  pager.pages = {"{base}_{k-1}.{ext}", "{base}_{k}.{ext}"};
  plan.cms[0].pagers = {pager};
  return plan;
}

}  // namespace

namespace {

bool SameTree(const mingcha::extractors::Document& a, const mingcha::extractors::Document& b) {
  if (a.size() != b.size()) return false;
  for (int i = 0; i < a.size(); ++i) {
    const auto& one = a.node(i);
    const auto& other = b.node(i);
    if (one.tag != other.tag || one.text != other.text || one.parent != other.parent ||
        one.end != other.end || one.block != other.block || one.attribute_count != other.attribute_count)
      return false;
    for (size_t k = 0; k < a.AttributesOf(i).size(); ++k) {
      if (a.AttributesOf(i)[k].name != b.AttributesOf(i)[k].name ||
          a.AttributesOf(i)[k].value != b.AttributesOf(i)[k].value)
        return false;
    }
  }
  return true;
}

/// Subtrees lie within one another, also where a page's data were put in.
bool IsTree(const mingcha::extractors::Document& page) {
  for (int i = 0; i < page.size(); ++i) {
    const auto& node = page.node(i);
    if (node.end <= i || node.end > page.size() || node.parent >= i) return false;
    if (node.parent >= 0 && page.node(node.parent).end < node.end) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace std::string_view_literals;
  namespace extractors = mingcha::extractors;
  if (size > (size_t{1} << 18U)) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const extractors::ReadingRules kRules(SmallPlan());
  static const auto kUrl = mingcha::base::Url::Parse("http://a.gov.cn/zwgk/index.html"sv);
  const auto decoded = extractors::Decode(bytes, {});
  extractors::PlainTree plain;
  if (extractors::BuildPlainTree(decoded.text, extractors::Document::kMaxDepth, &plain)) {
    CHECK(
        SameTree(extractors::Document::Parse(decoded.text), extractors::Document::ParseInFull(decoded.text)));
  }
  const auto page = extractors::ReadPage(decoded.text, *kUrl, kRules);
  CHECK(IsTree(page.document));
  const extractors::PageText& text = page.view.page;
  CHECK(mingcha::base::IsValidUtf8(text.text));
  CHECK(text.main_begin <= text.main_end && text.main_end <= text.text.size());
  for (const auto& pair : text.pairs)
    CHECK(pair.begin <= pair.end && pair.end <= text.text.size()) << pair.label;
  for (const auto& table : text.tables) {
    for (const auto& row : table.rows) CHECK(row.size() == table.rows[0].size());
  }
  for (const auto& placed : page.links) CHECK(placed.link.url.starts_with("http")) << placed.link.url;
  return 0;
}
