#include "extractors/link_finder.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "extractors/breadcrumb.h"
#include "extractors/charset.h"
#include "extractors/html_scanner.h"
#include "extractors/link_scan.h"
#include "extractors/page_reading.h"
#include "extractors/tree_triggers.h"
#include "model/list_order.h"

namespace mingcha::extractors {

struct HtmlLinkFinder::Rules {
  explicit Rules(const model::Plan& plan) : reading(plan), triggers(plan, reading.lexicon) {}
  ReadingRules reading;
  TreeTriggers triggers;
};

namespace {

/// Where an answer with rows of a list leads: to its entries and to the next answers.
model::PageLinks LinksOf(const AnswerReading& answer) {
  model::PageLinks out;
  out.is_list = !answer.broken;
  out.newest = answer.list.newest;
  out.runs_forward = model::RunsForward(answer.list.entries);
  out.oldest = answer.list.oldest;
  out.rows = RowsDigest(answer.list.entries);
  for (const model::ListEntry& entry : answer.list.entries) {
    if (!entry.url.empty()) out.links.push_back({entry.url, entry.title, model::Link::Kind::kAnchor, {}, {}});
  }
  for (const model::Link& page : answer.pager.pages) out.links.push_back(page);
  return out;
}

/// The links of a scan, each address with each of its texts once.
std::vector<model::Link> Distinct(std::vector<model::Link> links) {
  size_t size = 64;
  while (size < links.size() * 2) size *= 2;
  std::vector<uint32_t> slots(size);  // One more than the index of a link that is kept.
  size_t kept = 0;
  for (size_t i = 0; i < links.size(); ++i) {
    const size_t hash = std::hash<std::string>{}(links[i].url) * 31 + std::hash<std::string>{}(links[i].text);
    size_t at = hash & (size - 1);
    while (slots[at] != 0 &&
           (links[slots[at] - 1].url != links[i].url || links[slots[at] - 1].text != links[i].text))
      at = (at + 1) & (size - 1);
    if (slots[at] != 0) continue;
    if (kept != i) links[kept] = std::move(links[i]);
    slots[at] = static_cast<uint32_t>(++kept);
  }
  links.resize(kept);
  return links;
}

model::PageLinks FromTree(std::string_view utf8, const base::Url& url, const ReadingRules& rules) {
  model::PageLinks out;
  const PageReading page = ReadPage(utf8, url, rules);
  std::set<std::pair<std::string, std::string>> known;
  const auto add = [&](const model::Link& link) {
    if (!link.url.empty() && known.emplace(link.url, link.text).second) out.links.push_back(link);
  };
  std::set<std::string> pager;
  for (const model::Link& link : page.pager.pages) pager.insert(link.url);
  for (const PlacedLink& placed : page.links) {
    if (!pager.contains(placed.link.url)) add(placed.link);
  }
  for (const model::Link& link : page.pager.pages) add(link);
  for (const model::ListEntry& entry : page.list.entries) {
    // Rows that only a data island holds.
    if (!entry.url.empty()) add({entry.url, entry.title, model::Link::Kind::kAnchor, {}, {}});
  }
  out.is_list = page.kind.kind == model::PageKind::kList;
  out.scripted_list = page.kind.scripted_list;
  if (out.is_list) {
    out.newest = page.list.newest;
    out.runs_forward = model::RunsForward(page.list.entries);
    out.oldest = page.list.oldest;
    out.rows = RowsDigest(page.list.entries);
  }
  return out;
}

/// True if more than `most` bytes of text stand between the tags, scripts and the like left out: found
/// without a tree, and at once for pages that have anything to tell.
bool HasMoreText(std::string_view html, size_t most) {
  HtmlScanner scanner(html);
  size_t text = 0;
  for (auto token = scanner.Next(); token != HtmlScanner::Token::kEnd && text <= most;
       token = scanner.Next()) {
    if (token != HtmlScanner::Token::kText || scanner.raw()) continue;
    text += static_cast<size_t>(std::count_if(scanner.text().begin(), scanner.text().end(),
                                              [](char c) { return static_cast<unsigned char>(c) > ' '; }));
  }
  return text > most;
}

}  // namespace

bool HtmlLinkFinder::SaysGone(std::string_view url, std::string_view content_type,
                              std::string_view body) const {
  constexpr size_t kMostBytes = size_t{256} << 10U;
  constexpr size_t kMostText = 4800;  // Menus and what is not seen come on top of what ReadKind counts.
  const auto parsed = base::Url::Parse(url);
  if (!parsed || body.size() > kMostBytes || SniffBytes(body, content_type, parsed->path()) != "html")
    return false;
  const DecodeResult decoded = Decode(body, content_type);
  if (HasMoreText(decoded.text, kMostText)) return false;
  if (!rules_->reading.lexicon.Matches("soft_404", base::FoldWidth(decoded.text))) return false;
  return ReadPage(decoded.text, *parsed, rules_->reading).kind.note == model::PageNote::kSoft404;
}

base::Result<HtmlLinkFinder> HtmlLinkFinder::Create(const model::Plan& plan) {
  return HtmlLinkFinder(std::make_shared<const Rules>(plan));
}

model::PageLinks HtmlLinkFinder::Find(std::string_view url, std::string_view content_type,
                                      std::string_view body) const {
  const auto parsed = base::Url::Parse(url);
  if (parsed && rules_->reading.answers.Knows(*parsed)) {
    return LinksOf(*rules_->reading.answers.Read(*parsed, Decode(body, content_type).text));
  }
  if (!parsed || SniffBytes(body, content_type, parsed->path()) != "html") return {};
  const DecodeResult decoded = Decode(body, content_type);
  LinkScan scan = ScanLinks(decoded.text, *parsed, rules_->reading.lexicon);
  if (rules_->triggers.Need(scan, decoded.text)) return FromTree(decoded.text, *parsed, rules_->reading);
  model::PageLinks out;
  out.links = Distinct(std::move(scan.links));
  return out;
}

}  // namespace mingcha::extractors
