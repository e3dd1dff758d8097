#include "extractors/page_audit.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "base/url.h"
#include "extractors/identifiers.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kShingle = 5;
constexpr size_t kMaxSketchCharacters = 20'000;
constexpr size_t kLeastCharacters = 40;

/// First group of the first pattern of the list that is found.
std::string FirstGroup(const LexiconIndex& lexicon, std::string_view list, const std::string& text) {
  std::string found;
  for (const auto& pattern : lexicon.Patterns(list)) {
    if (pattern->NumberOfCapturingGroups() >= 1 && RE2::PartialMatch(text, *pattern, &found)) return found;
  }
  return {};
}

uint64_t Mix(uint64_t x) {
  x ^= x >> 33U;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33U;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33U);
}

}  // namespace

PageAuditor::PageAuditor(const model::Plan& plan)
    : allowed_(plan.inspection.allowed_hosts),
      sketch_length_(static_cast<size_t>(plan.inspection.duplicate_length)) {
  for (const auto& site : plan.sites) {
    for (const std::string& host : site.hosts)
      hosts_.insert(base::ToLowerAscii(host.substr(0, host.find(':'))));
    for (const std::string& seed : site.seeds) {
      if (const auto url = base::Url::Parse(seed)) hosts_.insert(std::string(url->host()));
    }
  }
  for (const auto& item : plan.items) {
    if (item.cadence == model::Cadence::kStanding || item.cadence == model::Cadence::kAnnual)
      periodic_.insert(item.id);
  }
}

bool PageAuditor::IsAllowedHost(std::string_view host) const {
  if (hosts_.contains(host)) return true;
  return std::any_of(allowed_.begin(), allowed_.end(), [&](const std::string& allowed) {
    return host == allowed || (host.size() > allowed.size() && host.ends_with(allowed) &&
                               host[host.size() - allowed.size() - 1] == '.');
  });
}

void PageAuditor::ReadForeignLinks(const PageReading& page, model::PageAudit* audit) const {
  if (allowed_.empty()) return;
  std::set<std::string> seen;
  for (const PlacedLink& placed : page.links) {
    using Kind = model::Link::Kind;
    if (placed.link.kind != Kind::kAnchor && placed.link.kind != Kind::kFrame) continue;
    const auto url = base::Url::Parse(placed.link.url);
    if (!url || IsAllowedHost(url->host()) || !seen.insert(placed.link.url).second) continue;
    if (audit->foreign_links.size() >= model::kMaxForeignLinks) return;
    audit->foreign_links.push_back({placed.link.url, base::Ellipsize(placed.link.text, 80)});
  }
}

model::PageAudit PageAuditor::Audit(const PageReading& page, const model::PageFacts& facts,
                                    const LexiconIndex& lexicon) const {
  model::PageAudit audit;
  ReadForeignLinks(page, &audit);
  const PageText& text = page.view.page;
  audit.site_code = std::string(page.meta.Get("SiteIDCode"));
  // What stands after the content is the footer.
  const std::string footer =
      base::FoldLabel(std::string_view(text.text).substr(std::min(text.main_end, text.text.size())));
  const std::string printed = FirstGroup(lexicon, "footer_site_code", footer);
  audit.site_codes_differ = !printed.empty() && !audit.site_code.empty() && printed != audit.site_code;
  if (audit.site_code.empty()) audit.site_code = printed;
  if (facts.kind == model::PageKind::kHome) {
    const std::string all = base::FoldLabel(text.text);
    for (const char* part : {"footer_site_code", "footer_host", "footer_icp"}) {
      if (!lexicon.Patterns(part).empty() && !lexicon.Matches(part, all))
        audit.footer_missing.emplace_back(std::string_view(part).substr(7));
    }
  }
  if (facts.index_number) audit.index_faults = IndexFaults(facts.index_number->value);
  const bool article = facts.kind == model::PageKind::kDetail || facts.kind == model::PageKind::kAttachment;
  if (!article) return audit;
  const std::string title = facts.title ? base::FoldLabel(facts.title->value) : std::string();
  if (const std::string year = FirstGroup(lexicon, "report_title", title); year.size() == 4) {
    audit.report_year = std::stoi(year);
    audit.report_rows = ReadReportRows(text, lexicon);
  }
  const bool own_words =
      std::any_of(facts.items.begin(), facts.items.end(), [&](const model::ItemMatch& match) {
        return match.grade != model::Grade::kWeak && periodic_.contains(match.item);
      });
  if ((own_words || audit.report_year != 0) && facts.text_length >= sketch_length_)
    audit.sketch = SketchOf(text.main());
  return audit;
}

std::vector<uint32_t> SketchOf(std::string_view text) {
  const std::string folded = base::ToLowerAscii(base::FoldWidth(text.substr(0, kMaxSketchCharacters * 6)));
  std::vector<char32_t> kept;
  for (size_t at = 0; at < folded.size() && kept.size() < kMaxSketchCharacters;) {
    const char32_t c = base::NextCodePoint(folded, &at);
    const bool ascii = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    if (ascii || base::IsHan(c)) kept.push_back(c);
  }
  if (kept.size() < kLeastCharacters) return {};
  std::vector<uint32_t> sketch(model::kSketchSize, std::numeric_limits<uint32_t>::max());
  for (size_t i = 0; i + kShingle <= kept.size(); ++i) {
    uint64_t hash = 14695981039346656037ULL;
    for (size_t j = i; j < i + kShingle; ++j) hash = (hash ^ kept[j]) * 1099511628211ULL;
    hash = Mix(hash);
    // Kirsch and Mitzenmacher: two hashes make as many as are needed.
    const auto low = static_cast<uint32_t>(hash);
    const auto high = static_cast<uint32_t>(hash >> 32U) | 1U;
    for (size_t k = 0; k < sketch.size(); ++k) {
      uint32_t value = low + static_cast<uint32_t>(k) * high;
      value ^= value >> 15U;
      value *= 0x2c1b3c6dU;
      value ^= value >> 12U;
      sketch[k] = std::min(sketch[k], value);
    }
  }
  return sketch;
}

std::vector<std::string> IndexFaults(std::string_view index_number) {
  constexpr size_t kUscc = 18;
  constexpr size_t kOrgCode = 9;
  const std::string folded = base::ToLowerAscii(base::FoldLabel(index_number));
  if (folded.starts_with("null") || folded.starts_with("undefined")) return {"null"};
  const auto parsed = ParseIndexNumber(index_number);
  if (!parsed || parsed->kind != IndexNumber::Prefix::kUnknown) return {};
  std::string prefix;
  for (const char c : parsed->prefix) {
    if (c != '-') prefix += c;
  }
  const bool known_length = prefix.size() == kUscc || prefix.size() == kOrgCode;
  return {known_length ? "check_digit" : "malformed"};
}

}  // namespace mingcha::extractors
