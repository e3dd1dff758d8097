#include "crawler/engine/page_server.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <utility>

#include "base/digest.h"
#include "crawler/page_work.h"
#include "model/post_address.h"

namespace mingcha::crawler {
namespace {

using model::FetchOutcome;
using model::ScriptAnswer;
using model::ScriptRequest;
using Steady = std::chrono::steady_clock;

constexpr int kRobotsRedirects = 5;  // RFC 9309 2.3.1.2
constexpr int64_t kRobotsBytes = 512'000;
/// A longer body is told apart by its digest: an address has an end.
constexpr size_t kLongestKey = 500;
constexpr std::chrono::milliseconds kLook{60'000};  // The day's clock may be set meanwhile.

ScriptAnswer Refuse(std::string why) { return {false, std::move(why), 0, {}, {}}; }

std::string AddressOf(const base::Url& url, const std::string& post) {
  if (post.empty()) return url.HrefWithoutFragment();
  return model::PostAddress(url, post.size() <= kLongestKey ? post : "sha256=" + base::Sha256Hex(post));
}

/// `response` is taken apart.
void TakeAnswer(HttpResponse&& response, model::PageRecord* record, model::Exchange* exchange) {
  record->outcome = response.outcome;
  record->outcome_detail = std::move(response.detail);
  record->http_status = response.status;
  record->content_type = std::move(response.content_type);
  record->last_modified = std::move(response.last_modified);
  record->etag = std::move(response.etag);
  record->remote_address = std::move(response.remote_address);
  record->elapsed_ms = response.elapsed_ms;
  record->http_version = std::move(response.http_version);
  record->tls = std::move(response.tls);
  record->timing = response.timing;
  exchange->request_head = std::move(response.request_head);
  exchange->response_head = std::move(response.response_head);
  exchange->body = std::move(response.body);
}

}  // namespace

PageServer::PageServer(const CrawlOptions& options, const base::Clock& clock, model::PageSink* sink,
                       Archive archive, Wait wait)
    : options_(&options),
      scope_(options),
      clock_(&clock),
      sink_(sink),
      archive_(std::move(archive)),
      wait_(std::move(wait)) {}

base::Result<PageServer> PageServer::Create(const CrawlOptions& options, const base::Clock& clock,
                                            model::PageSink* sink, Archive archive, Wait wait) {
  PageServer server(options, clock, sink, std::move(archive), std::move(wait));
  for (const model::SiteProfile& site : options.sites) {
    if (site.hours.empty()) continue;
    const auto hours = base::DayHours::Parse(site.hours);
    if (!hours)
      return base::Fail(base::ErrorCode::kInvalidInput, "site {}: hours are written as HH:MM-HH:MM", site.id);
    server.hours_.emplace(site.id, *hours);
  }
  return server;
}

bool PageServer::WaitForTurn(const base::Url& url, const model::SiteProfile& site) {
  HostPace& pace = pace_[url.host()];
  pace.Tighten(site.pace);
  const auto hours = hours_.find(site.id);
  while (!stopped_) {
    std::chrono::milliseconds wait{0};
    if (hours != hours_.end()) wait = std::min(hours->second.UntilOpen(clock_->Now()), kLook);
    if (wait.count() == 0) {
      const auto left = pace.next_start() - Steady::now();
      if (left <= Steady::duration::zero()) break;
      wait = std::chrono::ceil<std::chrono::milliseconds>(left);
    }
    stopped_ = !wait_(wait);
  }
  return !stopped_;
}

std::optional<HttpResponse> PageServer::Ask(const base::Url& url, const std::string& post,
                                            const model::SiteProfile& site, bool robots) {
  if (!WaitForTurn(url, site)) return std::nullopt;
  HttpRequest request;
  request.url = url.HrefWithoutFragment();
  request.user_agent = options_->user_agent;
  request.ca_file = options_->ca_file;
  request.max_body_bytes = robots ? kRobotsBytes : site.max_body_bytes;
  request.cut_at_limit = robots;
  request.max_unpack_ratio = options_->max_unpack_ratio;
  request.max_header_bytes = options_->max_header_bytes;
  request.timeout_ms = site.pace.timeout_ms;
  request.connect_timeout_ms = std::min(options_->connect_timeout_ms, site.pace.timeout_ms);
  request.allow_private_addresses = site.allow_private_addresses;
  request.post = post;
  HostPace& pace = pace_[url.host()];
  pace.Started(Steady::now());
  boost::asio::io_context io;
  HttpClient client(io);
  HttpResponse out;
  out.outcome = FetchOutcome::kReset;
  boost::asio::co_spawn(io, client.Fetch(std::move(request)),
                        [&](const std::exception_ptr& error, HttpResponse response) {
                          if (!error) out = std::move(response);
                          client.CancelAll();
                        });
  io.run();
  pace.Ended();
  pace.Answered(std::chrono::milliseconds(out.elapsed_ms),
                out.status == 0 || out.status == 429 || out.status >= 500);
  const auto asked_for = WaitAskedFor(out.status, out.retry_after_s);
  if (asked_for > std::chrono::milliseconds(options_->retry_cap_ms)) {
    busy_.insert(url.host());
  } else if (asked_for.count() > 0) {
    pace.HoldUntil(Steady::now() + asked_for);
  }
  return out;
}

void PageServer::Keep(model::PageRecord record, const model::Exchange& exchange) {
  record.body_sha256 = base::Sha256Hex(exchange.body);
  record.body_bytes = static_cast<int64_t>(exchange.body.size());
  if (const auto stored = sink_->Store(std::move(record), exchange); !stored)
    status_ = tl::unexpected(stored.error());
}

const RobotsRules& PageServer::RobotsOf(const base::Url& url, const model::SiteProfile& site) {
  const auto [known, added] = robots_.try_emplace(url.origin(), RobotsRules::AllowAll());
  if (!added) return known->second;
  const std::string address = url.origin() + "/robots.txt";
  if (const auto kept = archive_(address)) {
    known->second = RulesAfter({FetchOutcome::kOk, kept->status, kept->body, ""}, options_->user_agent);
  } else {
    known->second = FetchRobots(*base::Url::Parse(address), site);
  }
  if (const auto delay = known->second.crawl_delay_ms()) {
    const int64_t obeyed = std::min<int64_t>(*delay, options_->max_crawl_delay_ms);
    pace_[url.host()].SetCrawlDelay(std::chrono::milliseconds(obeyed));
  }
  return known->second;
}

bool PageServer::AskForRobots(base::Url at, const model::SiteProfile& site, model::PageRecord* record,
                              model::Exchange* exchange) {
  for (int attempt = 1;;) {
    record->fetched_at = clock_->Now();
    std::optional<HttpResponse> response = Ask(at, "", site, true);
    if (!response) return false;
    const auto target = IsRedirect(*response) ? RedirectTarget(*response, at) : std::nullopt;
    const bool led_on =
        target && target->is_http() && static_cast<int>(record->redirects.size()) < kRobotsRedirects;
    const int status = response->status;
    const FetchOutcome outcome = response->outcome == FetchOutcome::kOk
                                     ? JudgeAnswer(status, "", "", *options_).outcome
                                     : response->outcome;
    TakeAnswer(std::move(*response), record, exchange);
    if (led_on) {
      exchange->redirects.push_back({at.HrefWithoutFragment(), record->fetched_at, record->remote_address,
                                     std::move(exchange->request_head), "",
                                     std::move(exchange->response_head), std::move(exchange->body)});
      record->redirects.push_back({status, at.HrefWithoutFragment(), target->HrefWithoutFragment()});
      record->final_url = target->HrefWithoutFragment();
      at = *target;
      continue;
    }
    if (attempt > options_->retries || !MayPass(outcome, status) || busy_.contains(at.host())) return true;
    ++attempt;
    stopped_ =
        !wait_(BackOff(at.href(), attempt, options_->retry_base_ms, options_->retry_cap_ms, options_->seed));
    if (stopped_) return false;
  }
}

RobotsRules PageServer::FetchRobots(const base::Url& address, const model::SiteProfile& site) {
  model::PageRecord record;
  record.site = site.id;
  record.url = record.final_url = address.HrefWithoutFragment();
  record.kind = model::TaskKind::kRobots;
  model::Exchange exchange;
  if (!AskForRobots(address, site, &record, &exchange)) return RobotsRules::DisallowAll("stopped");
  const RobotsAnswer answer{record.outcome, record.http_status, exchange.body, record.outcome_detail};
  RobotsRules rules = RulesAfter(answer, options_->user_agent);
  if (RobotsCannotBeHad(answer)) {
    const auto copy = sink_->Earlier(record.url);
    if (copy && *copy && RobotsCopyServes((*copy)->fetched_at, clock_->Now())) {
      rules = RobotsRules::Parse((*copy)->body, options_->user_agent);
      record.outcome_detail += record.outcome_detail.empty() ? "" : "; ";
      record.outcome_detail += "judged by the copy of " + (*copy)->fetched_at.Iso();
    }
  }
  if (record.outcome == FetchOutcome::kOk)
    record.outcome = JudgeAnswer(record.http_status, "", "", *options_).outcome;
  Keep(std::move(record), exchange);
  return rules;
}

ScriptAnswer PageServer::Fetch(const base::Url& url, const ScriptRequest& asked,
                               const model::SiteProfile& site, const std::string& page) {
  const auto busy = [&] { return busy_.contains(url.host()); };
  if (busy()) return Refuse(std::string(FetchOutcomeName(FetchOutcome::kHostBusy)));
  if (site.robots == model::RobotsMode::kObey) {
    const RobotsVerdict verdict = RobotsOf(url, site).Judge(url.href());
    if (!verdict.allowed) return Refuse("robots: " + verdict.rule);
    if (busy()) return Refuse(std::string(FetchOutcomeName(FetchOutcome::kHostBusy)));
  }
  model::PageRecord record;
  record.site = site.id;
  record.url = AddressOf(url, asked.post);
  record.final_url = url.HrefWithoutFragment();
  record.kind = model::TaskKind::kProbe;  // Data of a page, no page: nothing is extracted from it.
  record.fetched_at = clock_->Now();
  record.found_on = page;
  std::optional<HttpResponse> response = Ask(url, asked.post, site);
  if (!response) return Refuse("stopped");
  const bool led_on = IsRedirect(*response);
  model::Exchange exchange;
  exchange.request_body = asked.post;
  TakeAnswer(std::move(*response), &record, &exchange);
  ScriptAnswer answer{true, "", record.http_status, record.content_type, exchange.body};
  if (record.outcome != FetchOutcome::kOk) {
    answer = Refuse(std::string(FetchOutcomeName(record.outcome)));
  } else {
    record.outcome =
        JudgeAnswer(record.http_status, exchange.response_head, exchange.body, *options_).outcome;
    if (led_on) answer = Refuse("a redirect");
  }
  Keep(std::move(record), exchange);
  return answer;
}

/// Null: nobody's, and `refusal` tells why.
const model::SiteProfile* PageServer::SiteFor(const base::Url& url, const ScriptRequest& asked,
                                              const std::string& page, std::string* refusal) const {
  const ScopeVerdict verdict = scope_.Decide(url);
  if (verdict.inside()) return verdict.site;
  // A frame or a script of the page may be of a kind that the crawl leaves alone; its place must be ours.
  if (asked.kind != "Script" || verdict.reason != SkipReason::kUnwantedType) {
    *refusal = "out of scope: " + std::string(SkipReasonName(verdict.reason));
    return nullptr;
  }
  const auto home = base::Url::Parse(page);
  const ScopeVerdict own = home ? scope_.Decide(*home) : ScopeVerdict{};
  if (own.site != nullptr && home->host() == url.host()) return own.site;
  *refusal = "a script of another host";
  return nullptr;
}

ScriptAnswer PageServer::Serve(const ScriptRequest& asked, const std::string& page) {
  if (!status_) return Refuse("the archive cannot be written");
  if (stopped_) return Refuse("stopped");
  const auto url = base::Url::Parse(asked.url);
  if (!url) return Refuse("no address");
  if (asked.method != "GET" && asked.method != "POST") return Refuse("method " + asked.method);
  const bool post = asked.method == "POST";
  if (post && (asked.post.empty() || asked.post.starts_with('{'))) return Refuse("a POST that is no form");
  std::string refusal;
  const model::SiteProfile* site = SiteFor(*url, asked, page, &refusal);
  if (site == nullptr) return Refuse(refusal);
  ScriptRequest clean = asked;
  if (!post) clean.post.clear();
  if (!post) {
    if (auto kept = archive_(NormaliseForFrontier(*url))) return std::move(*kept);
  }
  if (auto kept = archive_(AddressOf(*url, clean.post))) return std::move(*kept);
  return Fetch(*url, clean, *site, page);
}

}  // namespace mingcha::crawler
