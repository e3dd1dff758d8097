#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <ostream>

#include "cli/files.h"
#include "cli/stored_round.h"
#include "cli/verbs.h"
#include "reports/diff.h"

namespace mingcha::cli {
namespace {

using base::Msg;

struct Arguments {
  std::string before, after, out;
};

void PrintJson(const Context& context, const reports::RoundDiff& diff) {
  boost::json::array findings;
  for (const reports::FindingMove& move : diff.findings) {
    static constexpr const char* kNames[] = {"new", "fixed", "persisting", "open"};
    findings.push_back({{"id", move.finding().id}, {"fate", kNames[static_cast<size_t>(move.fate)]}});
  }
  boost::json::array removals;
  for (const reports::Removal& removal : diff.removals)
    removals.push_back(
        {{"obligation", removal.before->id}, {"url", removal.url}, {"lawful", removal.lawful}});
  *context.out << boost::json::serialize(
                      boost::json::object{{"event", "diff"}, {"findings", findings}, {"removals", removals}})
               << "\n";
}

/// Files written into a finished assessment belong to its manifest from now on.
base::Status NoteInAssessment(const Context& context, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::path above = std::filesystem::weakly_canonical(folder, error);
  while (!std::filesystem::exists(above / "assessment.db", error)) {
    if (above == above.parent_path()) return {};
    above = above.parent_path();
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Assessment> assessment,
                   store::Assessment::Open(above.string(), store::OpenMode::kReadWrite));
  RETURN_IF_ERROR(assessment->AppendAudit(base::SystemClock().Now(), "diff", {context.command_line}));
  return assessment->RefreshManifest();
}

base::Result<int> Compare(const Context& context, const Arguments& args) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StoredRound> before, LoadRound(args.before));
  ASSIGN_OR_RETURN(const std::unique_ptr<StoredRound> after, LoadRound(args.after));
  const reports::ReportInput old_input = before->Input(context), new_input = after->Input(context);
  const reports::ReportView old_view(old_input), new_view(new_input);
  const reports::RoundDiff diff = reports::CompareRounds(old_view, new_view);
  if (context.json) {
    PrintJson(context, diff);
  } else {
    *context.out << reports::DiffText(diff, old_view, new_view);
  }
  if (!args.out.empty()) {
    const std::filesystem::path folder = args.out;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    ASSIGN_OR_RETURN(const std::string book,
                     reports::WriteWorkbook(new_view.plan.assessment.title,
                                            reports::DiffSheets(diff, old_view, new_view)));
    RETURN_IF_ERROR(WriteFile(folder / "diff.html", reports::DiffHtml(diff, old_view, new_view)));
    RETURN_IF_ERROR(WriteFile(folder / "diff.xlsx", book));
    RETURN_IF_ERROR(NoteInAssessment(context, folder));
    if (!context.json)
      *context.out << context.Say(Msg("report: {}", (folder / "diff.html").string())) << "\n";
  }
  return diff.Count(reports::Fate::kNew) + diff.SuspiciousRemovals() > 0 ? kFindings : kClean;
}

}  // namespace

void AddDiff(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "diff",
      context->Say(Msg("compares two rounds: movement of the units, new, mended and persisting findings, "
                       "removals")));
  auto args = std::make_shared<Arguments>();
  verb.Add("BEFORE", args->before, context->Say(Msg("assessment folder of the earlier round"))).Required();
  verb.Add("AFTER", args->after, context->Say(Msg("assessment folder of the later round"))).Required();
  verb.Add("--out", args->out, context->Say(Msg("folder for diff.html and diff.xlsx")));
  verb.Footer(context->Say(Msg("exit code 1: there are new findings or suspicious removals")));
  verb.OnParsed([=] {
    *action = [=] {
      const auto code = Compare(*context, *args);
      return code ? *code : context->Report(code.error());
    };
  });
}

}  // namespace mingcha::cli
