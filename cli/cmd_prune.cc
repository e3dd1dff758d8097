#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <vector>

#include "base/clock.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "store/prune.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Msg;

struct Arguments {
  std::string root;
  int keep = 4;
  bool yes = false;
};

struct RoundFolder {
  std::string folder;
  base::Instant ended;
};

/// The assessments in the folder, oldest first; those that never came to their end are left out.
base::Result<std::vector<RoundFolder>> RoundsIn(const Context& context, const std::string& root) {
  std::error_code error;
  if (fs::exists(fs::path(root) / "assessment.db", error))
    return Fail(ErrorCode::kInvalidInput,
                "{} is an assessment itself; name the folder that holds the rounds (schedule's --root)",
                root);
  std::vector<RoundFolder> rounds;
  for (fs::directory_iterator entry(root, error), end; !error && entry != end; entry.increment(error)) {
    if (!fs::exists(entry->path() / "assessment.db")) continue;
    const std::string folder = entry->path().string();
    ASSIGN_OR_RETURN(const auto round, store::Assessment::Open(folder, store::OpenMode::kReadOnly));
    const model::RunManifest manifest = ManifestOf(round.get());
    if (!manifest.complete || !fs::exists(entry->path() / "manifest.json")) {
      *context.err << context.Say(Msg("{} never came to its end: left as it is", folder)) << "\n";
      continue;
    }
    rounds.push_back({folder, manifest.crawl_ended});
  }
  if (error) return Fail(ErrorCode::kNotFound, "{} cannot be looked at: {}", root, error.message());
  std::sort(rounds.begin(), rounds.end(), [](const RoundFolder& a, const RoundFolder& b) {
    return std::tie(a.ended, a.folder) < std::tie(b.ended, b.folder);
  });
  return rounds;
}

base::Status Run(const Context& context, const Arguments& args) {
  ASSIGN_OR_RETURN(const std::vector<RoundFolder> rounds, RoundsIn(context, args.root));
  const auto kept = static_cast<size_t>(args.keep);
  uint64_t bytes = 0;
  size_t count = 0;
  for (size_t i = 0; i + kept < rounds.size(); ++i) {
    std::vector<std::string> later;
    for (size_t k = rounds.size() - kept; k < rounds.size(); ++k) later.push_back(rounds[k].folder);
    ASSIGN_OR_RETURN(const std::vector<store::PrunedFile> files, store::PlanPrune(rounds[i].folder, later));
    for (const store::PrunedFile& file : files) {
      bytes += file.bytes;
      ++count;
      *context.out << context.Say(file.held_by.empty() ? Msg("{}/{}: {} bytes, cited by no finding",
                                                             rounds[i].folder, file.file, file.bytes)
                                                       : Msg("{}/{}: {} bytes, held by {}", rounds[i].folder,
                                                             file.file, file.bytes, file.held_by))
                   << "\n";
    }
    if (args.yes && !files.empty())
      RETURN_IF_ERROR(store::Prune(rounds[i].folder, files, base::SystemClock().Now()));
  }
  *context.out << context.Say(args.yes
                                  ? Msg("{} files, {} MB taken away", count, bytes >> 20U)
                                  : Msg("{} files, {} MB would go; nothing was changed: add --yes to take "
                                        "them away",
                                        count, bytes >> 20U))
               << "\n";
  return {};
}

}  // namespace

void AddPrune(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "prune",
      context->Say(Msg("takes archive files of old rounds away that no evidence needs; shows them first")));
  auto args = std::make_shared<Arguments>();
  verb.Add("ROOT", args->root, context->Say(Msg("folder of the rounds, one subfolder a day"))).Required();
  verb.Add("--keep", args->keep, context->Say(Msg("how many of the newest rounds stay whole; default 4")))
      .Between(1, 1000);
  verb.Flag("--yes", args->yes, context->Say(Msg("really take them away")));
  verb.Footer(
      context->Say(Msg("database, manifest, logs, reports, review and every archive file that a finding "
                       "cites stay, unless a newer round holds the very same bytes")));
  verb.OnParsed([=] {
    *action = [=] {
      const auto done = Run(*context, *args);
      return done ? static_cast<int>(kClean) : context->Report(done.error());
    };
  });
}

}  // namespace mingcha::cli
