#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/attachment.h"
#include "model/earlier_ruling.h"
#include "model/page_record.h"
#include "reports/report_input.h"
#include "store/act_log.h"

namespace mingcha::review {

/// One judged round as it is shown. Immutable; the input borrows from it.
class Round {
 public:
  virtual ~Round() = default;
  [[nodiscard]] virtual const reports::ReportInput& input() const = 0;
  /// How many acts of the log were in the registers when it was judged.
  [[nodiscard]] virtual int64_t acts_applied() const = 0;
  /// What reviewers decided of the same findings in earlier rounds; they are shown, never applied by
  /// themselves.
  [[nodiscard]] virtual const std::vector<model::EarlierRuling>& earlier() const = 0;
};

/// What the desk needs of the assessment; implemented where the stages are wired.
class Backend {
 public:
  virtual ~Backend() = default;
  /// The round as it is stored now.
  [[nodiscard]] virtual base::Result<std::shared_ptr<const Round>> Load() = 0;
  /// Judges again with all acts and writes the reports. Called on a thread of its own, one call at a time.
  [[nodiscard]] virtual base::Status Judge() = 0;
  /// The archived body of a page of the round.
  [[nodiscard]] virtual base::Result<std::string> Body(const model::PageRecord& page) = 0;
  /// What was read of it, if it is an attachment that was opened; nullopt: a web page, or nobody opened it.
  [[nodiscard]] virtual base::Result<std::optional<model::AttachmentContent>> Attachment(
      const model::PageRecord& page) {
    (void)page;
    return std::nullopt;
  }
};

/// A request as far as the desk looks at it.
struct Request {
  std::string method, target;
  std::string host, origin, content_type;
  std::string fetch_site;  ///< Sec-Fetch-Site; empty: not sent.
  std::string body;
};

struct Response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Beside the type and those all answers have.
};

struct DeskOptions {
  std::string token;  ///< First part of every path; who has it may review.
  uint16_t port = 0;  ///< Of 127.0.0.1; no other host is answered.
  /// Runs a long task; empty: a thread that is joined when the desk goes.
  std::function<void(std::function<void()>)> later;
};

/// The browser review without its sockets: answers each request from the round and the log of acts.
///
/// Who may: only requests to 127.0.0.1 or localhost with our port (a rebound name is refused), with the token
/// in the path, and none that another site's page sent (Origin, Sec-Fetch-Site); acts come as JSON posts from
/// our own origin only. The page and its answers forbid every request elsewhere; archived pages are given
/// without anything active, under a policy of their own that sandboxes them. One thread calls; the round is
/// exchanged under a lock when a judgement ends.
class Desk {
 public:
  /// Borrows all; they must outlive it. Fails as Load does.
  [[nodiscard]] static base::Result<std::unique_ptr<Desk>> Create(DeskOptions options, Backend* backend,
                                                                  store::ActLog* log,
                                                                  const base::Clock* clock);
  ~Desk();
  Desk(const Desk&) = delete;  // may own a thread
  Desk& operator=(const Desk&) = delete;

  /// The answer if the head alone forbids the request: to be asked before its body is read.
  [[nodiscard]] std::optional<Response> Refuse(const Request& request) const;
  /// How long a body this request may have.
  [[nodiscard]] static size_t BodyLimit(const Request& request);
  [[nodiscard]] Response Handle(const Request& request);
  /// Acts that no judgement has taken yet.
  [[nodiscard]] int64_t acts_waiting() const;

 private:
  struct State;
  explicit Desk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Headers that every answer has.
[[nodiscard]] const std::vector<std::pair<std::string, std::string>>& CommonHeaders();

}  // namespace mingcha::review
