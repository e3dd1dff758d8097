#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <ostream>

#include "cli/import_work.h"
#include "cli/load.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "store/file.h"

namespace mingcha::cli {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Msg;

struct Arguments {
  std::string folder, config, as_of, window, at;
  std::vector<std::string> files;
  ManualPage page;
  config::RunFlags flags;
  bool replace = false;
};

/// `2025-03-04T05:06:07Z`, or `2025-03-04 05:06[:07]` by the clock in China.
base::Result<base::Instant> ReadTime(const std::string& text) {
  constexpr int64_t kChinaAheadMs = int64_t{8} * 3600 * 1000;
  if (const auto instant = base::Instant::FromIso(text)) return *instant;
  std::string local = text;
  if (local.size() >= 16 && local[10] == ' ') local[10] = 'T';
  if (local.size() == 16) local += ":00";
  if (const auto instant = base::Instant::FromIso(local + "Z")) return instant->PlusMillis(-kChinaAheadMs);
  return Fail(ErrorCode::kInvalidInput,
              "{}: is no time; write 2025-03-04 15:06 (China time) or 2025-03-04T07:06:00Z", text);
}

base::Result<std::unique_ptr<store::Assessment>> OpenOrMake(const Arguments& args) {
  std::error_code error;
  if (!args.config.empty() && !std::filesystem::exists(args.folder + "/assessment.db", error))
    return store::Assessment::Create(args.folder);
  return store::Assessment::Open(args.folder, store::OpenMode::kReadWrite);
}

base::Result<model::Plan> PlanOf(const Context& context, const Arguments& args,
                                 store::Assessment* assessment) {
  if (args.config.empty()) {
    ASSIGN_OR_RETURN(store::StoredPlan stored, assessment->LoadPlan());
    RETURN_IF_ERROR(assessment->AppendAudit(base::SystemClock().Now(), "import", {context.command_line}));
    return std::move(stored.plan);
  }
  auto loaded = LoadPlanOrReport(context, args.config);
  if (!loaded) return Fail(ErrorCode::kInvalidInput, "the configuration {} cannot be used", args.config);
  ASSIGN_OR_RETURN(const model::Plan plan, config::ApplyFlags(std::move(*loaded), args.flags));
  RETURN_IF_ERROR(PrepareRun(context, plan, args.flags, args.config, "import", assessment));
  return plan;
}

base::Result<bool> IsArchive(const std::string& file) {
  ASSIGN_OR_RETURN(const store::File opened, store::File::Open(file, store::File::Mode::kRead));
  ASSIGN_OR_RETURN(const std::string first, opened.ReadUpTo(0, 5));
  return LooksLikeWarc(first);
}

base::Status TakeFile(const Arguments& args, const std::string& file, ImportWork* work) {
  ASSIGN_OR_RETURN(const bool archive, IsArchive(file));
  if (archive) return work->TakeWarc(file);
  if (args.page.by.empty() || args.at.empty()) {
    return Fail(ErrorCode::kInvalidInput,
                "{}: a saved page is evidence only with who saved it (--by) and when (--at)", file);
  }
  ManualPage page = args.page;
  page.file = file;
  ASSIGN_OR_RETURN(page.at, ReadTime(args.at));
  return work->TakeManual(page);
}

/// A run that has nothing but imports was «crawled» from the first of their times to the last.
base::Status NoteRun(const ImportCounts& counts, store::Assessment* assessment) {
  model::RunManifest run = ManifestOf(assessment);
  ASSIGN_OR_RETURN(const int64_t pages, assessment->PageCount());
  run.pages = static_cast<int>(pages);
  const bool imported_only = run.crawl_started == base::Instant() || run.stop_reason == "imported";
  if (imported_only && counts.first) {
    const bool first_time = run.crawl_started == base::Instant();
    run.crawl_started = first_time ? *counts.first : std::min(run.crawl_started, *counts.first);
    run.crawl_ended = std::max(run.crawl_ended, *counts.last);
    run.complete = true;
    run.stop_reason = "imported";
  }
  RETURN_IF_ERROR(assessment->SaveManifest(run));
  RETURN_IF_ERROR(assessment->Flush());
  return assessment->RefreshManifest();
}

void Tell(const Context& context, const ImportCounts& counts) {
  if (context.json) {
    *context.out << boost::json::serialize(boost::json::object{{"taken", counts.taken},
                                                               {"redirects", counts.redirects},
                                                               {"known", counts.known},
                                                               {"outside", counts.outside},
                                                               {"not_taken", counts.not_taken.size()}})
                 << "\n";
  } else {
    *context.out << context.Say(
                        Msg("taken: {} pages ({} by way of redirects); known before: {}; on no site of the "
                            "plan: {}",
                            counts.taken, counts.redirects, counts.known, counts.outside))
                 << "\n";
    for (const std::string& url : counts.taken_urls)
      *context.out << context.Say(Msg("saved page: {}", url)) << "\n";
  }
  for (const auto& [place, why] : counts.not_taken)
    *context.err << context.Say(Msg("not taken: {}: {}", place, context.Say(why))) << "\n";
}

int Import(const Context& context, const Arguments& args) {
  if (args.files.size() > 1 && !args.page.url.empty()) {
    return context.Report({ErrorCode::kInvalidInput,
                           Msg("--url names the page of one file; import several pages one by one"), ""});
  }
  auto assessment = OpenOrMake(args);
  if (!assessment) return context.Report(assessment.error());
  const auto plan = PlanOf(context, args, assessment->get());
  if (!plan) return context.Report(plan.error());
  const auto options = config::MakeCrawlOptions(*plan);
  if (!options) return context.Report(options.error());
  ImportWork work(*options, assessment->get(), args.replace);
  std::vector<std::string> archives;
  for (const std::string& file : args.files) {
    const auto archive = IsArchive(file);
    if (!archive) return context.Report(archive.error());
    if (*archive) archives.push_back(file);
  }
  if (const auto prepared = work.Prepare(archives); !prepared) return context.Report(prepared.error());
  for (const std::string& file : args.files) {
    if (const auto taken = TakeFile(args, file, &work); !taken) return context.Report(taken.error());
  }
  if (const auto noted = NoteRun(work.counts(), assessment->get()); !noted)
    return context.Report(noted.error());
  Tell(context, work.counts());
  return kClean;
}

}  // namespace

void AddImport(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "import", context->Say(Msg(
                    "takes in pages that were not crawled here: saved by a person (HTML, MHTML, any file), "
                    "or in another program's WARC archive")));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("assessment folder"))).Required();
  verb.Add("FILE", args->files, context->Say(Msg("saved pages or WARC files"))).Required();
  verb.Add("--url", args->page.url, context->Say(Msg("address of the saved page")));
  verb.Add("--by", args->page.by, context->Say(Msg("who saved the page")));
  verb.Add("--at", args->at,
           context->Say(Msg("when it was saved: 2025-03-04 15:06 (China time) or 2025-03-04T07:06:00Z")));
  verb.Add("--site", args->page.site, context->Say(Msg("site of the page (id); default: by its address")));
  verb.Add("--kind", args->page.kind,
           context->Say(Msg("list, detail or attachment; default: by its address")));
  verb.Flag("--replace", args->replace,
            context->Say(Msg("also where the assessment has the page whole already")));
  verb.Add("--config", args->config,
           context->Say(Msg("makes a new assessment folder with this configuration")));
  AddRunFlags(verb, context, &args->flags, &args->as_of, &args->window);
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  mingcha import out/2025 page.html --url http://www.example.gov.cn/a.html --by Li --at "
              "\"2025-03-04 15:06\"\n  mingcha import out/2025 site.warc.gz --config config/baodi\n  mingcha "
              "extract out/2025\n");
  verb.OnParsed([=] {
    if (!args->as_of.empty()) args->flags.as_of = args->as_of;
    if (!args->window.empty()) args->flags.window = args->window;
    *action = [=] { return Import(*context, *args); };
  });
}

}  // namespace mingcha::cli
