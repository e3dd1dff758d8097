// Serves the sample's review for browser tests, until its input ends.   review_serve_sample FOLDER zh|en
// FINDINGS FOLDER gets the log. Archived pages are hostile: whatever can act or ask is in them.
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include "review/desk.h"
#include "review/server.h"
#include "sample.h"

namespace {

using namespace mingcha;  // NOLINT: a small program.

constexpr const char* kHostile =
    "<html><head><title>x</title><script>parent.document.title='owned';fetch('http://127.0.0.1:9/')</script>"
    "<link rel=stylesheet href='http://127.0.0.1:9/a.css'><meta http-equiv=refresh "
    "content='0;url=http://127.0.0.1:9/'>"
    "</head><body onload=\"parent.alert(1)\"><h1 onclick=\"alert(2)\">archived page</h1>"
    "<p>the very text</p><img src='http://127.0.0.1:9/a.png' onerror='alert(3)'><iframe "
    "src='http://127.0.0.1:9/'></iframe>"
    "<form action='http://127.0.0.1:9/'><button autofocus>go</button></form><a href='http://127.0.0.1:9/' "
    "target=_top>out</a>"
    "</body></html>";

struct SampleRound final : review::Round {
  SampleRound(reports::Sample made, int64_t acts, base::Lang lang)
      : sample(std::move(made)), applied(acts), borrowed(sample.Input(lang)) {}
  [[nodiscard]] const reports::ReportInput& input() const override { return borrowed; }
  [[nodiscard]] int64_t acts_applied() const override { return applied; }
  [[nodiscard]] const std::vector<model::EarlierRuling>& earlier() const override { return before; }
  std::vector<model::EarlierRuling> before;
  reports::Sample sample;
  int64_t applied;
  reports::ReportInput borrowed;
};

class SampleBackend final : public review::Backend {
 public:
  SampleBackend(base::Lang lang, int findings) : lang_(lang), findings_(findings) {}

  [[nodiscard]] base::Result<std::shared_ptr<const review::Round>> Load() override {
    reports::Sample sample = findings_ > 0 ? reports::MakeLargeSample(findings_) : reports::MakeSample();
    sample.catalogue.Add(reports::ReadSource("review/messages.zh.tsv"));
    int64_t id = 0;
    for (model::PageRecord& page : sample.pages) page.id = ++id;
    std::map<std::string, model::ActKind> rulings;
    for (const model::ReviewAct& act : judged_) {
      if (model::IsRuling(act.kind)) rulings[act.finding] = act.kind;
    }
    std::vector<model::Finding> kept;
    for (model::Finding& finding : sample.result.findings) {
      const auto ruled = rulings.find(finding.id);
      if (ruled != rulings.end() && ruled->second == model::ActKind::kDismiss) {
        finding.state = model::RoundState::kDismissed;
        sample.result.closed.push_back({std::move(finding), {}, {}});
        continue;
      }
      if (ruled != rulings.end() && ruled->second != model::ActKind::kReopen) finding.needs_review = false;
      kept.push_back(std::move(finding));
    }
    sample.result.findings = std::move(kept);
    auto round =
        std::make_shared<SampleRound>(std::move(sample), static_cast<int64_t>(judged_.size()), lang_);
    round->before = Earlier(round->sample.result.findings);
    return std::shared_ptr<const review::Round>(std::move(round));
  }
  [[nodiscard]] base::Status Judge() override {
    judged_ = log->Since(0);
    return {};
  }
  [[nodiscard]] base::Result<std::string> Body(const model::PageRecord& page) override {
    (void)page;
    return std::string(kHostile);
  }
  store::ActLog* log = nullptr;

 private:
  /// Two findings of the queue were dismissed in the round before: one stands on the same facts, one does
  /// not.
  static std::vector<model::EarlierRuling> Earlier(const std::vector<model::Finding>& findings) {
    std::vector<model::EarlierRuling> earlier;
    for (const model::Finding& finding : findings) {
      if (!finding.needs_review || earlier.size() == 2) continue;
      model::EarlierRuling ruling{"2024-h2", {}, finding};
      ruling.act.finding = finding.id;
      ruling.act.kind = model::ActKind::kDismiss;
      ruling.act.by = "赵敏";
      ruling.act.reason = "公告栏已公开";
      ruling.act.at = base::Instant::FromIso("2025-01-20T02:00:00Z").value();
      if (!earlier.empty()) ruling.finding->due = base::Date::FromIso("2024-01-02");
      earlier.push_back(std::move(ruling));
    }
    return earlier;
  }

  base::Lang lang_;
  int findings_;
  std::vector<model::ReviewAct> judged_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const base::SystemClock clock;
  SampleBackend backend(std::string_view(argv[2]) == "en" ? base::Lang::kEn : base::Lang::kZh,
                        std::atoi(argv[3]));
  auto log = store::ActLog::Open(argv[1]);
  auto server = review::Server::Listen(0);
  if (!log || !server) return 3;
  backend.log = log->get();
  review::DeskOptions options;
  options.token = review::RandomToken();
  options.port = (*server)->port();
  const std::string url = "http://127.0.0.1:" + std::to_string(options.port) + "/" + options.token + "/";
  auto desk = review::Desk::Create(options, &backend, log->get(), &clock);
  if (!desk) return 3;
  (*server)->Start(desk->get());
  std::cout << url << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  (*server)->Stop();
  return 0;
}
