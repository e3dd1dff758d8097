#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>

#include "base/clock.h"
#include "cli/files.h"
#include "cli/load.h"
#include "cli/schedule.h"
#include "cli/verbs.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Msg;

struct Arguments {
  ScheduleSpec spec;
  std::string folder;
  bool cron = false, print = false;
};

/// This program's own file.
std::string OwnProgram() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? "mingcha" : self.string();
}

/// Runs a program and waits; its output goes where ours goes. 128 if it was killed.
base::Result<int> RunAndWait(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid < 0) return Fail(ErrorCode::kInternal, "{} cannot be started", words[0]);
  if (pid == 0) {
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  if (waitpid(pid, &status, 0) != pid) return Fail(ErrorCode::kInternal, "{} cannot be waited for", words[0]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/// Held while a round runs; a second round of the same root is refused.
class RoundLock {
 public:
  explicit RoundLock(const std::string& root)
      : file_(open((root + "/.lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {}
  RoundLock(const RoundLock&) = delete;
  RoundLock& operator=(const RoundLock&) = delete;
  ~RoundLock() {
    if (file_ >= 0) close(file_);
  }
  [[nodiscard]] bool Take() const { return file_ >= 0 && flock(file_, LOCK_EX | LOCK_NB) == 0; }

 private:
  int file_;
};

/// One scheduled round: lock, folder of the day, assess, summary.json, hook.
base::Result<int> RunRound(const Context& context, const ScheduleSpec& spec) {
  std::error_code error;
  fs::create_directories(spec.root, error);
  const RoundLock lock(spec.root);
  if (!lock.Take())
    return Fail(ErrorCode::kIo, "a round is under way in {} already, or its lock file cannot be made",
                spec.root);
  const base::SystemClock clock;
  const base::Instant begun = clock.Now();
  const std::string folder = FreeRoundFolder(spec.root, base::ChinaDate(begun));
  const std::string lang = context.lang == base::Lang::kZh ? "zh" : "en";
  ASSIGN_OR_RETURN(const int code,
                   RunAndWait({OwnProgram(), "--lang", lang, "assess", spec.config, "--out", folder}));
  const std::string summary =
      boost::json::serialize(boost::json::object{
          {"folder", folder}, {"exit_code", code}, {"begun", begun.Iso()}, {"ended", clock.Now().Iso()}}) +
      "\n";
  RETURN_IF_ERROR(WriteFile(fs::path(spec.root) / "summary.json", summary));
  *context.out << summary;
  if (!spec.hook.empty()) {
    ASSIGN_OR_RETURN(const int hook, RunAndWait({spec.hook, folder, std::to_string(code)}));
    if (hook != 0) *context.err << context.Say(Msg("the hook {} ended with {}", spec.hook, hook)) << "\n";
  }
  return code;
}

base::Result<int> Install(const Context& context, Arguments args) {
  if (!LoadPlanOrReport(context, args.spec.config)) return kBadInput;
  args.spec.program = OwnProgram();
  args.spec.config = fs::absolute(args.spec.config).lexically_normal().string();
  args.spec.root = fs::absolute(args.spec.root).lexically_normal().string();
  if (!args.spec.hook.empty()) args.spec.hook = fs::absolute(args.spec.hook).lexically_normal().string();
  if (args.cron) {
    *context.out << CronLine(args.spec);
    return kClean;
  }
  if (args.print) {
    *context.out << "# mingcha.service\n"
                 << ServiceUnit(args.spec) << "\n# mingcha.timer\n"
                 << TimerUnit(args.spec);
    return kClean;
  }
  const fs::path folder = args.folder.empty() ? "/etc/systemd/system" : args.folder;
  std::error_code error;
  fs::create_directories(folder, error);
  fs::create_directories(args.spec.root, error);
  RETURN_IF_ERROR(WriteFile(folder / "mingcha.service", ServiceUnit(args.spec)));
  RETURN_IF_ERROR(WriteFile(folder / "mingcha.timer", TimerUnit(args.spec)));
  *context.out << context.Say(Msg("written: {} and {}", (folder / "mingcha.service").string(),
                                  (folder / "mingcha.timer").string()))
               << "\n"
               << context.Say(Msg("now run: systemctl daemon-reload && systemctl enable --now mingcha.timer"))
               << "\n";
  return kClean;
}

}  // namespace

void AddSchedule(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub("schedule", context->Say(Msg("rounds that run by themselves")));
  verb.RequireSub();
  auto args = std::make_shared<Arguments>();
  args->spec.calendar = "quarterly";
  args->spec.cron = "0 2 1 1,4,7,10 *";
  const auto common = [&](Verb sub) {
    sub.Add("CONFIG", args->spec.config,
            context->Say(Msg("configuration folder, with assessment.yaml in it")))
        .Required();
    sub.Add("--root", args->spec.root, context->Say(Msg("folder of the rounds, one subfolder a day")))
        .Required();
    sub.Add("--hook", args->spec.hook,
            context->Say(Msg("program run when a round ends, with its folder and exit code")));
  };
  Verb install = verb.Sub(
      "install", context->Say(Msg("writes a hardened systemd service and its timer, or prints a cron line")));
  common(install);
  install.Add("--on", args->spec.calendar,
              context->Say(Msg("when, as systemd writes it (OnCalendar); default: quarterly")));
  install.Add("--cron-on", args->spec.cron,
              context->Say(Msg("when, as the five fields of a cron line; default: 0 2 1 1,4,7,10 *")));
  install.Add("--user", args->spec.user, context->Say(Msg("account the service runs as")));
  install.Add("--folder", args->folder,
              context->Say(Msg("where units are written; default: /etc/systemd/system")));
  install.Flag("--cron", args->cron, context->Say(Msg("print a cron line instead")));
  install.Flag("--print", args->print, context->Say(Msg("print the units and write nothing")));
  install.OnParsed([=] {
    *action = [=] {
      const auto code = Install(*context, *args);
      return code ? *code : context->Report(code.error());
    };
  });
  Verb run = verb.Sub("run", context->Say(Msg("one round now, as the timer runs it")));
  common(run);
  run.OnParsed([=] {
    *action = [=] {
      const auto code = RunRound(*context, args->spec);
      return code ? *code : context->Report(code.error());
    };
  });
}

}  // namespace mingcha::cli
