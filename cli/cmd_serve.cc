#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <mutex>
#include <ostream>
#include <utility>

#include "cli/attachment_shelf.h"
#include "cli/interrupt.h"
#include "cli/pipeline.h"
#include "cli/stored_round.h"
#include "cli/verbs.h"
#include "review/desk.h"
#include "review/server.h"

namespace mingcha::cli {
namespace {

using base::Msg;

struct Arguments {
  std::string folder;
  int port = 0;
};

/// A round and the input that borrows from it.
class ShownRound final : public review::Round {
 public:
  ShownRound(std::unique_ptr<StoredRound> round, int64_t acts_applied,
             std::vector<model::EarlierRuling> earlier, const Context& context)
      : round_(std::move(round)),
        input_(round_->Input(context)),
        acts_applied_(acts_applied),
        earlier_(std::move(earlier)) {}

  [[nodiscard]] const reports::ReportInput& input() const override { return input_; }
  [[nodiscard]] int64_t acts_applied() const override { return acts_applied_; }
  [[nodiscard]] const std::vector<model::EarlierRuling>& earlier() const override { return earlier_; }

 private:
  std::unique_ptr<StoredRound> round_;
  reports::ReportInput input_;
  int64_t acts_applied_;
  std::vector<model::EarlierRuling> earlier_;
};

/// The assessment folder as the desk sees it. Judging takes the folder for as long as it lasts, so that other
/// verbs may run beside a review.
class FolderBackend final : public review::Backend {
 public:
  FolderBackend(const Context& context, std::string folder) : context_(context), folder_(std::move(folder)) {}

  [[nodiscard]] base::Result<std::shared_ptr<const review::Round>> Load() override {
    ASSIGN_OR_RETURN(std::unique_ptr<store::Assessment> assessment,
                     store::Assessment::Open(folder_, store::OpenMode::kReadOnly));
    ASSIGN_OR_RETURN(store::StoredPlan stored, assessment->LoadPlan());
    ASSIGN_OR_RETURN(std::unique_ptr<StoredRound> round, LoadRound(std::move(stored.plan), assessment.get()));
    const int64_t applied = ActsApplied(assessment.get());
    ASSIGN_OR_RETURN(std::vector<model::EarlierRuling> earlier, assessment->LoadEarlierRulings());
    const std::scoped_lock lock(mutex_);
    assessment_ = std::move(assessment);
    return std::make_shared<const ShownRound>(std::move(round), applied, std::move(earlier), context_);
  }

  [[nodiscard]] base::Status Judge() override {
    ASSIGN_OR_RETURN(const std::unique_ptr<store::Assessment> assessment,
                     store::Assessment::Open(folder_, store::OpenMode::kReadWrite));
    ASSIGN_OR_RETURN(const store::StoredPlan stored, assessment->LoadPlan());
    RETURN_IF_ERROR(assessment->AppendAudit(base::SystemClock().Now(), "serve", {"judge"}));
    RETURN_IF_ERROR(RunCheck(context_, stored.plan, assessment.get()));
    return RunReport(context_, stored.plan, assessment.get(), OptionsAsBefore(assessment->reports_folder()));
  }

  [[nodiscard]] base::Result<std::string> Body(const model::PageRecord& page) override {
    const std::scoped_lock lock(mutex_);
    return assessment_->pages().Body(page);
  }

  [[nodiscard]] base::Result<std::optional<model::AttachmentContent>> Attachment(
      const model::PageRecord& page) override {
    if (!AttachmentShelf::IsFile(page) || page.body_sha256.size() != 64) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    return assessment_->LoadAttachment(page.body_sha256, attachments::Converter().Version());
  }

 private:
  const Context& context_;
  const std::string folder_;
  std::mutex mutex_;  ///< Guards assessment_, which a judgement exchanges.
  std::unique_ptr<store::Assessment> assessment_;
};

/// Notes the review in the folder's own log and brings the manifest up to date.
base::Status Close(const Context& context, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Assessment> assessment,
                   store::Assessment::Open(folder, store::OpenMode::kReadWrite));
  RETURN_IF_ERROR(assessment->AppendAudit(base::SystemClock().Now(), "serve", {context.command_line}));
  return assessment->RefreshManifest();
}

base::Status Serve(const Context& context, const Arguments& args) {
  const base::SystemClock clock;
  FolderBackend backend(context, args.folder);
  RETURN_IF_ERROR(backend.Load());  // before anything is made in a folder that is none
  ASSIGN_OR_RETURN(const std::unique_ptr<store::ActLog> log, store::ActLog::Open(args.folder));
  if (log->bytes_cut() > 0) {
    *context.err << context.Say(Msg("an act of {} bytes was not written to its end and was taken away",
                                    log->bytes_cut()))
                 << "\n";
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<review::Server> listening,
                   review::Server::Listen(static_cast<uint16_t>(args.port)));
  review::DeskOptions options;
  options.token = review::RandomToken();
  options.port = listening->port();
  const std::string url = "http://127.0.0.1:" + std::to_string(options.port) + "/" + options.token + "/";
  ASSIGN_OR_RETURN(const std::unique_ptr<review::Desk> desk,
                   review::Desk::Create(std::move(options), &backend, log.get(), &clock));
  listening->Start(desk.get());
  if (context.json) {
    *context.out << boost::json::serialize(boost::json::object{{"event", "serve"}, {"url", url}})
                 << std::endl;
  } else {
    *context.out << context.Say(Msg("review page: {}", url)) << "\n"
                 << context.Say(Msg("whoever has this address may review; Ctrl+C ends it, nothing is lost"))
                 << std::endl;
  }
  WaitForInterrupt();
  listening->Stop();  // before the desk it answers from
  if (desk->acts_waiting() > 0) {
    *context.err << context.Say(Msg("{} acts are not yet in scores and reports: run `mingcha check {}`, then "
                                    "`mingcha report {}`",
                                    desk->acts_waiting(), args.folder, args.folder))
                 << "\n";
  }
  return Close(context, args.folder);
}

}  // namespace

void AddServe(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "serve", context->Say(Msg(
                   "review in the browser, on this machine only: confirm, dismiss, amend, add evidence")));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("assessment folder"))).Required();
  verb.Add("--port", args->port, context->Say(Msg("port on 127.0.0.1; default: any free one")))
      .Between(0, 65535);
  verb.OnParsed([=] {
    *action = [=] {
      const auto served = Serve(*context, *args);
      return served ? static_cast<int>(kClean) : context->Report(served.error());
    };
  });
}

}  // namespace mingcha::cli
