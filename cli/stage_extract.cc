#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <ostream>
#include <set>

#include "base/on_threads.h"
#include "cli/attachment_shelf.h"
#include "cli/pipeline.h"
#include "extractors/extractor.h"
#include "extractors/host_habits.h"
#include "extractors/list_days.h"

namespace mingcha::cli {
namespace {

/// What one page gave, or why its body could not be read.
struct Extracted {
  model::PageFacts facts;
  std::vector<model::Disclosure> disclosures;
  std::vector<uint32_t> lines, used_lines;
  std::optional<base::Error> error;
};

bool HasBody(const model::PageRecord& page) {
  if (page.body_sha256.empty() || page.warc.file.empty()) return false;
  return page.kind != model::TaskKind::kRobots && page.kind != model::TaskKind::kSitemap &&
         page.kind != model::TaskKind::kProbe;
}

Extracted ExtractOne(const extractors::Extractor& extractor, const std::string& salt,
                     model::PageSource* source, AttachmentShelf* shelf, const model::PageRecord& page,
                     std::vector<base::Date> boilerplate, const extractors::IsTemplateLine& is_template) {
  Extracted result;
  auto body = source->Body(page);
  if (!body) {
    result.error = body.error();
    return result;
  }
  auto all = extractor.ExtractAll(
      page, *body, salt, std::move(boilerplate), [&](std::string_view url) { return shelf->Find(url); },
      is_template);
  result.facts = std::move(all.facts);
  result.disclosures = std::move(all.disclosures);
  result.lines = std::move(all.lines);
  result.used_lines = std::move(all.used_lines);
  return result;
}

/// Results stand in page order whatever the threads do.
std::vector<Extracted> ExtractPages(const extractors::Extractor& extractor, const std::string& salt,
                                    model::PageSource* source, AttachmentShelf* shelf,
                                    const std::vector<model::PageRecord>& pages,
                                    extractors::HostHabits* habits) {
  std::vector<Extracted> results(pages.size());
  std::mutex learning;
  base::OnThreads(pages.size(), [&](size_t i) {
    results[i] = ExtractOne(extractor, salt, source, shelf, pages[i], {}, {});
    const std::lock_guard lock(learning);
    habits->Add(results[i].facts, results[i].lines);
    results[i].lines = {};
  });
  return results;
}

/// What a browser made of a page speaks for that page where the page itself has nothing: a list gets the rows
/// (that it is filled by scripts stays known, so it is never held to be whole), and an empty page gives way.
void JoinRendered(const std::vector<model::PageRecord>& pages, std::vector<Extracted>* results,
                  std::vector<bool>* drop) {
  std::map<std::string_view, size_t> originals;
  for (size_t i = 0; i < pages.size(); ++i) originals.emplace(pages[i].url, i);
  for (size_t i = 0; i < pages.size(); ++i) {
    if (pages[i].imported.kind != "rendered") continue;
    const auto original = originals.find(pages[i].imported.source);
    if (original == originals.end()) continue;
    model::PageFacts& page = (*results)[original->second].facts;
    const model::PageFacts& made = (*results)[i].facts;
    const bool nothing = page.kind == model::PageKind::kError || page.note == model::PageNote::kTemplateEmpty;
    if (nothing && made.kind != model::PageKind::kError) {
      (*drop)[original->second] = made.kind != model::PageKind::kList;
      if (made.kind != model::PageKind::kList) continue;
      page.kind = made.kind;
      page.note = made.note;
      page.scripted_list = true;
    }
    if (page.entries.empty()) {
      page.entries = made.entries;
      page.doubts.emplace_back("rows read from the page as a browser rendered it");
    }
    (*drop)[i] = true;
  }
}

/// An attachment that hangs on an article speaks through it: on its own it discloses nothing.
void LeaveToHosts(const std::vector<model::PageRecord>& pages, std::vector<Extracted>* results) {
  std::set<std::string> claimed;
  for (const Extracted& result : *results) {
    for (const model::AttachmentNote& file : result.facts.files) {
      if (file.archived && file.url != result.facts.url) claimed.insert(file.url);
    }
  }
  for (size_t i = 0; i < pages.size(); ++i) {
    if (claimed.contains(pages[i].url)) (*results)[i].disclosures.clear();
  }
}

/// Reads those pages again that a day or a line of their host's template may have misled. What a host's
/// template prints is known only when all its pages have been read; few pages are concerned.
void ReadAgainWithoutBoilerplate(const extractors::Extractor& extractor, const std::string& salt,
                                 model::PageSource* source, AttachmentShelf* shelf,
                                 const std::vector<model::PageRecord>& pages,
                                 const extractors::HostHabits& habits, std::vector<Extracted>* results) {
  base::OnThreads(pages.size(), [&](size_t i) {
    Extracted& result = (*results)[i];
    if (result.error) return;
    if (!habits.Misleads(result.facts) && !habits.Misleads(result.facts, result.used_lines)) return;
    result = ExtractOne(extractor, salt, source, shelf, pages[i], habits.BoilerplateOf(result.facts),
                        habits.TemplateOf(result.facts));
  });
}

}  // namespace

base::Status RunExtract(const Context& context, const model::Plan& plan, store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const extractors::Extractor extractor, extractors::Extractor::Create(plan));
  std::vector<model::PageRecord> pages;
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    if (HasBody(page)) pages.push_back(page);
    return {};
  }));
  *context.err << context.Say(base::Msg("reading {} archived pages", pages.size())) << "\n";
  AttachmentShelf shelf(assessment, attachments::Converter());
  RETURN_IF_ERROR(shelf.Fill(context, pages));
  extractors::HostHabits habits;
  std::vector<Extracted> results =
      ExtractPages(extractor, assessment->salt(), &assessment->pages(), &shelf, pages, &habits);
  ReadAgainWithoutBoilerplate(extractor, assessment->salt(), &assessment->pages(), &shelf, pages, habits,
                              &results);
  LeaveToHosts(pages, &results);
  std::vector<extractors::ReadPageRef> read;
  for (size_t i = 0; i < results.size(); ++i)
    read.push_back({&results[i].facts, &results[i].disclosures, pages[i].final_url});
  extractors::LendListDays(read);
  std::vector<bool> drop(pages.size());
  JoinRendered(pages, &results, &drop);
  std::vector<model::PageFacts> facts;
  std::vector<model::Disclosure> disclosures;
  for (size_t i = 0; i < results.size(); ++i) {
    if (drop[i]) continue;
    if (results[i].error) return tl::unexpected(base::WithPlace(*results[i].error, pages[i].url));
    facts.push_back(std::move(results[i].facts));
    for (model::Disclosure& disclosure : results[i].disclosures) disclosures.push_back(std::move(disclosure));
  }
  RETURN_IF_ERROR(assessment->ClearFacts());
  RETURN_IF_ERROR(assessment->SaveFacts(facts));
  model::RunManifest manifest = ManifestOf(assessment);
  manifest.disclosures = static_cast<int>(disclosures.size());
  RETURN_IF_ERROR(assessment->ReplaceDisclosures(std::move(disclosures)));
  RETURN_IF_ERROR(assessment->SaveManifest(manifest));
  RETURN_IF_ERROR(assessment->BuildHistory());
  return assessment->Flush();
}

}  // namespace mingcha::cli
