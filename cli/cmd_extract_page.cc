#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "cli/files.h"
#include "cli/find_page.h"
#include "cli/load.h"
#include "cli/page_view.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "extractors/attachments/converter.h"
#include "extractors/attachments/sniff.h"
#include "extractors/page_trace.h"
#include "model/json.h"

namespace mingcha::cli {
namespace {

using base::ErrorCode;
using base::Msg;

struct Arguments {
  std::string page, url, annotate;
};

/// Attachments by URL, opened when asked for: kept ones from the store, others now. One thread.
class Files {
 public:
  explicit Files(store::Assessment* assessment) : assessment_(assessment) {}

  const model::AttachmentContent* Find(std::string_view url) {
    const auto known = contents_.find(url);
    if (known != contents_.end()) return known->second ? &*known->second : nullptr;
    auto& content = contents_[std::string(url)];
    if (assessment_ == nullptr) return nullptr;
    const auto record = assessment_->FindPage(url);
    if (!record || record->outcome != model::FetchOutcome::kOk || record->body_sha256.empty() ||
        record->warc.file.empty())
      return nullptr;
    if (auto kept = assessment_->LoadAttachment(record->body_sha256, converter_.Version()); kept && *kept) {
      content = std::move(**kept);
    } else if (const auto body = assessment_->pages().Body(*record)) {
      content = converter_.Convert(*body);
    }
    return content ? &*content : nullptr;
  }

  const model::AttachmentContent* Open(const std::string& url, std::string_view body) {
    return &*(contents_[url] = converter_.Convert(body));
  }

 private:
  store::Assessment* assessment_;
  attachments::Converter converter_;
  std::map<std::string, std::optional<model::AttachmentContent>, std::less<>> contents_;
};

/// The page's bytes and what is known beside them.
struct Source {
  extractors::PageInput input;
  std::string body;
  std::unique_ptr<store::Assessment> assessment;  ///< Null for a file.
  model::Plan plan;
};

base::Result<model::Plan> PlanOf(const Context& context, const std::string& config,
                                 store::Assessment* assessment) {
  if (config.empty() && assessment != nullptr) {
    ASSIGN_OR_RETURN(store::StoredPlan stored, assessment->LoadPlan());
    return std::move(stored.plan);
  }
  const std::string folder = config.empty() ? (DataFolder() / "baodi").string() : config;
  auto plan = LoadPlanOrReport(context, folder);
  if (!plan) return base::Fail(ErrorCode::kInvalidInput, "the configuration {} cannot be used", folder);
  return std::move(*plan);
}

base::Result<Source> Load(const Context& context, const Arguments& args, const std::string& folder,
                          const std::string& config) {
  Source source;
  if (folder.empty()) {
    if (args.url.empty())
      return base::Fail(ErrorCode::kInvalidInput,
                        "name the assessment folder that holds the page, or give --url with a file");
    ASSIGN_OR_RETURN(source.body, ReadFile(args.page));
    source.input.url = args.url;
    ASSIGN_OR_RETURN(source.plan, PlanOf(context, config, nullptr));
  } else {
    ASSIGN_OR_RETURN(source.assessment, store::Assessment::Open(folder, store::OpenMode::kReadOnly));
    ASSIGN_OR_RETURN(source.plan, PlanOf(context, config, source.assessment.get()));
    const auto record = FindPageLike(source.plan, args.page, source.assessment.get());
    if (!record) return tl::unexpected(record.error());
    if (record->body_sha256.empty() || record->warc.file.empty())
      return base::Fail(ErrorCode::kNotFound, "the page {} has no archived body: {}", args.page,
                        model::FetchOutcomeName(record->outcome));
    ASSIGN_OR_RETURN(source.body, source.assessment->pages().Body(*record));
    source.input.page_id = record->id;
    source.input.url = record->url;
    source.input.final_url = record->final_url;
    source.input.content_type = record->content_type;
    source.input.last_modified = record->last_modified;
    source.input.site = record->site;
    source.input.found_on = record->found_on;
    source.input.anchor = record->anchor;
    source.input.body_sha256 = record->body_sha256;
    source.input.salt = source.assessment->salt();
  }
  return source;
}

base::Status Show(const Context& context, const Arguments& args, const std::string& folder,
                  const std::string& config) {
  ASSIGN_OR_RETURN(Source source, Load(context, args, folder, config));
  ASSIGN_OR_RETURN(const extractors::Extractor extractor, extractors::Extractor::Create(source.plan));
  source.input.body = source.body;
  Files files(source.assessment.get());
  source.input.attachments = [&](std::string_view url) { return files.Find(url); };
  if (attachments::DetectType(source.body) != model::AttachmentType::kHtml)
    source.input.content = files.Open(source.input.url, source.body);
  const extractors::PageTrace trace = extractor.Explain(source.input);
  if (context.json) {
    *context.out << PageTraceJson(trace) << "\n";
  } else {
    PrintPageTrace(context, source.plan, trace);
  }
  if (args.annotate.empty()) return {};
  RETURN_IF_ERROR(WriteFile(args.annotate, AnnotatedPage(context, source.plan, source.input, trace)));
  if (!context.json) *context.out << context.Say(Msg("the marked copy is in {}", args.annotate)) << "\n";
  return {};
}

}  // namespace

void AddExtractPage(Verb extract, Context* context, Action* action, const std::function<void()>& stage) {
  auto args = std::make_shared<Arguments>();
  Option folder = extract.Find("DIR");
  Option config = extract.Find("--config");
  folder.Required(false);
  extract.Add(
      "--page", args->page,
      context->Say(
          Msg("show everything read from one page instead: its address, or a file if no folder is given")));
  extract.Add("--url", args->url, context->Say(Msg("the address the file is read as")));
  extract.Add("--annotate", args->annotate,
              context->Say(Msg("write a harmless copy of the page with everything read marked in it")));
  extract.Footer(
      context->Say(Msg("examples:")) +
      "\n  mingcha extract out/2025\n  mingcha extract out/2025 --page http://www.tjbd.gov.cn/a.html "
      "--annotate a.html\n  mingcha extract --page saved.html --url http://www.tjbd.gov.cn/a.html "
      "--config config/baodi --json\n");
  extract.OnParsed([=] {
    const std::string dir = folder.text();
    const std::string plan = config.text();
    if (args->page.empty()) {
      if (dir.empty()) Verb::FailMissing("DIR");
      stage();
      return;
    }
    *action = [=] {
      const auto shown = Show(*context, *args, dir, plan);
      return shown ? static_cast<int>(kClean) : context->Report(shown.error());
    };
  });
}

}  // namespace mingcha::cli
