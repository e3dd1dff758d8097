#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/plan.h"
#include "rules/binder.h"
#include "rules/spec.h"

namespace mingcha::rules {

/// A column template of places.yaml: one place per row of `values`, `{name}` in the prefix filled from the
/// row.
struct PlaceTemplate {
  std::string id, site, prefix;
  std::vector<std::string> items;
  std::vector<std::map<std::string, std::string>> values;
  model::ValidRange valid;
  model::ConfigPlace place;
};

/// Which register files an assessment names.
struct RegisterFiles {
  std::vector<FilePath> ledger, exemptions, no_events, major_projects, extensions, manual, overrides,
      projects, scores;
};

/// Everything the merged files say, before it is put together: the plan itself and what only the loader
/// needs.
struct PlanDoc {
  model::Plan plan;
  FilePath extends, calendar, language, cms;
  std::vector<FilePath> packs;
  RegisterFiles registers;
  std::vector<PlaceTemplate> templates;
  std::vector<std::vector<std::string>> twins;
};

/// One kind of file in a configuration folder.
struct FileKind {
  std::string_view name;  ///< `units.yaml`; `items/*.yaml` stands for all of that folder.
  std::string_view doc;
  const ObjectSpec& (*file)();    ///< What one file's top level holds (schema, unknown keys).
  const ObjectSpec& (*merged)();  ///< What all merged files of the kind hold, read into a PlanDoc.
};

/// All kinds, in the order in which they are read and documented.
[[nodiscard]] const std::vector<FileKind>& FileKinds();
/// Tables of the files outside the folder: `calendar/*.yaml`, `language/*.yaml`, `cms/*.yaml`.
[[nodiscard]] const ObjectSpec& CalendarFileSpec();
[[nodiscard]] const ObjectSpec& LanguageFileSpec();
[[nodiscard]] const ObjectSpec& CmsFileSpec();

// Top levels, by file; each in the tables_*.cc of its subject.
const ObjectSpec& AssessmentFile();
const ObjectSpec& ItemsFile();
const ObjectSpec& ItemsMerged();
const ObjectSpec& TitlesFile();
const ObjectSpec& UnitsFile();
const ObjectSpec& SitesFile();
const ObjectSpec& PlacesFile();
const ObjectSpec& ChannelsFile();
const ObjectSpec& LimitsFile();
const ObjectSpec& ChainsFile();
const ObjectSpec& ExemptionsFile();
const ObjectSpec& InspectionFile();
const ObjectSpec& ScoringFile();

template <>
const ObjectSpec& SpecFor<model::Basis>();

}  // namespace mingcha::rules
