#include "rules/plan_loader.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "base/digest.h"
#include "base/text.h"
#include "base/url.h"
#include "rules/calendar_loader.h"
#include "rules/layers.h"
#include "rules/plan_checks.h"
#include "rules/register_loader.h"

namespace mingcha::rules {
namespace {

namespace fs = std::filesystem;

/// One load of one folder; used once.
class PlanReader {
 public:
  explicit PlanReader(const fs::path& folder)
      : root_(Normal(folder)), reader_(root_, &merged_, &outcome_.errors) {}

  LoadOutcome Run() {
    ReadLayers(root_, &reader_, &merged_, &outcome_.errors);
    if (merged_.docs.empty()) return Finish();
    Binder binder(merged_.files, merged_.removals, &outcome_.errors);
    BindFolder(&binder);
    ReadCalendar(&binder);
    ReadLanguage(&binder);
    ReadCms(&binder);
    ExpandTemplates();
    FillDefaults();
    TakeTwins();
    Check(binder);
    ReadRegisters();
    outcome_.plan = std::move(doc_.plan);
    return Finish();
  }

 private:
  static fs::path Normal(const fs::path& folder) {
    const fs::path normal = folder.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
  }

  void BindFolder(Binder* binder) {
    for (const FileKind& kind : FileKinds()) {
      const auto it = merged_.docs.find(std::string(kind.name));
      if (it == merged_.docs.end()) continue;
      it->second.Erase("extends");  // Followed already.
      it->second.Erase("packs");
      binder->BindObject(it->second, kind.merged(), &doc_, {});
    }
  }

  /// The file a configuration file names, and on whose behalf a fault in finding it is told.
  [[nodiscard]] fs::path Resolve(const FilePath& path, Diagnostic* asked_by) {
    const SourceFile& file = merged_.files[static_cast<size_t>(path.file)];
    *asked_by = {file.name, path.line, 0, path.key, {}, {}, {}};
    const fs::path relative(path.text);
    if (relative.is_relative()) return (file.folder / relative).lexically_normal();
    Diagnostic fault = *asked_by;
    fault.expected = base::Msg("a path relative to this file's folder");
    fault.found = path.text;
    outcome_.errors.push_back(std::move(fault));
    return {};
  }

  [[nodiscard]] bool ReadNamed(const FilePath& path, YamlNode* root) {
    if (path.file < 0 || path.text.empty()) return false;
    Diagnostic asked_by;
    const fs::path file = Resolve(path, &asked_by);
    if (file.empty()) return false;
    return reader_.ReadYaml(file, file.filename().string(), TopLayer(), asked_by, root);
  }

  [[nodiscard]] int TopLayer() const {
    int layer = 0;
    for (const SourceFile& file : merged_.files) layer = std::max(layer, file.layer);
    return layer;
  }

  void ReadCalendar(Binder* binder) {
    YamlNode root;
    if (!ReadNamed(doc_.calendar, &root)) return;
    const std::string name = merged_.files[static_cast<size_t>(root.file)].name;
    doc_.plan.calendar = BindCalendar(root, name, binder, &outcome_.errors);
    doc_.plan.assessment.calendar = doc_.plan.calendar.name;
  }

  void ReadLanguage(Binder* binder) {
    YamlNode root;
    if (ReadNamed(doc_.language, &root)) binder->BindObject(root, LanguageFileSpec(), &doc_.plan.lexicon, {});
  }

  void ReadCms(Binder* binder) {
    if (doc_.cms.file < 0 || doc_.cms.text.empty()) return;
    Diagnostic asked_by;
    const fs::path folder = Resolve(doc_.cms, &asked_by);
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
      asked_by.expected = base::Msg("a folder that exists");
      asked_by.found = folder.generic_string();
      outcome_.errors.push_back(std::move(asked_by));
      return;
    }
    std::vector<fs::path> files;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".yaml") files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      YamlNode root;
      if (!reader_.ReadYaml(file, "cms/" + file.filename().string(), TopLayer(), asked_by, &root)) continue;
      model::CmsProfile profile;
      binder->BindObject(root, CmsFileSpec(), &profile, {});
      const auto same = [&](const model::CmsProfile& other) { return other.id == profile.id; };
      const auto first = std::find_if(doc_.plan.cms.begin(), doc_.plan.cms.end(), same);
      if (first != doc_.plan.cms.end()) {
        binder->Report(root, "id",
                       base::Msg("each id once (first in {}:{})", first->place.file, first->place.line),
                       profile.id);
        continue;
      }
      doc_.plan.cms.push_back(std::move(profile));
    }
  }

  void TemplateFault(const PlaceTemplate& from, base::Message expected, std::string found) {
    outcome_.errors.push_back({from.place.file,
                               from.place.line,
                               0,
                               "templates[" + from.id + "]",
                               std::move(expected),
                               std::move(found),
                               {}});
  }

  /// The prefix with every `{name}` filled from the row; faults are told once a row.
  std::string FillPrefix(const PlaceTemplate& from, const std::map<std::string, std::string>& row) {
    std::string out;
    std::set<std::string> used = {"unit"};
    for (size_t i = 0; i < from.prefix.size(); ++i) {
      const size_t end = from.prefix[i] == '{' ? from.prefix.find('}', i) : std::string::npos;
      if (end == std::string::npos) {
        out += from.prefix[i];
        continue;
      }
      const std::string name = from.prefix.substr(i + 1, end - i - 1);
      const auto value = row.find(name);
      if (value == row.end())
        TemplateFault(from, base::Msg("a value for {} in every row", "{" + name + "}"), {});
      if (value != row.end()) out += value->second;
      used.insert(name);
      i = end;
    }
    for (const auto& [name, value] : row) {
      if (!used.contains(name))
        TemplateFault(from, base::Msg("only keys that stand in the prefix, and unit"), name);
    }
    return out;
  }

  void ExpandTemplates() {
    for (const PlaceTemplate& from : doc_.templates) {
      const int layer = LayerOf(from.place.file);
      for (const auto& row : from.values) {
        const auto unit = row.find("unit");
        if (unit == row.end()) {
          TemplateFault(from, base::Msg("a unit in every row"), {});
          continue;
        }
        std::string owner = unit->second;
        if (IsRemovedAbove(merged_.removals, RefKind::kUnit, owner, layer)) {
          owner = HeirOf(merged_.removals, owner);
          if (owner.empty()) continue;
        }
        if (doc_.plan.FindUnit(owner) == nullptr) {
          TemplateFault(from, base::Msg("the id of a unit"), unit->second);
          continue;
        }
        model::PlaceRule place{from.id + "/" + unit->second,
                               from.site,
                               FillPrefix(from, row),
                               owner,
                               from.items,
                               from.valid,
                               from.place};
        doc_.plan.places.push_back(std::move(place));
      }
    }
  }

  [[nodiscard]] int LayerOf(const std::string& file_name) const {
    for (const SourceFile& file : merged_.files) {
      if (file.name == file_name) return file.layer;
    }
    return 0;
  }

  void FillDefaults() {
    model::Plan& plan = doc_.plan;
    for (model::SiteProfile& site : plan.sites) {
      if (!site.hosts.empty()) continue;
      for (const std::string& seed : site.seeds) {
        const auto url = base::Url::Parse(seed);
        if (!url) continue;
        std::string host = url->host();
        if (url->port()) host += ":" + std::to_string(*url->port());
        if (std::find(site.hosts.begin(), site.hosts.end(), host) == site.hosts.end())
          site.hosts.push_back(host);
      }
    }
    for (model::Area& area : plan.areas) {
      const std::vector<std::string> named = model::ExpandUnits(plan, area.units);
      if (area.lead.empty() && !named.empty()) area.lead = named.front();
    }
    for (model::Item& item : plan.items) {
      for (model::Element& element : item.elements) {
        if (element.labels.empty() && element.patterns.empty()) element.labels.push_back(element.name);
      }
    }
  }

  void TakeTwins() {
    const auto chains = merged_.docs.find("chains.yaml");
    const YamlNode* written = chains == merged_.docs.end() ? nullptr : chains->second.Find("twins");
    if (written == nullptr || !written->IsList()) return;
    for (const YamlNode& pair : written->items) {
      if (pair.IsList() && pair.items.size() == 2) continue;
      outcome_.errors.push_back({merged_.files[static_cast<size_t>(pair.file)].name,
                                 pair.line,
                                 pair.column,
                                 "twins",
                                 base::Msg("two items in each pair"),
                                 {},
                                 {}});
    }
    for (const std::vector<std::string>& pair : doc_.twins) {
      if (pair.size() == 2) doc_.plan.twins.emplace_back(pair[0], pair[1]);  // Else one of them was removed.
    }
  }

  void Check(const Binder& binder) {
    const CheckInput input{doc_.plan, binder, merged_.files, merged_.removals};
    CheckReport report(input, &outcome_.errors, &outcome_.warnings);
    CheckReferences(input, &outcome_.errors);
    CheckAssessment(input, &report);
    CheckCatalogue(input, &report);
    CheckUnits(input, &report);
    CheckSites(input, &report);
    CheckLimits(input, &report);
    CheckChains(input, &report);
    CheckStages(input, &report);
    CheckScoring(input, &report);
    CheckDraws(input, &report);
  }

  void ReadRegisters() {
    const auto read = [&](const std::vector<FilePath>& paths, RegisterKind kind) {
      for (const FilePath& path : paths) {
        if (path.text.empty()) continue;
        Diagnostic asked_by;
        const fs::path file = Resolve(path, &asked_by);
        std::string bytes;
        int index = 0;
        if (file.empty() || !reader_.Read(file, file.filename().string(), 0, asked_by, &bytes, &index))
          continue;
        AddRegister(kind, bytes, merged_.files.back().name, doc_.plan, &doc_.plan.registers, &outcome_.errors,
                    &outcome_.warnings);
      }
    };
    read(doc_.registers.major_projects, RegisterKind::kMajorProjects);
    read(doc_.registers.ledger, RegisterKind::kLedger);
    read(doc_.registers.exemptions, RegisterKind::kExemptions);
    read(doc_.registers.no_events, RegisterKind::kNoEvents);
    read(doc_.registers.extensions, RegisterKind::kExtensions);
    read(doc_.registers.manual, RegisterKind::kManualEvidence);
    read(doc_.registers.overrides, RegisterKind::kOverrides);
    read(doc_.registers.projects, RegisterKind::kProjectJoins);
    read(doc_.registers.scores, RegisterKind::kScores);
    CheckRegisters(doc_.plan, &outcome_.errors);
    CheckEnteredScores(doc_.plan, &outcome_.errors);
  }

  /// Over relative names, sizes and bytes in order of the names: the same wherever the folder lies.
  [[nodiscard]] std::string Digest() const {
    base::Sha256 sha;
    for (const auto& [name, bytes] : merged_.contents) {
      sha.Update(name);
      sha.Update("\n" + std::to_string(bytes.size()) + "\n");
      sha.Update(bytes);
    }
    return sha.FinishHex();
  }

  LoadOutcome Finish() {
    for (const SourceFile& file : merged_.files) outcome_.plan.files.push_back(file.name);
    outcome_.plan.digest = Digest();
    SortDiagnostics(&outcome_.errors);
    SortDiagnostics(&outcome_.warnings);
    return std::move(outcome_);
  }

  fs::path root_;
  LoadOutcome outcome_;
  MergedFiles merged_;
  FileReader reader_;
  PlanDoc doc_;
};

}  // namespace

LoadOutcome LoadPlan(const fs::path& folder) { return PlanReader(folder).Run(); }

}  // namespace mingcha::rules
