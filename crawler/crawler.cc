#include "crawler/crawler.h"

#include <utility>

#include "crawler/engine/crawl_run.h"

namespace mingcha::crawler {

class Crawler::Impl {
 public:
  Impl(CrawlOptions options, model::FrontierLog& frontier, model::PageSink& sink,
       const model::LinkFinder& links, const base::Clock& clock, CrawlObserver* observer)
      : options_(std::move(options)), run_(options_, frontier, sink, links, clock, observer) {}

  CrawlRun& run() { return run_; }

 private:
  const CrawlOptions options_;
  CrawlRun run_;
};

Crawler::Crawler(CrawlOptions options, model::FrontierLog& frontier, model::PageSink& sink,
                 const model::LinkFinder& links, const base::Clock& clock, CrawlObserver* observer)
    : impl_(std::make_unique<Impl>(std::move(options), frontier, sink, links, clock, observer)) {}
Crawler::~Crawler() = default;

base::Result<CrawlSummary> Crawler::Run() { return impl_->run().Run(); }
void Crawler::Stop() { impl_->run().Stop(); }

}  // namespace mingcha::crawler
