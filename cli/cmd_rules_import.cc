#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>

#include "base/text.h"
#include "cli/files.h"
#include "cli/load.h"
#include "cli/verbs.h"
#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/page_text.h"
#include "extractors/tables.h"
#include "model/json.h"
#include "rules/catalogue_import.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Msg;

struct Arguments {
  std::string file, out, pack, title, extends;
};

bool IsHtml(std::string_view bytes, const fs::path& file) {
  const std::string extension = base::ToLowerAscii(file.extension().string());
  if (extension == ".html" || extension == ".htm" || extension == ".shtml") return true;
  const std::string head = base::ToLowerAscii(bytes.substr(0, 512));
  return head.find("<html") != std::string::npos || head.find("<!doctype") != std::string::npos ||
         head.find("<table") != std::string::npos;
}

/// All data tables of a page; merged cells are filled with copies.
std::vector<rules::CatalogueTable> TablesOfPage(std::string_view bytes, const std::string& name,
                                                const model::Lexicon& lexicon) {
  const std::string text = extractors::Decode(bytes, "").text;
  const extractors::Document document = extractors::Document::Parse(text);
  const extractors::LexiconIndex index(lexicon);
  const extractors::PageView view = extractors::BuildPageView(document, index);
  std::vector<rules::CatalogueTable> tables;
  for (const extractors::Table& table : extractors::ReadTables(document, view, 0, document.size())) {
    rules::CatalogueTable grid{fmt::format("{}[{}]", name, tables.size() + 1), {}};
    for (const auto& row : table.rows) {
      std::vector<std::string>& cells = grid.rows.emplace_back();
      for (const extractors::Cell& cell : row) cells.push_back(cell.text);
    }
    tables.push_back(std::move(grid));
  }
  return tables;
}

base::Status WritePack(const rules::ImportedPack& pack, const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    return base::Fail(ErrorCode::kInvalidInput, "{} is not empty; name a new folder for the rule pack",
                      folder.string());
  }
  for (const auto& [name, text] : pack.files) {
    fs::create_directories((folder / name).parent_path(), error);
    RETURN_IF_ERROR(WriteFile(folder / name, text));
  }
  return {};
}

void PrintNotes(const Context& context, const rules::ImportedPack& pack) {
  for (const rules::ImportNote& note : pack.notes) {
    if (context.json) {
      *context.out << fmt::format(R"({{"table":{},"row":{},"column":{},"heading":{},"text":{},"why":{}}})",
                                  model::ToJson(note.table), note.row, note.column,
                                  model::ToJson(note.heading), model::ToJson(note.text),
                                  model::ToJson(context.Say(note.why)))
                   << "\n";
      continue;
    }
    *context.out << note.table << ":" << note.row << ":" << note.column << ": " << note.heading << " \""
                 << base::Ellipsize(base::CollapseSpace(note.text), 60) << "\": " << context.Say(note.why)
                 << "\n";
  }
}

int Import(const Context& context, Arguments args) {
  const auto bytes = ReadFile(args.file);
  if (!bytes) return context.Report(bytes.error());
  if (args.extends.empty()) args.extends = (DataFolder() / "baodi").string();
  const auto base_plan = LoadPlanOrReport(context, args.extends);
  if (!base_plan) return kBadInput;
  const fs::path file(args.file);
  auto tables = IsHtml(*bytes, file) ? base::Result<std::vector<rules::CatalogueTable>>(
                                           TablesOfPage(*bytes, file.filename().string(), base_plan->lexicon))
                                     : rules::ReadCatalogueFile(*bytes, file.filename().string());
  if (!tables) return context.Report(tables.error());
  if (args.pack.empty()) args.pack = "pack";
  if (args.title.empty()) args.title = file.stem().string();
  // A relative way from the pack to the plan, so that the two can be moved together.
  const fs::path from = fs::absolute(args.out).lexically_normal();
  const fs::path to = fs::absolute(args.extends).lexically_normal();
  const rules::ImportedPack pack = rules::ImportCatalogue(
      *tables, *base_plan, {args.pack, args.title, to.lexically_relative(from).generic_string()});
  if (pack.items == 0) {
    PrintNotes(context, pack);
    return context.Report({ErrorCode::kInvalidInput,
                           Msg("no rule could be made of {}; the table's head was not found", args.file),
                           ""});
  }
  if (const auto done = WritePack(pack, args.out); !done) return context.Report(done.error());
  PrintNotes(context, pack);
  *context.err << context.Say(
                      Msg("{} rows: {} items, {} limits, {} cells to look at; check them with `mingcha "
                          "rules lint {}`",
                          pack.rows, pack.items, pack.limits, pack.notes.size(), args.out))
               << "\n";
  return kClean;
}

}  // namespace

void AddRulesImport(Verb verb, Context* context, Action* action) {
  Verb sub = verb.Sub(
      "import", context->Say(Msg("turns a published catalogue table (HTML, XLSX, CSV) into a rule pack")));
  auto args = std::make_shared<Arguments>();
  sub.Add("FILE", args->file, context->Say(Msg("the table: a saved page, a workbook or a CSV file")))
      .Required();
  sub.Add("--out", args->out, context->Say(Msg("folder to write the rule pack into"))).Required();
  sub.Add("--id", args->pack, context->Say(Msg("beginning of the pack's ids; default pack")));
  sub.Add("--title", args->title, context->Say(Msg("name of the field; default the file's name")));
  sub.Add("--extends", args->extends,
          context->Say(Msg("plan whose units the table names; default the bundled Baodi plan")));
  sub.OnParsed([=] { *action = [=] { return Import(*context, *args); }; });
}

}  // namespace mingcha::cli
