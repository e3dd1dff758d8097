#include "extractors/link_finder.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "extractors/breadcrumb.h"
#include "extractors/charset.h"
#include "extractors/page_reading.h"

namespace mingcha::extractors {

struct HtmlLinkFinder::Rules {
  explicit Rules(const model::Plan& plan) : reading(plan) {}
  ReadingRules reading;
};

base::Result<HtmlLinkFinder> HtmlLinkFinder::Create(const model::Plan& plan) {
  return HtmlLinkFinder(std::make_shared<const Rules>(plan));
}

model::PageLinks HtmlLinkFinder::Find(std::string_view url, std::string_view content_type,
                                      std::string_view body) const {
  model::PageLinks out;
  const auto parsed = base::Url::Parse(url);
  if (!parsed || SniffBytes(body, content_type, parsed->path()) != "html") return out;
  const DecodeResult decoded = Decode(body, content_type);
  const PageReading page = ReadPage(decoded.text, *parsed, rules_->reading);
  std::set<std::pair<std::string, std::string>> known;
  const auto add = [&](const model::Link& link) {
    if (!link.url.empty() && known.emplace(link.url, link.text).second) out.links.push_back(link);
  };
  std::set<std::string> pager;
  for (const model::Link& link : page.pager.pages) pager.insert(link.url);
  for (const PlacedLink& placed : page.links) {
    model::Link link = placed.link;
    if (pager.contains(link.url)) link.kind = model::Link::Kind::kPager;
    add(link);
  }
  for (const model::Link& link : page.pager.pages) add(link);
  for (const model::ListEntry& entry : page.list.entries) {
    // Rows that only a data island holds.
    if (!entry.url.empty()) add({entry.url, entry.title, model::Link::Kind::kAnchor});
  }
  out.is_list = page.kind.kind == model::PageKind::kList;
  out.scripted_list = page.kind.scripted_list;
  if (out.is_list) {
    out.newest = page.list.newest;
    out.oldest = page.list.oldest;
  }
  return out;
}

}  // namespace mingcha::extractors
