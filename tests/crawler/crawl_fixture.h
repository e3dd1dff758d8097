#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "crawler/crawler.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/loopback_site.h"
#include "tests/testing/memory_store.h"

namespace mingcha::crawler {

/// Finds `href="…"` and `src="…"` and nothing else; a link whose text begins with `next` is a pager,
/// `newest=2018-01-02` in the text is the newest date.
class HrefFinder final : public model::LinkFinder {
 public:
  [[nodiscard]] model::PageLinks Find(std::string_view url, std::string_view /*content_type*/,
                                      std::string_view body) const override {
    model::PageLinks out;
    const auto base_url = base::Url::Parse(url);
    constexpr std::string_view kMark = "href=\"";
    for (size_t at = body.find(kMark); at != std::string_view::npos; at = body.find(kMark, at)) {
      at += kMark.size();
      const std::string_view href = body.substr(at, body.find('"', at) - at);
      const auto target = base::Url::Parse(href, base_url ? &*base_url : nullptr);
      const size_t text = body.find('>', at);
      model::Link link;
      if (text != std::string_view::npos)
        link.text = std::string(body.substr(text + 1, body.find('<', text) - text - 1));
      if (link.text.rfind("next", 0) == 0) link.kind = model::Link::Kind::kPager;
      if (!target) continue;
      link.url = target->href();
      out.links.push_back(std::move(link));
    }
    if (const size_t newest = body.find("newest="); newest != std::string_view::npos) {
      out.newest = base::Date::FromIso(body.substr(newest + 7, 10));
    }
    return out;
  }
  [[nodiscard]] bool SaysGone(std::string_view /*url*/, std::string_view /*content_type*/,
                              std::string_view body) const override {
    return body.find("no such page") != std::string_view::npos;
  }
};

/// A page that links to the given places.
inline std::string PageTo(const std::vector<std::string>& targets) {
  std::string body = "<html><body>";
  for (const std::string& target : targets) body += "<a href=\"" + target + "\">link</a>";
  return body + "</body></html>";
}

/// Everything a crawl needs, with a pace for tests: no delay, quick back-off.
struct CrawlBench {
  testing::LoopbackSite site;
  testing::MemoryFrontier frontier;
  testing::MemorySink sink;
  HrefFinder links;
  testing::FakeClock clock{"2018-06-01T00:00:00Z"};
  CrawlOptions options = Options();

  [[nodiscard]] CrawlOptions Options() const {
    CrawlOptions out;
    model::SiteProfile profile;
    profile.id = "portal";
    profile.seeds = {site.Url("/")};
    profile.allow_private_addresses = true;
    profile.pace.delay_ms = 0;
    profile.pace.concurrency = 4;
    profile.pace.timeout_ms = 5'000;
    out.sites.push_back(std::move(profile));
    out.user_agent = "mingcha-test/0.1 (+mailto:nobody@example.org)";
    out.retry_base_ms = 1;
    out.retry_cap_ms = 20;
    return out;
  }
  model::SiteProfile& profile() { return options.sites.front(); }

  base::Result<CrawlSummary> Run(CrawlObserver* observer = nullptr) {
    Crawler crawler(options, frontier, sink, links, clock, observer);
    return crawler.Run();
  }

  /// The outcome of a URL of the site, as a name; `none` if it has no record.
  [[nodiscard]] std::string OutcomeOf(std::string_view target) const {
    const model::PageRecord* record = sink.Find(site.Url(target));
    return record == nullptr ? "none" : std::string(model::FetchOutcomeName(record->outcome));
  }
  [[nodiscard]] std::string DetailOf(std::string_view target) const {
    const model::PageRecord* record = sink.Find(site.Url(target));
    return record == nullptr ? "none" : record->outcome_detail;
  }
  /// URL → outcome of all records but the robots files.
  [[nodiscard]] std::map<std::string, std::string> Pages() const {
    std::map<std::string, std::string> out;
    for (const model::PageRecord& record : sink.records()) {
      if (record.kind != model::TaskKind::kRobots) out[record.url] = model::FetchOutcomeName(record.outcome);
    }
    return out;
  }
};

}  // namespace mingcha::crawler
