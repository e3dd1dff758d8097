#include "cli/survey_portal.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "config/run_config.h"
#include "crawler/crawler.h"
#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/extractor.h"
#include "extractors/lexicon_index.h"
#include "extractors/link_finder.h"
#include "store/assessment.h"
#include "survey/names.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;

constexpr size_t kMostLinkText = 16;  // code points of a link to a column; articles have longer titles

/// Leads from column to column and leaves articles, attachments and later pages of lists alone.
class ColumnLinks final : public model::LinkFinder {
 public:
  ColumnLinks(const model::LinkFinder& all, const extractors::LexiconIndex& lexicon)
      : all_(all), lexicon_(lexicon) {}

  [[nodiscard]] model::PageLinks Find(std::string_view url, std::string_view content_type,
                                      std::string_view body) const override {
    model::PageLinks links;
    for (model::Link& link : all_.Find(url, content_type, body).links) {
      if (Leads(link)) links.links.push_back(std::move(link));
    }
    return links;
  }

 private:
  [[nodiscard]] bool Leads(const model::Link& link) const {
    using Kind = model::Link::Kind;
    if (link.kind == Kind::kFrame || link.kind == Kind::kRefresh) return true;
    if (link.kind != Kind::kAnchor && link.kind != Kind::kScript) return false;
    const size_t length = base::CodePointCount(base::FoldLabel(link.text));
    if (length < 2 || length > kMostLinkText || lexicon_.Matches("attachment_url", link.url)) return false;
    return !lexicon_.Matches("article_path", link.url);
  }

  const model::LinkFinder& all_;
  const extractors::LexiconIndex& lexicon_;
};

/// A folder that goes when the look is over.
class TemporaryFolder {
 public:
  [[nodiscard]] static base::Result<TemporaryFolder> Make() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "mingcha-init-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr)
      return Fail(ErrorCode::kIo, "{}: no folder can be made there", name);
    return TemporaryFolder(std::move(name));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, std::string())) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  TemporaryFolder(const TemporaryFolder&) = delete;  // Removes what it names.
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

model::SiteProfile ProfileOf(const survey::ProposedSite& site, const SurveyLimits& limits, int pages,
                             bool private_addresses) {
  model::SiteProfile profile;
  profile.id = site.host;
  profile.name = site.name;
  profile.kind = site.kind;
  profile.seeds = {site.seed};
  profile.hosts = {site.host};
  profile.pace = {limits.delay_ms, limits.delay_ms == 0 ? 4 : 1, 20'000};
  profile.allow_private_addresses = private_addresses;
  profile.max_pages = pages;
  profile.max_depth = limits.depth;
  return profile;
}

/// The run of Han characters at the beginning of a text, colons and spaces before it left out.
std::string HanAtBegin(std::string_view text) {
  size_t begin = 0, end = 0;
  while (end < text.size()) {
    const size_t before = end;
    const char32_t c = base::NextCodePoint(text, &end);
    if (base::IsHan(c)) continue;
    if (before != begin) return std::string(text.substr(begin, before - begin));
    begin = end;
    if (end > 16) break;
  }
  return std::string(text.substr(begin, end - begin));
}

/// The run of Han characters that a text ends in, spaces behind it left out.
std::string HanAtEnd(std::string_view text) {
  text = base::Trim(text);
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    if (!base::IsHan(base::NextCodePoint(text, &at))) begin = at;
  }
  return std::string(text.substr(begin));
}

/// The body that keeps a site, from the foot of its page: beside a word such as «sponsor».
std::string OrganiserIn(const std::string& text, const extractors::LexiconIndex& lexicon,
                        const survey::NameMatcher& names) {
  for (const std::string& word : lexicon.Words("survey_organiser")) {
    const size_t at = text.rfind(word);
    if (at == std::string::npos) continue;
    for (const std::string& name : {HanAtBegin(std::string_view(text).substr(at + word.size())),
                                    HanAtEnd(std::string_view(text).substr(0, at))}) {
      if (names.NamesBody(name)) return name;
    }
  }
  return {};
}

class Surveyor {
 public:
  [[nodiscard]] static base::Result<Surveyor> Create(const Context& context, const model::Plan& plan,
                                                     const survey::District& district,
                                                     const SurveyLimits& limits) {
    ASSIGN_OR_RETURN(extractors::HtmlLinkFinder links, extractors::HtmlLinkFinder::Create(plan));
    ASSIGN_OR_RETURN(extractors::Extractor extractor, extractors::Extractor::Create(plan));
    ASSIGN_OR_RETURN(survey::CmsGuess cms, survey::CmsGuess::Create(plan));
    return Surveyor(context, plan, district, limits, std::move(links), std::move(extractor), std::move(cms));
  }

  base::Result<Survey> Run() {
    survey::ProposedSite portal;
    portal.host = survey::SiteKey(district_.portal);
    portal.name = district_.name;
    portal.seed = district_.portal;
    portal.kind = model::SiteKind::kPortal;
    RETURN_IF_ERROR(Look({portal}, limits_.pages));
    if (!Answered(portal.host)) {
      return Fail(ErrorCode::kNotFound,
                  "{} gave no page to read ({}): check the address, or write the folder without looking "
                  "(--offline)",
                  district_.portal, WhyNot(portal.host));
    }
    std::vector<survey::ProposedSite> linked = survey::LinkedSites(plan_, district_, pages_);
    if (!linked.empty()) RETURN_IF_ERROR(Look(linked, limits_.site_pages));
    Survey survey;
    ASSIGN_OR_RETURN(survey.proposal, survey::Propose(plan_, district_, pages_, cms_));
    survey.pages = read_;
    survey.not_looked_at = left_;
    return survey;
  }

 private:
  Surveyor(const Context& context, const model::Plan& plan, const survey::District& district,
           const SurveyLimits& limits, extractors::HtmlLinkFinder links, extractors::Extractor extractor,
           survey::CmsGuess cms)
      : context_(context),
        plan_(plan),
        district_(district),
        limits_(limits),
        lexicon_(std::make_unique<extractors::LexiconIndex>(plan.lexicon)),
        names_(std::make_unique<survey::NameMatcher>(plan, district.name, *lexicon_)),
        links_(std::move(links)),
        extractor_(std::move(extractor)),
        cms_(std::move(cms)) {}

  base::Status Look(const std::vector<survey::ProposedSite>& sites, int pages) {
    model::Plan plan = plan_;
    plan.sites.clear();
    for (const survey::ProposedSite& site : sites)
      plan.sites.push_back(ProfileOf(site, limits_, pages, district_.private_addresses));
    ASSIGN_OR_RETURN(crawler::CrawlOptions options, config::MakeCrawlOptions(plan));
    options.window.reset();
    options.probe_soft_404 = false;
    options.second_chance = false;
    options.retries = 1;
    ASSIGN_OR_RETURN(const TemporaryFolder folder, TemporaryFolder::Make());
    ASSIGN_OR_RETURN(const std::unique_ptr<store::Assessment> assessment,
                     store::Assessment::Create(folder.path() + "/look"));
    const ColumnLinks columns(links_, *lexicon_);
    const base::SystemClock clock;
    ASSIGN_OR_RETURN(const std::unique_ptr<ProgressLine> progress, ProgressLine::Open(context_, {}));
    crawler::Crawler crawler(std::move(options), assessment->frontier(), assessment->sink(), columns, clock,
                             progress.get());
    const InterruptGuard guard([&] { crawler.Stop(); });
    const auto summary = crawler.Run();
    progress->Finish();
    if (!summary) return tl::unexpected(summary.error());
    if (guard.interrupted()) return Fail(ErrorCode::kCancelled, "stopped; nothing was written");
    RETURN_IF_ERROR(assessment->Flush());
    return assessment->pages().ForEach(
        [&](const model::PageRecord& record) -> base::Status { return Read(record, &assessment->pages()); });
  }

  base::Status Read(const model::PageRecord& record, model::PageSource* source) {
    if (record.kind == model::TaskKind::kRobots || record.kind == model::TaskKind::kSitemap ||
        record.kind == model::TaskKind::kProbe)
      return {};
    if (record.outcome == model::FetchOutcome::kBudget) {
      ++left_;
      return {};
    }
    survey::SeenPage page;
    page.site = record.site;
    page.url = record.url;
    page.found_on = record.found_on;
    page.anchor = base::CollapseSpace(record.anchor);
    page.outcome = record.outcome;
    page.http_status = record.http_status;
    if (record.outcome == model::FetchOutcome::kOk) {
      ASSIGN_OR_RETURN(const std::string body, source->Body(record));
      page.url = model::AnsweredUrl(record);
      ReadBody(record, body, &page);
      ++read_;
    }
    pages_.push_back(std::move(page));
    return {};
  }

  void ReadBody(const model::PageRecord& record, const std::string& body, survey::SeenPage* page) {
    const model::PageFacts facts = extractor_.ExtractAll(record, body, "").facts;
    page->kind = facts.kind;
    if (facts.title) page->title = facts.title->value;
    page->trail = facts.breadcrumb;
    page->entries = facts.entries;
    page->list_pages = facts.list_pages;
    page->paged_by_script = facts.pager_unread;
    const std::string text = extractors::Decode(body, record.content_type).text;
    const auto url = base::Url::Parse(page->url);
    if (url) cms_.SeePage(page->site, url->path(), text);
    for (const model::Link& link : links_.Find(page->url, record.content_type, body).links) {
      const auto to = base::Url::Parse(link.url);
      if (to && survey::SiteKey(link.url) == page->site) cms_.SeeLink(page->site, to->path());
      if ((link.kind == model::Link::Kind::kAnchor || link.kind == model::Link::Kind::kScript) &&
          !link.text.empty())
        page->links.push_back({link.url, base::CollapseSpace(link.text)});
    }
    // The first page, and the frames it consists of: no text leads to those.
    if (page->found_on.empty() || page->anchor.empty())
      page->organiser = OrganiserIn(extractors::Document::Parse(text).Text(0), *lexicon_, *names_);
  }

  [[nodiscard]] bool Answered(const std::string& host) const {
    for (const survey::SeenPage& page : pages_) {
      if (page.site == host && page.outcome == model::FetchOutcome::kOk) return true;
    }
    return false;
  }
  [[nodiscard]] std::string WhyNot(const std::string& host) const {
    for (const survey::SeenPage& page : pages_) {
      if (page.site == host)
        return page.http_status >= 400 ? "HTTP " + std::to_string(page.http_status)
                                       : std::string(model::FetchOutcomeName(page.outcome));
    }
    return "no answer";
  }

  const Context& context_;
  const model::Plan& plan_;
  const survey::District& district_;
  const SurveyLimits limits_;
  std::unique_ptr<extractors::LexiconIndex> lexicon_;
  std::unique_ptr<survey::NameMatcher> names_;
  extractors::HtmlLinkFinder links_;
  extractors::Extractor extractor_;
  survey::CmsGuess cms_;
  std::vector<survey::SeenPage> pages_;
  int read_ = 0, left_ = 0;
};

}  // namespace

base::Result<Survey> SurveyPortal(const Context& context, const model::Plan& plan,
                                  const survey::District& district, const SurveyLimits& limits) {
  ASSIGN_OR_RETURN(Surveyor surveyor, Surveyor::Create(context, plan, district, limits));
  return surveyor.Run();
}

}  // namespace mingcha::cli
