#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/day_hours.h"
#include "base/result.h"
#include "base/url.h"
#include "crawler/crawl_options.h"
#include "crawler/engine/http_client.h"
#include "crawler/pace.h"
#include "crawler/robots.h"
#include "crawler/scope.h"
#include "model/ports.h"
#include "model/rendered.h"

namespace mingcha::crawler {

/// Answers what the scripts of an archived page ask for: from the archive, else by a request of our own under
/// the rules of the crawl (scope, robots, hours, pace, Crawl-delay), one at a time, archived like any other.
///
/// Every answer that was fetched goes to the sink: a POST under the address that model::PostAddress makes of
/// its body, a robots.txt as the file it is. Refused and not asked: what is out of scope or forbidden by
/// robots, methods but GET and POST, bodies that are no form. Blocks; one thread.
class PageServer {
 public:
  /// The archived answer of an address (of a POST: its PostAddress); nullopt: there is none.
  using Archive = std::function<std::optional<model::ScriptAnswer>(const std::string& url)>;
  /// Lets time pass. False: the run is to stop, and whatever is asked from then on is refused.
  using Wait = std::function<bool(std::chrono::milliseconds)>;

  /// All but `archive` and `wait` must outlive it. kInvalidInput: a site's hours cannot be read.
  [[nodiscard]] static base::Result<PageServer> Create(const CrawlOptions& options, const base::Clock& clock,
                                                       model::PageSink* sink, Archive archive, Wait wait);

  /// `page`: the archived page that asks.
  [[nodiscard]] model::ScriptAnswer Serve(const model::ScriptRequest& asked, const std::string& page);
  /// An error once the sink could not take an answer; everything is refused from then on.
  [[nodiscard]] const base::Status& status() const { return status_; }
  [[nodiscard]] bool stopped() const { return stopped_; }
  [[nodiscard]] const Scope& scope() const { return scope_; }

 private:
  PageServer(const CrawlOptions& options, const base::Clock& clock, model::PageSink* sink, Archive archive,
             Wait wait);
  [[nodiscard]] const model::SiteProfile* SiteFor(const base::Url& url, const model::ScriptRequest& asked,
                                                  const std::string& page, std::string* refusal) const;
  [[nodiscard]] const RobotsRules& RobotsOf(const base::Url& url, const model::SiteProfile& site);
  model::ScriptAnswer Fetch(const base::Url& url, const model::ScriptRequest& asked,
                            const model::SiteProfile& site, const std::string& page);
  [[nodiscard]] bool WaitForTurn(const base::Url& url, const model::SiteProfile& site);
  /// nullopt: stopped.
  std::optional<HttpResponse> Ask(const base::Url& url, const std::string& post,
                                  const model::SiteProfile& site, bool robots = false);
  /// False: stopped.
  bool AskForRobots(base::Url at, const model::SiteProfile& site, model::PageRecord* record,
                    model::Exchange* exchange);
  RobotsRules FetchRobots(const base::Url& address, const model::SiteProfile& site);
  void Keep(model::PageRecord record, const model::Exchange& exchange);

  const CrawlOptions* options_;
  Scope scope_;
  const base::Clock* clock_;
  model::PageSink* sink_;
  Archive archive_;
  Wait wait_;
  base::Status status_;
  bool stopped_ = false;
  std::map<std::string, base::DayHours> hours_;        ///< By site, of those that may not be asked any time.
  std::map<std::string, RobotsRules> robots_;          ///< By origin.
  std::map<std::string, HostPace, std::less<>> pace_;  ///< By host.
  std::set<std::string> busy_;  ///< Hosts that asked to be left alone for longer than is waited for.
};

}  // namespace mingcha::crawler
